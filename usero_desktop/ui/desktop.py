"""What the user has set for the whole desktop and Qt does not tell."""

from __future__ import annotations

import sys

PORTAL_SECONDS = 1.0
SYSTEM_SECONDS = 1.0
SPI_GETCLIENTAREAANIMATION = 0x1042

ANY_BACKEND = ""
"""Whichever of Qt's network backends can tell whether the machine is online."""

# Namespace, key and the value that means "no motion", as the Settings portal of GNOME, KDE
# and newer desktops of any kind has them.
QUIET = (
    ("org.freedesktop.appearance", "reduced-motion", 1),
    ("org.gnome.desktop.interface", "enable-animations", False),
    ("org.kde.kdeglobals.KDE", "AnimationDurationFactor", "0"),
)


def reduces_motion() -> bool:
    """Whether the user asked the system for less motion; False where nobody can say.

    For a worker thread: the portal may take `PORTAL_SECONDS`.
    """
    asked = {"win32": _windows_reduces, "darwin": _mac_reduces}.get(sys.platform)
    return asked() if asked else _portal_reduces()


def _portal_reduces() -> bool:
    try:
        from jeepney import DBusAddress, MessageType, new_method_call
        from jeepney.io.blocking import open_dbus_connection
    except ImportError:
        return False
    portal = DBusAddress(
        "/org/freedesktop/portal/desktop",
        bus_name="org.freedesktop.portal.Desktop",
        interface="org.freedesktop.portal.Settings",
    )
    question = new_method_call(portal, "ReadAll", "as", ([name for name, _, _ in QUIET],))
    try:
        with open_dbus_connection() as bus:
            reply = bus.send_and_get_reply(question, timeout=PORTAL_SECONDS)
    except (OSError, KeyError, ValueError, EOFError):
        return False  # no session bus, or one that does not answer
    if reply.header.message_type is MessageType.error:
        return False  # no portal
    settings = reply.body[0]
    return any(
        settings.get(namespace, {}).get(key, ("", None))[1] == value
        for namespace, key, value in QUIET
    )


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
