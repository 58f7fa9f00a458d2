"""Where things are kept on this machine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from usero_desktop import policy

ENVIRONMENT_VARIABLE = "USERO_DESKTOP_DATA_DIR"
CONFIG_VARIABLE: Final = "USERO_DESKTOP_CONFIG_DIR"
NOWHERE = Path(os.devnull) / "usero-desktop"
"""Where nothing can be: reports are sent straight from memory then."""

SETTINGS_NAME: Final = "settings.toml"
OUTBOX: Final = "outbox-"
"""What the name of an outbox's folder begins with; the project's follows."""

REPORTS_NAME: Final = "reports.sqlite3"

NAME_CHARACTERS: Final = 80
"""Longest id that stands in a folder's name as it is; hosted ones have some twenty."""

NAME_DIGITS: Final = 24
"""Hexadecimal ones, of a longer id's digest."""

_PLAIN: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")


def data_dir(chosen: str | os.PathLike[str] | None = None) -> Path:
    """Return the folder for what users write: `state_dir(chosen)`.

    Where the administrator of the machine lets nothing of that be kept, it is `NOWHERE`.
    """
    return state_dir(chosen) if policy.read().outbox else NOWHERE


def state_dir(chosen: str | os.PathLike[str] | None = None) -> Path:
    """Return the folder for our data: `chosen`, else the environment's, else the user's own.

    The folder need not exist; nothing is made here. A user without a home has `NOWHERE`. By
    itself it is for what tells nothing of anybody, such as a lock.
    """
    folder: str | os.PathLike[str] | None = chosen or os.environ.get(ENVIRONMENT_VARIABLE)
    try:
        if folder:
            return Path(folder).expanduser()
        from platformdirs import user_state_path  # not needed when a folder is given

        return user_state_path("usero-desktop", appauthor=False)
    except RuntimeError:  # what both say where there is no home
        return NOWHERE


def outbox_path(client_id: str, chosen: str | os.PathLike[str] | None = None) -> Path:
    """Return the file of a project's outbox, in a folder of its own inside `data_dir(chosen)`.

    One for each `client_id`: what the user wrote to one program's makers is not for another
    program to list, to change or to delete. The folder is closed to everybody else (mode
    0700), which a host's data folder is not ours to be.
    """
    return data_dir(chosen) / f"{OUTBOX}{short_name(client_id)}" / REPORTS_NAME


def outbox_paths(folder: Path) -> list[Path]:
    """Return where each project has its outbox in the data folder, whether a file is there or not.

    Empty where the folder may not be looked into.
    """
    return sorted(its / REPORTS_NAME for its in folder.glob(f"{OUTBOX}*"))


def project_of(path: Path) -> str | None:
    """Return the client id whose outbox is at `path`, None where it was too long for the name."""
    return text_of(path.parent.name.removeprefix(OUTBOX))


def project_folders(client_id: str, chosen: str | os.PathLike[str] | None = None) -> list[Path]:
    """Return the folders that hold what was written to a project, whatever is allowed by now."""
    name = short_name(client_id)
    return [state_dir(chosen) / f"{kind}-{name}" for kind in ("outbox", "plugins")]


def settings_path() -> Path:
    """Return the file of the standalone program's settings, in the user's own settings folder.

    `CONFIG_VARIABLE` names another folder. A user without a home has `NOWHERE`.
    """
    folder = os.environ.get(CONFIG_VARIABLE)
    try:
        if folder:
            return Path(folder).expanduser() / SETTINGS_NAME
        from platformdirs import user_config_path

        return user_config_path("usero-desktop", appauthor=False) / SETTINGS_NAME
    except RuntimeError:  # what both say where there is no home
        return NOWHERE / SETTINGS_NAME


def plugins_path(client_id: str, chosen: str | os.PathLike[str] | None = None) -> Path:
    """Return the folder that holds a folder for each plugin, for a project's reports alone."""
    return data_dir(chosen) / f"plugins-{short_name(client_id)}"


def short_name(text: str) -> str:
    """Return a name for `text` that every file system takes, and that no two texts share.

    What is not plain is spelled as ``=41``: capitals too, which some file systems do not tell
    from small letters.
    """
    spelled = "".join(
        sign if sign in _PLAIN else "".join(f"={byte:02x}" for byte in _bytes(sign))
        for sign in text
    )
    if len(spelled) <= NAME_CHARACTERS:
        return spelled
    # Here and not above: it brings OpenSSL, 4 MB that a closed button needs for nothing else.
    from hashlib import sha256

    return f"{spelled[:NAME_CHARACTERS]}={sha256(_bytes(text)).hexdigest()[:NAME_DIGITS]}"


def text_of(name: str) -> str | None:
    """Return the text that `short_name` made `name` of, None where that cannot be told."""
    if len(name) > NAME_CHARACTERS:
        return None  # the rest of it is a digest
    raw = bytearray()
    left = name
    while left:
        if left[0] == "=":
            try:
                raw.append(int(left[1:3], 16))
            except ValueError:
                return None
            left = left[3:]
        else:
            raw += _bytes(left[0])
            left = left[1:]
    text = raw.decode(errors="surrogatepass") if _is_text(raw) else ""
    return text if text and short_name(text) == name else None


def _is_text(raw: bytearray) -> bool:
    try:
        raw.decode(errors="surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogatepass")


def may_exist(path: Path) -> bool:
    """Whether there is something at `path`, or that may not be known."""
    try:
        return path.exists()
    except OSError:  # a folder that may not be looked into: whoever opens it says so in words
        return True


def shown_path(path: str | os.PathLike[str]) -> str:
    """Return `path` for a sentence or a log, the user's home as ``~``: its name is theirs."""
    text = os.fspath(path)
    try:
        homes = {Path.home(), Path.home().resolve()}
    except (OSError, RuntimeError):  # a user without a home
        return text
    for home in homes:
        if Path(text).is_relative_to(home) and home != Path(home.anchor):
            return str(Path("~") / Path(text).relative_to(home))
    return text
