"""What macOS must be asked before the screen is looked at.

Without the permission macOS 10.15 and newer give no error but a picture of the bare wallpaper,
which nobody would know for a failure. Not tried on a Mac yet; the calls are tried against a
library that exports them.
"""

from __future__ import annotations

import sys
from typing import Final

from usero_desktop.errors import CaptureRefused

CORE_GRAPHICS: Final = "/System/Library/Frameworks/CoreGraphics.framework/CoreGraphics"


def require_permission(library: str | None = None) -> None:
    """Raise CaptureRefused where macOS lets this program see no other's windows. Any thread.

    The first time the system then asks the user by itself; what they allow counts from the
    program's next start on. Other systems have no such permission. `library` is where
    CoreGraphics is, on a Mac its usual place.
    """
    if library is None and sys.platform == "darwin":
        library = CORE_GRAPHICS
    if library is None:
        return
    import ctypes

    try:
        graphics = ctypes.CDLL(library)
        has_access = graphics.CGPreflightScreenCaptureAccess
        request_access = graphics.CGRequestScreenCaptureAccess
    except (OSError, AttributeError):
        return  # before 10.15 nobody had to be asked
    for question in (has_access, request_access):
        question.restype = ctypes.c_bool
    if has_access() or request_access():
        return
    raise CaptureRefused(
        "macOS does not let this app take pictures of the screen. Allow it in System Settings >"
        " Privacy & Security > Screen & System Audio Recording, then quit and reopen this app.",
        code="screen_permission",
    )
