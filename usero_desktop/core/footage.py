"""What plugins are recording, and how the panel gets it: whatever they do, no report is harmed."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from usero_desktop.core.question import BESIDE_SECONDS
from usero_desktop.core.seat import Call
from usero_desktop.model.kind import shown
from usero_desktop.model.recording import Recording, problem
from usero_desktop.plugin import Footage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from usero_desktop.core.seat import Seat

HOOK: Final = "on_footage_asked"

Get: TypeAlias = "Callable[[], Recording | None]"
"""Waits for a recording; None where there is none after all. Not for the GUI thread."""


@dataclass(frozen=True, slots=True)
class Reel:
    """What one plugin is recording, `seconds` of it by now; see `plugin.Footage`.

    `take`, on the GUI thread, returns what gets the recording up to then, None where there is
    none any more. Whatever the plugin does in either, it is logged, and nothing is raised.
    """

    seconds: float
    is_asked: bool
    take: Callable[[], Get | None]


def reel_of(seats: Iterable[Seat]) -> Reel | None:
    """Return what the first plugin that records has; None where none does. GUI thread."""
    for seat in seats:
        if seat.needs_gui and seat.has(HOOK):
            call = seat.call_of(HOOK)
            seat.run(call)
            answer = call.answer
            if isinstance(answer, Footage) and isinstance(answer.seconds, int | float):
                take = functools.partial(_begun, seat, answer.take)
                return Reel(max(0.0, answer.seconds), answer.is_asked, take)
            if answer is not None:
                seat.complain(HOOK, f"answered {shown(answer)} in {HOOK}, which is no Footage")
    return None


def _begun(seat: Seat, take: Callable[[], object]) -> Get | None:
    call = Call(HOOK, take)
    seat.run(call)
    rest = call.answer
    return functools.partial(_got, seat, rest) if callable(rest) else None


def _got(seat: Seat, rest: Callable[[], object]) -> Recording | None:
    call = Call(HOOK, rest)
    if not seat.post_beside(call):
        return None
    if not call.over.wait(BESIDE_SECONDS):
        seat.withdraw(call)
        seat.complain(HOOK, f"has no recording after {BESIDE_SECONDS:.0f} seconds")
        return None
    answer = call.answer
    if answer is None:
        return None
    wrong = problem(answer) if isinstance(answer, Recording) else "a Recording"
    if wrong or not isinstance(answer, Recording):
        seat.complain(HOOK, f"must have {wrong}, not {shown(answer)}")
        return None
    return answer
