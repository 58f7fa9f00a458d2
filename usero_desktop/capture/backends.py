"""Which backend takes pictures of the screen in this session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.capture.session import is_wayland, require_screen

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.capture.grabber import Chooser, Grabber, MonitorGrabber


def never() -> bool:
    """Say that it is not called off."""
    return False


def desktop_chooses() -> bool:
    """Whether a part of the screen is chosen in the desktop's own way: by a `chooser`.

    Elsewhere a `monitor_grabber` tells the monitors apart, and a part is chosen on a picture
    of them. Any thread; asks nobody.
    """
    return is_wayland()


def grabber(is_over: Callable[[], bool] = never) -> Grabber:
    """Return what takes the entire screen in this session. Any thread; asks nobody.

    `is_over` is asked, on the worker thread, several times a second while the desktop lets one
    wait: soon after it says yes the wait ends in CaptureUnavailable (`screen_late`), or in a
    picture that came too late.
    """
    return chooser(is_over) if desktop_chooses() else _screen()


def chooser(is_over: Callable[[], bool] = never) -> Chooser:
    """Return what has the user choose a part, where `desktop_chooses`; as `grabber`."""
    from usero_desktop.capture.portal import PortalGrabber

    return PortalGrabber(is_over=is_over)


def monitor_grabber() -> MonitorGrabber:
    """Return what tells monitors apart; raises CaptureUnavailable where `desktop_chooses`."""
    require_screen()
    return _screen()


def _screen() -> MonitorGrabber:
    from usero_desktop.capture.screen import ScreenGrabber

    return ScreenGrabber()
