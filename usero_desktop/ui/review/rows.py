"""The rows of "What is sent": a name and its value, and a tick where it can be switched off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.model.choice import REPLAY
from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal
from usero_desktop.ui.controls.announce import describe
from usero_desktop.ui.controls.buttons import TextButton
from usero_desktop.ui.controls.labels import Label
from usero_desktop.ui.controls.tick import BOX, GAP, TickBox
from usero_desktop.ui.foreign import tamed
from usero_desktop.ui.guard import guard
from usero_desktop.ui.reports.card import PADDING, paint_card
from usero_desktop.ui.review.values import broken, readable, shortened
from usero_desktop.ui.sizes import recording_words
from usero_desktop.ui.style import metrics

if TYPE_CHECKING:
    from usero_desktop.ui.review.review import Part
    from usero_desktop.ui.style.look import Look

INSET = metrics.RING_ROOM
"""How far words stand in from a row's edge: a tick's ring reaches so far."""


class Row(QtWidgets.QWidget):
    """A name, its value below it, and a button for the rest where the value is long."""

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._text = ""
        self._is_whole = False
        self._name = Label(self, pixels=metrics.SMALL)
        self._value = Label(self, pixels=metrics.LABEL)
        for label in (self._name, self._value):
            label.setWordWrap(True)
        self.more = TextButton(self)
        self.more.setObjectName("usero_review_more")
        self.more.setVisible(False)
        self.more.clicked.connect(self._on_more_clicked)
        self._column = QtWidgets.QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._build()
        self._column.addWidget(self._value)
        self._under = QtWidgets.QHBoxLayout()
        self._under.addWidget(self.more, 0, QtCore.Qt.AlignmentFlag.AlignLeading)
        self._under.addStretch(1)
        self._column.addLayout(self._under)

    def _build(self) -> None:
        self._column.addWidget(self._name)

    @property
    def _start(self) -> int:
        """Where the value begins, at scale 1."""
        return INSET

    @property
    def parts(self) -> list[QtWidgets.QWidget]:
        """What the keyboard reaches of it, in order."""
        return [self.more]

    def show_fact(self, name: str, text: str, look: Look, *, quiet: bool = False) -> None:
        """Show `text` below its `name`; `quiet` where there is nothing to it."""
        self._look, self._text = look, text
        px = look.scale.px
        _say(self._name, name)
        self._name.setVisible(bool(name))
        self._name.show_color(look.colors.muted, look.scale)
        self._value.show_color(look.colors.muted if quiet else look.colors.text, look.scale)
        start, end = px(self._start), px(INSET)
        left, right = (end, start) if self.isRightToLeft() else (start, end)
        self._name.show_margins(left, 0, right, 0)
        self._value.show_margins(left, 0, right, 0)
        beside = start - px(TextButton.PADDING)
        left, right = (0, beside) if self.isRightToLeft() else (beside, 0)
        self._under.setContentsMargins(left, 0, right, 0)
        self.more.show_look(look, "link", "field")
        self._show_text()

    def show_room(self, room: int) -> None:
        """Be at most `room` wide."""
        self.more.show_room(room)

    def _show_text(self) -> None:
        if self._look is None:
            return
        short = shortened(self._text)
        _say(self._value, self._text if self._is_whole else short)
        is_long = short != self._text
        self.more.setText(self._look.texts("review.less" if self._is_whole else "review.all"))
        name = self._look.texts("said.field", field=self._heard, words=self.more.text())
        self.more.setAccessibleName(name)
        self.more.setVisible(is_long)

    @property
    def _heard(self) -> str:
        """What a reader calls it."""
        return self._name.accessibleName() or self._name.text()

    @guard
    def _on_more_clicked(self) -> None:
        self._is_whole = not self._is_whole
        self._show_text()


def _say(label: Label, text: str) -> None:
    """Have `label` show `text`, in however little room, and a reader say it as it is."""
    label.setText(broken(text))
    label.setAccessibleName(text if label.text() != text else "")


def _text_of(part: Part, look: Look) -> str:
    """Return a part's value as one reads it: a recording by its length and its size."""
    value = part.value
    if part.name != REPLAY or not isinstance(value, dict):
        return readable(value)
    length, size = value["durationMs"], value["fileSize"]
    assert isinstance(length, int)  # noqa: S101 - see model.choice.named
    assert isinstance(size, int)  # noqa: S101
    return recording_words("review.recording", length, size, look.texts)


