"""Whether the program in the notification area runs."""

from __future__ import annotations

from usero_desktop.cli.checks.finding import Check, Finding, State, Subject
from usero_desktop.errors import UseroError


def _look(_subject: Subject) -> tuple[Finding, ...]:
    from usero_desktop.app.instance.handover import is_running

    try:
        runs = is_running()
    except UseroError as error:
        return (Finding("instance", State.WARNING, str(error)),)
    facts = {"running": runs}
    if runs:
        return (Finding("instance", State.OK, "usero-desktop runs, and answers.", facts=facts),)
    sentence = "usero-desktop does not run in the background."
    return (Finding("instance", State.OK, sentence, facts=facts),)


INSTANCE = Check(("instance",), _look)
