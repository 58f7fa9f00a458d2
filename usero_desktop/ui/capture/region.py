from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal, is_alive
from usero_desktop.ui.capture.selecting import Selecting
from usero_desktop.ui.capture.selection import Selection
from usero_desktop.ui.capture.sheet import Sheet
from usero_desktop.ui.guard import guard
from usero_desktop.ui.units import place_of, screens

if TYPE_CHECKING:
    from usero_desktop.capture.frame import Frame
    from usero_desktop.ui.style.look import Look
    from usero_desktop.ui.units import Place


class RegionPicker(QtCore.QObject):
    """Has the user choose a part of `frame`, which is a picture of every monitor.

    A sheet covers each screen; a part may reach over several. GUI thread.

    Signals: `taken(Box)`, in pixels of the frame, and `left()`.
    """

    taken = Signal(object)
    left = Signal()

    def __init__(
        self, parent: QtCore.QObject, owner: QtWidgets.QWidget, look: Look, frame: Frame
    ) -> None:
        """The sheets are children of `owner`, which is the user's window, or hidden."""
        super().__init__(parent)
        self.frame = frame
        # It does not copy the pixels, which live as long as this does.
        image = QtGui.QImage(
            frame.pixels, frame.width, frame.height, frame.stride, QtGui.QImage.Format.Format_RGB32
        )
        shown = screens()
        # Behind a command line, and beside a panel alone, there is no window to choose.
        has_host = owner.isVisible()
        places = [place_of(owner)] if has_host else []
        places += [screen.place for screen in shown]
        size = frame.width, frame.height
        pointer = QtGui.QCursor.pos()
        first = next((n for n, s in enumerate(shown) if s.contains(pointer.x(), pointer.y())), 0)
        at = shown[first].on_desktop(pointer.x(), pointer.y())
        pixel = tuple(
            int((value - start) * frame.scale)
            for value, start in zip(at, (frame.left, frame.top), strict=True)
        )
        self._selecting = Selecting(
            size, (pixel[0], pixel[1]), [self._selection(p) for p in places]
        )
        self._sheets = []
        for screen in shown:
            corner = screen.place.in_frame(frame)
            sheet = Sheet(
                owner, look, screen, image=image, origin=(corner.left, corner.top),
                pixels=screen.units * frame.scale, selecting=self._selecting,
                has_host=has_host,
            )  # fmt: skip
            sheet.changed.connect(self._on_changed)
            sheet.taken.connect(self._on_taken)
            sheet.left.connect(self._on_left)
            self.destroyed.connect(sheet.deleteLater)
            self._sheets.append(sheet)
        self._first = self._sheets[first]
        self._owner_had_keys = owner.isActiveWindow()

    def _selection(self, place: Place) -> Selection:
        box = place.in_frame(self.frame)
        return Selection(box.left, box.top, box.left + box.width, box.top + box.height)

    def open(self) -> None:
        """Cover the screens."""
        for sheet in self._sheets:
            sheet.show()
            sheet.raise_()
        self._first.activateWindow()
        self._first.setFocus()
        if QtGui.QGuiApplication.platformName() == "xcb":
            # No window manager gives the keys to a window that is none of its own, and it may
            # give them to another at any time: below this, nobody would see where they go.
            self._first.grabKeyboard()

    def close(self) -> None:
        """Leave the screens as they were."""
        for sheet in self._sheets:
            if is_alive(sheet):
                sheet.releaseKeyboard()
                sheet.hide()
                sheet.deleteLater()
        self._sheets = []

    def _end(self) -> None:
        owner = self._first.parentWidget()
        self.close()
        # Not every window manager does, when one goes that is none of its own. A dialog of the
        # host's that has come meanwhile has them before its window.
        is_free = QtWidgets.QApplication.activeModalWidget() is None
        if owner is not None and self._owner_had_keys and is_free:
            owner.activateWindow()

    @guard
    def _on_changed(self) -> None:
        for sheet in self._sheets:
            if is_alive(sheet):
                sheet.show_choice()

    @guard
    def _on_taken(self) -> None:
        found = self._selecting.selection
        if found is not None and self._sheets:
            self._end()
            self.taken.emit(found.box)

    @guard
    def _on_left(self) -> None:
        if self._sheets:
            self._end()
            self.left.emit()
