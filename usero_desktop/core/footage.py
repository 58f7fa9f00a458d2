"""What plugins are recording, and how the panel gets it: whatever they do, no report is harmed."""

from __future__ import annotations

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


class Reel:
    """What one plugin is recording. GUI thread."""

    def __init__(self, seat: Seat, footage: Footage) -> None:
        self._seat, self._take = seat, footage.take
        self.seconds = max(0.0, footage.seconds)
        self.is_asked = footage.is_asked

    def take(self) -> Get | None:
        """Return what gets the recording up to now, None where there is none any more."""
        begun = Call(HOOK, self._take)
        self._seat.run(begun)
        rest = begun.answer
        if rest is None or not callable(rest):
            return None
        return lambda: self._got(rest)

    def _got(self, rest: Callable[[], object]) -> Recording | None:
        seat, call = self._seat, Call(HOOK, rest)
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


def reel_of(seats: Iterable[Seat]) -> Reel | None:
    """Return what the first plugin that records has; None where none does. GUI thread."""
    for seat in seats:
        if seat.needs_gui and seat.has(HOOK):
            call = seat.call_of(HOOK)
            seat.run(call)
            answer = call.answer
            if isinstance(answer, Footage) and isinstance(answer.seconds, int | float):
                return Reel(seat, answer)
            if answer is not None:
                seat.complain(HOOK, f"answered {shown(answer)} in {HOOK}, which is no Footage")
    return None
