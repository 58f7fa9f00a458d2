from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore, QtWidgets, Signal, is_alive
from usero_desktop.ui.controls.focus import FocusBefore
from usero_desktop.ui.controls.measure import arrange, settle
from usero_desktop.ui.guard import guard
from usero_desktop.ui.process.lifetime import Borrowed
from usero_desktop.ui.style import metrics
from usero_desktop.ui.style.motion import Slide
from usero_desktop.ui.timing import after
from usero_desktop.ui.window.dock import Dock
from usero_desktop.ui.window.guest import ModalGuest
from usero_desktop.ui.window.launcher import ASIDE, Launcher
from usero_desktop.ui.window.others import join
from usero_desktop.ui.window.shade import Shade

if TYPE_CHECKING:
    from usero_desktop.config import Options
    from usero_desktop.ui.panel.panel import Panel
    from usero_desktop.ui.style.look import Look
    from usero_desktop.ui.window.dialog import PanelDialog

_Type = QtCore.QEvent.Type
_MOVED = frozenset({_Type.Resize, _Type.Show, _Type.WindowStateChange})


class Overlay(QtCore.QObject):
    """Keeps the launcher and the panel in the host's window, whatever that window does.

    Both are children of the window, so that they need no position on the screen (Wayland
    gives none). Where the panel does not fit, or a modal dialog of the host blocks the
    window, it goes into a dialog of its own; a launcher follows into the modal dialog.

    Signals: `launcher_clicked()`, `approached()` when it may be clicked soon, and
    `close_wanted()` and `escape_pressed()` in the panel's dialog.
    """

    has_host: Final = True
    """Whether there is a window of the host's to be pictured or pointed at."""

    launcher_clicked = Signal()
    approached = Signal()
    close_wanted = Signal()
    escape_pressed = Signal()

    def __init__(self, parent: QtCore.QObject, window: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._window = Borrowed(window)
        self._panel: Panel | None = None
        self._shade: Shade | None = None
        self._look: Look | None = None
        self._dialog: PanelDialog | None = None
        self._options: Options | None = None
        self._dock: Dock | None = None
        self._system_is_still = False
        self._aside = False
        self._raising = False
        self._focus_before: FocusBefore | None = None
        self._launcher = Launcher(window)
        self._launcher.clicked.connect(self.launcher_clicked)
        self._launcher.approached.connect(self.approached)
        self._guest = ModalGuest(self, window)
        self._guest.clicked.connect(self.launcher_clicked)
        self._guest.changed.connect(self._on_modal_changed)
        self._slide = Slide(self, metrics.SLIDE_MS)
        self._slide.moved.connect(self._on_slide_moved)
        self._slide.finished.connect(self._on_slide_finished)
        self._closing = self._is_open = False
        # A host may delete the handle alone: what it put into the window goes with it. This is
        # a slot of Qt's own; Python of ours should not run while things are torn down.
        self.destroyed.connect(self._launcher.deleteLater)
        window.installEventFilter(self)
        join(self)

    @property
    def is_whole(self) -> bool:
        """Whether nobody has deleted a part of it, or the window.

        PySide6 gives up a window that QUiLoader made as soon as it is to be deleted later.
        """
        parts = (self._launcher, self._panel, self._dialog)
        return self._window.is_there and all(is_alive(part) for part in parts if part is not None)

    # ------------------------------------------------------------ looks

    def show_look(self, look: Look, options: Options) -> None:
        """Take colours, words and options, and place everything anew."""
        self._look, self._options = look, options
        self._dock = Dock(self._window, look, options)
        self._show_shade()
        self._launcher.show_look(look, options)
        self._guest.show_look(look, options)
        self._place()

    def _show_shade(self) -> None:
        if self._shade is not None and self._look is not None:
            color = self._look.colors.shadow
            px = self._look.scale.px
            self._shade.show_look(color, px(metrics.SHADOW), px(metrics.PANEL_RADIUS))

    @property
    def window(self) -> QtWidgets.QWidget:
        """The host's window."""
        return self._window()

    @property
    def focused_before(self) -> QtWidgets.QWidget | None:
        """What of the host's had the focus before the panel took it."""
        return self._focus_before.part if self._focus_before is not None else None

    @property
    def subject(self) -> QtWidgets.QWidget:
        """The window the user looks at: the host's modal dialog, else the host's window."""
        return self._guest.dialog or self._window()

    # ------------------------------------------------------------ open and close

    def open(self, panel: Panel) -> None:
        """Show `panel`: slide it in, or open it as a dialog where it does not fit."""
        if panel is not self._panel:
            self.destroyed.connect(panel.deleteLater)
            self._panel = panel
            panel.installEventFilter(self)
            self._shade = Shade(panel)
            self._show_shade()
        self._closing = False
        self._show_open(True)
        self._focus_before = FocusBefore(panel)
        if self._guest.dialog is not None or self._place_of(panel) is None:
            self._open_dialog(panel, wanted=True)
            return
        self._into_window(panel)
        panel.show()
        panel.raise_()
        self._slide.run(1.0, still=self._is_still)

    def close(self) -> None:
        """Slide the panel out, or close its dialog."""
        if self._panel is None:
            return
        self._show_open(False)
        self._closing = True
        self._return_focus()
        if self._in_dialog:
            self._leave_dialog()
            self._on_slide_finished()
        else:
            self._slide.run(0.0, still=self._is_still)

    def _return_focus(self) -> None:
        before, self._focus_before = self._focus_before, None
        if before is not None and self._panel is not None and self.is_whole:
            before.give_back(self._panel, self._launcher)

    @property
    def is_blocked(self) -> bool:
        """Whether a modal dialog blocks the open panel."""
        dialog, ours = self._guest.dialog, self._dialog if self._in_dialog else None
        return dialog is not None and (ours is None or not ours.is_beside(dialog))

    def follow(self) -> None:
        """Bring the open panel to the modal dialog."""
        if self._panel is not None:
            self._show_open(True)
            if not self._open_dialog(self._panel, wanted=True):
                self._panel.focus_comment()

    def show_still(self, still: bool) -> None:
        """Take the system's word on motion; a slide under way ends at once."""
        self._system_is_still = still
        if self._is_still:
            self._slide.hurry()

    def relayout(self) -> None:
        """Fit the panel to its content, which has changed."""
        if self._panel is not None and not self._closing:
            settle(self._panel)
            self._fit()

    def _fit(self) -> None:
        if self._panel is None or self._closing:
            return
        if self._dialog is not None and self._in_dialog:
            self._dialog.fit()
        else:
            self._place()
            arrange(self._panel)

    def destroy(self) -> None:
        """Take everything of ours out of the window."""
        if self._window.is_there:
            self._window().removeEventFilter(self)
        self._slide.stop()
        self._guest.end()
        self._return_focus()
        for widget in (self._launcher, self._panel, self._dialog):
            if widget is not None and is_alive(widget):
                widget.hide()
                widget.deleteLater()
        self._panel = self._shade = self._dialog = None

    # ------------------------------------------------------------ out of the picture

    @property
    def is_aside(self) -> bool:
        """Whether it has stepped aside, or is not there any more to do that."""
        return self._aside or not self.is_whole

    def step_aside(self) -> None:
        """Take all of ours off the screen without closing it, and have that painted now."""
        self._aside = True
        self._slide.rest_at(self._slide.end)
        self._launcher.show_aside(True)
        self._guest.show_aside(True)
        if self._dialog is not None and self._in_dialog:
            self._dialog.step_aside()
        elif self._panel is not None:
            self._panel.move(-ASIDE, -ASIDE)

    def step_back(self) -> None:
        """Come back after `step_aside`; may be called again."""
        if not self._aside or not self.is_whole:
            return
        self._aside = False
        self._launcher.show_aside(False)
        self._guest.show_aside(False)
        if self._dialog is not None and not self._closing and self._in_dialog:
            self._dialog.step_back()
        self._place()

    # ------------------------------------------------------------ following the window

    @guard(otherwise=False)
    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        kind, is_panel = event.type(), watched is self._panel
        if not self.is_whole or not (is_panel or self._window.is_it(watched)):
            return False
        if is_panel:
            # Qt has settled what is in the panel by now.
            if kind == _Type.LayoutRequest:
                self._fit()
        elif kind in _MOVED:
            self._place()
        elif kind == _Type.ChildAdded and not self._raising:
            # What the host adds later must not cover the launcher.
            self._raising = True
            after(self, 0, self._raise)
        return False

    @guard
    def _raise(self) -> None:
        self._raising = False
        if not self.is_whole:
            return
        self._launcher.raise_()
        if self._panel is not None and not self._in_dialog:
            self._panel.raise_()

    @guard
    def _on_modal_changed(self) -> None:
        if self._guest.dialog is None and self.is_whole:
            self._launcher.show_open(self._is_open)
            came_with_focus = self._dialog is not None and self._dialog.came_with_focus
            self._return_to_window(wants_focus=came_with_focus)

    def _return_to_window(self, *, wants_focus: bool) -> None:
        """Bring a panel that was open in a dialog back into the window, where it fits.

        It gets the focus of the window where it `wants_focus`, unless the user has meanwhile
        done something there: moving the window's edge is none of it, but makes it active.
        """
        panel, dialog = self._panel, self._dialog
        if panel is None or dialog is None or not self._in_dialog or self._closing or self._aside:
            return
        if self._guest.dialog is not None or self._place_of(panel) is None:
            return
        from usero_desktop.ui.controls.focus import HeldFocus

        held = HeldFocus(panel)
        is_used = dialog.is_window_used
        dialog.leave()
        self._into_window(panel)
        self._slide.rest_at(1.0)
        panel.show()
        self._place()
        if held.had_keys or (wants_focus and not is_used):
            held.give_back()
        if held.had_keys:
            self._window().activateWindow()

    # ------------------------------------------------------------ places

    @property
    def _in_dialog(self) -> bool:
        dialog = self._dialog
        return (
            dialog is not None
            and self._panel is not None
            and (self._panel.parentWidget() is dialog)
        )

    def _place_of(self, panel: Panel) -> QtCore.QRect | None:
        return self._dock.of(panel) if self._dock is not None else None

    def _into_window(self, panel: Panel) -> None:
        if panel.parentWidget() is not self._window():
            panel.setParent(self._window())
        panel.show_floating(True)
        self._place()

    def _open_dialog(self, panel: Panel, *, wanted: bool) -> bool:
        """Bring `panel` into a dialog of its own, see `PanelDialog.open_with`."""
        from usero_desktop.ui.window.dialog import PanelDialog

        if self._dialog is None:
            self._dialog = PanelDialog(self._window())
            self._dialog.close_wanted.connect(self.close_wanted)
            self._dialog.escape_pressed.connect(self.escape_pressed)
        position = self._options.position if self._options is not None else "right"
        return self._dialog.open_with(panel, self.subject, position, wanted=wanted)

    def _leave_dialog(self) -> None:
        if self._dialog is not None:
            self._dialog.leave()

    def _place(self) -> None:
        if self._options is None or self._dock is None or self._aside or not self.is_whole:
            return
        self._launcher.place()
        panel = self._panel
        if panel is None:
            return
        if self._in_dialog:
            self._return_to_window(wants_focus=True)
            return
        place = self._dock.of(panel)
        if place is None:
            if panel.isVisible() and not self._closing and self._guest.dialog is None:
                self._slide.stop()
                self._open_dialog(panel, wanted=False)
            return
        panel.setGeometry(self._dock.on_the_way(place, self._slide.value))
        if self._options.launcher != "none":
            # A pill that would lie half under the panel stays away while that is open.
            is_crowded = self._dock.crowds(place, self._launcher.geometry())
            hidden = not self._closing and is_crowded
            self._launcher.setVisible(not hidden or self._options.launcher == "tab")

    def _show_open(self, is_open: bool) -> None:
        self._is_open = is_open
        # Beside a modal dialog, which blocks it, the panel belongs to the launcher in there.
        self._launcher.show_open(is_open and self._guest.dialog is None)
        self._guest.show_open(is_open)

    # ------------------------------------------------------------ the slide

    @property
    def _is_still(self) -> bool:
        wish = self._options.reduced_motion if self._options is not None else None
        return self._system_is_still if wish is None else wish

    @guard
    def _on_slide_moved(self, _value: float) -> None:
        self._place()

    @guard
    def _on_slide_finished(self) -> None:
        if self._closing and self._panel is not None and self.is_whole:
            self._panel.hide()
            self._slide.rest_at(0.0)
            self._place()
