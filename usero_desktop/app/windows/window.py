from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.app.windows.lines import OUT, Lines
from usero_desktop.i18n import Texts
from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.settings import Program, Settings, options_for
from usero_desktop.ui.controls.announce import Announcer
from usero_desktop.ui.controls.buttons import PaintedButton
from usero_desktop.ui.controls.focus import is_reached
from usero_desktop.ui.controls.labels import Banner
from usero_desktop.ui.guard import guard
from usero_desktop.ui.own import OWN
from usero_desktop.ui.style import metrics
from usero_desktop.ui.style.look import Look
from usero_desktop.ui.style.painting import painting
from usero_desktop.ui.style.scale import scale_of
from usero_desktop.ui.style.sheet import sheet
from usero_desktop.ui.units import screen_of
from usero_desktop.ui.window.appearance import Appearance

if TYPE_CHECKING:
    from usero_desktop.ui.notice import Action, Notice

WIDTH: Final = 480
"""Of a window at scale 1."""

GAP: Final = 16
"""Between what belongs to different things."""

WORDS_ROOM: Final = 56
"""What is kept in sight above and below of what has the focus: its caption, what is wrong."""

BORDERS: Final = 8
"""What a window's frame takes beside its bar, more or less, of both sides together."""

_NOBODY: Final = Program("client_usero_desktop")
"""Stands where a look asks for a program's options: a window of the app's is about none."""


