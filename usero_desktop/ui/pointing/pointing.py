from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from usero_desktop.annotation.drawing import Drawing
from usero_desktop.annotation.inks import COLOURS, default_width
from usero_desktop.annotation.marks import Mark, MarkKind, Point
from usero_desktop.model.picture import PictureSource
from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.canvas.paint import flattened
from usero_desktop.ui.capture.intake import image_job
from usero_desktop.ui.capture.window import render
from usero_desktop.ui.form.sketches import Sketch, sketches_of
from usero_desktop.ui.guard import guard
from usero_desktop.ui.masking.rules import Rules
from usero_desktop.ui.pointing.cover import seen_rect
from usero_desktop.ui.pointing.facts import facts
from usero_desktop.ui.pointing.parts import part_of
from usero_desktop.ui.pointing.pointer import Pointer
from usero_desktop.ui.window.others import Others

if TYPE_CHECKING:
    from usero_desktop.core.pool import Pool
    from usero_desktop.model.picture import Picture
    from usero_desktop.model.pointed import Pointed
    from usero_desktop.ui.form.controller import Controller
    from usero_desktop.ui.form.sketches import Sketches
    from usero_desktop.ui.form.writing import Job
    from usero_desktop.ui.pointing.parts import Piece
    from usero_desktop.ui.style.look import Look
    from usero_desktop.ui.window.stage import Stage


class Pointing(QtCore.QObject):
    """Adds the picture of a control that the user points at, and what it is. GUI thread."""

    def __init__(
        self, parent: QtCore.QObject, *, controller: Controller, overlay: Stage, pool: Pool
    ) -> None:
        """`pool` makes the picture's file."""
        super().__init__(parent)
        self._controller, self._overlay, self._pool = controller, overlay, pool
        self._pointer: Pointer | None = None

    @property
    def is_busy(self) -> bool:
        """Whether the user is pointing."""
        return self._pointer is not None

    def begin(self, look: Look) -> None:
        """Step aside and have the user point, unless they do already."""
        if self._pointer is not None:
            return
        pointer = Pointer(self, self._overlay.window, look)
        self._overlay.step_aside()
        pointer.chosen.connect(self._on_chosen)
        pointer.left.connect(self._on_left)
        self._pointer = pointer
        pointer.begin()

    def stop(self) -> None:
        """Leave it. May be called again."""
        pointer, self._pointer = self._pointer, None
        if pointer is not None:
            pointer.stop()
            self._overlay.step_back()

    @guard
    def _on_left(self) -> None:
        self._pointer = None
        self._overlay.step_back()

    @guard
    def _on_chosen(self, widget: QtWidgets.QWidget, piece: Piece | None) -> None:
        self._pointer = None
        mask, others = self._controller.options.mask, Others(self._overlay)
        try:
            window, place = widget.window(), seen_rect(widget, piece)
            rules = Rules.of_program(mask)
            told = facts(widget, rules, focused=self._overlay.focused_before)
            if piece is not None:
                told = replace(told, part=part_of(piece, rules))
            others.step_aside()
            image = render(window, mask)
        finally:
            others.step_back()
            self._overlay.step_back()
        job = pointed_job(image, place, told, sketches_of(self._controller.writing))
        self._controller.pictures.add([job], pool=self._pool)


def pointed_job(image: QtGui.QImage, place: QtCore.QRect, told: Pointed, sketches: Sketches) -> Job:
    """Return the job that makes a picture of `image` with a box around `place`.

    `place` is in the units of Qt that the image's own ratio belongs to. `sketches` gets to
    know the box, so that it can be moved and taken away again.
    """
    ratio = image.devicePixelRatio()
    width, height = image.width(), image.height()
    line = default_width(width, height)
    left, top = place.left() * ratio, place.top() * ratio
    right, bottom = left + place.width() * ratio, top + place.height() * ratio
    # Around it where there is room, so that nothing of it is under the line.
    corners = (
        Point(max(left - line, line), max(top - line, line)),
        Point(min(right + line, width - line), min(bottom + line, height - line)),
    )
    mark = Mark(MarkKind.BOX, corners, COLOURS[0], line)

    def job() -> Picture:
        drawing = Drawing(width, height, (mark,))
        made = image_job(flattened(image, drawing), PictureSource.WINDOW)()
        picture = replace(made, pointed=told)
        base = image_job(image, PictureSource.WINDOW)()
        if (base.width, base.height) == (width, height):
            sketches.keep(picture, Sketch(base, drawing))
        return picture

    return job
