"""The seam between "take a picture of the screen" and the system that can take it.

Which one stands behind it in this session `backends.py` says: mss on X11, Windows and macOS
(`screen.py`), the desktop's portal on Wayland (`portal.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from usero_desktop.capture.frame import Frame


@dataclass(frozen=True, slots=True)
class Monitor:
    """One monitor: its place on the desktop and its size, in the system's screen units.

    These are physical pixels on X11 and Windows and points on macOS, where a picture has
    `width` times the monitor's scale. `index` counts from 1; 0 is the whole desktop.
    `left` and `top` are negative for a monitor left of or above the first.
    """

    index: int
    left: int
    top: int
    width: int
    height: int
    name: str = ""


class Grabber(Protocol):
    """Takes pictures of the screen. Called in a worker thread; may take seconds.

    Every method raises CaptureUnavailable where this session gives no pictures and
    CaptureRefused where the user or the system said no; its code is `capture_cancelled` where
    the user called it off, which nobody needs to be told.
    """

    def grab_all(self) -> Frame:
        """Return every monitor in one, each where it stands on the desktop."""
        ...


class MonitorGrabber(Grabber, Protocol):
    """A Grabber where a program may look where it likes, and tells the monitors apart."""

    def monitors(self) -> tuple[Monitor, ...]:
        """Return the monitors, first one first; at least one."""
        ...

    def grab(self, monitor: Monitor) -> Frame:
        """Return one monitor in its true pixels."""
        ...


class Chooser(Grabber, Protocol):
    """A Grabber whose desktop asks the user, and lets nobody but them choose a part."""

    def choose(self) -> Frame:
        """Return what the user chooses in the desktop's own way: a monitor, a window, a part.

        They may take a minute.
        """
        ...
