"""Where only the desktop knows which pixels are whose: what is masked is covered in its window."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore, QtGui, QtWidgets, is_alive
from usero_desktop.ui.guard import guard
from usero_desktop.ui.masking import ink
from usero_desktop.ui.masking.picture import burn
from usero_desktop.ui.masking.walk import Area
from usero_desktop.ui.masking.windows import Looks, areas_in, windows_of_host

if TYPE_CHECKING:
    from usero_desktop.capture.frame import Frame
    from usero_desktop.ui.masking.rules import Cover, Rules
    from usero_desktop.ui.process.bridge import Bridge

LONGEST_MS: Final = 70_000
"""They go after this, whatever happens: a desktop that asks the user has a minute."""

_Type = QtCore.QEvent.Type
_CHILDREN: Final = frozenset({_Type.ChildAdded, _Type.ChildPolished, _Type.ChildRemoved})
_PAINTING: Final = frozenset({_Type.UpdateRequest, _Type.Show, _Type.Expose})
_Widget = QtWidgets.QWidget


class Covers(QtCore.QObject):
    """Covers what is masked in the host's windows, wherever it goes, until its `end`.

    Of a Wayland desktop nobody learns where a window is. Its picture shows what the windows
    show; the covers look as a mask in any other picture does. They are children of the host's
    windows that take no mouse, no focus and no place in a layout. GUI thread, but for `burn`.
    """

    def __init__(self, parent: QtCore.QObject, rules: Rules, bridge: Bridge) -> None:
        super().__init__(parent)
        self._rules, self._bridge = rules, bridge
        self._look = Looks()
        self._laid: dict[int, tuple[QtWidgets.QWidget, list[_Cover]]] = {}
        self._adding: QtWidgets.QWidget | None = None
        self._has_ended = False
        application = QtCore.QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        for window in windows_of_host():
            self._lay(window)
        self._longest = QtCore.QTimer(self)
        self._longest.setSingleShot(True)
        self._longest.timeout.connect(self.end)
        self._longest.start(LONGEST_MS)

    def burn(self, _frame: Frame) -> None:
        """Take the covers away: the picture was taken of them. For a worker thread.

        Raises CaptureUnavailable where it cannot be told that all was covered.
        """
        self._bridge.post(self.end)
        self._look.check()

    @guard
    def end(self) -> None:
        """Take the covers away. May be called again."""
        if self._has_ended:
            return
        self._has_ended = True
        self._longest.stop()
        application = QtCore.QCoreApplication.instance()
        for window, covers in self._laid.values():
            self._adding = window
            for cover in covers:
                if is_alive(cover):
                    cover.hide()
                    cover.setParent(None)
                    cover.deleteLater()
        self._laid.clear()
        if application is not None:
            application.removeEventFilter(self)
        self.deleteLater()

    @guard(otherwise=False)
    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        kind = event.type()
        if kind in _CHILDREN:
            # A splitter would make a pane of a cover, and the host need not know of it.
            return watched is self._adding
        if kind in _PAINTING:
            if isinstance(watched, _Widget) and _Widget.isWindow(watched):
                self._lay(watched)
            elif kind == _Type.Expose:
                for window in windows_of_host():
                    self._lay(window)
        return False

    def _lay(self, window: QtWidgets.QWidget) -> None:
        """Have a cover over all that is masked in `window`, and nowhere else in it."""
        with self._look:
            areas = areas_in(window, self._rules)
            _, covers = self._laid.setdefault(id(window), (window, []))
            covers[:] = [cover for cover in covers if is_alive(cover)]
            self._adding = window
            try:
                self._put(window, covers, areas)
            finally:
                self._adding = None

    def _put(self, window: QtWidgets.QWidget, covers: list[_Cover], areas: list[Area]) -> None:
        while len(covers) < len(areas):
            cover = _Cover(window)
            # A slot of Qt's own: Python of ours should not run while things are torn down.
            self.destroyed.connect(cover.deleteLater)
            covers.append(cover)
        for cover, area in zip(covers, areas, strict=False):
            cover.lay(area)
        for cover in covers[len(areas) :]:
            cover.hide()
        if covers and QtCore.QObject.children(window)[-len(covers) :] != covers:
            for cover in covers:
                cover.raise_()


class _Cover(QtWidgets.QWidget):
    """A mask, as a widget that only is to be seen."""

    def __init__(self, window: QtWidgets.QWidget) -> None:
        super().__init__(window)
        self.setObjectName("usero_cover")
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._cover: Cover | None = None

    def lay(self, area: Area) -> None:
        """Cover `area` of the window; nothing is painted anew where that is so already."""
        if area.rect != self.geometry():
            self.setGeometry(area.rect)
        if area.cover is not self._cover:
            self._cover = area.cover
            self.update()
        if self.isHidden():
            self.show()

    @guard
    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        if self._cover is not None:
            painter = QtGui.QPainter(self)
            painter.fillRect(self.rect(), QtGui.QBrush(_tile(self._cover)))
            painter.end()


@lru_cache(maxsize=4)
def _tile(cover: Cover) -> QtGui.QImage:
    # No QPixmap: those must not outlive the application.
    side = ink.PERIOD
    image = QtGui.QImage(side, side, QtGui.QImage.Format.Format_RGB32)
    burn(image, [Area(QtCore.QRect(0, 0, side, side), cover)])
    return image
