"""What nobody can describe is painted by itself: drawn here, told as pictures by the worker.

GUI thread, but for what names the worker. A widget is drawn by `QWidget.render`, which is one
step for the GUI thread: masks are where the pixels are. What lies in the backing store is older
than the widgets' places after a scroll, and showed masked text in 111 of 123 frames.
"""

from __future__ import annotations

import threading
from time import monotonic
from typing import TYPE_CHECKING, Final, Protocol

from usero_desktop.capture.pixels import Memory
from usero_desktop.loading import load_gently
from usero_desktop.qt import QtGui, QtWidgets, pixels_of
from usero_desktop.replay.collage import Collage, Frame
from usero_desktop.rrweb.events import Add, mutation
from usero_desktop.rrweb.nodes import Element
from usero_desktop.ui.masking.picture import draw
from usero_desktop.ui.process.lifetime import Borrowed

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.replay.worker import Worker
    from usero_desktop.rrweb.events import Event
    from usero_desktop.ui.masking.rules import Rules

REST_SECONDS: Final = 0.25
"""From one picture of a widget to the next at least."""

SHARE: Final = 0.04
"""The most of the GUI thread's time that drawing one widget takes."""

LARGEST: Final = 16_000_000
"""Pixels of the largest picture: of what is larger there is none."""

OF_PICTURES: Final = ("PIL.ExifTags", "PIL.Image", "PIL.ImageFile", "PIL.WebPImagePlugin")
"""What the first picture loads: most programs paint nothing that cannot be told in words."""

ALL_OF_IT: Final = "left:0px;top:0px;width:100%;height:100%"

_Widget = QtWidgets.QWidget


class Pace(Protocol):
    """Says how much may be recorded for now. Any thread."""

    @property
    def slowness(self) -> float:
        """How many times as long as usual it is from one picture to the next; 1 at least."""

    @property
    def scale(self) -> float:
        """Pixels of a picture for one of the page: 1, or less where bytes are short."""

    @property
    def is_paused(self) -> bool:
        """Whether there are to be no pictures for now."""


class Surface:
    """One widget that is drawn again and again, and what has been told of it."""

    def __init__(self, node: int, collage: Collage) -> None:
        self.node, self.collage = node, collage
        self.widget: Borrowed
        self.children = False
        self.is_dirty = True
        self.is_packed = True
        """Whether the worker is done with the frame before: it gets one at a time."""
        self.is_kept = True
        self.due = 0.0


class Patches:
    """All widgets that are drawn, each at its own pace.

    A picture is appended by the worker some time after it was drawn, with the time of that.
    Whoever takes an element off the page says so here before the player is told, by `forget`:
    then no picture comes for it any more.
    """

    def __init__(
        self,
        rules: Rules,
        worker: Worker,
        pace: Pace,
        *,
        emit: Callable[[Event], None],
        new_id: Callable[[], int],
        now_ms: Callable[[], int],
    ) -> None:
        """`emit` and `new_id` are called on the worker's thread as well."""
        self._rules, self._worker, self._pace = rules, worker, pace
        self._emit, self._new_id, self._now_ms = emit, new_id, now_ms
        self._lock = threading.Lock()
        self._surfaces: dict[int, Surface] = {}
        self.is_drawing = False
        """Whether what is painted now is painted because of us."""

    def show(
        self,
        widget: QtWidgets.QWidget,
        node: int,
        *,
        next_id: int | None = None,
        children: bool = False,
    ) -> None:
        """Have pictures of `widget` in the element `node`, before its child `next_id`.

        Called for one that is there already, it says that it looks different now. With
        `children` they are in the pictures, and else told in another way.
        """
        surface = self._surfaces.get(node)
        if surface is None:
            ground = self._new_id()
            holder = Element(ground, "div", {"style": ALL_OF_IT})
            self._emit(mutation(self._now_ms(), adds=[Add(node, holder, next_id)]))
            surface = self._surfaces[node] = Surface(node, Collage(ground, self._new_id))
        surface.widget, surface.children = Borrowed(widget), children
        surface.is_dirty = True

    def forget(self, node: int) -> None:
        """Have no pictures in the element `node` any more: it goes."""
        surface = self._surfaces.pop(node, None)
        if surface is not None:
            with self._lock:
                surface.is_kept = False

    def clear(self) -> None:
        """Forget all."""
        for node in tuple(self._surfaces):
            self.forget(node)

    def draw_due(self) -> bool:
        """Draw what looks different now and may be drawn; whether something is left to be."""
        is_left, is_paused = False, self._pace.is_paused
        for surface in tuple(self._surfaces.values()):
            if surface.is_dirty:
                if not surface.widget.is_there:
                    self.forget(surface.node)
                elif surface.is_packed and monotonic() >= surface.due and not is_paused:
                    self._draw(surface)
                else:
                    is_left = True
        return is_left

    def _draw(self, surface: Surface) -> None:
        surface.is_dirty = False
        began = monotonic()
        when, scale = self._now_ms(), self._pace.scale
        image = self._drawn(surface, scale)
        if image is None:
            return
        pixels = Memory(pixels_of(image), (image.width(), image.height()), image.bytesPerLine())
        frame = Frame(when, pixels, scale, image)
        surface.is_packed = False
        self._worker.post(lambda: self._tell(surface, frame))
        took = monotonic() - began
        surface.due = began + max(REST_SECONDS, took / SHARE) * self._pace.slowness

    def _drawn(self, surface: Surface, scale: float) -> QtGui.QImage | None:
        widget = surface.widget()
        size = _Widget.size(widget) * scale
        if size.isEmpty() or size.width() * size.height() > LARGEST:
            return None
        image = QtGui.QImage(size, QtGui.QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(scale)
        image.fill(_Widget.palette(widget).color(QtGui.QPalette.ColorRole.Window))
        self.is_drawing = True
        try:
            draw(widget, image, self._rules, children=surface.children)
        finally:
            self.is_drawing = False
        return image

    def _tell(self, surface: Surface, frame: Frame) -> None:
        """Tell the player what has changed in `frame`. The worker."""
        try:
            if not surface.is_kept:
                return
            load_gently(OF_PICTURES, rest=self._worker.rest)
            event = surface.collage.show(frame, lambda: self._worker.is_over)
            with self._lock:
                if event is not None and surface.is_kept:
                    self._emit(event)
        finally:
            surface.is_packed = True
