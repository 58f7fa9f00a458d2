"""The widgets that are on the page, and how each is described anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore, QtGui, QtWidgets, address_of, is_alive
from usero_desktop.replay.recorder.beneath import Beneath
from usero_desktop.replay.recorder.describe.describer import Describer, Subject
from usero_desktop.replay.recorder.describe.fields import CURSOR_ROOM
from usero_desktop.replay.recorder.describe.sketch import Sketch
from usero_desktop.replay.recorder.parts import Part, placed
from usero_desktop.replay.recorder.said import Changes, in_order
from usero_desktop.replay.recorder.shown import Roll, Shown
from usero_desktop.ui.masking.rules import Cover
from usero_desktop.ui.own import OWN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
        self._roll = Roll()
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

    def node_of(self, address: int) -> int | None:
        """Return the id of the element of the widget there; None for one not on the page."""
        return self._roll.node_at(address)

    def mark(self, address: int, dirt: int) -> bool:
        """Have the widget there looked at again; False for one that is not on the page."""
        if self._roll.node_at(address) is None:
            return False
        self._dirty[address] = self._dirty.get(address, dirt) | dirt
        return True

    def mark_painted(self, address: int, event: QtGui.QPaintEvent | None) -> bool:
        """The same for one of which what `event` says was painted anew, None for all of it."""
        shown = self._roll.awake_at(address)
        if shown is None:
            return self._mark_sleeper(address, event)
        if not shown.subject.is_there:
            return False  # it may be another one at the same place in memory
        subject, before, parent = shown.subject, self._dirty.get(address), shown.parent
        if parent is not None and self._beneath:
            self._beneath.rule_out(parent.address, parent.subject.widget, subject.widget)
        is_known = before is not None and bool(before & PICTURE)
        if is_known and subject.rows is None:
            self._beneath.forget(address)
            return True  # what is painted the second time before anybody has looked
        box = None if event is None else event.rect()
        if box is not None and subject.is_cursor(box):
            return False
        if box is None or is_known or not self._may_be_beneath(shown):
            self._beneath.forget(address)
        elif self._beneath.hold(address, box):
            return True
        self._dirty[address] = PICTURE if before is None else before | PICTURE
        if subject.rows is not None:
            subject.rows.mark(subject.widget, None if event is None else event.region())
        return True

    def _mark_sleeper(self, address: int, event: QtGui.QPaintEvent | None) -> bool:
        """Have one that is asleep looked at again; it need not wake before its turn comes."""
        node = self._roll.node_at(address)
        widget = None if node is None else self._roll.widget(node)
        if node is None or widget is None:
            return False
        around = _Widget.parentWidget(widget) if self._beneath else None
        if around is not None:
            self._beneath.rule_out(address_of(around), around, widget)
        box = None if event is None else event.rect()
        may_be_cursor = box is not None and box.width() <= CURSOR_ROOM
        if box is not None and may_be_cursor and self._roll.wake(node).subject.is_cursor(box):
            return False
        return self.mark(address, PICTURE)

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
        self._forget(shown.said.id)

    # ------------------------------------------------------------ looking again

    def look(self) -> None:
        """Look again at what has changed, until that is all or there is no more time."""
        for address in self._beneath.take():
            self.mark(address, PICTURE)
        while self._dirty and not self._is_late():
            address = next(iter(self._dirty))
            dirt = self._dirty.pop(address)
            node = self._roll.node_at(address)
            # Where it is gone, its parent is looked at for it.
            if node is not None and self._roll.widget(node) is not None:
                self._look_at(self._roll.wake(node), dirt)

    def ask_for_pictures(self) -> None:
        """Have pictures of what cannot be told; once its element is on the page."""
        patched, self._patched = self._patched, []
        for shown in patched:
            is_here = self._roll.awake(shown.said.id) is shown and shown.subject.is_there
            if self.patches is not None and is_here:
                self.patches.show(
                    shown.subject.widget,
                    shown.said.id,
                    next_id=shown.kids[0] if shown.kids else None,
                    children=shown.subject.is_drawn_whole,
                )

    def _look_at(self, shown: Shown, dirt: int) -> None:
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
            # Who was looked at will be looked at again, as a rule.
            if self._roll.is_crowded:
                self._rest(shown)
        except RuntimeError:
            if shown.subject.is_there:
                raise

    def _rest(self, shown: Shown) -> None:
        """Let a widget sleep that has nothing to be looked at."""
        if shown.address not in self._dirty and shown.may_sleep:
            self._roll.put_to_sleep(shown)

    def _judge(self, shown: Shown) -> None:
        subject = shown.subject
        inherited = shown.parent.subject.cover if shown.parent else shown.inherited
        before = subject.cover
        self._hide(subject, inherited)
        if before is not subject.cover and subject.rows is not None:
            subject.rows.mark(subject.widget, None)
        for kid in shown.kids:
            self.mark(self._roll.address(kid), COVER)

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
            next_id = shown.kids[0] if shown.kids else None
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
        self._roll.add(shown)
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
            shown.wanted = shown.wanted_at = ()
            shown.at = -1
            return
        roll = self._roll
        before = {roll.address(kid): kid for kid in shown.kids if roll.widget(kid) is not None}
        # By hand, and side by side: thousands of pairs would be as many objects.
        wanted, addresses = [], []
        for widget in widgets:
            address = address_of(widget)
            if address not in before or _is_seen(widget):
                wanted.append(widget)
                addresses.append(address)
        known = [before[address] for address in addresses if address in before]
        stay = set(in_order(known, shown.kids))
        for kid in shown.kids:
            if kid not in stay:
                self._changes.remove(shown.said.id, kid)
                self._forget(kid)
        shown.kids = [kid for kid in known if kid in stay]
        shown.wanted, shown.wanted_at, shown.next_id = wanted, addresses, None
        shown.at, shown.place = len(wanted) - 1, len(shown.kids)
        self._fill(shown)

    def _fill(self, shown: Shown) -> None:
        """Put what is wanted in one and is not there yet into it, as far as there is time."""
        shown.kids = kids = list(shown.kids)
        there = {self._roll.address(kid): kid for kid in kids[: shown.place]}
        has_grown = False
        while shown.at >= 0:
            address = shown.wanted_at[shown.at]
            kid = there.get(address)
            if kid is not None:
                shown.place -= 1
            else:
                if has_grown and self._is_late():
                    self.mark(shown.address, MORE)
                    return
                kid, has_grown = self._planted(shown, address, shown.wanted[shown.at]), True
                if kid is not None:
                    kids.insert(shown.place, kid)
            shown.at -= 1
            if kid is not None:
                shown.next_id = kid
        shown.wanted = shown.wanted_at = ()

    def _planted(self, shown: Shown, address: int, widget: QtWidgets.QWidget) -> int | None:
        """Put a widget into one, and return its element's id.

        None where it is not to be seen, or deleted meanwhile.
        """
        try:
            if not _is_seen(widget):
                return None
            subject = Subject(widget, None)
            self._hide(subject, shown.subject.cover)
            kid = Shown(address, subject, shown, shown.subject.cover)
            self._grow(kid, shown.said.id, shown.next_id)
            self._rest(kid)
        except RuntimeError:
            if is_alive(widget):
                raise
            return None
        return kid.said.id

    def _forget(self, node: int) -> None:
        """Forget the widget whose element is `node`, and all that is in it."""
        waiting = [node]
        while waiting:
            one = waiting.pop()
            shown = self._roll.awake(one)
            if shown is not None:
                waiting += shown.kids
                if shown.patched and self.patches is not None:
                    self.patches.forget(one)
            address = self._roll.remove(one)
            if address is not None:
                self._dirty.pop(address, None)
                self._beneath.forget(address)


def _is_seen(child: QtWidgets.QWidget) -> bool:
    return (
        not _Widget.isWindow(child)
        and not _Widget.isHidden(child)
        and not _Object.property(child, OWN)
        and _Object.objectName(child) != SHADE  # that of our panel, which is not there either
    )
