"""Pictures of a Wayland desktop, which gives them to who asks its portal, and to nobody else.

The portal (org.freedesktop.portal.Screenshot) may ask the user first, may let them choose a
part, and hands over a file. It answers with a signal from an object whose path is known
before: that is subscribed to first, so that no answer comes too early.
"""

from __future__ import annotations

import os
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes, urlsplit

from usero_desktop.capture.content import require_content
from usero_desktop.capture.load import decode_frame
from usero_desktop.capture.session import BY_DESKTOP, late
from usero_desktop.capture.source import FLAGS, read_open
from usero_desktop.errors import CaptureRefused, CaptureUnavailable

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable

    from jeepney import DBusAddress
    from jeepney.io.blocking import DBusConnection
    from jeepney.low_level import Message

    from usero_desktop.capture.frame import Frame

DEADLINE: Final = 60.0
"""Seconds for the user to answer what the desktop asks them."""

REPLY_SECONDS: Final = 5.0
"""Seconds for the portal to take the question; it answers that before it asks the user."""

NAME: Final = "org.freedesktop.portal.Desktop"
PATH: Final = "/org/freedesktop/portal/desktop"
INTERFACE: Final = "org.freedesktop.portal.Screenshot"
REQUEST: Final = "org.freedesktop.portal.Request"
DONE, CANCELLED = 0, 1
"""What a Response begins with; 2 is any other end."""

TARGETS_SINCE: Final = 3
SCREEN, AREA = 1, 4
"""What a portal of that version can be asked for by itself, as bits of what it offers."""

LINGER_SECONDS: Final = 3.0
"""How long an answer is waited for that is not wanted any more, so that its file can go."""

GLANCE_SECONDS: Final = 0.1
"""How often one that waits looks whether it still should."""

SHOWN: Final = "The desktop's picture"
"""What its file is called where something is wrong with it."""

CLOCK_SLACK: Final = 5.0
"""Seconds by which a file system's clock may be behind ours."""


class PortalGrabber:
    """A Grabber and a Chooser on the desktop's portal. Any thread."""

    def __init__(
        self, *, deadline: float = DEADLINE, is_over: Callable[[], bool] = lambda: False
    ) -> None:
        """Wait up to `deadline` seconds for the user, or until `is_over` says to wait no more.

        What comes just after that is returned all the same, for the caller to throw away.
        """
        self._deadline, self._is_over = deadline, is_over

    def grab_all(self) -> Frame:
        """Return all of the screen; see `_ask`."""
        return self._ask(interactive=False)

    def choose(self) -> Frame:
        """Return what the user chooses; see `_ask`."""
        return self._ask(interactive=True)

    def _ask(self, *, interactive: bool) -> Frame:
        """Return the picture in the file that the portal makes, which goes if it is new.

        Raises CaptureRefused where the user called it off (`capture_cancelled`) or said no,
        CaptureUnavailable where there is no such portal or nothing came of it, and ImageError
        for a file that is no picture.
        """
        began = time.time()
        uri = _asked(_Question(interactive, self._deadline, self._is_over))
        content = [_content(_local(uri), began)]
        frame = decode_frame(content.pop(), SHOWN)  # up to 50 MB, let go of in there
        require_content(frame)
        return frame


@dataclass(frozen=True, slots=True)
class _Question:
    interactive: bool
    deadline: float
    is_over: Callable[[], bool]


def _asked(question: _Question) -> str:
    """Return the address of the file that the portal made."""
    try:
        from jeepney.io.blocking import open_dbus_connection

        with open_dbus_connection(auth_timeout=REPLY_SECONDS) as bus:
            return _answer(bus, question)
    except TimeoutError:
        raise CaptureUnavailable(
            f"Your desktop did not answer in time. Try again, or {BY_DESKTOP}.",
            code="portal_silent",
        ) from None
    except (ImportError, OSError, EOFError, KeyError, ValueError, RuntimeError) as error:
        # No session bus, or one that has ended or speaks in riddles.
        raise _without() from error


