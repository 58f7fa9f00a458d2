"""Pictures of the screen by mss: X11, Windows and macOS."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from usero_desktop.capture import PARTS
from usero_desktop.capture.deadline import within
from usero_desktop.capture.encode import encode_picture
from usero_desktop.capture.grabber import Monitor
from usero_desktop.capture.session import require_screen
from usero_desktop.capture.strips import blank, is_one_colour, put_bgrx, strips
from usero_desktop.errors import CaptureUnavailable
from usero_desktop.loading import load_gently
from usero_desktop.model.picture import PictureSource

if TYPE_CHECKING:
    from collections.abc import Callable

    import mss
    from PIL.Image import Image

    from usero_desktop.model.picture import Picture

Result = TypeVar("Result")

DEADLINE = 5.0
"""Seconds a capture may take: 4K takes 0.1 s, and a display server that hangs, for ever."""


class ScreenGrabber:
    """A Grabber on mss. Any thread; each call opens and closes its own connection.

    On Windows mss sets the process's DPI awareness when it is first used, and Qt's own
    setting fails after that: the QApplication must exist before the first call.
    """

    def __init__(
        self, *, deadline: float = DEADLINE, taken: Callable[[], None] | None = None
    ) -> None:
        """Let every look at the screen take at most `deadline` seconds.

        `taken` is called on the caller's thread once the pixels are here and the screen may
        change again, well before the picture is encoded.
        """
        self._deadline = deadline
        self._taken = taken

    def monitors(self) -> tuple[Monitor, ...]:
        """Return the monitors; at least one. Raises CaptureUnavailable."""
        return self._ask(_monitors)[1:]

    def grab(self, monitor: Monitor) -> Picture:
        """Return one monitor's picture in true pixels. Raises CaptureUnavailable."""
        return self._picture(lambda screen: _image(screen, monitor))

    def grab_all(self) -> Picture:
        """Return the whole desktop, every monitor in its place. Raises CaptureUnavailable."""
        return self._picture(lambda screen: _image(screen, _whole(_monitors(screen))))

    def _picture(self, take: Callable[[mss.MSS], Image]) -> Picture:
        image = self._ask(take)
        if self._taken is not None:
            self._taken()
        if is_one_colour(image):
            # What macOS without the permission, a locked screen and some remote desktops give.
            raise CaptureUnavailable(
                "The picture of the screen came out empty."
                " Choose “This window”, or attach a picture file.",
                code="screen_empty",
            )
        return encode_picture(image, source=PictureSource.SCREEN)

    def _ask(self, question: Callable[[mss.MSS], Result]) -> Result:
        require_screen()
        try:
            return within(self._deadline, lambda: _open(question))
        except TimeoutError:
            raise CaptureUnavailable(
                f"The screen did not answer within {self._deadline:g} seconds."
                " Try again, or choose “This window”.",
                code="screen_silent",
                seconds=f"{self._deadline:g}",
            ) from None


def prepare_screen() -> None:
    """Load what `grab_screen` needs and ask how many monitors there are; no picture is taken.

    For a worker thread, some time before: the first picture is then as quick as the next.
    """
    with suppress(CaptureUnavailable):  # that is for the picture itself to say
        require_screen()
        load_gently(PARTS)
        ScreenGrabber().monitors()


def grab_screen(*, deadline: float = DEADLINE, taken: Callable[[], None] | None = None) -> Picture:
    """Return a picture of the entire screen, every monitor, in true pixels.

    For a worker thread: at 3840 x 2160 it takes half a second, `deadline` seconds at most
    before the encoding. `taken` is called in between. Raises CaptureUnavailable.
    """
    return ScreenGrabber(deadline=deadline, taken=taken).grab_all()


def _open(question: Callable[[mss.MSS], Result]) -> Result:
    import mss

    # mss 10.2 raises, as seen: XError without a display and XProtoError for a place outside
    # the screen (both are ScreenShotError), a bare AssertionError once the X server is gone,
    # OSError and RuntimeError where libxcb does not load; ctypes adds the last four.
    failures = (
        mss.ScreenShotError, AssertionError, OSError, RuntimeError,
        AttributeError, TypeError, ValueError, MemoryError,
    )  # fmt: skip
    try:
        with mss.MSS() as screen:
            return question(screen)
    except failures as error:
        raise CaptureUnavailable(
            "The system did not give a picture of the screen."
            " Choose “This window”, or attach a picture file.",
            code="screen_failed",
        ) from error


def _monitors(screen: mss.MSS) -> tuple[Monitor, ...]:
    """Return the whole desktop and then each monitor."""
    found = tuple(_monitor(index, entry) for index, entry in enumerate(screen.monitors))
    # An X server without RandR names no monitor; its one screen is then both.
    return found if len(found) > 1 else (*found, *(_numbered(found[0]) for _ in found))


def _numbered(whole: Monitor) -> Monitor:
    return Monitor(1, whole.left, whole.top, whole.width, whole.height)


def _monitor(index: int, entry: object) -> Monitor:
    # Keys in mss 10, attributes from mss 11 on.
    def value(name: str, default: object = 0) -> object:
        if isinstance(entry, dict):
            return entry.get(name, default)
        return getattr(entry, name, default)

    left, top, width, height = (int(str(value(n))) for n in ("left", "top", "width", "height"))
    return Monitor(index, left, top, width, height, str(value("name", "") or value("output", "")))


def _whole(monitors: tuple[Monitor, ...]) -> Monitor:
    """Return what "Entire screen" means: the one monitor, or the desktop they share."""
    whole, *each = monitors
    return each[0] if len(each) == 1 else whole


def _image(screen: mss.MSS, monitor: Monitor) -> Image:
    canvas: Image | None = None
    right = monitor.left + monitor.width
    for first, after in strips(monitor.width, monitor.height):
        shot = screen.grab((monitor.left, monitor.top + first, right, monitor.top + after))
        # On a Retina Mac a strip comes back with more pixels than it was asked for in points.
        scale = shot.height / (after - first)
        if canvas is None:
            canvas = blank("RGB", (shot.width, round(monitor.height * scale)))
        put_bgrx(canvas, shot.raw, round(first * scale), shot.width * 4)
    if canvas is None:
        raise ValueError("a monitor without a size")
    return canvas
