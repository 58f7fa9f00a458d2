from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.i18n.said import Said, both
from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal
from usero_desktop.ui.controls.announce import Announcer
from usero_desktop.ui.guard import guard
from usero_desktop.ui.own import OWN
from usero_desktop.ui.style.painting import painting

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.ui.style.look import Look

SIDE: Final = 72
DIGIT: Final = 32
EDGE: Final = 24
"""Between it and the screen's edges."""
SECOND_MS: Final = 1000


class Countdown(QtWidgets.QWidget):
    """A small badge in a screen's corner that counts the seconds until a picture is taken.

    It is a window like a tip's: it takes no focus, no dialog blocks it, and the host's own
    menus and tips stay open. A click on it calls the picture off, and so does Esc in any window
    of the program, where no menu or dialog of the host's is open to be closed by it.

    Signals: `over()`, when it has gone itself, and `called_off()`.
    """

    over = Signal()
    called_off = Signal()

    def __init__(self, window: QtWidgets.QWidget, look: Look, seconds: int) -> None:
        """Be a child of `window`, and so go with it."""
        flags = QtCore.Qt.WindowType
        super().__init__(window, flags.ToolTip | flags.FramelessWindowHint)
        self.setObjectName("usero_countdown")
        self.setProperty(OWN, True)
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.NoFocus)
        self.setCursor(QtCore.Qt.CursorShape.PointingHandCursor)
        self._look, self._left = look, seconds
        self.setAccessibleName(look.texts("countdown.name"))
        side = look.scale.px(SIDE)
        self.setFixedSize(side, side)
        if QtGui.QGuiApplication.platformName() == "xcb":
            # Where there may be no compositor nothing is transparent, but a window may be round.
            self.setMask(QtGui.QRegion(self.rect(), QtGui.QRegion.RegionType.Ellipse))
        else:
            self.setAttribute(QtCore.Qt.WidgetAttribute.WA_TranslucentBackground)
        self._announcer = Announcer(self)
        self._ticks = QtCore.QTimer(self)
        self._ticks.setTimerType(QtCore.Qt.TimerType.PreciseTimer)
        self._ticks.timeout.connect(self._on_tick)

    def start(self, screen: QtGui.QScreen) -> None:
        """Show it on `screen`, and begin to count."""
        room, edge = screen.availableGeometry(), self._look.scale.px(EDGE)
        corner = room.bottomRight() - QtCore.QPoint(edge, edge)
        self.move(corner - self.rect().bottomRight())
        self.show()
        words = both(Said("countdown.name"), Said("countdown.left", {"n": self._left}))
        self._announcer.say(self._look.texts.say(words), urgent=True)
        self._describe()
        self._ticks.start(SECOND_MS)
        self._hear(QtWidgets.QApplication.installEventFilter)

    def stop(self) -> None:
        """Go, and count no more. It is hidden and not closed: that would close tips, too."""
        self._ticks.stop()
        self.hide()
        self._hear(QtWidgets.QApplication.removeEventFilter)

    def _hear(self, change: Callable[[QtCore.QObject, QtCore.QObject], None]) -> None:
        """Hear, or hear no more, of every press in the program: we have no focus for Esc.

        While a menu of the host's is open all of them are the menu's, one on the badge, too.
        """
        application = QtWidgets.QApplication.instance()
        if application is not None:
            change(application, self)

    @guard(otherwise=False)
    def eventFilter(self, _watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        if isinstance(event, QtGui.QKeyEvent):
            return self._hear_key(event)
        if event.type() == QtCore.QEvent.Type.MouseButtonPress and isinstance(
            event, QtGui.QMouseEvent
        ):
            at = event.globalPosition().toPoint()
            if self.isVisible() and self.geometry().contains(at):
                self._call_off()
        return False

    def _hear_key(self, event: QtGui.QKeyEvent) -> bool:
        """Return whether it is an Esc that is for us, and for nothing of the host's."""
        application = QtWidgets.QApplication
        if (
            event.key() != QtCore.Qt.Key.Key_Escape
            or event.modifiers() != QtCore.Qt.KeyboardModifier.NoModifier
            or application.activePopupWidget() is not None
            or application.activeModalWidget() is not None
        ):
            return False
        # Before a shortcut of the host's, which is asked about first.
        event.accept()
        if event.type() == QtCore.QEvent.Type.KeyPress:
            self._call_off()
        return True

    def _call_off(self) -> None:
        self.stop()
        self.called_off.emit()

    @guard
    def _on_tick(self) -> None:
        self._left -= 1
        if self._left:
            self._describe()
            self.update()
            return
        self.stop()
        self.over.emit()

    def _describe(self) -> None:
        self.setAccessibleDescription(self._look.texts("countdown.left", n=self._left))

    @guard
    def mousePressEvent(self, event: QtGui.QMouseEvent) -> None:
        event.accept()

    @guard
    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        colors, px = self._look.colors, self._look.scale.px
        with painting(self) as painter:
            painter.setPen(QtCore.Qt.PenStyle.NoPen)
            painter.setBrush(colors.edge)
            # Under the mask's own edge, too, which is not smooth.
            painter.drawEllipse(self.rect().adjusted(-1, -1, 1, 1))
            painter.setBrush(colors.background)
            painter.drawEllipse(QtCore.QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5))
            painter.setPen(colors.text)
            painter.setFont(self._look.scale.font(DIGIT, bold=True))
            upper = self.rect().adjusted(0, 0, 0, -px(14))
            painter.drawText(upper, QtCore.Qt.AlignmentFlag.AlignCenter, str(self._left))
            painter.setPen(QtGui.QPen(colors.text, px(2)))
            # A cross: a click calls it off.
            middle, arm = QtCore.QPointF(self.width() / 2, self.height() - px(16)), px(4)
            painter.drawLine(middle - QtCore.QPointF(arm, arm), middle + QtCore.QPointF(arm, arm))
            painter.drawLine(middle - QtCore.QPointF(arm, -arm), middle + QtCore.QPointF(arm, -arm))
