from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from usero_desktop.annotation.geometry import bounds
from usero_desktop.annotation.marks import MarkKind
from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal
from usero_desktop.ui.canvas.editing import Tool
from usero_desktop.ui.canvas.naming import named
from usero_desktop.ui.controls.labels import Label
from usero_desktop.ui.editor.commands import COMMANDS, TOOLS, tip
from usero_desktop.ui.editor.controls import SignButton
from usero_desktop.ui.editor.flow import Flow
from usero_desktop.ui.guard import guard
from usero_desktop.ui.style import icons, metrics

if TYPE_CHECKING:
    from usero_desktop.annotation.drawing import Drawing
    from usero_desktop.i18n import Texts
    from usero_desktop.ui.canvas.editing import Editing
    from usero_desktop.ui.style.look import Look

WIDTH: Final = 224
_HEIGHT: Final = 34
_ICON: Final = 18
_DOT: Final = 10
_SAID_ALREADY: Final = frozenset((MarkKind.TEXT, MarkKind.STEP))
"""Kinds whose names tell them apart by themselves."""

_Role = QtCore.Qt.ItemDataRole
_PLACE: Final = _Role.UserRole
_Key = QtCore.Qt.Key


def names(drawing: Drawing, texts: Texts) -> list[str]:
    """Return what the marks are called, each by another name: “Arrow 2”, “Text: hello”."""
    counted: Counter[MarkKind] = Counter()
    found = []
    for mark in drawing.marks:
        counted[mark.kind] += 1
        name = named(mark, texts)
        if mark.kind not in _SAID_ALREADY:
            name = texts("editor.numbered", name=name, n=counted[mark.kind])
        found.append(name)
    return found


class Marks(QtWidgets.QListWidget):
    """The marks, the uppermost first; the one that is selected in the drawing is in here, too.

    Signals: `left()` when the keys of the drawing are wanted again.
    """

    left = Signal()

    def __init__(self, parent: QtWidgets.QWidget, editing: Editing) -> None:
        super().__init__(parent)
        self.setObjectName("usero_editor_list")
        self.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QtWidgets.QAbstractItemView.EditTrigger.NoEditTriggers)
        self._editing = editing
        self._look: Look | None = None
        self._is_filling = False
        self.setItemDelegate(MarkPainter(self, editing))
        self.currentRowChanged.connect(self._on_row_changed)
        editing.changed.connect(self._on_changed)
        editing.selection_changed.connect(self._on_selection_changed)

    @property
    def look(self) -> Look | None:
        """Colours, words and sizes."""
        return self._look

    def show_look(self, look: Look) -> None:
        """Take colours, words and sizes."""
        self._look = look
        self.setAccessibleName(look.texts("editor.marks"))
        self._fill()
        # Not viewport(), at which PySide6 loads every class of widgets that there is.
        self.doItemsLayout()

    @guard(otherwise=QtCore.QSize(_HEIGHT, _HEIGHT))
    def minimumSizeHint(self) -> QtCore.QSize:
        side = self._look.scale.px(_HEIGHT) if self._look is not None else _HEIGHT
        return QtCore.QSize(side, side + 2)

    def _fill(self) -> None:
        look, drawing = self._look, self._editing.drawing
        if look is None:
            return
        self._is_filling = True
        called = names(drawing, look.texts)
        wanted = [(called[place], place) for place in reversed(drawing.in_order)]
        while self.count() > len(wanted):
            self.takeItem(self.count() - 1)
        while self.count() < len(wanted):
            self.addItem(QtWidgets.QListWidgetItem())
        for row, (name, place) in enumerate(wanted):
            item = self.item(row)
            item.setText(name)
            item.setToolTip(name)
            item.setData(_PLACE, place)
            item.setSizeHint(QtCore.QSize(0, look.scale.px(_HEIGHT)))
        self._is_filling = False
        self._on_selection_changed()

    @guard
    def _on_changed(self) -> None:
        self._fill()

    @guard
    def _on_selection_changed(self) -> None:
        selected, self._is_filling = self._editing.selected, True
        rows = [row for row in range(self.count()) if self.item(row).data(_PLACE) == selected]
        self.setCurrentRow(rows[0] if rows else -1)
        self._is_filling = False

    @guard
    def _on_row_changed(self, row: int) -> None:
        if not self._is_filling and row >= 0:
            self._editing.select(self.item(row).data(_PLACE))

    @guard
    def mousePressEvent(self, event: QtGui.QMouseEvent) -> None:
        super().mousePressEvent(event)
        item = self.itemAt(event.position().toPoint())
        self._editing.select(None if item is None else item.data(_PLACE))

    @guard
    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        plain = event.modifiers() & ~QtCore.Qt.KeyboardModifier.KeypadModifier
        alt = QtCore.Qt.KeyboardModifier.AltModifier
        if plain == alt and event.key() == _Key.Key_Up:
            self._editing.raise_selected()
        elif plain == alt and event.key() == _Key.Key_Down:
            self._editing.lower_selected()
        elif event.key() in {_Key.Key_Return, _Key.Key_Enter} and not plain:
            self.left.emit()
        elif event.key() in _GOING and not plain:
            super().keyPressEvent(event)
        else:
            # Letters are tools here, and not the beginning of a name.
            event.ignore()


