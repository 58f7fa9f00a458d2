from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal
from usero_desktop.ui.controls import ring as rings
from usero_desktop.ui.guard import guard
from usero_desktop.ui.style import glyphs, metrics
from usero_desktop.ui.style.painting import painting
from usero_desktop.ui.style.scale import Scale
from usero_desktop.ui.style.sheet import reset
from usero_desktop.ui.window.placement import launcher_place
from usero_desktop.ui.window.shade import Shade

if TYPE_CHECKING:
    from usero_desktop.config import Options
    from usero_desktop.ui.style.colors import Colors
    from usero_desktop.ui.style.look import Look

REACH = 10
"""How far the launcher's shadow reaches."""
ICON = 20
ASIDE = 20_000
"""Moving a child this far takes it out of the picture without taking its focus."""

LABEL_CHARACTERS = 500
"""More than any window shows: measuring a megabyte of it would take a second."""

PILL_PADDING = 18
BESIDE = 8
"""Between a pill's icon and its words."""
TAB_RADIUS = 16


class Launcher(QtWidgets.QPushButton):
    """What opens the panel: a tab at the window's edge or a pill in its corner.

    Signals: `approached()` when the mouse or the focus comes to it.
    """

    approached = Signal()

    # At scale 1.
    tab_size = metrics.TAB_WIDTH, metrics.TAB_HEIGHT
    tab_radius = TAB_RADIUS
    tab_icon = ICON

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("usero_launcher")
        self.setCursor(QtCore.Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_Hover)
        # A click must not take the focus from what the user was doing in the host.
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.TabFocus)
        self._colors: Colors | None = None
        self._scale = Scale()
        self._kind = "tab"
        self._wants_right = self._on_right = True
        self._label = ""
        self._spoken = ("", "")
        self._is_open = False
        self._aside = False
        self._shade = Shade(self)

    def show_look(self, look: Look, options: Options) -> None:
        """Take colours, words, sizes and the host's options."""
        self._colors, self._scale = look.colors, look.scale
        self.setLayoutDirection(look.direction)
        self._kind = self._kind_of(options)
        self._wants_right = self._on_right = options.position == "right"
        label = options.launcher_label or options.title or look.texts("panel.title")
        self._label = label[:LABEL_CHARACTERS]
        self.setStyleSheet(reset(look.colors, look.scale))
        self._spoken = look.texts("panel.open"), look.texts("launcher.close")
        self._show_name()
        self.setToolTip("" if self._kind == "button" else _as_written(self._label))
        self.setVisible(self._kind != "none")
        self.resize(self.sizeHint())
        self._show_shade(look.colors)
        self.update()

    def _kind_of(self, options: Options) -> str:
        return options.launcher

    def _show_shade(self, colors: Colors) -> None:
        color = QtGui.QColor(colors.shadow)
        color.setAlphaF(min(color.alphaF() * 1.4, 1.0))
        px, reach = self._scale.px, self._scale.px(REACH)
        if self._kind == "button":
            self._shade.show_look(color, reach, px(metrics.PILL_HEIGHT) // 2)
            return
        # A tab's flat side, and the shadow there, lie out of the window's sight.
        radius = px(self.tab_radius)
        left, right = (0, radius) if self._on_right else (radius, 0)
        self._shade.show_look(color, reach, radius, QtCore.QMargins(left, 0, right, 0))

    def place(self) -> None:
        """Go to the edge or corner of the window this is in, unless out of the picture."""
        if self._aside:
            self.move(-ASIDE, -ASIDE)
            return
        window = self.parentWidget()
        if window is not None:
            size = self.sizeHint()
            room = max(window.width() - 2 * self._scale.px(metrics.LAUNCHER_GAP), size.height())
            self.resize(min(size.width(), room), size.height())
            if self._kind == "button":
                self.setToolTip(_as_written(self._label) if size.width() > room else "")
            self.move(self._place_in(window))

    def _place_in(self, window: QtWidgets.QWidget) -> QtCore.QPoint:
        side = "right" if self._wants_right else "left"
        gap = self._scale.px(metrics.LAUNCHER_GAP) if self._kind == "button" else 0
        return launcher_place(window.size(), self.size(), self._kind, side, gap)

    def _show_side(self, *, on_right: bool) -> None:
        if on_right != self._on_right and self._colors is not None:
            self._on_right = on_right
            self._show_shade(self._colors)
            self.update()

    def show_aside(self, aside: bool) -> None:
        """Go out of the picture, or come back."""
        self._aside = aside
        self.place()

    def show_open(self, is_open: bool) -> None:
        """Show a cross while the panel is open."""
        self._is_open = is_open
        self._show_name()
        self.update()

    def _show_name(self) -> None:
        # What can be read on it has to be in its name, for who says what to press.
        named = self._label if self._kind == "button" else self._spoken[self._is_open]
        self.setAccessibleName(named)

    @guard(otherwise=QtCore.QSize(metrics.TAB_WIDTH, metrics.TAB_HEIGHT))
    def sizeHint(self) -> QtCore.QSize:
        px = self._scale.px
        if self._kind == "button":
            words = QtGui.QFontMetrics(self._font()).horizontalAdvance(self._label)
            wide = 2 * px(PILL_PADDING) + px(ICON) + px(BESIDE) + words
            return QtCore.QSize(wide, px(metrics.PILL_HEIGHT))
        return QtCore.QSize(*map(px, self.tab_size))

    @guard(otherwise=False)
    def hitButton(self, point: QtCore.QPoint) -> bool:
        return self._shape(QtCore.QRectF(self.rect())).contains(QtCore.QPointF(point))

    def _font(self) -> QtGui.QFont:
        return self._scale.font(metrics.BODY, bold=True)

    @guard
    def enterEvent(self, event: QtGui.QEnterEvent) -> None:
        self.approached.emit()
        super().enterEvent(event)

    @guard
    def focusInEvent(self, event: QtGui.QFocusEvent) -> None:
        # A window that has nothing else to focus gives us the focus when it comes up.
        if event.reason() != QtCore.Qt.FocusReason.ActiveWindowFocusReason:
            self.approached.emit()
        super().focusInEvent(event)

    @guard
    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        # Qt leaves Return to dialogs.
        if event.key() in {QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    @guard
    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        colors = self._colors
        if colors is None:
            return
        with painting(self) as painter:
            box = self.rect()
            painter.setPen(QtCore.Qt.PenStyle.NoPen)
            painter.setBrush(self._fill(colors))
            painter.drawPath(self._shape(QtCore.QRectF(box)))
            self._paint_content(painter, box, colors)
            if self.hasFocus():
                # Always: a click never gives it the focus.
                painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
                painter.setPen(rings.pen(colors, colors.on_primary))
                gap = rings.GAP + colors.ring / 2
                painter.drawPath(self._shape(QtCore.QRectF(box).adjusted(gap, gap, -gap, -gap)))

    def _shape(self, box: QtCore.QRectF) -> QtGui.QPainterPath:
        path = QtGui.QPainterPath()
        if self._kind == "button":
            path.addRoundedRect(box, box.height() / 2, box.height() / 2)
        else:
            radius = self._scale.px(self.tab_radius)
            left, right = (0, radius) if self._on_right else (-radius, 0)
            path.addRoundedRect(box.adjusted(left, 0, right, 0), radius, radius)
        return path

    def _fill(self, colors: Colors) -> QtGui.QColor:
        # One colour and no gradient: loading Qt's gradients, with their 180 presets, would
        # take a third of the time to the first frame.
        if self.isDown():
            return colors.primary_down
        return colors.primary_hover if self.underMouse() else colors.primary

    def _paint_content(self, painter: QtGui.QPainter, box: QtCore.QRect, colors: Colors) -> None:
        name = "close" if self._is_open else "chat"
        px = self._scale.px
        icon = px(ICON if self._kind == "button" else self.tab_icon)
        padding = px(PILL_PADDING)
        top = box.center().y() - icon // 2 + 1
        mirrored = self.isRightToLeft()
        if self._kind != "button":
            left = box.center().x() - icon // 2 + 1
        elif mirrored:
            left = box.right() - padding - icon
        else:
            left = box.left() + padding
        glyphs.paint(painter, name, QtCore.QRectF(left, top, icon, icon), colors.on_primary)
        if self._kind != "button":
            return
        painter.setFont(self._font())
        painter.setPen(colors.on_primary)
        words = box.adjusted(padding, 0, -padding, 0)
        if mirrored:
            words.setRight(left - px(BESIDE))
        else:
            words.setLeft(left + icon + px(BESIDE))
        painter.drawText(
            words,
            QtCore.Qt.AlignmentFlag.AlignCenter | QtCore.Qt.TextFlag.TextSingleLine,
            self._fitting(words.width()),
        )

    def _fitting(self, width: int) -> str:
        metric = QtGui.QFontMetrics(self._font())
        if metric.horizontalAdvance(self._label) <= width:
            return self._label
        return metric.elidedText(self._label, QtCore.Qt.TextElideMode.ElideRight, width)


def _as_written(text: str) -> str:
    """Return `text` as a tool tip that shows it so, where Qt would see marks in it."""
    if "<" not in text:
        return text
    from html import escape  # for hosts with such a label

    return f"<p>{escape(text)}</p>"
