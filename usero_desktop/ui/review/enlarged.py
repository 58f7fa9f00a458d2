"""Pictures as large as they can be read in the panel, made where nobody waits for it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from usero_desktop.capture import PICTURE_PARTS
from usero_desktop.loading import load_gently
from usero_desktop.qt import QtGui
from usero_desktop.ui.guard import guard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from usero_desktop.core.pool import Pool
    from usero_desktop.model.picture import Picture
    from usero_desktop.ui.process.bridge import Bridge

SIDE: Final = 1024
"""Pixels of the longer side at most: the width of a panel with three pixels for each of its own."""


class Enlarged:
    """Has the images of the pictures that are shown, once they are decoded. GUI thread."""

    def __init__(self, pool: Pool, bridge: Bridge, came: Callable[[], None]) -> None:
        """`came` is called when another image is there."""
        self._pool, self._bridge, self._came = pool, bridge, came
        self._images: dict[int, tuple[Picture, QtGui.QImage | None]] = {}
        """By the picture's identity, as equal ones would be compared byte by byte."""

    def of(self, pictures: Iterable[Picture]) -> tuple[QtGui.QImage | None, ...]:
        """Return the image of each of `pictures`, None for one that is still being made."""
        return tuple(self._images.get(id(picture), (picture, None))[1] for picture in pictures)

    def want(self, pictures: Iterable[Picture]) -> None:
        """Make those of `pictures` that are missing, and keep no others."""
        known, self._images = self._images, {}
        for picture in pictures:
            if id(picture) in self._images:
                continue
            is_known = id(picture) in known
            self._images[id(picture)] = known.get(id(picture), (picture, None))
            if not is_known:
                done = self._bridge.to_gui(partial(self._take, picture))
                self._pool.run(partial(enlarged, picture), done)

    @guard
    def _take(self, picture: Picture, result: QtGui.QImage | BaseException) -> None:
        # One that cannot be read stays as small as it came.
        is_wanted = id(picture) in self._images and self._images[id(picture)][0] is picture
        if is_wanted and isinstance(result, QtGui.QImage) and not result.isNull():
            self._images[id(picture)] = picture, result
            self._came()


def enlarged(picture: Picture) -> QtGui.QImage:
    """Return `picture`, decoded from the very bytes that are sent, SIDE at most.

    Raises ImageError. For a worker thread. Not by a QImageReader: Qt asks its formats about the
    data under a lock of the process's own, PySide6 asks Python then about the QBuffer that the
    data is in, and a GUI thread that reads an image meanwhile (the host's QPixmap of a file)
    waits for that lock with the interpreter in its hands: both for ever.
    """
    load_gently(PICTURE_PARTS)
    from usero_desktop.capture.load import decode_small

    frame = decode_small(picture.data, SIDE)
    size = frame.width, frame.height
    shown = QtGui.QImage(frame.pixels, *size, frame.stride, QtGui.QImage.Format.Format_RGB32)
    # A copy, as those pixels are the frame's, and one in which all are said to be opaque.
    return shown.convertToFormat(QtGui.QImage.Format.Format_ARGB32_Premultiplied)