_GOING: Final = {
    _Key.Key_Up, _Key.Key_Down, _Key.Key_Home, _Key.Key_End, _Key.Key_PageUp, _Key.Key_PageDown,
}  # fmt: skip


class MarkPainter(QtWidgets.QStyledItemDelegate):
    """Paints a mark in the list: what it is, and in which colour."""

    def __init__(self, marks: Marks, editing: Editing) -> None:
        super().__init__(marks)
        self._marks, self._editing = marks, editing

    @guard
    def paint(
        self,
        painter: QtGui.QPainter,
        option: QtWidgets.QStyleOptionViewItem,
        index: QtCore.QModelIndex | QtCore.QPersistentModelIndex,
    ) -> None:
        look, place = self._marks.look, index.data(_PLACE)
        marks = self._editing.drawing.marks
        if look is None or place is None or place >= len(marks):
            return
        colors, px, box = look.colors, look.scale.px, option.rect
        mark, area = marks[place], self._editing.drawing.area
        is_cut_away = not all(bounds(mark).within(area)[2:])
        painter.save()
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self._marks.layoutDirection())
        states = QtWidgets.QStyle.StateFlag
        is_selected = bool(option.state & states.State_Selected)
        plain = colors.muted if is_cut_away else colors.text
        ink = colors.on_primary if is_selected else plain
        if is_selected or option.state & states.State_MouseOver:
            painter.setPen(QtCore.Qt.PenStyle.NoPen)
            painter.setBrush(colors.primary if is_selected else colors.hover)
            painter.drawRoundedRect(box.adjusted(0, px(1), 0, -px(1)), px(7), px(7))
        side, gap, dot = px(_ICON), px(10), px(_DOT)
        icon = QtCore.QRect(box.left() + gap, box.center().y() - side // 2, side, side)
        words = box.adjusted(gap + side + gap, 0, -(gap + dot + gap), 0)
        colour = QtCore.QRect(box.right() - gap - dot, box.center().y() - dot // 2, dot, dot)
        if self._marks.isRightToLeft():
            icon, words, colour = (
                QtCore.QRect(box.left() + box.right() - r.right(), r.top(), r.width(), r.height())
                for r in (icon, words, colour)
            )
        name = TOOLS[Tool(mark.kind.value)][0]
        ratio = self._marks.devicePixelRatioF()
        painter.drawPixmap(icon, icons.icon(name, side, ratio, ink))
        painter.setPen(ink)
        painter.setFont(look.scale.font(metrics.LABEL))
        elide = QtCore.Qt.TextElideMode.ElideRight
        text = QtGui.QFontMetrics(painter.font()).elidedText(index.data(), elide, words.width())
        side_of = QtCore.Qt.AlignmentFlag
        start = side_of.AlignRight if self._marks.isRightToLeft() else side_of.AlignLeft
        painter.drawText(words, start | side_of.AlignAbsolute | side_of.AlignVCenter, text)
        if mark.kind is not MarkKind.BLACKOUT:
            painter.setPen(QtGui.QPen(ink if is_selected else colors.edge, 1))
            painter.setBrush(QtGui.QColor(mark.colour))
            painter.drawEllipse(colour)
        painter.restore()


class MarksPane(QtWidgets.QGroupBox):
    """The list of marks with its heading, and what changes their order.

    Signals: `chosen(str)` with the name of a command, `left()` when the keys of the drawing are
    wanted again.
    """

    chosen = Signal(str)
    left = Signal()

    def __init__(self, parent: QtWidgets.QWidget, editing: Editing) -> None:
        super().__init__(parent)
        self._editing = editing
        self._look: Look | None = None
        self._heading = Label(self, pixels=metrics.LABEL, bold=True)
        self._none = Label(self, pixels=metrics.LABEL)
        self._none.setWordWrap(True)
        self._final = Label(self, pixels=metrics.LABEL)
        self._final.setWordWrap(True)
        self.list = Marks(self, editing)
        self.list.left.connect(self.left)
        self._order = Flow(self)
        fixed = QtWidgets.QSizePolicy.Policy.Fixed
        self._order.setSizePolicy(fixed, fixed)
        self._signs = {
            name: SignButton(name, COMMANDS[name].icon, self._order) for name in ("raise", "lower")
        }
        for sign in self._signs.values():
            sign.clicked.connect(self._on_clicked)
            self._order.put(sign)
        self._column = QtWidgets.QVBoxLayout(self)
        head = QtWidgets.QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(self._order)
        self._column.addLayout(head)
        self._column.addWidget(self._none)
        self._column.addWidget(self.list, 1)
        self._column.addStretch()
        self._column.addWidget(self._final)
        editing.changed.connect(self._on_changed)
        editing.selection_changed.connect(self._on_changed)

    def show_look(self, look: Look) -> None:
        """Take colours, words and sizes."""
        self._look = look
        texts, px = look.texts, look.scale.px
        self._column.setContentsMargins(px(10), px(8), px(8), px(8))
        self._column.setSpacing(px(6))
        self._heading.setText(texts("editor.marks"))
        inset = px(8)
        start = (0, 0, inset, 0) if self.isRightToLeft() else (inset, 0, 0, 0)
        self._heading.show_margins(*start)
        self._none.show_margins(inset, 0, inset, 0)
        self._final.show_margins(inset, 0, inset, 0)
        self._heading.show_color(look.colors.text, look.scale)
        self._none.setText(texts("editor.marks.none"))
        self._none.show_color(look.colors.muted, look.scale)
        self._final.setText(texts("editor.final"))
        self._final.show_color(look.colors.muted, look.scale)
        self._order.show_gaps(px(2))
        for part in (self, self._order):
            part.setAccessibleName(texts("editor.marks"))
        for name, sign in self._signs.items():
            words = texts(f"editor.{name}")
            sign.show_look(look, words, tip(texts, words, COMMANDS[name].keys[0]))
        self.list.show_look(look)
        self._on_changed()
        self.updateGeometry()
        self.update()

    @guard(otherwise=QtCore.QSize(WIDTH, 100))
    def sizeHint(self) -> QtCore.QSize:
        width = self._look.scale.px(WIDTH) if self._look is not None else WIDTH
        return QtCore.QSize(width, 100)

    @guard(otherwise=QtCore.QSize(WIDTH, 60))
    def minimumSizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(self.sizeHint().width(), self._column.minimumSize().height())

    @guard
    def _on_changed(self) -> None:
        drawing, selected = self._editing.drawing, self._editing.selected
        has_marks = bool(drawing.marks)
        self._none.setVisible(not has_marks)
        self.list.setVisible(has_marks)
        is_black = any(mark.kind is MarkKind.BLACKOUT for mark in drawing.marks)
        self._final.setVisible(is_black or drawing.crop is not None)
        order = drawing.in_order
        at = order.index(selected) if selected is not None else -1
        # Black-outs lie above all others.
        black = [drawing.marks[i].kind is MarkKind.BLACKOUT for i in order]
        for name, other in (("raise", at + 1), ("lower", at - 1)):
            can = at >= 0 and 0 <= other < len(order) and black[other] == black[at]
            if self._signs[name].hasFocus() and not can:
                self.list.setFocus()
            self._signs[name].setEnabled(can)

    @guard
    def _on_clicked(self) -> None:
        sender = self.sender()
        for name, sign in self._signs.items():
            if sign is sender:
                self.chosen.emit(name)

    @guard
    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        if self._look is None:
            return
        painter = QtGui.QPainter(self)
        painter.setPen(QtGui.QPen(self._look.colors.border, 1))
        x = self.width() - 0.5 if self.isRightToLeft() else 0.5
        painter.drawLine(QtCore.QPointF(x, 0), QtCore.QPointF(x, self.height()))
        painter.end()
