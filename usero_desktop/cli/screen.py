"""Whether there is a screen: Qt ends the process over one that it cannot open."""

from __future__ import annotations

import os
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

SECONDS: Final = 2.0
"""How long a display may take to let us in; one that takes longer is none."""


def why_none() -> str:
    """Say in a sentence why no window can be shown here, "" where one can, or that is not known.

    Asks the display's socket alone, in a millisecond; no Qt is loaded.
    """
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return ""
    named = {name: os.environ.get(name, "") for name in ("WAYLAND_DISPLAY", "DISPLAY")}
    if not any(named.values()):
        return "There is no screen here: DISPLAY and WAYLAND_DISPLAY are not set."
    if _is_wayland_there(named["WAYLAND_DISPLAY"]) or _is_x11_there(named["DISPLAY"]):
        return ""
    told = " and ".join(f"{name}={value}" for name, value in named.items() if value)
    return f"There is no screen here: nobody answers at {told}."


def _is_wayland_there(name: str) -> bool:
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    return bool(name) and _answers(str(Path(folder) / name))


def _is_x11_there(name: str) -> bool:
    host, _, rest = name.removeprefix("unix").rpartition(":")
    number = rest.partition(".")[0]
    if host or not number.isdigit():
        return bool(name)  # on another machine, or spelled in a way that we do not know
    path = f"/tmp/.X11-unix/X{number}"  # noqa: S108 - where every X server has it
    return _answers(f"\0{path}") or _answers(path)


def _answers(address: str) -> bool:
    with suppress(OSError), socket.socket(socket.AF_UNIX) as line:
        line.settimeout(SECONDS)
        line.connect(address)
        return True
    return False
