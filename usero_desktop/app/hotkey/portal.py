"""Wayland: the desktop's portal (GlobalShortcuts), which asks the user and tells of that key alone.

GNOME has it since 48, KDE since 5.27, and Hyprland; sway and its relatives have not. A thread of
its own waits for it, and sleeps until the key is pressed. The portal ends what we have asked for
when our line to the bus ends, however that comes.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from usero_desktop.app.desktop.portal import GONE, PATH, DeclinedError, NoPortalError, Portal
from usero_desktop.app.hotkey.keys import SPECIAL
from usero_desktop.errors import UseroError
from usero_desktop.ui.process.bridge import Bridge

if TYPE_CHECKING:
    from usero_desktop.app.hotkey.grip import Listener
    from usero_desktop.app.hotkey.keys import Keys
    from usero_desktop.qt import QtCore

INTERFACE: Final = "org.freedesktop.portal.GlobalShortcuts"
SESSION: Final = "org.freedesktop.portal.Session"
SHORTCUT: Final = "feedback"
"""Our name for the key; the desktop remembers by it what the user chose."""

NAMES: Final = {"Space": "space", "PageUp": "Page_Up", "PageDown": "Page_Down"}
"""Keys that xkbcommon calls otherwise than Qt does."""


class PortalGrip:
    """A key that the portal tells to us alone; whether it is given is known later."""

    def __init__(
        self, keys: Keys, listener: Listener, *, owner: QtCore.QObject, description: str
    ) -> None:
        """Begin to ask for it; `description` is what the desktop shows the user beside it."""
        self._keys, self._listener, self._description = keys, listener, description
        self._portal, self._bridge = Portal(), Bridge(owner)
        threading.Thread(target=self._run, name="usero-hotkey", daemon=True).start()

    def let_go(self) -> None:
        """Hang up, which gives the key back."""
        self._bridge.close()
        self._portal.hang_up()

    def _run(self) -> None:
        try:
            with self._portal as portal:
                self._serve(portal)
        except DeclinedError:
            self._lose(_declined())
        except (NoPortalError, *GONE):
            self._lose(_absent())

    def _serve(self, portal: Portal) -> None:
        """Ask for the key, then say when it is pressed, until one of the two ends it."""
        portal.introduce()
        if not portal.has(INTERFACE):
            raise NoPortalError(INTERFACE)
        token = ("s", portal.token())
        made = portal.ask(INTERFACE, "CreateSession", "", session_handle_token=token)
        session = str(made["session_handle"][1])
        for member in ("Activated", "ShortcutsChanged"):
            portal.subscribe(INTERFACE, member, PATH)
        portal.subscribe(SESSION, "Closed", session)
        wish = {
            "description": ("s", self._description),
            "preferred_trigger": ("s", trigger(self._keys)),
        }
        given = portal.ask(
            *(INTERFACE, "BindShortcuts", "oa(sa{sv})s", session, [(SHORTCUT, wish)], "")
        )
        self._know(given["shortcuts"][1])
        while True:
            member, path, told = portal.signal()
            if member == "Closed" and path == session:
                raise DeclinedError(cancelled=False)
            if path != PATH or told[:1] != (session,):
                continue
            if member == "Activated" and told[1] == SHORTCUT:
                self._press(told[3])
            elif member == "ShortcutsChanged":
                self._know(told[1])

    def _press(self, options: object) -> None:
        """Say so; newer portals bring leave to come to the front with it."""
        told = options if isinstance(options, dict) else {}
        token = str(told.get("activation_token", ("s", ""))[1])
        self._bridge.post(lambda: self._listener.on_pressed(token))

    def _know(self, shortcuts: object) -> None:
        """Say what the user has made of ours."""
        shown = _shown(shortcuts)
        if shown is None:
            self._lose(_declined())
        else:
            self._bridge.post(lambda: self._listener.on_known(shown or self._keys.text))

    def _lose(self, trouble: UseroError) -> None:
        self._bridge.post(lambda: self._listener.on_lost(trouble))


def trigger(keys: Keys) -> str:
    """Return `keys` as the portal wants them (freedesktop's shortcuts specification)."""
    held = (
        (keys.ctrl, "CTRL"),
        (keys.alt, "ALT"),
        (keys.shift, "SHIFT"),
        (keys.meta, "LOGO"),
    )
    name = keys.name
    if keys.key not in SPECIAL:
        # xkbcommon knows every sign by its number, and letters and digits by themselves.
        name = name.lower() if name.isascii() and name.isalnum() else f"U{ord(name.lower()):04X}"
    return "+".join([*(word for is_held, word in held if is_held), NAMES.get(name, name)])


def _shown(shortcuts: object) -> str | None:
    """Return what the desktop calls our key, None where ours is not among `shortcuts`."""
    if isinstance(shortcuts, list):
        for name, told in shortcuts:
            if name == SHORTCUT:
                return str(told.get("trigger_description", ("s", ""))[1])
    return None


def _declined() -> UseroError:
    return UseroError(
        "Your desktop has not given the key, or has taken it back. Allow it in the desktop's"
        " settings, then choose it here again.",
        code="hotkey_declined",
    )


def _absent() -> UseroError:
    return UseroError(
        "On this desktop (Wayland) no program can have a key of its own. In the desktop's keyboard"
        " settings, give a key to the command: usero-desktop open feedback",
        code="hotkey_absent",
    )
