"""Whether a picture of the screen shows anything.

A capture that failed says so by its colour: all black where the session is locked or another
display server has the screen, one colour where a remote desktop or a missing permission gives
the bare background. Such a picture is never attached silently.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.capture.session import BY_SYSTEM
from usero_desktop.capture.strips import only_colour
from usero_desktop.errors import CaptureUnavailable

if TYPE_CHECKING:
    from usero_desktop.capture.frame import Frame

BLACK = (0, 0, 0)


def require_content(frame: Frame) -> None:
    """Raise CaptureUnavailable where every pixel of `frame` is the same. Any thread."""
    colour = only_colour(frame)
    if colour is None:
        return
    if colour == BLACK:
        raise CaptureUnavailable(
            "The picture of the screen came out all black. Check that the screen is on and not"
            " locked, and try again.",
            code="screen_black",
        )
    raise CaptureUnavailable(
        f"The picture of the screen came out empty, in one colour. Try again, or {BY_SYSTEM}.",
        code="screen_empty",
    )
