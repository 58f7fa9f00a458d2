"""What starts this very program, however it came onto the machine."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Final

NAME: Final = "usero-desktop"
IN_BACKGROUND: Final = ("open", "--background")


def login_command() -> tuple[str, ...]:
    """Return the words of the command for each login, the program's whole path first."""
    return (*program(), *IN_BACKGROUND)


def program() -> tuple[str, ...]:
    """Return the words that start this program, without any command of its own.

    A bundle is its own program, on Windows the one of its two that has no console. One that a
    package installed is called by its name in the path, which stays when a newer one lies
    elsewhere. An AppImage is the file itself: what runs is in a folder that goes with it. From pip
    or pipx it is the script beside this Python, if that is there, else this Python with our module.
    """
    if getattr(sys, "frozen", False):
        return (_image() or _without_console(sys.executable),)
    # Not resolved: a virtual environment's Python is a link, and what it links to knows less.
    python = Path(os.path.abspath(sys.executable))  # noqa: PTH100 - `absolute` leaves ".." in
    if sys.platform == "win32":  # the script there opens a console window
        quiet = python.with_name("pythonw.exe")
        return (str(quiet if quiet.exists() else python), "-m", "usero_desktop")
    script = python.with_name(NAME)
    if os.access(script, os.X_OK):
        return (str(script),)
    return (str(python), "-m", "usero_desktop")


def _image() -> str:
    """Return the AppImage that this program runs from, "" where it runs from none.

    What an AppImage starts inherits its variables: a terminal that is one, and we from there.
    """
    image, mounted = os.environ.get("APPIMAGE", ""), os.environ.get("APPDIR", "")
    is_ours = bool(mounted) and Path(sys.executable).is_relative_to(mounted)
    return image if is_ours and Path(image).is_absolute() else ""


def _without_console(executable: str) -> str:
    """Return the bundle's program that opens no console: on Windows it is another than that."""
    if sys.platform == "win32":
        windowed = Path(executable).with_name(f"{NAME}w.exe")
        return str(windowed) if windowed.exists() else executable
    return _installed_name(executable)


def _installed_name(executable: str) -> str:
    """Return the name in the path that leads to `executable`, else that itself."""
    found = shutil.which(NAME)
    if found and os.path.isabs(found) and Path(found).resolve() == Path(executable).resolve():  # noqa: PTH117
        return found
    return executable
