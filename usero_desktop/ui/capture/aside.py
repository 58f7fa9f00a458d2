from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.capture.backends import desktop_chooses
from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal
from usero_desktop.ui.capture.intake import Absence
from usero_desktop.ui.guard import guard
from usero_desktop.ui.timing import after, halt
from usero_desktop.ui.window.others import Others

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from usero_desktop.ui.process.bridge import Bridge
    from usero_desktop.ui.window.stage import Stage

_ACTIVE = QtCore.Qt.ApplicationState.ApplicationActive

SETTLE_MS = 80
"""What a compositor may need to show the frame without us: about five of its own frames."""

BACK_MS = 900
"""Ours come back after this, even while a capture still hangs."""

ASKED_BACK_MS = 4_000
"""The same where a portal takes the picture: it says nothing before it has written the file.

That takes a second or two for large screens. It may also ask the user first (may this program,
and which part?), who has a minute for it, in which its question and not this program is active.
So ours stay away as long as the program is inactive, and come back this long after it is active:
whoever answered is back here just before the picture is taken, and whoever turns to the window,
because nothing asks them or because they want us back, does not look for us for a minute. When
it fails or is called off they are back at once.
"""


class Aside(QtCore.QObject):
    """Has all of ours off the screen for a picture, and back soon, whatever comes of that.

    GUI thread. Signals: `gave_up()` when they came back because it took too long.
    """

    gave_up = Signal()

    def __init__(self, parent: QtCore.QObject, overlay: Stage, bridge: Bridge) -> None:
        super().__init__(parent)
        self._overlay, self._others, self._bridge = overlay, Others(overlay), bridge
        self._mask: Sequence[str] = ()
        self._ready: Callable[[Absence], None] | None = None
        self._absence = Absence()
        self._absence.end()
        self._back = QtCore.QTimer(self)
        self._back.setSingleShot(True)
        self._back.timeout.connect(self._on_patience_over)

    def leave(self) -> None:
        """Step aside until `come_back`; nothing else brings ours back."""
        self._overlay.step_aside()

    def stay(self) -> None:
        """Have ours, which `settle` had leave, stay away until `come_back` as after `leave`."""
        self._be_patient_no_more()
        self._overlay.step_aside()  # they may be back by themselves

    def clear(self) -> None:
        """Have the program's other buttons and panels step aside, too, until `come_back`."""
        self._others.step_aside()

    def settle(self, ready: Callable[[Absence], None], mask: Sequence[str] = ()) -> None:
        """Call `ready` as soon as the screen shows nothing of ours.

        From now on they come back by themselves, too: its Absence says when, and knows what of
        the host is masked, also by the option `mask`.
        """
        self._mask = mask
        self._ready, self._absence = ready, Absence()
        self._overlay.step_aside()
        self.clear()
        self._back.start(_patience())
        self._watch(True)
        # In a turn of its own: the menu's closing and this painting are a frame each.
        after(self, 0, self._on_aside)

    @guard
    def come_back(self) -> None:
        """Show ours again. May be called again."""
        self._be_patient_no_more()
        self._overlay.step_back()
        self._others.step_back()

    def _be_patient_no_more(self) -> None:
        self._ready = None
        halt(self._back)
        if not self._absence.is_over():
            self._absence.end()
            self._watch(False)

    @guard
    def _on_aside(self) -> None:
        from usero_desktop.ui.masking.screen import masked_on_screen

        if self._ready is not None:
            self._absence.mask(masked_on_screen(self, self._mask, self._bridge))
            self._overlay.subject.repaint()
            self._others.repaint()
            # Until the window system has drawn what we sent it.
            QtGui.QGuiApplication.sync()
            after(self, SETTLE_MS, self._on_settled)

    @guard
    def _on_settled(self) -> None:
        ready, self._ready = self._ready, None
        if ready is not None:
            ready(self._absence)

    @guard
    def _on_focus_moved(self, window: QtGui.QWindow | None) -> None:
        if window is not None:
            self._back.start(_patience())

    @guard
    def _on_patience_over(self) -> None:
        if not desktop_chooses() or QtGui.QGuiApplication.applicationState() == _ACTIVE:
            self.come_back()
            self.gave_up.emit()

    def _watch(self, wanted: bool) -> None:
        """Hear, or hear no more, when one of the program's windows gets the keyboard."""
        application = QtWidgets.QApplication.instance()
        if isinstance(application, QtGui.QGuiApplication) and desktop_chooses():
            # Not applicationStateChanged: PySide6 cannot always convert what that tells.
            moved = application.focusWindowChanged
            (moved.connect if wanted else moved.disconnect)(self._on_focus_moved)


def _patience() -> int:
    return ASKED_BACK_MS if desktop_chooses() else BACK_MS
