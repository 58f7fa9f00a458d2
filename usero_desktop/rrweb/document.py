"""The page that a player would show after some of a recording's events, kept beside it.

What falls out of the last seconds is applied here, so that those seconds can begin with a
snapshot of the page as it was then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.logs import guest_logger
from usero_desktop.rrweb import events, nodes, reading
from usero_desktop.rrweb.changes import MORE, changed, planted
from usero_desktop.rrweb.events import URL_CHANGE, EventType, Interaction, Position, Source
from usero_desktop.rrweb.tree import Unfit

if TYPE_CHECKING:
    from usero_desktop.rrweb.events import Event
    from usero_desktop.rrweb.nodes import Element
    from usero_desktop.rrweb.reading import Part
    from usero_desktop.rrweb.tree import Tree

log = guest_logger()


class Document:
    """A page and how it came to be what it is, event by event, in the order of their times.

    It begins with a full snapshot. Whatever else does not fit (an unknown node, something that
    is no event) is left out, counted in `faults`, and logged once: our own recorder makes no
    such thing, but for a picture of a widget that is gone by then. For one thread at a time.
    """

    def __init__(self) -> None:
        self.faults = 0
        """How many parts of events did not fit."""
        self.fault = ""
        """What did not fit first."""
        self._tree: Tree | None = None
        self.looks = 0
        """Counts what changed how the page looks, the pointer on it aside."""
        self._href = ""
        self._size = (0, 0)
        self._mouse: tuple[int, int] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there was no full snapshot yet."""
        return self._tree is None

    @property
    def extent(self) -> tuple[int, int]:
        """How wide and how high the page is, in its pixels."""
        return self._size

    @property
    def pointer(self) -> tuple[int, int] | None:
        """Where the mouse is on the page; None where nothing said so."""
        return self._mouse

    @property
    def html(self) -> Element | None:
        """The page as it is now; None while it is empty."""
        return None if self._tree is None else self._tree.html()

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes."""
        return 0 if self._tree is None else self._tree.size

    def apply(self, event: Event) -> Event | None:
        """Do what `event` says, and return as much of it as can be played from here.

        That is the event itself where all of it fits, and None where nothing does.
        """
        before = self.faults
        try:
            told = reading.read(event)
            fitting = self._applied(told)
        except Unfit as unfit:
            self._leave_out(unfit)
            return None
        if self.faults == before:
            return event
        if self._tree is not None and told.get("type") == EventType.FULL_SNAPSHOT:
            return events.full_snapshot(event.timestamp_ms, self._tree.html())
        return events.incremental(event.timestamp_ms, fitting) if fitting else None

    def snapshot(self, timestamp_ms: int) -> tuple[Event, Event]:
        """Return Meta and FullSnapshot of the page as it is now, as of `timestamp_ms`.

        Ids are those of the events, which go on from there. Raises ValueError while it is empty.
        """
        if self._tree is None:
            raise ValueError("There was no full snapshot yet.")
        width, height = self._size
        return (
            events.meta(timestamp_ms, href=self._href, width=width, height=height),
            events.full_snapshot(timestamp_ms, self._tree.html()),
        )

    def mouse(self, timestamp_ms: int) -> Event | None:
        """Return where the mouse is, as of `timestamp_ms`; None where nothing said so."""
        if self._mouse is None or self._tree is None or nodes.DESK not in self._tree:
            return None
        return events.mouse_moves([Position(timestamp_ms, *self._mouse)])

    def copy(self) -> Document:
        """Return the same page, to be changed apart from this one."""
        other = Document()
        other._tree = None if self._tree is None else self._tree.copy()
        other.looks = self.looks
        other._href, other._size, other._mouse = self._href, self._size, self._mouse
        return other

    def _applied(self, told: Part) -> Part | None:
        """Do it; return the data of what fits where a part of it may be left out."""
        data = reading.part(told.get("data"))
        match told.get("type"):
            case EventType.META:
                self._resize(data)
                self._href = reading.text(data.get("href"))
            case EventType.FULL_SNAPSHOT:
                self._tree = planted(data, self._leave_out)
                self.looks += 1
                self._compare(data)
            case EventType.INCREMENTAL:
                return self._incremental(data)
            case EventType.CUSTOM:
                if reading.text(data.get("tag")) == URL_CHANGE:
                    self._href = reading.text(reading.part(data.get("payload")).get("href"))
            case other:
                raise Unfit(f"{other!r} is no type of an event of ours")
        return None

    def _incremental(self, data: Part) -> Part | None:
        if self._tree is None:
            raise Unfit("there was no full snapshot yet")
        match data.get("source"):
            case Source.MUTATION:
                self.looks += 1
                return changed(self._tree, data, self._leave_out)
            case Source.MOUSE_MOVE:
                self._wander(self._tree, reading.parts(data.get("positions")))
            case Source.MOUSE_INTERACTION:
                self._move(self._tree, data)
                if data.get("type") not in list(Interaction):
                    raise Unfit(f"{data.get('type')!r} is no act of ours")
            case Source.VIEWPORT:
                self._resize(data)
            case other:
                raise Unfit(f"{other!r} is no source of an event of ours")
        return None

    def _compare(self, data: Part) -> None:
        """Complain where a full snapshot says something else than ours of the same page would."""
        if self._tree is not None:
            ours = reading.read(events.full_snapshot(0, self._tree.html()))
            if ours.get("data") != data:
                self._leave_out(Unfit(MORE))

    def _resize(self, told: Part) -> None:
        self._size = reading.length(told.get("width")), reading.length(told.get("height"))
        self.looks += 1

    def _move(self, tree: Tree, told: Part) -> None:
        if reading.whole(told.get("id")) not in tree:
            raise Unfit("the mouse is on no node")
        self._mouse = reading.place(told.get("x")), reading.place(told.get("y"))

    def _wander(self, tree: Tree, positions: list[object]) -> None:
        if not positions:
            raise Unfit("the mouse was somewhere")
        for position in map(reading.part, positions):
            self._move(tree, position)
            if reading.whole(position.get("timeOffset")) > 0:
                raise Unfit("the mouse was there later")

    def _leave_out(self, unfit: Unfit) -> None:
        if not self.faults:
            self.fault = str(unfit)
            log.warning("A part of a session replay does not fit and is left out: %s.", unfit)
        self.faults += 1
