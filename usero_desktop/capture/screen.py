"""Pictures of the screen by mss: X11, Windows and macOS."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from usero_desktop.capture import PARTS
from usero_desktop.capture.bundled import load_bundled
from usero_desktop.capture.content import require_content
from usero_desktop.capture.deadline import within
from usero_desktop.capture.frame import PIXEL_BYTES, Frame, put, untouched
from usero_desktop.capture.grabber import Monitor
from usero_desktop.capture.permission import require_permission
from usero_desktop.capture.session import BY_SYSTEM, failed, require_screen
from usero_desktop.capture.strips import strips
from usero_desktop.errors import CaptureUnavailable
from usero_desktop.loading import load_gently

if TYPE_CHECKING:
    from collections.abc import Callable

    import mss

Result = TypeVar("Result")

DEADLINE = 5.0
"""Seconds a capture may take: 4K takes 0.1 s, and a display server that hangs, for ever."""


class ScreenGrabber:
    """A MonitorGrabber on mss. Any thread; each call opens and closes its own connection.

    On Windows mss sets the process's DPI awareness when it is first used, and Qt's own
    setting fails after that: the QApplication must exist before the first call.
    """

    def __init__(self, *, deadline: float = DEADLINE, core_graphics: str | None = None) -> None:
        """Let every look at the screen take at most `deadline` seconds.

        `core_graphics` is for `require_permission`.
        """
        self._deadline, self._core_graphics = deadline, core_graphics

    def monitors(self) -> tuple[Monitor, ...]:
        """Return the monitors; at least one. Raises CaptureUnavailable."""
        return self._ask(_monitors)[1:]

    def grab(self, monitor: Monitor) -> Frame:
        """Return one monitor's true pixels. Raises CaptureError."""
        return self._checked(lambda screen: _frame(screen, monitor))

    def grab_all(self) -> Frame:
        """Return the whole desktop, every monitor in its place. Raises CaptureError."""
        return self._checked(lambda screen: _frame(screen, _whole(_monitors(screen))))

    def _checked(self, take: Callable[[mss.MSS], Frame]) -> Frame:
        require_permission(self._core_graphics)
        frame = self._ask(take)
        require_content(frame)
        return frame

    def _ask(self, question: Callable[[mss.MSS], Result]) -> Result:
        require_screen()
        try:
            return within(self._deadline, lambda: _open(question))
        except TimeoutError:
            raise CaptureUnavailable(
                f"The screen did not answer within {self._deadline:g} seconds."
                f" Try again, or {BY_SYSTEM}.",
                code="screen_silent",
                seconds=f"{self._deadline:g}",
            ) from None


def prepare_screen() -> None:
    """Load what a picture of the screen needs, and take none.

    For a worker thread, some time before: the first picture is then as quick as the next.
    """
    with suppress(CaptureUnavailable):  # that is for the picture itself to say
        require_screen()
        load_gently(PARTS)
        ScreenGrabber().monitors()


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
        load_bundled()
        with mss.MSS() as screen:
            return question(screen)
    except failures as error:
        raise failed() from error


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


def _frame(screen: mss.MSS, monitor: Monitor) -> Frame:
    frame: Frame | None = None
    right = monitor.left + monitor.width
    for first, after in strips(monitor.width, monitor.height):
        shot = screen.grab((monitor.left, monitor.top + first, right, monitor.top + after))
        # On a Retina Mac a strip comes back with more pixels than it was asked for in points.
        scale = shot.height / (after - first)
        if frame is None:
            size = shot.width, round(monitor.height * scale)
            pixels = untouched(size[0] * size[1] * PIXEL_BYTES)
            frame = Frame(pixels, *size, monitor.left, monitor.top, scale)
        begin = round(first * scale) * frame.stride
        put(frame.pixels, begin, shot.raw)
    if frame is None:
        raise ValueError("a monitor without a size")
    return frame
