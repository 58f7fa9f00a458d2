from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from usero_desktop.app.programs.names import name_of
from usero_desktop.i18n.said import Said, both
from usero_desktop.ui.wording import saved, thanks, trouble

if TYPE_CHECKING:
    from usero_desktop.errors import UseroError
    from usero_desktop.i18n.said import Words
    from usero_desktop.model.submission import Receipt
    from usero_desktop.settings import Problem, Program


class Note(NamedTuple):
    """What became of a report, for who looks elsewhere; a click on it opens `place`."""

    title: Words
    words: Words
    place: str
    program: str


def sent_note(program: Program, receipt: Receipt) -> Note:
    """Say that the server has a report."""
    title = Said("app.sent", {"program": name_of(program)})
    return Note(title, thanks(receipt), "history", program.client_id)


def caught_up_note(program: Program, count: int) -> Note:
    """Say that nothing waits any more."""
    title = Said("app.sent", {"program": name_of(program)})
    return Note(title, Said("app.caught_up", {"n": count}), "history", program.client_id)


def saved_note(program: Program, error: UseroError) -> Note:
    """Say that a report waits, and that nothing has to be done."""
    return Note(Said("app.saved", {"program": name_of(program)}), saved(error), "outbox",
        program.client_id)  # fmt: skip


def refused_note(program: Program, error: UseroError) -> Note:
    """Say why a report is not taken, and that it can be looked at."""
    title = Said("app.refused", {"program": name_of(program)})
    words = both(trouble(error), Said("app.refused.click"))
    return Note(title, words, "outbox", program.client_id)


def problem_note(problem: Problem) -> Note:
    """Say what is wrong in the settings file: its name, the line and the key."""
    return Note(Said("app.problem"), problem.sentence, "settings", "")
