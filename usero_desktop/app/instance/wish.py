"""What a start of the program is for, also as the words that a second start hands to the first."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

FEEDBACK: Final = "feedback"
REGION: Final = "region"
OUTBOX: Final = "outbox"
HISTORY: Final = "history"
SETTINGS: Final = "settings"
PLACES: Final = (FEEDBACK, REGION, OUTBOX, HISTORY, SETTINGS)
"""What can be opened. The words stay as they are: two versions may speak to each other."""

OPEN: Final = "open"
PROGRAM: Final = "--program"
BACKGROUND: Final = "--background"


class Wish(NamedTuple):
    """Open `place` ("" for nothing in particular) about the `program` of that client id.

    "" is the program that was chosen last. In the `background` nothing is shown but the icon.
    """

    place: str = ""
    program: str = ""
    background: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """The same as a command line."""
        place = (OPEN, self.place) if self.place else ()
        program = (PROGRAM, self.program) if self.program else ()
        return (*place, *program, *((BACKGROUND,) if self.background else ()))

    @classmethod
    def of(cls, words: Sequence[str]) -> Self:
        """Read what another start has handed over; what nobody knows is left out."""
        place = program = ""
        for word, following in pairwise((*words, "")):
            if word == OPEN and following in PLACES:
                place = following
            elif word == PROGRAM:
                program = following
        return cls(place, program, BACKGROUND in words)
