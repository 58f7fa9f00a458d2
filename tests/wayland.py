"""A real Wayland desktop without a screen: sway, and the portal that takes its pictures.

sway does not run as root, so a root's test has it run as nobody; all else is this process's
user's own.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from identity.buses import private_bus
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
from processes import running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LIMIT = 30.0
LIBEXEC = Path("/usr/libexec")
PORTAL = "org.freedesktop.portal.Desktop"
ASKING = """\
[portal]
DBusName=org.freedesktop.impl.portal.desktop.asking
Interfaces=org.freedesktop.impl.portal.Access;
UseIn=sway
"""
CONFIG = """\
output HEADLESS-1 mode {width}x{height} scale {scale}
output * bg #204060 solid_color
default_border none
xwayland disable
"""


@contextmanager
def wayland_session(
    width: int, height: int, scale: float = 1, *, hand: Path | None = None
) -> Iterator[dict[str, str]]:
    """Yield the environment of a program on a new desktop with one screen of that size.

    `hand` is a folder of programs that are found first: with `slurp` in it, which is how
    somebody at this desktop chooses a part of the screen.
    """
    with ExitStack() as stack:
        bus = stack.enter_context(private_bus())
        display = stack.enter_context(_sway(CONFIG.format(width=width, height=height, scale=scale)))
        hidden = {"DISPLAY", "QT_QPA_PLATFORM"}
        env = {k: v for k, v in bus.environment.items() if k not in hidden} | {
            "WAYLAND_DISPLAY": str(display),
            "XDG_CURRENT_DESKTOP": "sway",
            "XDG_SESSION_TYPE": "wayland",
            "QT_QPA_PLATFORM": "wayland",
            "XDG_DESKTOP_PORTAL_DIR": str(_backends(bus.folder)),
        }
        if hand is not None:
            env["PATH"] = os.pathsep.join((str(hand), env["PATH"]))
        address = env["DBUS_SESSION_BUS_ADDRESS"]
        for command, name in (
            (["pipewire"], ""),
            ([LIBEXEC / "xdg-permission-store"], "org.freedesktop.impl.portal.PermissionStore"),
            ([LIBEXEC / "xdg-desktop-portal-wlr"], "org.freedesktop.impl.portal.desktop.wlr"),
            ([LIBEXEC / "xdg-desktop-portal"], PORTAL),
        ):
            stack.enter_context(running(command, env, stdout=subprocess.DEVNULL))
            if name:
                _await_owner(address, name)
        yield env


def _backends(folder: Path) -> Path:
    """Return the folder of what stands behind the portal's interfaces.

    The portal gives no pictures where nobody could ask the user for it, though this backend
    has it never ask: so nobody need be there.
    """
    made = folder / "portals"
    made.mkdir()
    shutil.copy("/usr/share/xdg-desktop-portal/portals/wlr.portal", made)
    (made / "asking.portal").write_text(ASKING)
    return made


@contextmanager
def _sway(config: str) -> Iterator[Path]:
    """Yield the socket of a sway that is ready."""
    with ExitStack() as stack:
        # Not below tmp_path: a socket's path may have 107 bytes, and this is nobody's own.
        folder = Path(tempfile.mkdtemp(prefix="usero-sway-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        (folder / "config").write_text(config)
        who: dict[str, object] = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
            who = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        unwanted = ("DISPLAY", "WAYLAND_", "XDG_", "DBUS_", "SWAY")
        env = {k: v for k, v in os.environ.items() if not k.startswith(unwanted)} | {
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "WLR_BACKENDS": "headless",
            "WLR_LIBINPUT_NO_DEVICES": "1",
            "WLR_RENDERER": "pixman",
        }
        command = ["sway", "--config", str(folder / "config")]
        stack.enter_context(running(command, env, cwd=folder, stdout=subprocess.DEVNULL, **who))
        found: list[Path] = []

        def is_ready() -> bool:
            found[:] = [p for p in folder.glob("wayland-?") if p.is_socket()]
            return bool(found) and bool([*folder.glob("sway-ipc.*")])

        _until(is_ready, "sway")
        yield found[0]


def _await_owner(address: str, name: str) -> None:
    with open_dbus_connection(address) as bus:
        _until(lambda: bus.send_and_get_reply(message_bus.NameHasOwner(name)).body[0], name)


def _until(holds: Callable[[], bool], what: str) -> None:
    pause = threading.Event()
    deadline = time.monotonic() + LIMIT
    while not holds():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {LIMIT} s for {what}")
        pause.wait(0.05)
