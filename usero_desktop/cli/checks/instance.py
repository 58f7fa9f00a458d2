"""Whether the program in the notification area runs."""

from __future__ import annotations

from usero_desktop.cli.checks.finding import Check, Finding, State, Subject
from usero_desktop.errors import UseroError


def _look(_subject: Subject) -> tuple[Finding, ...]:
    from usero_desktop.app.instance.handover import is_running

    try:
        runs = is_running()
    except UseroError as error:
        if error.code != "instance_silent":
            return (Finding("instance", State.WARNING, str(error)),)
        number = error.values["process"]
        sentence = f"usero-desktop runs (process {number}), but does not answer."
        advice = "Wait a moment if it is busy; else end that process, which loses nothing written."
        return (Finding("instance", State.WARNING, sentence, advice, {"process": number}),)
    facts = {"running": runs}
    if runs:
        return (Finding("instance", State.OK, "usero-desktop runs, and answers.", facts=facts),)
    sentence = "usero-desktop does not run in the background."
    return (Finding("instance", State.OK, sentence, facts=facts),)


INSTANCE = Check(("instance",), _look)
