"""Start at login on Linux: a file in ``~/.config/autostart``, which every desktop lists.

After the Desktop Application Autostart and the Desktop Entry specifications (freedesktop.org):
``Hidden=true`` in the user's file switches off what the system would start, and the user's file
stands before those of ``XDG_CONFIG_DIRS``. GNOME's older switch is honoured, too.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from usero_desktop.app.autostart.trouble import homeless, unspeakable, unwritable
from usero_desktop.paths import shown_path
from usero_desktop.private import make_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FILE: Final = "io.usero.Desktop.desktop"
GROUP: Final = "[Desktop Entry]"
MAX_BYTES: Final = 65_536

HIDDEN: Final = f"""\
{GROUP}
Type=Application
Name=Usero Desktop
Hidden=true
"""

QUOTED: Final = frozenset(" \t\n\"'\\><~|&;$*?#()`")
"""What an argument may not have outside of quotes."""
ESCAPED: Final = frozenset('"`$\\')
"""What has a backslash before it within them."""


class DesktopEntry:
    """The user's file, and what stands below it for all users."""

    def __init__(self) -> None:
        """Look nothing up yet."""
        self._own = _config_home() / "autostart" / FILE

    def is_on(self) -> bool:
        """Whether the first file that says anything says yes, and its program is there."""
        for path in (self._own, *_of_all_users()):
            entry = _read(path)
            if entry is not None:
                return _is_enabled(entry)
        return False

    def turn_on(self, command: Sequence[str]) -> None:
        """Write the user's file anew."""
        program, *_ = command
        lines = {
            "Type": "Application",
            "Version": "1.1",
            "Name": "Usero Desktop",
            "Comment": "Waits in the notification area for feedback",
            "TryExec": _string(program),
            "Exec": exec_line(command),
            "Icon": "io.usero.Desktop",
            "Terminal": "false",
            "StartupNotify": "false",
            "X-GNOME-Autostart-enabled": "true",
        }
        self._write("\n".join([GROUP, *(f"{key}={value}" for key, value in lines.items()), ""]))

    def turn_off(self) -> None:
        """Remove the user's file; where the system starts us for all users, hide that instead."""
        if any(_read(path) is not None for path in _of_all_users()):
            self._write(HIDDEN)
            return
        try:
            self._own.unlink(missing_ok=True)
        except OSError as error:
            raise unwritable(shown_path(self._own), error) from error

    def _write(self, text: str) -> None:
        """Put it in place in one step: a login may be reading."""
        folder = self._own.parent
        made = ""
        try:
            make_folder(folder)
            handle, made = tempfile.mkstemp(prefix=".usero-", dir=folder)
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            Path(made).replace(self._own)
        except OSError as error:
            if made:
                with suppress(OSError):
                    Path(made).unlink()
            raise unwritable(shown_path(self._own), error) from error


def exec_line(command: Sequence[str]) -> str:
    """Return `command` as the value of ``Exec``; raises UseroError where it cannot stand there."""
    # A program with the first of these may not stand first (the specification), one with the
    # second is not found by GLib, which looks for it before it reads "%%" as a "%".
    is_odd = set("=%") & set(command[0])
    words = ["sh", "-c", 'exec "$0" "$@"', *command] if is_odd else command
    return _string(" ".join(map(_quoted, words)))


def _quoted(word: str) -> str:
    doubled = word.replace("%", "%%")
    if word and not QUOTED & set(word):
        return doubled
    inner = "".join(f"\\{sign}" if sign in ESCAPED else sign for sign in doubled)
    return f'"{inner}"'


def _string(text: str) -> str:
    """Return `text` as a value of the file: backslashes are undone before quotes are."""
    # Half a surrogate pair, as one is where a file's name is no UTF-8, is not printable either.
    if not text.isprintable():
        raise unspeakable(text.encode("ascii", "backslashreplace").decode("ascii"))
    return text.replace("\\", "\\\\")


def _read(path: Path) -> dict[str, str] | None:
    """Return what is in the first group of the file at `path`; None where there is none."""
    try:
        with path.open("rb") as file:
            text = file.read(MAX_BYTES).decode("utf-8", "replace")
    except OSError:
        return None
    return dict(_entries(text))


def _entries(text: str) -> Iterator[tuple[str, str]]:
    inside = False
    for line in text.splitlines():
        if line.startswith("["):
            inside = line.strip() == GROUP
        elif inside and not line.startswith("#"):
            key, equals, value = line.partition("=")
            if equals:
                yield key.strip(), value.strip()


def _is_enabled(entry: Mapping[str, str]) -> bool:
    if entry.get("Hidden") == "true" or entry.get("X-GNOME-Autostart-enabled") == "false":
        return False
    program = entry.get("TryExec", "").replace("\\\\", "\\")
    return not program or shutil.which(program) is not None


def _config_home() -> Path:
    named = os.environ.get("XDG_CONFIG_HOME", "")
    if named.startswith("/"):  # one that is relative is to be taken for none
        return Path(named)
    try:
        return Path("~/.config").expanduser()
    except RuntimeError as error:
        raise homeless() from error


def _of_all_users() -> Iterator[Path]:
    named = os.environ.get("XDG_CONFIG_DIRS") or "/etc/xdg"
    return (Path(folder, "autostart", FILE) for folder in named.split(":") if folder[:1] == "/")
