"""Pictures of the screen, taken for real and let go of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop import policy
from usero_desktop.capture.backends import desktop_chooses
from usero_desktop.cli.checks.finding import Check, Finding, State, Subject
from usero_desktop.cli.pictures import with_cause
from usero_desktop.errors import CaptureRefused, CaptureUnavailable, ImageError

if TYPE_CHECKING:
    from usero_desktop.capture.grabber import Grabber

STATES: Final = {
    "screen_none": State.SKIPPED,  # where there is no screen at all nothing is broken
    "screen_black": State.WARNING,  # pictures are taken; it is the screen that shows nothing
    "screen_empty": State.WARNING,
}

FORBIDDEN: Final = "This computer's administrator lets no screenshot be sent."

PORTAL_SECONDS: Final = 15.0
"""How long a desktop may take that asks its user first, who sits before it."""


def _look_at_screen(_subject: Subject) -> tuple[Finding, ...]:
    if not policy.read().screenshots:
        return (Finding("capture_screen", State.SKIPPED, FORBIDDEN),)
    if desktop_chooses():
        sentence = "Not used on Wayland, where no program may look at the screen by itself."
        return (Finding("capture_screen", State.SKIPPED, sentence),)
    from usero_desktop.capture.screen import ScreenGrabber

    return (_tried("capture_screen", ScreenGrabber()),)


def _look_at_portal(_subject: Subject) -> tuple[Finding, ...]:
    if not policy.read().screenshots:
        return (Finding("capture_portal", State.SKIPPED, FORBIDDEN),)
    if not desktop_chooses():
        sentence = "Not needed here: the desktop's portal takes pictures on Wayland alone."
        return (Finding("capture_portal", State.SKIPPED, sentence),)
    from usero_desktop.capture.portal import PortalGrabber

    return (_tried("capture_portal", PortalGrabber(deadline=PORTAL_SECONDS)),)


def _tried(name: str, grabber: Grabber) -> Finding:
    try:
        frame = grabber.grab_all()
    except CaptureUnavailable as error:
        state = STATES.get(error.code, State.FAILED)
        return Finding(name, state, with_cause(error), facts={"code": error.code})
    except CaptureRefused as error:
        return Finding(name, State.WARNING, str(error), facts={"code": error.code})
    except ImageError as error:
        return Finding(name, State.FAILED, str(error), facts={"code": error.code})
    return Finding(
        name,
        State.OK,
        f"A picture of {frame.width} by {frame.height} pixels was taken, and let go of.",
        facts={"width": frame.width, "height": frame.height},
    )


SCREEN = Check(("capture_screen",), _look_at_screen)
PORTAL = Check(("capture_portal",), _look_at_portal)