class AppWindow(QtWidgets.QDialog):
    """A window of the app's own, in our look: what is in it, and a row of buttons below that.

    It is as high as what is in it, which scrolls where the screen is too low. GUI thread.
    """

    def __init__(
        self, name: str, settings: Settings, parent: QtWidgets.QWidget | None = None
    ) -> None:
        """`name` is its object's name; language and colours are those of `settings`."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty(OWN, True)
        # The app goes on in the notification area when its last window is closed.
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_QuitOnClose, False)
        self._options = options_for(_NOBODY, settings)
        self._appearance = Appearance(self, self)
        self._appearance.changed.connect(self._on_changed)
        self._announcer = Announcer(self)
        # What is written in our style sheet is not to be taken for the window's own colours,
        # by which it is found to be light or dark.
        self._body = QtWidgets.QWidget(self)
        self._scroll = QtWidgets.QScrollArea(self._body)
        self._scroll.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(QtCore.Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.content = QtWidgets.QWidget()
        """What is in it: put parts of the window into `column`."""
        self.column = Lines(self.content)
        self.banner = Banner(self.content)
        """Where something is said at the top, see `show_notice`."""
        self.banner.setObjectName(f"{name}_notice")
        self.banner.action_chosen.connect(self.on_action)
        self.notice: Notice | None = None
        """What is said there, None for nothing."""
        self.column.put(self.banner)
        self._scroll.setWidget(self.content)
        self.foot = QtWidgets.QHBoxLayout()
        """Its buttons, from where one begins to read."""
        around = QtWidgets.QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._body)
        whole = QtWidgets.QVBoxLayout(self._body)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._scroll, 1)
        whole.addLayout(self.foot)
        application = QtWidgets.QApplication.instance()
        if isinstance(application, QtWidgets.QApplication):
            application.focusChanged.connect(self._on_focus_changed)
        self.look = self._look_now()

    def show_look(self, look: Look) -> None:
        """Show all of it in this look; called where that has changed, and to begin with."""
        raise NotImplementedError

    def show_room(self, room: int) -> None:
        """Arrange what is in it for a window that leaves it `room` pixels of width."""
        raise NotImplementedError

    @guard
    def on_action(self, action: Action) -> None:
        """Do what a button of the notice says; there is none in most windows."""

    @guard
    def show_settings(self, settings: Settings) -> None:
        """Take language and colours from `settings`."""
        self._options = options_for(_NOBODY, settings)
        self._on_changed()

    def dress(self) -> None:
        """Show the window in the look that it has now."""
        look = self.look
        px = look.scale.px
        self.setLayoutDirection(look.direction)
        self._body.setStyleSheet(sheet(look.colors, look.scale))
        side = px(metrics.PANEL_PADDING)
        out = side - px(OUT)
        self.column.setContentsMargins(out, side, out, px(GAP))
        self.column.show_look(look)
        self.column.setSpacing(px(GAP))
        self.foot.setContentsMargins(side, px(GAP), side, side)
        self.foot.setSpacing(px(metrics.GAP - 4))
        self.show_look(look)
        self.banner.show_notice(self.notice, look)
        self.fit()
        self.update()

    def say(self, words: str, *, urgent: bool = False) -> None:
        """Have a screen reader say `words`."""
        self._announcer.say(words, urgent=urgent)

    def show_notice(self, notice: Notice | None) -> None:
        """Say something at the top of the window, or nothing."""
        self.notice = notice
        self.banner.show_notice(notice, self.look)
        if notice is not None:
            self.say(self.look.texts.say(notice.text), urgent=notice.kind == "error")
            self._scroll.verticalScrollBar().setValue(0)
        self.fit()

    @guard
    def _on_focus_changed(
        self, _before: QtWidgets.QWidget | None, now: QtWidgets.QWidget | None
    ) -> None:
        # Qt scrolls to whom Tab reaches alone.
        if now is not None and is_reached(now, self.content):
            room = self.look.scale.px(WORDS_ROOM)
            self._scroll.ensureWidgetVisible(now, 0, room)

    @guard
    def fit(self) -> None:
        """Be as high as what is in it, or higher where the user wants that."""
        px = self.look.scale.px
        room = screen_of(self).availableGeometry()
        # It has no frame before it is shown; most have a bar of about this height, and borders.
        bar = self.style().pixelMetric(QtWidgets.QStyle.PixelMetric.PM_TitleBarHeight)
        frame = (self.frameSize() - self.size()).expandedTo(QtCore.QSize(BORDERS, bar + BORDERS))
        width = min(self.width() if self.isVisible() else px(WIDTH), room.width() - frame.width())
        most = room.size() - frame
        wish = self._show_room(width, most.height())
        height = max(wish, self.height() if self.isVisible() else 0)
        self.setMinimumWidth(min(px(WIDTH) * 3 // 4, most.width()))
        self.resize(QtCore.QSize(width, height).boundedTo(most))

    def _show_room(self, width: int, height: int) -> int:
        """Arrange all for a window of that size, and return how high it wishes to be."""
        px, sides = self.look.scale.px, self.column.contentsMargins()
        room = width - sides.left() - sides.right() - 2 * px(OUT)
        self._arrange_for(room)
        wish = self._wish(width)
        if wish > height:
            self._arrange_for(room - px(metrics.SCROLL_BAR))
            wish = self._wish(width - px(metrics.SCROLL_BAR))
        return wish

    def _arrange_for(self, room: int) -> None:
        self.banner.show_room(room)
        self.show_room(room)

    def _wish(self, width: int) -> int:
        self.column.activate()
        return self.column.totalHeightForWidth(width) + self.foot.sizeHint().height()

    def come(self) -> None:
        """Be in sight, in front of the other windows."""
        self.show()
        self.raise_()
        self.activateWindow()
        focus = self.focusWidget()
        if isinstance(focus, PaintedButton):
            # A dialog that comes hands the focus out as if Tab had been pressed.
            focus.ring.forget()
            focus.update()

    @guard
    def showEvent(self, event: QtGui.QShowEvent) -> None:
        super().showEvent(event)
        self.fit()

    @guard
    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_room(event.size().width(), event.size().height())

    @guard
    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        with painting(self) as painter:
            painter.fillRect(self.rect(), self.look.colors.background)
            line = self._scroll.geometry().bottom()
            painter.setPen(QtGui.QPen(self.look.colors.border, 1))
            painter.drawLine(0, line, self.width(), line)

    def _look_now(self) -> Look:
        options = self._options
        texts = Texts(options.locale or QtCore.QLocale().name())
        return Look(self._appearance.colors(options), texts, scale_of(self))

    @guard
    def _on_changed(self) -> None:
        look = self._look_now()
        if look != self.look:
            self.look = look
            self.dress()
