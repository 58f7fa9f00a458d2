"""When has a widget been painted, with everything that is to be seen in it?"""

from __future__ import annotations

import time

from usero_desktop.qt import QtCore, QtWidgets

SECONDS = 10
Type = QtCore.QEvent.Type


class FrameWatch(QtCore.QObject):
    """Waits for the frame in which the last visible part of a widget is painted.

    It looks on as each part gets its paint event, and posts a mark behind: the mark comes
    when the frame has been painted and flushed.
    """

    def __init__(self, root: QtWidgets.QWidget, *, whole: bool = True) -> None:
        """`whole` False is content with the first frame that has anything of `root`."""
        super().__init__()
        widgets = [root, *root.findChildren(QtWidgets.QWidget)]
        # Kept, so that Qt hands over the same Python objects again.
        self._parts = {id(widget): widget for widget in widgets if _is_seen(widget) or not whole}
        self._missing = set(self._parts)
        self._whole = whole
        self._painted = False
        self._done = 0.0
        self._loop = QtCore.QEventLoop()
        for widget in self._parts.values():
            widget.installEventFilter(self)

    def wait(self) -> float:
        """Run the event loop until that frame; return its time (perf_counter, seconds)."""
        QtCore.QTimer.singleShot(SECONDS * 1000, self._loop.quit)
        if not self._done:
            self._loop.exec()
        for widget in self._parts.values():
            widget.removeEventFilter(self)
        if not self._done:
            names = [type(self._parts[each]).__name__ for each in self._missing]
            message = f"never painted: {', '.join(names)}"
            raise TimeoutError(message)
        return self._done

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        if event.type() == Type.Paint:
            self._missing.discard(id(watched))
            if not self._painted:
                self._painted = True
                first = QtCore.Qt.EventPriority.HighEventPriority
                mark = QtCore.QEvent(Type.User)
                QtCore.QCoreApplication.postEvent(self, mark, first.value)
        return False

    def customEvent(self, _event: QtCore.QEvent) -> None:
        self._painted = False
        if not self._done and (not self._missing or not self._whole):
            self._done = time.perf_counter()
            self._loop.quit()


def _is_seen(widget: QtWidgets.QWidget) -> bool:
    return widget.isVisible() and not widget.visibleRegion().isEmpty()


def timed_frame(act: object, root: object, *, whole: bool = True) -> dict[str, float]:
    """Do `act()` and wait until `root()` is painted; return the milliseconds of both parts.

    What it takes to find the parts and to look at them is not counted.
    """
    started = time.perf_counter()
    act()  # type: ignore[operator]
    returned = time.perf_counter()
    watch = FrameWatch(root(), whole=whole)  # type: ignore[operator]
    resumed = time.perf_counter()
    painted = watch.wait()
    call, frame = (returned - started) * 1000, (painted - resumed) * 1000
    return {"call": call, "frame": frame, "total": call + frame}