def _answer(bus: DBusConnection, question: _Question) -> str:
    from jeepney import DBusAddress, MatchRule, MessageType, new_method_call
    from jeepney.bus_messages import message_bus

    token = f"usero_{secrets.token_hex(8)}"
    sender = bus.unique_name.removeprefix(":").replace(".", "_")
    request = DBusAddress(f"{PATH}/request/{sender}/{token}", bus_name=NAME, interface=REQUEST)
    # Not by its sender: that is written there by its number, not by its name.
    response = MatchRule(
        type="signal", interface=REQUEST, member="Response", path=request.object_path
    )
    bus.send_and_get_reply(message_bus.AddMatch(response), timeout=REPLY_SECONDS)
    options = {"handle_token": ("s", token), "interactive": ("b", question.interactive)}
    options |= _target(bus, question)
    with bus.filter(response) as answers:
        call = new_method_call(_portal(), "Screenshot", "sa{sv}", ("", options))
        reply = bus.send_and_get_reply(call, timeout=REPLY_SECONDS)
        if reply.header.message_type is MessageType.error:
            # One without a backend for it does not have the method.
            raise _without()
        try:
            return _uri(_received(bus, answers, question), question)
        except (TimeoutError, CaptureUnavailable):
            with suppress(OSError):  # takes the question off the screen
                bus.send(new_method_call(request, "Close"))
            raise


def _portal() -> DBusAddress:
    from jeepney import DBusAddress

    return DBusAddress(PATH, bus_name=NAME, interface=INTERFACE)


def _target(bus: DBusConnection, question: _Question) -> dict[str, tuple[str, int]]:
    """Return what to add to the question for a portal that knows targets: version 3 on."""
    from jeepney import MessageType, Properties

    asked = Properties(_portal()).get_all()
    reply = bus.send_and_get_reply(asked, timeout=REPLY_SECONDS)
    if reply.header.message_type is MessageType.error:
        return {}
    (told,) = reply.body
    version, offered = (
        int(told.get(name, ("u", 0))[1]) for name in ("version", "AvailableTargets")
    )
    wanted = AREA if question.interactive else SCREEN
    return {"target": ("u", wanted)} if version >= TARGETS_SINCE and offered & wanted else {}


def _received(bus: DBusConnection, answers: deque[Message], question: _Question) -> Message:
    until = time.monotonic() + question.deadline
    is_over = False
    while True:
        if not is_over and question.is_over():
            # A picture that is just being written would stay for ever once nobody hears of it.
            is_over = True
            until = min(until, time.monotonic() + LINGER_SECONDS)
        left = until - time.monotonic()
        try:
            return bus.recv_until_filtered(answers, timeout=max(min(left, GLANCE_SECONDS), 0))
        except TimeoutError:
            if left > GLANCE_SECONDS:
                continue
            if is_over:
                raise late() from None
            raise


def _uri(response: Message, question: _Question) -> str:
    code, results = response.body
    if code == CANCELLED:
        raise CaptureRefused("The picture was called off.", code="capture_cancelled")
    if code != DONE and question.interactive:
        # Nobody can tell one who wanted no part from a desktop that cannot have one chosen:
        # xdg-desktop-portal-wlr says this of both.
        raise CaptureRefused(
            "Your desktop gave no region. If you did not cancel that, take a picture of the"
            " entire screen.",
            code="portal_no_region",
        )
    if code != DONE:
        raise CaptureRefused(
            "Your desktop did not give a picture of the screen. Allow it in the settings, or"
            f" {BY_DESKTOP}.",
            code="portal_refused",
        )
    return str(results["uri"][1])


def _local(uri: str) -> Path:
    parts = urlsplit(uri)
    path = os.fsdecode(unquote_to_bytes(parts.path))
    if parts.scheme != "file" or parts.netloc or not path.startswith("/"):
        raise _failed()
    return Path(path)


def _content(path: Path, began: float) -> bytes:
    try:
        handle = os.open(path, FLAGS | getattr(os, "O_NOFOLLOW", 0))
    except (OSError, ValueError) as error:
        raise _failed() from error
    try:
        status = os.fstat(handle)
        if not S_ISREG(status.st_mode):
            raise _failed()
        content = read_open(handle, SHOWN)
        is_new = status.st_mtime >= began - CLOCK_SLACK
    except OSError as error:
        raise _failed() from error
    finally:
        os.close(handle)
    if is_new:  # else the portal was wrong, and it is a file of the user's
        with suppress(OSError):
            path.unlink()
    return content


def _without() -> CaptureUnavailable:
    return CaptureUnavailable(
        "This desktop (Wayland) offers no way to take a picture of the screen."
        f" {BY_DESKTOP.capitalize()}.",
        code="screen_wayland",
    )


def _failed() -> CaptureUnavailable:
    return CaptureUnavailable(
        f"The desktop's picture of the screen could not be read. Try again, or {BY_DESKTOP}.",
        code="portal_failed",
    )
