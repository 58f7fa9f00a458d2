"""Whether the desktop session of this process gives pictures of its screen."""

from __future__ import annotations

import os
import sys
from typing import Final

from usero_desktop.errors import CaptureUnavailable

BY_SYSTEM: Final = "take the screenshot with the system's own tool and attach the file"
BY_DESKTOP: Final = "take the screenshot with the desktop's own tool and attach the file"
"""What helps in a panel and at a command line alike, neither of which this room knows."""


def is_wayland() -> bool:
    """Whether the user sits at a Wayland desktop.

    By the environment and not by trying: under Xwayland an X11 capture does not fail, it
    comes back black (python-mss issue 155).
    """
    return sys.platform.startswith("linux") and bool(
        os.environ.get("WAYLAND_DISPLAY") or os.environ.get("XDG_SESSION_TYPE") == "wayland"
    )


def require_screen() -> None:
    """Raise CaptureUnavailable where mss cannot see the screen. Any thread."""
    if not sys.platform.startswith("linux"):
        return
    if is_wayland():
        raise CaptureUnavailable(
            "This desktop (Wayland) does not let applications take a picture of the screen."
            f" {BY_DESKTOP.capitalize()}.",
            code="screen_wayland",
        )
    if not os.environ.get("DISPLAY"):
        raise CaptureUnavailable(
            "There is no screen to take a picture of here: DISPLAY is not set."
            " Attach a picture file instead.",
            code="screen_none",
        )


def failed() -> CaptureUnavailable:
    """Return what is to be said where the system has no picture for us."""
    return CaptureUnavailable(
        f"The system did not give a picture of the screen. Try again, or {BY_SYSTEM}.",
        code="screen_failed",
    )


def late() -> CaptureUnavailable:
    """Return what is to be said where a picture came after ours were back, or would."""
    return CaptureUnavailable(
        f"The picture of the screen took too long. Try again, or {BY_SYSTEM}.",
        code="screen_late",
    )
