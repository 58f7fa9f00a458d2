"""A picture from the file to the canvas and back, as jobs for the pool."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from usero_desktop.capture import PICTURE_PARTS
from usero_desktop.errors import ImageError
from usero_desktop.loading import load_gently
from usero_desktop.qt import QtGui, writable_pixels_of
from usero_desktop.ui.canvas.paint import flattened
from usero_desktop.ui.capture.intake import image_job
from usero_desktop.ui.form.sketches import Sketch, split

if TYPE_CHECKING:
    from usero_desktop.annotation.drawing import Drawing
    from usero_desktop.model.picture import Picture
    from usero_desktop.ui.form.sketches import Sketches
    from usero_desktop.ui.form.writing import Job


def read(picture: Picture) -> QtGui.QImage:
    """Return the pixels of `picture`; raises ImageError where there are none. For a worker thread.

    Not by Qt, which lets nobody else have the interpreter until the whole picture is decoded.
    """
    load_gently(PICTURE_PARTS)
    from usero_desktop.capture.load import decode_into

    image = QtGui.QImage()

    def room(width: int, height: int) -> memoryview:
        nonlocal image
        image = QtGui.QImage(width, height, QtGui.QImage.Format.Format_RGB32)
        if (width, height) != (picture.width, picture.height) or image.isNull():
            raise _unreadable()
        return writable_pixels_of(image)

    try:
        decode_into(picture.data, room)
    except ImageError as error:
        raise _unreadable() from error
    return image


def _unreadable() -> ImageError:
    return ImageError("This screenshot cannot be read.", code="picture_unopened")


def marked(
    image: QtGui.QImage, drawing: Drawing, *, old: Picture, sketch: Sketch, sketches: Sketches
) -> Job:
    """Return the job that puts `drawing` into `image` and makes a file of it, in place of `old`.

    `sketch` is how `old` was made; `sketches` gets to know how the new one is, so that what is
    drawn on it can be changed again. Nobody may change `image` meanwhile.
    """

    def job() -> Picture:
        try:
            made = image_job(flattened(image, drawing), old.source)()
            new = replace(made, pointed=old.pointed)
            _keep(image, drawing, new=new, base=sketch.base or old, sketches=sketches)
        except (ImageError, MemoryError, OSError, ValueError) as error:
            # Whoever opens it again goes on where this ended.
            sketches.keep(old, Sketch(sketch.base, drawing))
            raise ImageError(
                "Your marks could not be put into the screenshot. Open it and try again.",
                code="picture_unchanged",
            ) from error
        return new

    return job


def _keep(
    image: QtGui.QImage, drawing: Drawing, *, new: Picture, base: Picture, sketches: Sketches
) -> None:
    burned, left = split(drawing)
    if not left.marks:
        return
    if burned.marks or burned.crop is not None:
        base = image_job(flattened(image, burned), base.source)()
        if (base.width, base.height) != (left.width, left.height):
            return  # too large to be a file as it is: what is drawn on it stays as it is, too
    sketches.keep(new, Sketch(base, left))
