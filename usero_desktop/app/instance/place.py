"""Where the running usero-desktop of this user is met: a folder that nobody else can look into.

No Qt in here, nor in `handover`: a second start is over before Qt would be loaded.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from usero_desktop.errors import UseroError
from usero_desktop.paths import ENVIRONMENT_VARIABLE, short_name, shown_path, state_dir
from usero_desktop.private import close_folder, is_mine

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME: Final = "usero-desktop"

PATH_BYTES: Final = 103
"""Longest path of a socket: macOS has 104 bytes for it with the one that ends it, Linux 108."""

QT_BYTES: Final = len("/XXXXXX/s")
"""What Qt first calls it below our folder; longer than the name that it gets then."""


def folder() -> Path:
    """Return the folder for lock and socket, made if need be, closed to everybody else (0700).

    That is in the user's run-time folder (``XDG_RUNTIME_DIR``, or where systemd puts it, for a
    start from cron or from another user's shell): it is this machine's alone, while a home may
    be on two machines at once, and it is empty after a restart. Where there is none, and for
    who has a data folder of their own (``USERO_DESKTOP_DATA_DIR``), it is in the data folder.
    A path that is too long for a socket is replaced by one in ``/tmp``. Raises UseroError.
    """
    for chosen in _candidates():
        try:
            if close_folder(chosen):
                return chosen
        except OSError:
            continue
    shown = shown_path(chosen)
    raise UseroError(
        f"usero-desktop needs a folder of its own at {shown}, and cannot make it. Check who owns"
        " what is there, and whether the disk is full.",
        code="instance_folder",
        folder=shown,
    )


def existing() -> Path | None:
    """Return that folder where it was made already; makes nothing and changes nothing."""
    for chosen in _candidates():
        try:
            if chosen.is_dir() and is_mine(chosen.lstat()):
                return chosen
        except OSError:
            continue
    return None


def _candidates() -> Iterator[Path]:
    if not os.environ.get(ENVIRONMENT_VARIABLE):
        for runtime in _runtime_folders():
            yield runtime / NAME
    own = state_dir() / "app"
    if sys.platform == "win32" or len(os.fsencode(own)) + QT_BYTES <= PATH_BYTES:
        yield own
    else:
        from zlib import crc32

        # Whoever may have made a folder of that name before us: it is not taken then.
        yield Path(f"/tmp/{NAME}-{os.geteuid()}-{crc32(os.fsencode(own)):08x}")  # noqa: S108


def _runtime_folders() -> Iterator[Path]:
    if sys.platform == "win32":
        return
    named = os.environ.get("XDG_RUNTIME_DIR", "")
    for runtime in (named, f"/run/user/{os.geteuid()}"):
        # Not another user's, whose variable came along through su or sudo.
        try:
            is_ours = runtime.startswith("/") and is_mine(os.stat(runtime))  # noqa: PTH116 - "" is none
        except OSError:
            continue
        if is_ours and len(os.fsencode(runtime)) + len(NAME) + 1 + QT_BYTES <= PATH_BYTES:
            yield Path(runtime)


def lock_path(place: Path) -> Path:
    """Return the file that the one who runs has locked; its number stands in it."""
    return place / "lock"


def address(place: Path) -> str:
    """Return the address of the socket in `place`; Windows' pipe has it in its name."""
    if sys.platform == "win32":
        return rf"\\.\pipe\{NAME}-{short_name(str(place))}"
    return str(place / "socket")
