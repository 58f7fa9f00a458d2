"""Writes settings into their file, beside others who do the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop import assets, paths
from usero_desktop.errors import ConfigError
from usero_desktop.paths import shown_path
from usero_desktop.settings import file
from usero_desktop.settings.merging import merged
from usero_desktop.settings.reading import of_bytes
from usero_desktop.settings.writing import rewritten

if TYPE_CHECKING:
    from pathlib import Path

    from usero_desktop.settings.values import Loaded, Settings

NEW_FILE: Final = "settings.toml"
"""The resource that a new file begins as: every key with its default and what it does."""

_MARK: Final = b"\xef\xbb\xbf"


def save(
    settings: Settings, path: Path | None = None, *, since: Settings | None = None
) -> Settings:
    """Write `settings` into the file and return what it holds now. Blocks: disk, and a lock.

    With `since`, what the caller had read, only what differs from that is written, so that
    what another program saved meanwhile stays; without it the file says `settings` afterwards.
    Programs keep the file's order, and new ones come behind them.
    Comments, unknown keys and wrong values that nobody changed stay as they are, and a file
    that holds all of it already is not touched. Raises ConfigError: for a file that cannot be
    read or understood, which is left alone, and where nothing can be written.
    """
    path = path or paths.settings_path()
    try:
        with file.alone(path):
            return _save(settings, path, since)
    except OSError as error:
        raise ConfigError(
            f"{shown_path(path)} cannot be written ({file.reason(error)}).",
            code="settings_unwritable",
            path=shown_path(path),
            reason=file.reason(error),
        ) from error


def _save(settings: Settings, path: Path, since: Settings | None) -> Settings:
    raw = file.read(path)
    now = of_bytes(raw or b"", path)
    if not now.is_readable:
        raise _broken(now)
    wanted = merged(since or now.settings, settings, now.settings)
    if wanted == now.settings and raw is not None:
        return wanted
    try:
        written = _written(raw, now, wanted)
    except ValueError as error:
        raise _by_hand(path) from error
    # A file that a person wrote is not to be lost to a mistake of ours or of the library's.
    result = of_bytes(written, path).settings
    if not _is_same(result, wanted):
        raise _by_hand(path)
    file.replace(path, written)
    return result


def _is_same(one: Settings, other: Settings) -> bool:
    """Whether they differ in the order of their programs at most."""
    order = {its.client_id: its for its in one.programs}
    return order == {its.client_id: its for its in other.programs} and (
        one._replace(programs=()) == other._replace(programs=())
    )


def _written(raw: bytes | None, now: Loaded, wanted: Settings) -> bytes:
    begun = assets.text(NEW_FILE).encode() if raw is None else raw
    mark = _MARK if begun.startswith(_MARK) else b""
    text = begun.removeprefix(_MARK).decode("utf-8")
    return mark + rewritten(text, now.settings, wanted).encode("utf-8")


def _by_hand(path: Path) -> ConfigError:
    return ConfigError(
        f"{shown_path(path)} is written in a way that cannot be changed from here; change it "
        "by hand.",
        code="settings_by_hand",
        path=shown_path(path),
    )


def _broken(now: Loaded) -> ConfigError:
    problem = now.problems[0]
    return ConfigError(
        f"{problem.sentence} Nothing was saved: mend the file first, or begin a new one.",
        code="settings_broken",
        path=shown_path(now.path),
        line=problem.line,
    )
