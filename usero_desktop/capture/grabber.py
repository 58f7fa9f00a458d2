"""The seam between "take a picture of the screen" and the system that can take it.

mss on X11, Windows and macOS stands behind it (`screen.py`); a desktop portal can.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from usero_desktop.model.picture import Picture


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
    CaptureRefused where the user or the system said no.
    """

    def monitors(self) -> tuple[Monitor, ...]:
        """Return the monitors, first one first; at least one."""
        ...

    def grab(self, monitor: Monitor) -> Picture:
        """Return a picture of one monitor in its true pixels."""
        ...

    def grab_all(self) -> Picture:
        """Return one picture of every monitor, each where it stands on the desktop."""
        ...
