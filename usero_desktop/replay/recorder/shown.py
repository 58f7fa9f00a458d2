"""The widgets that are on the page, by their elements and by where they are in memory.

Python's garbage collector counts what is new and can hold something else; once there is enough of
it, it goes through all that there is, the host's objects and ours. In a window of 2,000 widgets we
had 11 such objects for each. So a full collection fell into one of the first looks, and took 17 ms
there, where the host alone takes 6. That is why a widget that nobody has to look at is *asleep*:
all of it is one text in a column, and numbers and texts are nothing to the collector. It sleeps
from when it has been told first, wakes when it is looked at again, and then stays awake, since to
wake takes a fifth of what a look does: unless too many are.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from usero_desktop.qt import is_alive, owned_by_python
from usero_desktop.replay.recorder.describe.describer import Subject
from usero_desktop.replay.recorder.parts import part_of
from usero_desktop.replay.recorder.said import Said
from usero_desktop.ui.masking.rules import Cover

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usero_desktop.qt import QtWidgets

CROWD: Final = 200
"""So many may be awake, and be looked at and nevertheless stay so."""

_written: Final = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


class Shown:
    """A widget on the page: the element that it is, and the widgets in it from back to front.

    Those are told by the ids of their elements, which are never used again: an address may be that
    of another widget by now.
    """

    __slots__ = (
        "address", "at", "inherited", "kids", "next_id", "parent", "patched", "place", "said",
        "subject", "wanted", "wanted_at",
    )  # fmt: skip

    def __init__(
        self, address: int, subject: Subject, parent: Shown | None, inherited: Cover | None
    ) -> None:
        self.address, self.subject, self.parent = address, subject, parent
        self.inherited = inherited
        self.said: Said
        self.kids: Sequence[int] = ()
        self.patched = False
        self.wanted: Sequence[QtWidgets.QWidget] = ()
        """What is to be in it, while that is not all there: it is there from behind `at` on,
        which is in `kids` from `place` on."""
        self.wanted_at: Sequence[int] = ()
        """The addresses of those."""
        self.at, self.place = -1, 0
        self.next_id: int | None = None

    @property
    def may_sleep(self) -> bool:
        """Whether one text can say all of it: nothing is in it, and there is no picture of it."""
        subject = self.subject
        return (
            self.parent is not None
            and not self.kids
            and not self.wanted
            and not self.patched
            and subject.rows is None
            and not subject.needs_picture
            and not subject.is_drawn_whole
            # Or the host could not let go of it: see `Borrowed`.
            and not owned_by_python(subject.widget)
        )


class Roll:
    """All that are on the page, awake or asleep. GUI thread."""

    def __init__(self) -> None:
        self._nodes: dict[int, int] = {}
        self._addresses: dict[int, int] = {}
        self._awake: dict[int, Shown] = {}
        self._asleep: dict[int, str] = {}
        self._widgets: dict[int, QtWidgets.QWidget] = {}
        """Those that are asleep."""

    @property
    def is_crowded(self) -> bool:
        """Whether so many are awake that the garbage collector would notice."""
        return len(self._awake) > CROWD

    def add(self, shown: Shown) -> None:
        """Put a widget on it, awake."""
        node = shown.said.id
        self._nodes[shown.address], self._addresses[node] = node, shown.address
        self._awake[node] = shown

    def remove(self, node: int) -> int | None:
        """Take the widget off whose element is `node`; return its address, if that is still its."""
        self._awake.pop(node, None)
        self._asleep.pop(node, None)
        self._widgets.pop(node, None)
        address = self._addresses.pop(node)
        if self._nodes.get(address) != node:
            return None
        del self._nodes[address]
        return address

    def node_at(self, address: int) -> int | None:
        """Return the id of the element of the widget there; None for one that is not on it."""
        return self._nodes.get(address)

    def address(self, node: int) -> int:
        """Return where the widget is, or was, whose element is `node`."""
        return self._addresses[node]

    def widget(self, node: int) -> QtWidgets.QWidget | None:
        """Return the widget whose element is `node`; None where the host has deleted it."""
        shown = self._awake.get(node)
        if shown is not None:
            return shown.subject.widget if shown.subject.is_there else None
        widget = self._widgets[node]
        return widget if is_alive(widget) else None

    def awake(self, node: int) -> Shown | None:
        """Return the widget whose element is `node`; None where it is asleep or not there."""
        return self._awake.get(node)

    def awake_at(self, address: int) -> Shown | None:
        """Return the widget there; None where it is asleep or not there."""
        node = self._nodes.get(address)
        return None if node is None else self._awake.get(node)

    def wake(self, node: int) -> Shown:
        """Return the widget whose element is `node`, awake from now on.

        Raises RuntimeError for one that is asleep and that the host has deleted.
        """
        shown = self._awake.get(node)
        if shown is None:
            shown = self._woken(node)
            self._awake[node] = shown
            del self._asleep[node], self._widgets[node]
        return shown

    def put_to_sleep(self, shown: Shown) -> None:
        """Keep a widget that `may_sleep` as a text."""
        node, subject, said = shown.said.id, shown.subject, shown.said
        parent = 0 if shown.parent is None else shown.parent.said.id
        cover = None if subject.cover is None else subject.cover.value
        self._asleep[node] = _written(
            (parent, cover, subject.is_only_secret, subject.length, said.ids, said.part)
        )
        self._widgets[node] = subject.widget
        del self._awake[node]

    def _woken(self, node: int) -> Shown:
        parent, cover, is_only_secret, length, ids, told = json.loads(self._asleep[node])
        subject = Subject(self._widgets[node], None if cover is None else Cover(cover))
        subject.is_only_secret, subject.length = is_only_secret, length
        # Who has something in it does not sleep.
        shown = Shown(self._addresses[node], subject, self._awake[parent], None)
        shown.said = Said(part_of(told), node)
        shown.said.pack(shown.said.part.children, tuple(ids))
        return shown
