"""What the user has set for the whole desktop and Qt does not tell."""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from usero_desktop.ui.process.buslistener import BusListener

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jeepney.io.blocking import DBusConnection

PORTAL_NAME = "org.freedesktop.portal.Desktop"
PORTAL_PATH = "/org/freedesktop/portal/desktop"
PORTAL_INTERFACE = "org.freedesktop.portal.Settings"
SYSTEM_SECONDS = 1.0
SPI_GETCLIENTAREAANIMATION = 0x1042

ANY_BACKEND = ""
"""Whichever of Qt's network backends can tell whether the machine is online."""

# What asks for what, by namespace, key and value, as the Settings portal of GNOME, KDE and newer
# desktops of any kind has them.
STILL = (
    ("org.freedesktop.appearance", "reduced-motion", 1),
    ("org.gnome.desktop.interface", "enable-animations", False),
    ("org.kde.kdeglobals.KDE", "AnimationDurationFactor", "0"),
)
CONTRAST = (
    ("org.freedesktop.appearance", "contrast", 1),
    ("org.gnome.desktop.a11y.interface", "high-contrast", True),
)
_SPACES = sorted({space for space, _, _ in (*STILL, *CONTRAST)})
THREAD = "usero-desktop"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user asked the whole desktop for: less motion, more contrast."""

    still: bool = False
    contrast: bool = False


class DesktopWatch:
    """Tells what the user wishes of the desktop, and again when that changes.

    A thread of its own waits for the Settings portal (Linux); it sleeps until that speaks. On
    Windows and macOS motion is asked for once, and contrast is Qt's to tell. Nothing is said
    where nobody can say.
    """

    def __init__(self, heard: Callable[[Wishes], None]) -> None:
        """Begin; `heard` is called on that thread."""
        self._heard = heard
        self._line: BusListener | None = None
        reduces = {"win32": _windows_reduces, "darwin": _mac_reduces}.get(sys.platform)
        if reduces is None:
            self._line = BusListener(THREAD, self._listen)
        else:
            threading.Thread(target=self._ask, args=(reduces,), name=THREAD, daemon=True).start()

    def end(self) -> None:
        """Hear nothing more. Any thread; may be called again."""
        if self._line is not None:
            self._line.end()

    def _ask(self, reduces: Callable[[], bool]) -> None:
        self._heard(Wishes(still=reduces()))

    def _listen(self, bus: DBusConnection) -> None:
        from jeepney import DBusAddress, HeaderFields, MatchRule, MessageType, new_method_call
        from jeepney.bus_messages import message_bus

        portal = DBusAddress(PORTAL_PATH, bus_name=PORTAL_NAME, interface=PORTAL_INTERFACE)
        changed = MatchRule(
            type="signal", sender=PORTAL_NAME, path=PORTAL_PATH, interface=PORTAL_INTERFACE,
            member="SettingChanged",
        )  # fmt: skip
        # First this: what changes between question and answer is not missed.
        bus.send(message_bus.AddMatch(changed))
        question = next(bus.outgoing_serial)
        bus.send(new_method_call(portal, "ReadAll", "as", (_SPACES,)), serial=question)
        settings: dict[tuple[str, str], object] = {}
        known: Wishes | None = None
        while True:
            message = bus.receive()
            fields, kind = message.header.fields, message.header.message_type
            if fields.get(HeaderFields.reply_serial) == question:
                if kind is MessageType.error:
                    return  # there is no portal
                settings = _flat(message.body[0]) | settings
            elif fields.get(HeaderFields.member) == "SettingChanged":
                space, key, value = message.body
                settings[space, key] = value[1]
            else:
                continue
            wishes = _wishes(settings)
            if wishes != known:
                known = wishes
                self._heard(wishes)


def _flat(answer: Mapping[str, Mapping[str, tuple[str, object]]]) -> dict[tuple[str, str], object]:
    return {(space, key): value[1] for space, keys in answer.items() for key, value in keys.items()}


def _wishes(settings: Mapping[tuple[str, str], object]) -> Wishes:
    still, contrast = (
        any(settings.get((space, key)) == value for space, key, value in signs)
        for signs in (STILL, CONTRAST)
    )
    return Wishes(still, contrast)


def network_backend() -> str | None:
    """Return which of Qt's network backends to load, ANY_BACKEND, or None for none of them.

    Qt asks NetworkManager while the GUI thread waits, and one that is there and does not
    answer would keep it waiting for half a minute. So it is asked here first. For a worker
    thread: it may take `SYSTEM_SECONDS` twice.
    """
    if not sys.platform.startswith("linux"):
        return ANY_BACKEND
    try:
        from jeepney import DBusAddress, MessageType, Properties
        from jeepney.io.blocking import open_dbus_connection
    except ImportError:
        return None
    manager = DBusAddress(
        "/org/freedesktop/NetworkManager",
        bus_name="org.freedesktop.NetworkManager",
        interface="org.freedesktop.NetworkManager",
    )
    try:
        with open_dbus_connection("SYSTEM", auth_timeout=SYSTEM_SECONDS) as bus:
            question = Properties(manager).get("State")
            reply = bus.send_and_get_reply(question, timeout=SYSTEM_SECONDS)
    except (TimeoutError, RuntimeError):
        return None  # it does not answer, or cannot be asked from here
    except (OSError, KeyError, ValueError, EOFError):
        return ANY_BACKEND  # no system bus: nothing that could keep Qt waiting
    is_there = reply.header.message_type is not MessageType.error
    return "networkmanager" if is_there else ANY_BACKEND


def _windows_reduces() -> bool:
    """Ask for "Animation effects" of the accessibility settings; not tried on Windows yet."""
    import ctypes

    answer = ctypes.c_int(1)
    user32 = ctypes.CDLL("user32")
    user32.SystemParametersInfoW(SPI_GETCLIENTAREAANIMATION, 0, ctypes.byref(answer), 0)
    return not answer.value


def _mac_reduces() -> bool:
    """Ask NSWorkspace.accessibilityDisplayShouldReduceMotion; not tried on a Mac yet."""
    import ctypes
    import ctypes.util

    library = ctypes.util.find_library("objc")
    if library is None:
        return False
    objc = ctypes.cdll.LoadLibrary(library)
    objc.objc_getClass.restype = objc.sel_registerName.restype = ctypes.c_void_p
    send = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)(
        ("objc_msgSend", objc)
    )
    shared = send(objc.objc_getClass(b"NSWorkspace"), objc.sel_registerName(b"sharedWorkspace"))
    name = objc.sel_registerName(b"accessibilityDisplayShouldReduceMotion")
    return bool((send(shared, name) or 0) & 0xFF)
