"""A recording that can be seen at any of its moments, forwards and backwards."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from usero_desktop.rrweb import reading
from usero_desktop.rrweb.document import Document
from usero_desktop.rrweb.events import Interaction, Source
from usero_desktop.rrweb.tree import Unfit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usero_desktop.rrweb.events import Event

KEY_MS: Final = 2_000
"""So far apart are the moments that are kept, to go back to, at the least."""

_PRESSES: Final = frozenset({Interaction.DOWN, Interaction.CLICK, Interaction.DOUBLE_CLICK})


@dataclass(frozen=True, slots=True)
class Press:
    """A button of the mouse went down at a place of the page, so many milliseconds on."""

    at_ms: int
    x: int
    y: int


class Film:
    """The page of a recording at one moment after the other. For one thread at a time.

    Moments are milliseconds behind the first event. Going on costs what happens meanwhile,
    going to where one has been no more than what happens in `KEY_MS`. What does not fit is left
    out, as a player does; no recording makes it raise.
    """

    def __init__(self, events: Sequence[Event], length_ms: int = 0) -> None:
        """`events` are in the order of their times, as a buffer tells them.

        It lasts for `length_ms` where nothing happens at its end.
        """
        self._events = tuple(events)
        self._first_ms = events[0].timestamp_ms if events else 0
        self._times = [event.timestamp_ms - self._first_ms for event in events]
        self._length_ms = max([length_ms, *self._times[-1:]]) if events else 0
        self._done = 0
        self._document = Document()
        self._keys: list[tuple[int, int, Document]] = []
        self._presses: list[Press] | None = None
        self._rewinds = 0

    @property
    def events(self) -> tuple[Event, ...]:
        """What it is made of."""
        return self._events

    def fold(self) -> None:
        """Go through all of it and back, on a thread nobody waits for: then no way is long."""
        self.seek(self._length_ms)
        self.pressed(0, 0)
        self.seek(0)

    @property
    def length_ms(self) -> int:
        """How long it lasts."""
        return self._length_ms

    @property
    def document(self) -> Document:
        """The page at the moment that was sought last. Not to be changed."""
        return self._document

    @property
    def looks(self) -> tuple[int, int]:
        """What is another one once the page looks different."""
        return self._rewinds, self._document.looks

    def seek(self, at_ms: int) -> None:
        """Go to a moment; what happens in it has happened."""
        until = bisect_right(self._times, at_ms)
        if until < self._done or self._is_far(until):
            self._go_to_key(until)
        while self._done < until:
            self._keep()
            self._document.apply(self._events[self._done])
            self._done += 1

    def pressed(self, at_ms: int, within_ms: int) -> Press | None:
        """Return the last press by then, no longer ago than `within_ms`; None for none."""
        if self._presses is None:
            self._presses = [press for event in self._events if (press := self._press(event))]
        at = bisect_right([press.at_ms for press in self._presses], at_ms)
        press = self._presses[at - 1] if at else None
        return press if press is not None and at_ms - press.at_ms <= within_ms else None

    def _keep(self) -> None:
        """Keep the page before the next event, where the last that was kept is long ago."""
        time = self._times[self._done]
        last = self._keys[-1] if self._keys else None
        is_due = last is None or (time - last[0] >= KEY_MS and self._done > last[1])
        if is_due and not self._document.is_empty:
            self._keys.append((time, self._done, self._document.copy()))

    def _is_far(self, until: int) -> bool:
        """Whether there is a page that was kept between here and there, and not just behind."""
        ahead = self._times[until - 1] - KEY_MS if until else 0
        return any(done > self._done and time <= ahead for time, done, _ in self._keys)

    def _go_to_key(self, until: int) -> None:
        self._rewinds += 1
        earlier = [key for key in self._keys if key[1] <= until]
        if earlier:
            _, self._done, document = earlier[-1]
            self._document = document.copy()
        else:
            self._done, self._document = 0, Document()

    def _press(self, event: Event) -> Press | None:
        if not event.is_interaction:
            return None
        try:
            told = reading.part(reading.read(event).get("data"))
            if told.get("source") == Source.MOUSE_INTERACTION and told.get("type") in _PRESSES:
                place = reading.place(told.get("x")), reading.place(told.get("y"))
                return Press(event.timestamp_ms - self._first_ms, *place)
        except Unfit:
            pass  # it is left out when it is played, too
        return None
