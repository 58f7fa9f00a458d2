"""What users bring along, as jobs that make pictures: each runs in the pool, not here."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from usero_desktop import capture
from usero_desktop.loading import load_gently
from usero_desktop.model.picture import PictureSource
from usero_desktop.qt import QtCore, QtGui, pixels_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.capture.frame import Frame
    from usero_desktop.model.picture import Picture
    from usero_desktop.ui.form.writing import Job
    from usero_desktop.ui.masking.screen import Masked
    from usero_desktop.ui.units import Box, ScreenPlace

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
    if (image := _image_of(data)) is not None:
        # A browser tells where its picture is from, too, and that is not asked for.
        return [image_job(image, source)], False
    return [], foreign


def _image_of(data: QtCore.QMimeData) -> QtGui.QImage | None:
    found = data.imageData() if data.hasImage() else None
    if isinstance(found, QtGui.QPixmap):
        # As the host copied it: within one program nothing is converted on the way.
        found = found.toImage()
    return found if isinstance(found, QtGui.QImage) and not found.isNull() else None


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
        rows = _on_white(image)
        return encode_pixels(
            pixels_of(rows), rows.width(), rows.height(), rows.bytesPerLine(), source=source
        )

    return job


def _on_white(image: QtGui.QImage) -> QtGui.QImage:
    """Return `image` in opaque pixels; what shines through lies on white, as a file's does."""
    if not image.hasAlphaChannel():
        return image.convertToFormat(QtGui.QImage.Format.Format_RGB32)
    rows = QtGui.QImage(image.size(), QtGui.QImage.Format.Format_RGB32)
    rows.fill(QtGui.QColor("white"))
    painter = QtGui.QPainter(rows)
    painter.drawImage(rows.rect(), image)
    painter.end()
    return rows


class Absence:
    """The time in which ours are off the screen; it is ended on the GUI thread."""

    def __init__(self) -> None:
        self._over = False
        self._masked: Masked | None = None

    def mask(self, masked: Masked) -> None:
        """Have `masked` know, until the picture is taken, what it may not show. GUI thread."""
        self._masked = masked

    def end(self) -> None:
        """Say that ours are about to come back."""
        self._over = True
        if self._masked is not None:
            self._masked.end()

    def burn(self, frame: Frame) -> None:
        """Paint over in `frame`, which was just taken, what is masked. For a worker."""
        if self._masked is not None:
            self._masked.burn(frame)

    def is_over(self) -> bool:
        """Whether ours are back, or may be. Any thread."""
        return self._over

    def check(self) -> None:
        """Raise CaptureUnavailable where ours are back, or may be. Any thread."""
        if self._over:
            from usero_desktop.capture.session import late

            raise late()


def entire_screen(absence: Absence) -> Frame:
    """Return every monitor; on Wayland the desktop may ask the user first. For a worker."""
    from usero_desktop.capture.backends import grabber

    return grabber(absence.is_over).grab_all()


def chosen_part(absence: Absence) -> Frame:
    """Return what the user chooses in their desktop's own way. For a worker."""
    from usero_desktop.capture.backends import chooser

    return chooser(absence.is_over).choose()


def one_screen(screen: ScreenPlace) -> Callable[[Absence], Frame]:
    """Return what takes the monitor that `screen` is."""

    def take(_absence: Absence) -> Frame:
        from usero_desktop.capture.backends import monitor_grabber

        grabber = monitor_grabber()
        return grabber.grab(screen.monitor(grabber.monitors()))

    return take


def frame_job(
    absence: Absence,
    taken: Callable[[], None],
    take: Callable[[Absence], Frame] = entire_screen,
) -> Callable[[], Frame]:
    """Return the job that has `take` look at the screen, if that is done within `absence`.

    It calls `taken`, on its own thread, when the screen may change again or nothing came of
    it. What is masked is not in the frame.
    """

    def job() -> Frame:
        try:
            absence.check()
            frame = take(absence)
            absence.check()
        finally:
            taken()
        absence.burn(frame)
        return frame

    return job


def screen_job(
    absence: Absence,
    taken: Callable[[], None],
    take: Callable[[Absence], Frame] = entire_screen,
    source: PictureSource = PictureSource.SCREEN,
) -> Job:
    """Return the job that makes a picture of what `frame_job` takes."""
    look = frame_job(absence, taken, take)

    def job() -> Picture:
        from usero_desktop.capture.encode import encode_frame

        return encode_frame(look(), source=source)

    return job


def part_job(frame: Frame, box: Box) -> Job:
    """Return the job that makes a picture of a part of `frame`, to the pixel."""

    def job() -> Picture:
        from usero_desktop.capture.encode import encode_frame

        return encode_frame(frame.part(*box), source=PictureSource.REGION)

    return job


def prepare_screen() -> None:
    """Make the first picture of the screen as quick as the next; runs in the pool."""
    from usero_desktop.capture.screen import prepare_screen

    prepare_screen()
