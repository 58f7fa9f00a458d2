"""The widgets that are on the page, and how each is described anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore, QtGui, QtWidgets, address_of, is_alive
from usero_desktop.replay.recorder.beneath import Beneath
from usero_desktop.replay.recorder.describe.describer import Describer, Subject
from usero_desktop.replay.recorder.describe.sketch import Sketch
from usero_desktop.replay.recorder.parts import Part, placed
from usero_desktop.replay.recorder.said import Changes, Said, in_order
from usero_desktop.ui.masking.rules import Cover
from usero_desktop.ui.own import OWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from usero_desktop.replay.recorder.custom import Patches
    from usero_desktop.replay.recorder.masking import Masks

SHADE: Final = "usero_shade"
_Widget = QtWidgets.QWidget
_Object = QtCore.QObject
_DIRECT: Final = QtCore.Qt.FindChildOption.FindDirectChildrenOnly


# What of a widget has to be looked at again, one bit each: Python's own flags take five times as
# long, and it is asked at every event.
PICTURE: Final = 1
"""How it looks, and where it is."""
CHILDREN: Final = 2
"""Which widgets are in it, and in which order."""
MORE: Final = 4
"""There are more of them than there was time for."""
COVER: Final = 8
"""Whether it is masked, and all that is in it."""
ALL: Final = PICTURE | CHILDREN


class Shown:
    """A widget on the page: the element that it is, and the widgets in it from back to front."""

    __slots__ = (
        "address", "at", "inherited", "kids", "next_id", "parent", "patched", "place", "said",
        "subject", "wanted",
    )  # fmt: skip

    def __init__(
        self, address: int, subject: Subject, parent: Shown | None, inherited: Cover | None
    ) -> None:
        self.address, self.subject, self.parent = address, subject, parent
        self.inherited = inherited
        self.said: Said
        # Mostly there are none: a list of its own for each of thousands is garbage collected.
        self.kids: Sequence[Shown] = ()
        self.patched = False
        self.wanted: Sequence[tuple[int, QtWidgets.QWidget]] = ()
        """What is to be in it, while that is not all there: it is there from behind `at` on,
        which is in `kids` from `place` on."""
        self.at, self.place = -1, 0
        self.next_id: int | None = None


class WidgetTree:
    """Keeps the page's elements as the widgets are, a few at a time. GUI thread."""

    def __init__(
        self,
        describer: Describer,
        masks: Masks,
        changes: Changes,
        is_late: Callable[[], bool],
    ) -> None:
        """`is_late` says that a look has taken long enough."""
        self._is_late = is_late
        describer.is_late = is_late
        self._describer, self._masks, self._changes = describer, masks, changes
        self._shown: dict[int, Shown] = {}
        self._dirty: dict[int, int] = {}
        self._beneath = Beneath()
        self._patched: list[Shown] = []
        self.patches: Patches | None = None
        self.draws_windows = masks.settings.mode == "pixels"
        """Whether a window is one picture, and nothing in it is on the page."""

    def __bool__(self) -> bool:
        """Whether anything has to be looked at again."""
        return bool(self._dirty) or bool(self._beneath)

    @property
    def is_growing(self) -> bool:
        """Whether there are widgets that have not been looked at yet."""
        return any(dirt & MORE for dirt in self._dirty.values())

    # ------------------------------------------------------------ what has changed

    def knows(self, address: int) -> bool:
        """Whether the widget there is on the page."""
        return address in self._shown

    def node_of(self, address: int) -> int | None:
        """Return the id of the element of the widget there."""
        shown = self._shown.get(address)
        return None if shown is None else shown.said.id

    def mark(self, address: int, dirt: int) -> bool:
        """Have the widget there looked at again; False for one that is not on the page."""
        if address not in self._shown:
            return False
        self._dirty[address] = self._dirty.get(address, dirt) | dirt
        return True

    def mark_painted(self, address: int, event: QtGui.QPaintEvent | None) -> bool:
        """The same for one of which what `event` says was painted anew, None for all of it."""
        shown = self._shown.get(address)
        if shown is None or not shown.subject.is_there:
            return False  # it may be another one at the same place in memory
        subject, before, parent = shown.subject, self._dirty.get(address), shown.parent
        box = None if event is None else event.rect()
        if parent is not None and self._beneath:
            self._beneath.rule_out(parent.address, parent.subject.widget, subject)
        if box is not None and subject.is_cursor(box):
            return False
        is_known = before is not None and bool(before & PICTURE)
        if box is None or is_known or not self._may_be_beneath(shown):
            self._beneath.forget(address)
        elif self._beneath.hold(address, box):
            return True
        self._dirty[address] = PICTURE if before is None else before | PICTURE
        if subject.rows is not None:
            subject.rows.mark(subject.widget, None if event is None else event.region())
        return True

    @staticmethod
    def _may_be_beneath(shown: Shown) -> bool:
        """Whether it is painted for what is in it more often than for itself."""
        return bool(shown.kids) and shown.subject.is_plain_ground

    def mark_around(self, widget: QtWidgets.QWidget) -> bool:
        """Have the picture drawn anew that `widget`, which is not on the page, is drawn in."""
        around: QtWidgets.QWidget | None = widget
        while around is not None and not _Object.property(around, OWN):
            if self.mark_painted(address_of(around), None):
                return True
            around = None if _Widget.isWindow(around) else _Widget.parentWidget(around)
        return False

    # ------------------------------------------------------------ windows

    def plant(
        self, window: QtWidgets.QWidget, node: int, place: tuple[int, int], cover: Cover | None
    ) -> Shown:
        """Put a window's own widget into the element `node`; what is in it follows."""
        shown = Shown(address_of(window), Subject(window, cover), None, cover)
        self._grow(shown, node, None, place)
        return shown

    def uproot(self, shown: Shown) -> None:
        """Forget a window's widget, whose element goes with the one that it is in."""
        self._forget(shown)

    # ------------------------------------------------------------ looking again

    def look(self) -> None:
        """Look again at what has changed, until that is all or there is no more time."""
        for address in self._beneath.take():
            self.mark(address, PICTURE)
        while self._dirty and not self._is_late():
            address = next(iter(self._dirty))
            dirt = self._dirty.pop(address)
            shown = self._shown.get(address)
            if shown is not None:
                self._look_at(shown, dirt)

    def ask_for_pictures(self) -> None:
        """Have pictures of what cannot be told; once its element is on the page."""
        patched, self._patched = self._patched, []
        for shown in patched:
            is_here = self._shown.get(shown.address) is shown and shown.subject.is_there
            if self.patches is not None and is_here:
                self.patches.show(
                    shown.subject.widget,
                    shown.said.id,
                    next_id=shown.kids[0].said.id if shown.kids else None,
                    children=shown.subject.is_drawn_whole,
                )

    def _look_at(self, shown: Shown, dirt: int) -> None:
        subject = shown.subject
        if not subject.is_there:
            return  # its parent is looked at for it
        try:
            if dirt & COVER:
                self._judge(shown)
                dirt |= ALL
            has_children = self._redraw(shown) if dirt & PICTURE else None
            if has_children is False:
                self._arrange(shown, [])
            elif dirt & CHILDREN:
                self._arrange(shown, self._children(shown))
            elif dirt & MORE:
                self._fill(shown)
        except RuntimeError:
            if subject.is_there:
                raise

    def _judge(self, shown: Shown) -> None:
        subject = shown.subject
        inherited = shown.parent.subject.cover if shown.parent else shown.inherited
        before = subject.cover
        self._hide(subject, inherited)
        if before is not subject.cover and subject.rows is not None:
            subject.rows.mark(subject.widget, None)
        for kid in shown.kids:
            self.mark(kid.address, COVER)

    def _hide(self, subject: Subject, inherited: Cover | None) -> None:
        """Find out what of a widget is not to be seen, in one of which `inherited` is so."""
        widget, masks = subject.widget, self._masks
        own = masks.own_cover(widget)
        subject.cover = Cover.BLOCK if own is Cover.BLOCK else (inherited or own)
        subject.is_only_secret = (
            own is Cover.MASK
            and inherited is None
            and isinstance(widget, QtWidgets.QLineEdit)
            and masks.is_hidden_by_nobody(widget)
        )

    def _redraw(self, shown: Shown) -> bool:
        """Describe the widget's own picture anew; return whether what is in it is to be seen."""
        sketch = self._describer.sketch(shown.subject)
        said, before = shown.said, shown.said.part
        part = self._part(shown, sketch, before.place if shown.parent is None else None)
        said.part = part
        self._changes.dress(said, before, part)
        if before.children != part.children:
            next_id = shown.kids[0].said.id if shown.kids else None
            said.kids = self._changes.arrange(said.id, said.kids, part.children, next_id)
        self._follow(shown, sketch)
        return sketch.has_children

    def _part(self, shown: Shown, sketch: Sketch, place: str | None) -> Part:
        if place is None:
            rect = _Widget.geometry(shown.subject.widget)
            place = placed(rect.x(), rect.y(), rect.width(), rect.height())
        return Part(str(shown.address), "div", sketch.style, place, children=sketch.parts)

    def _follow(self, shown: Shown, sketch: Sketch) -> None:
        """See to what is left to be told of a widget."""
        if sketch.is_partial:
            self.mark(shown.address, PICTURE)
        if self.patches is None:
            return
        if sketch.is_beyond:
            shown.patched = True
            self._patched.append(shown)
        elif shown.patched:
            shown.patched = False
            self.patches.forget(shown.said.id)

    def _grow(
        self,
        shown: Shown,
        parent: int,
        next_id: int | None,
        place: tuple[int, int] | None = None,
    ) -> None:
        """Put a widget on the page with all that is in it, as far as there is time."""
        widget = shown.subject.widget
        where = None
        if place is not None:
            where = placed(*place, _Widget.width(widget), _Widget.height(widget))
        is_late = self._is_late()
        sketch = Sketch() if is_late else self._describer.sketch(shown.subject)
        shown.said = self._changes.add(parent, self._part(shown, sketch, where), next_id)
        self._shown[shown.address] = shown
        if is_late:
            self._dirty[shown.address] = ALL
            return
        self._follow(shown, sketch)
        if sketch.has_children:
            self._arrange(shown, self._children(shown))

    def _children(self, shown: Shown) -> list[QtWidgets.QWidget]:
        """Return the widgets in one from back to front, also those that are not to be seen."""
        # `children` would have PySide6 find out what class the others are of: for the first one
        # whose class is Qt's own, as in a text edit, it makes the types of all that Qt has.
        return _Object.findChildren(shown.subject.widget, _Widget, options=_DIRECT)

    def _arrange(self, shown: Shown, widgets: Sequence[QtWidgets.QWidget]) -> None:
        """Have those of `widgets` that are to be seen be what is in one.

        Of one that was not there this is asked when its turn comes: there may be thousands.
        """
        if not widgets and not shown.kids:
            shown.wanted, shown.at = (), -1
            return
        before = {kid.address: kid for kid in shown.kids if kid.subject.is_there}
        wanted = [(address_of(widget), widget) for widget in widgets]
        wanted = [one for one in wanted if one[0] not in before or _is_seen(one[1])]
        known = [before[address] for address, _ in wanted if address in before]
        stay = _staying(known, shown.kids)
        for kid in shown.kids:
            if stay.get(kid.address) is not kid:
                self._changes.remove(shown.said.id, kid.said)
                self._forget(kid)
        shown.kids = [stay[address] for address, _ in wanted if address in stay]
        shown.wanted, shown.next_id = wanted, None
        shown.at, shown.place = len(wanted) - 1, len(shown.kids)
        self._fill(shown)

    def _fill(self, shown: Shown) -> None:
        """Put what is wanted in one and is not there yet into it, as far as there is time."""
        shown.kids = kids = list(shown.kids)
        there = {kid.address: kid for kid in shown.kids[: shown.place]}
        has_grown = False
        while shown.at >= 0:
            address, widget = shown.wanted[shown.at]
            kid = there.get(address)
            if kid is not None:
                shown.place -= 1
            else:
                if has_grown and self._is_late():
                    self.mark(shown.address, MORE)
                    return
                kid, has_grown = self._planted(shown, address, widget), True
                if kid is not None:
                    kids.insert(shown.place, kid)
            shown.at -= 1
            if kid is not None:
                shown.next_id = kid.said.id
        shown.wanted = ()

    def _planted(self, shown: Shown, address: int, widget: QtWidgets.QWidget) -> Shown | None:
        """Put a widget into one; return None where it is not to be seen, or deleted meanwhile."""
        try:
            if not _is_seen(widget):
                return None
            subject = Subject(widget, None)
            self._hide(subject, shown.subject.cover)
            kid = Shown(address, subject, shown, shown.subject.cover)
            self._grow(kid, shown.said.id, shown.next_id)
        except RuntimeError:
            if is_alive(widget):
                raise
            return None
        return kid

    def _forget(self, shown: Shown) -> None:
        for one in _with_all_in(shown):
            if self._shown.get(one.address) is one:
                del self._shown[one.address]
                self._dirty.pop(one.address, None)
                self._beneath.forget(one.address)
            if one.patched and self.patches is not None:
                self.patches.forget(one.said.id)


def _is_seen(child: QtWidgets.QWidget) -> bool:
    return (
        not _Widget.isWindow(child)
        and not _Widget.isHidden(child)
        and not _Object.property(child, OWN)
        and _Object.objectName(child) != SHADE  # that of our panel, which is not there either
    )


def _staying(wanted: Sequence[Shown], before: Sequence[Shown]) -> dict[int, Shown]:
    """Return those that can stay where they are, by their addresses."""
    by_said = {id(kid.said): kid for kid in before}
    run = in_order([kid.said for kid in wanted], [kid.said for kid in before])
    return {by_said[id(said)].address: by_said[id(said)] for said in run}


def _with_all_in(shown: Shown) -> Iterator[Shown]:
    waiting = [shown]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += one.kids