class PartRow(Row):
    """A part of what is sent, which the user may switch off.

    Signal: `switched(str, bool)` with its name.
    """

    switched = Signal(str, bool)

    def __init__(self, name: str, parent: QtWidgets.QWidget) -> None:
        self.part_name = name
        super().__init__(parent)

    def _build(self) -> None:
        self.box = TickBox(self)
        self.box.setObjectName("usero_review_switch")
        self.box.toggled.connect(self._on_toggled)
        self._standing = Label(self, pixels=metrics.SMALL)
        self._head = QtWidgets.QBoxLayout(QtWidgets.QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(0)
        self._head.addWidget(self.box)
        self._head.addWidget(self._name)
        self._head.addStretch(1)
        self._head.addWidget(self._standing)
        self._column.addLayout(self._head)

    @property
    def _start(self) -> int:
        return INSET + BOX + GAP

    @property
    def parts(self) -> list[QtWidgets.QWidget]:
        """What the keyboard reaches of it, in order."""
        return [self.box, self.more]

    @property
    def _heard(self) -> str:
        return self.box.accessibleName() or self.box.text()

    def show_part(self, part: Part, title: str, look: Look) -> None:
        """Show `part`, called `title`."""
        texts, text = look.texts, _text_of(part, look)
        blocker = QtCore.QSignalBlocker(self.box)
        self.box.setChecked(part.on)
        blocker.unblock()
        self.box.setText(texts.isolated(broken(title)))
        self.box.setAccessibleName(title)
        self.box.show_look(look)
        # Lines that stand further in are a program's text, which is read from the left.
        is_nested = isinstance(part.value, dict | list) and part.name != REPLAY
        from_left = QtCore.Qt.LayoutDirection.LeftToRight
        self._value.setLayoutDirection(from_left if is_nested else self.layoutDirection())
        travels = part.on and part.fits
        self.show_fact(title, text, look, quiet=not travels)
        self._name.show_color(look.colors.text, look.scale, pixels=metrics.BODY)
        # One that has to go has no tick; its name stands where those of the others stand.
        self._name.setVisible(part.needed)
        self.box.setVisible(not part.needed)
        message = "review.needed" if part.needed else "review.too_much" if part.on else "review.off"
        words = "" if travels and not part.needed else texts(message)
        self._standing.setText(words)
        self._standing.setVisible(bool(words))
        self._standing.show_color(look.colors.muted, look.scale)
        px = look.scale.px
        around = px(INSET)
        for label in (self._name, self._standing):
            start = px(self._start) if label is self._name else around
            left, right = (around, start) if self.isRightToLeft() else (start, around)
            label.show_margins(left, around, right, around)
        describe(self.box, " ".join(filter(None, (tamed(text), words))))

    def show_room(self, room: int) -> None:
        """Be at most `room` wide: how it stands goes below its name where it has no room."""
        super().show_room(room)
        px = self._look.scale.px if self._look is not None else int
        self.box.show_room(room - 2 * px(INSET))
        named = self._name if self._name.isVisibleTo(self) else self.box
        beside = self._standing.sizeHint().width() if self._standing.isVisibleTo(self) else 0
        is_low = beside > 0 and named.sizeHint().width() + beside > room
        way = QtWidgets.QBoxLayout.Direction
        self._head.setDirection(way.TopToBottom if is_low else way.LeftToRight)

    @guard
    def _on_toggled(self, on: bool) -> None:
        self.switched.emit(self.part_name, on)


class Section(QtWidgets.QGroupBox):
    """A card with a heading, and rows in it."""

    def __init__(self, name: str, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"usero_review_{name}")
        self._look: Look | None = None
        self._heading = Label(self, pixels=metrics.LABEL, bold=True)
        self._heading.setWordWrap(True)
        self.head = QtWidgets.QBoxLayout(QtWidgets.QBoxLayout.Direction.LeftToRight)
        self.head.setSpacing(0)
        self.head.addWidget(self._heading, 1)
        self.rows = QtWidgets.QVBoxLayout()
        self._column = QtWidgets.QVBoxLayout(self)
        self._column.addLayout(self.head)
        self._column.addLayout(self.rows)
        self.foot = QtWidgets.QVBoxLayout()
        self._column.addLayout(self.foot)

    def show_heading(self, title: str, look: Look) -> None:
        """Take looks and the heading."""
        self._look = look
        px = look.scale.px
        side = px(PADDING) - px(INSET)
        self._column.setContentsMargins(side, px(PADDING - 2), side, px(PADDING))
        self._column.setSpacing(px(6))
        self.rows.setSpacing(px(8))
        self._heading.setText(title)
        self._heading.show_color(look.colors.text, look.scale)
        self._heading.show_margins(px(INSET), 0, px(INSET), 0)
        self.setAccessibleName(title)
        self.update()

    def show_room(self, room: int, beside: QtWidgets.QWidget) -> None:
        """Put what stands `beside` the heading below it where they have no `room`."""
        wide = self._heading.minimumSizeHint().width() + beside.sizeHint().width()
        way = QtWidgets.QBoxLayout.Direction
        self.head.setDirection(way.TopToBottom if wide > room else way.LeftToRight)

    @guard
    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        if self._look is not None:
            paint_card(self, self._look.colors, self._look.scale)
