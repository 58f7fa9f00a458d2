"""What users bring along, as jobs that make pictures: each runs in the pool, not here."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from usero_desktop import capture
from usero_desktop.errors import CaptureUnavailable
from usero_desktop.loading import load_gently
from usero_desktop.qt import QtCore, QtGui, QtWidgets, pixels_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.model.picture import Picture, PictureSource

Job: TypeAlias = "Callable[[], Picture]"

_one_at_a_time = threading.Lock()
"""Held while a picture is made. Two threads that are busy hand the interpreter to each other
past the GUI thread, which was seen to wait 70 ms for its turn beside two pictures of 8K; beside
one it waits 10."""


def jobs_of(data: QtCore.QMimeData, source: PictureSource) -> tuple[list[Job], bool]:
    """Return a job for each local file or the picture in `data`; GUI thread.

    The second value says whether something was left out because it is not on this computer.
    """
    urls = data.urls()
    files = [Path(url.toLocalFile()) for url in urls if _is_here(url)]
    foreign = len(files) < len(urls)
    if files:
        return [file_job(path, source) for path in files], foreign
    if data.hasImage():
        image = QtGui.QImage(data.imageData())
        if not image.isNull():
            return [image_job(image, source)], foreign
    return [], foreign


def _is_here(url: QtCore.QUrl) -> bool:
    # With a host in it a page in a browser could have Windows log in to somebody's server.
    return url.isLocalFile() and url.host().lower() in {"", "localhost"}


def file_job(path: str | Path, source: PictureSource) -> Job:
    """Return the job that reads, checks and re-encodes the file at `path`."""

    def job() -> Picture:
        from usero_desktop.capture.source import read_file, shown_name

        # Before our turn: a file on a network that hangs is to hold nobody else up.
        content = [read_file(path)]
        with _one_at_a_time:
            load_gently(capture.PICTURE_PARTS)
            from usero_desktop.capture.load import decode

            return decode(content.pop(), shown_name(path), source)  # 50 MB, let go of in there

    return job


def image_job(image: QtGui.QImage, source: PictureSource) -> Job:
    """Return the job that encodes `image`, which must not be changed any more."""

    def job() -> Picture:
        from usero_desktop.capture.encode import encode_pixels
        from usero_desktop.capture.load import NAMELESS, check_size

        check_size((image.width(), image.height()), NAMELESS)
        # QImage is safe to read in another thread.
        rows = image.convertToFormat(QtGui.QImage.Format.Format_RGB32)
        return encode_pixels(
            pixels_of(rows), rows.width(), rows.height(), rows.bytesPerLine(), source=source
        )

    return job


class Absence:
    """The time in which ours are off the screen; it is ended on the GUI thread."""

    def __init__(self) -> None:
        self._over = False

    def end(self) -> None:
        """Say that ours are about to come back."""
        self._over = True

    def check(self) -> None:
        """Raise CaptureUnavailable where ours are back, or may be. Any thread."""
        if self._over:
            raise CaptureUnavailable(
                "The picture of the screen took too long. Try again, or choose “This window”.",
                code="screen_late",
            )


def screen_job(absence: Absence, taken: Callable[[], None]) -> Job:
    """Return the job that takes every monitor, if that is done within `absence`.

    It calls `taken`, on its own thread, when the screen may change again or nothing came of
    it.
    """

    def on_taken() -> None:
        absence.check()
        taken()

    def job() -> Picture:
        from usero_desktop.capture.screen import grab_screen

        try:
            absence.check()
            return grab_screen(taken=on_taken)
        finally:
            taken()

    return job


def prepare_screen() -> None:
    """Make the first picture of the screen as quick as the next; runs in the pool."""
    from usero_desktop.capture.screen import prepare_screen

    prepare_screen()


def render(window: QtWidgets.QWidget) -> QtGui.QImage:
    """Let Qt draw `window` in true pixels: no permission needed, and fine on Wayland."""
    ratio = window.devicePixelRatioF()
    size = window.size() * ratio
    image = QtGui.QImage(size, QtGui.QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(window.palette().color(QtGui.QPalette.ColorRole.Window))
    window.render(image)
    return image
