"""Whether the desktop session of this process gives pictures of its screen."""

from __future__ import annotations

import os
import sys

from usero_desktop.errors import CaptureUnavailable


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
            " Choose “This window”, or take the screenshot yourself and attach the file.",
            code="screen_wayland",
        )
    if not os.environ.get("DISPLAY"):
        raise CaptureUnavailable(
            "There is no screen to take a picture of here."
            " Choose “This window”, or attach a picture file.",
            code="screen_none",
        )


def late() -> CaptureUnavailable:
    """Return what is to be said where a picture came after ours were back, or would."""
    return CaptureUnavailable(
        "The picture of the screen took too long. Try again, or choose “This window”.",
        code="screen_late",
    )
