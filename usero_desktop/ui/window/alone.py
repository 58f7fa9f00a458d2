"""The panel without a host: a window of ours, whose whole face it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal, is_alive
from usero_desktop.ui.controls.measure import settle
from usero_desktop.ui.guard import guard
from usero_desktop.ui.process.lifetime import Borrowed
from usero_desktop.ui.units import screen_of
from usero_desktop.ui.window.dialog import PanelDialog
from usero_desktop.ui.window.others import join
from usero_desktop.ui.window.placement import corner_place
from usero_desktop.ui.window.stepping import go_to

if TYPE_CHECKING:
    from usero_desktop.config import Options
    from usero_desktop.ui.panel.panel import Panel
    from usero_desktop.ui.style.look import Look


TITLE_BAR: Final = 24
DPI: Final = 96
"""The height of a title bar at so many dots per inch, as Qt's own style has it.

Not asked of that: to name QStyle in Python loads 500 names, which takes as long as a frame.
"""


class PanelWindow(PanelDialog):
    """What a program that has no window of its own attaches to: the panel opens in it, alone.

    It is not for the program to show: opening the panel does that. `near` is what on the screen
    it is to open beside, an icon in the notification area; None where that is not known. Where the
    user has put it goes before that, as long as there is a screen.

    Signal: `left(object, object)` when it goes off the screen, with what `show_spot` takes.
    """

    left = Signal(object, object)

    def __init__(self, program: str = "") -> None:
        """`program` is what the feedback is about, for the title bar."""
        super().__init__(None)
        self.setObjectName("usero_panel_window")
        self.near: QtCore.QRect | None = None
        self._program = program
        self._placed_by: QtCore.QRect | None = None
        self._corner_of_ours: QtCore.QPoint | None = None
        self._corner_of_users: QtCore.QPoint | None = None

    def title_of(self, panel: Panel) -> str:
        caption = panel.caption
        is_said = not self._program or self._program in caption
        return caption if is_said else f"{caption} – {self._program}"  # noqa: RUF001

    def show_spot(self, corner: QtCore.QPoint | None, size: QtCore.QSize | None) -> None:
        """Open where the user has put it, and as large as they made it; None is nowhere, nothing.

        `corner` is its frame's; Wayland's compositors place windows themselves.
        """
        self._corner_of_users = corner
        if size is not None:
            at = QtGui.QGuiApplication.screenAt(corner) if corner is not None else None
            room = (at or screen_of(self)).availableGeometry().size()
            size = size.boundedTo(room - self._frame_to_come())
        self._fitting.users = size

    def open_with_panel(self, panel: Panel) -> None:
        """Be in sight with `panel`, where the user left it, or beside what it is `near` to."""
        self.take(panel)
        if not self.isVisible():
            settle(panel)
            self.fit()
            corner, is_ours = self._corner_of_users, self._corner_of_ours is not None
            is_known = is_ours and (self.near is None or self.near == self._placed_by)
            if corner is not None and self._is_on_screen(corner):
                self._corner_of_ours = None
                go_to(self, corner)
            elif is_known and self._is_on_screen(self.pos()):
                go_to(self, self.pos())  # a window that is shown anew is placed anew
            else:
                self.create()
                self._place()
        self.appear(active=True)

    def fit(self) -> None:
        super().fit()
        # It grows away from the icon, as long as the user has not moved it.
        corner = self._corner_of_ours
        if self.isVisible() and corner is not None and not self._is_moved_from(corner):
            self._place()

    def leave(self) -> None:
        if self.isVisible() and not (self.isMaximized() or self.isFullScreen()):
            before = self._corner_of_ours or self._corner_of_users
            is_placed = QtGui.QGuiApplication.platformName().startswith("wayland")
            if before is not None and not is_placed and self._is_moved_from(before):
                self._corner_of_users = self.pos()
            self.left.emit(self._corner_of_users, self._fitting.users)
        super().leave()

    def _is_moved_from(self, corner: QtCore.QPoint) -> bool:
        """Whether it is elsewhere; a window manager may count its frame to that, or not."""
        moved, frame = self.pos() - corner, self.frameSize() - self.size()
        return abs(moved.x()) > frame.width() or abs(moved.y()) > frame.height()

    def step_back(self) -> None:
        super().step_back()
        if self.isVisible():
            self.fit()  # what it was away for may be in it by now

    def _place(self) -> None:
        self._placed_by = self.near
        at = self.near.center() if self.near is not None else QtGui.QCursor.pos()
        screen = QtGui.QGuiApplication.screenAt(at) or screen_of(self)
        size = self.frameSize()
        if size == self.size():
            size += self._frame_to_come()
        corner = corner_place(size, screen.geometry(), screen.availableGeometry(), self.near)
        self._corner_of_ours = corner
        go_to(self, corner)

    def _frame_to_come(self) -> QtCore.QSize:
        """Return what most have around them; it has none before it is shown."""
        return QtCore.QSize(0, round(TITLE_BAR * self.logicalDpiY() / DPI))

    def _is_on_screen(self, corner: QtCore.QPoint) -> bool:
        """Whether all of it is on one screen there."""
        frame = QtCore.QRect(corner, self.frameSize())
        screens = QtGui.QGuiApplication.screens()
        return any(screen.availableGeometry().contains(frame) for screen in screens)


class Alone(QtCore.QObject):
    """Does for a `PanelWindow` what `Overlay` does in a host's window; there is no launcher.

    Signals: those of `Overlay`; nobody clicks or approaches a launcher here.
    """

    has_host: Final = False
    """Whether there is a window of the host's to be pictured or pointed at."""

    launcher_clicked = Signal()
    approached = Signal()
    close_wanted = Signal()
    escape_pressed = Signal()

    def __init__(self, parent: QtCore.QObject, window: PanelWindow) -> None:
        super().__init__(parent)
        self._window = Borrowed(window)
        self._panel: Panel | None = None
        self._is_open = self._aside = False
        window.close_wanted.connect(self.close_wanted)
        window.escape_pressed.connect(self.escape_pressed)
        join(self)

    @property
    def is_whole(self) -> bool:
        """Whether nobody has deleted a part of it."""
        return self._window.is_there and (self._panel is None or is_alive(self._panel))

    @property
    def window(self) -> PanelWindow:
        """The window."""
        window = self._window()
        assert isinstance(window, PanelWindow)  # noqa: S101 - it was given one
        return window

    @property
    def subject(self) -> QtWidgets.QWidget:
        """The window the user looks at."""
        return self._window()

    @property
    def focused_before(self) -> QtWidgets.QWidget | None:
        """Nothing of a host's had the focus."""
        return None

    def show_look(self, look: Look, options: Options) -> None:
        """Take nothing of it: all there is to see is the panel."""
        del look, options

    def show_still(self, still: bool) -> None:
        """Nothing slides here."""

    # ------------------------------------------------------------ open and close

    def open(self, panel: Panel) -> None:
        """Show `panel`; bring it to the front where it is shown."""
        if panel is not self._panel:
            self._panel = panel
            panel.installEventFilter(self)
        self._is_open = True
        if not self._aside:
            self.window.open_with_panel(panel)

    def close(self) -> None:
        """Take the window off the screen."""
        self._is_open = False
        if self._window.is_there:
            self.window.leave()

    @property
    def is_blocked(self) -> bool:
        """Whether something blocks the panel: no dialog of a host's does."""
        return False

    def follow(self) -> None:
        """Bring the panel to the front."""
        if self._panel is not None:
            self.open(self._panel)

    def relayout(self) -> None:
        """Fit the window to its content, which has changed."""
        if self._panel is not None and self._is_open and self.is_whole:
            settle(self._panel)
            self.window.fit()

    @guard(otherwise=False)
    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        # Qt has settled what is in the panel by now.
        is_laid_out = event.type() == QtCore.QEvent.Type.LayoutRequest
        if is_laid_out and watched is self._panel and self._is_open and self.is_whole:
            self.window.fit()
        return False

    def destroy(self) -> None:
        """Take everything of ours out of the window, and that off the screen."""
        if self._window.is_there:
            self.window.leave()
        if self._panel is not None and is_alive(self._panel):
            self._panel.hide()
            self._panel.deleteLater()
        self._panel = None

    # ------------------------------------------------------------ out of the picture

    @property
    def is_aside(self) -> bool:
        """Whether it has stepped aside, or is not there any more to do that."""
        return self._aside or not self.is_whole

    def step_aside(self) -> None:
        """Leave the screen without closing, and have that painted now."""
        self._aside = True
        self.window.step_aside()

    def step_back(self) -> None:
        """Come back after `step_aside`; may be called again."""
        if not self._aside or not self.is_whole:
            return
        self._aside = False
        if not self._is_open:
            return
        if self._panel is None or self.window.is_aside:
            self.window.step_back()
        else:  # it was opened meanwhile
            self.window.open_with_panel(self._panel)
