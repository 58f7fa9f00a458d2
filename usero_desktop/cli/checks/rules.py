"""What the user and the machine's administrator have set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop import policy
from usero_desktop.cli.checks.finding import Check, Finding, State, Subject
from usero_desktop.paths import shown_path

if TYPE_CHECKING:
    from usero_desktop.model.submission import JsonValue


def _look_at_settings(_subject: Subject) -> tuple[Finding, ...]:
    from usero_desktop import settings

    loaded = settings.load()
    place = shown_path(loaded.path)
    programs = loaded.settings.programs
    facts: dict[str, JsonValue] = {
        "file": place,
        "programs": [it.client_id for it in programs],
        "problems": [it.sentence for it in loaded.problems],
    }
    if not loaded.path.exists():
        sentence = f"There is no settings file; it would be {place}."
        return (Finding("settings", State.OK, sentence, facts=facts),)
    if loaded.problems:
        sentence = " ".join(it.sentence for it in loaded.problems)
        advice = "Mend the file; until then what is wrong is left out, or has its default."
        return (Finding("settings", State.WARNING, sentence, advice, facts),)
    count = "1 program" if len(programs) == 1 else f"{len(programs)} programs"
    return (Finding("settings", State.OK, f"{place} has {count}.", facts=facts),)


def _look_at_policy(_subject: Subject) -> tuple[Finding, ...]:
    rules = policy.read()
    facts: dict[str, JsonValue] = {"source": rules.source, "pinned": dict(rules.pinned)}
    if rules.trouble is not None:
        return (Finding("policy", State.FAILED, rules.trouble, facts=facts),)
    if not rules.pinned:
        return (Finding("policy", State.OK, "No administrator has decided anything.", facts=facts),)
    decided = [] if rules.base_url is None else [f"all reports go to {rules.base_url}"]
    decided += [f"no {name}" for name in rules.forbidden]
    sentence = f"{rules.source} decides: {', '.join(decided)}."
    return (Finding("policy", State.OK, sentence, facts=facts),)


SETTINGS = Check(("settings",), _look_at_settings)
POLICY = Check(("policy",), _look_at_policy)
