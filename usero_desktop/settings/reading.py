"""From the bytes of a settings file to settings, and to what is wrong in it."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Final, TypeGuard

from usero_desktop.errors import ConfigError
from usero_desktop.model.kind import Kind, shown
from usero_desktop.paths import shown_path
from usero_desktop.settings import file
from usero_desktop.settings.places import LONGEST_KEY, Places, places
from usero_desktop.settings.values import KEYS, PROGRAM_KEYS, Loaded, Problem, Program, Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from usero_desktop.settings.places import Key, Statement

PROGRAMS: Final = "programs"
_NEAR: Final = 0.72  # as for the options: see config.py
_SHOWN_AS: Final = {
    "language": "locale", "lang": "locale", "colours": "theme", "colors": "theme",
    "keys": "hotkey", "shortcut": "hotkey", "notifications": "notify", "server": "base_url",
}  # fmt: skip
"""What the settings window calls them, which is what one tries first in the file."""
_PLACE: Final = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_NO_VALUE: Final = "Invalid value"
"""What Python's reader says, above all of a text without quotes."""

_CODE_SPELLINGS: Final = {"allow_insecure=True": "allow_insecure = true"}
"""How a sentence for programmers says a thing, and how this file does."""


def loaded(path: Path) -> Loaded:
    """Read the file at `path`; no file is as good as an empty one. Never raises."""
    try:
        raw = file.read(path)
    except ConfigError as error:
        problem = Problem(path, 0, "", str(error), error.code, error.values)
        return Loaded(Settings(), (problem,), path, is_readable=False)
    except OSError as error:
        told = {"path": shown_path(path), "reason": file.reason(error)}
        sentence = "{path} cannot be read ({reason}).".format(**told)
        problem = Problem(path, 0, "", sentence, "settings_unreadable", told)
        return Loaded(Settings(), (problem,), path, is_readable=False)
    return of_bytes(raw or b"", path)


def of_bytes(raw: bytes, path: Path) -> Loaded:
    """Understand `raw`, the content of the file at `path`. Never raises."""
    reading = _Reading(path)
    try:
        text = text_of(raw)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        reading.tell(line, "", "this is not UTF-8 text; save the file as UTF-8", "settings_utf8")
        return Loaded(Settings(), tuple(reading.problems), path, is_readable=False)
    reading.places = places(text)
    if reading.places.too_long is not None:
        line = reading.places.line_of(reading.places.too_long)
        what = f"a key of more than {LONGEST_KEY} parts cannot be read"
        reading.tell(line, "", what, "settings_key", parts=LONGEST_KEY)
        return Loaded(Settings(), tuple(reading.problems), path, is_readable=False)
    try:
        found = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        reading.break_of(text, error)
        return Loaded(Settings(), tuple(reading.problems), path, is_readable=False)
    settings = reading.settings(found)
    return Loaded(settings, tuple(sorted(reading.problems, key=lambda its: its.line)), path)


def text_of(raw: bytes) -> str:
    """Return the text with its lines ended as on POSIX; raises UnicodeDecodeError.

    A byte order mark, which some editors put at the beginning, is no part of it.
    """
    return raw.decode("utf-8-sig").replace("\r\n", "\n")


class _Reading:
    """The problems of one file, as they are found."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.places = Places()
        self.problems: list[Problem] = []

    def tell(self, line: int, key: str, what: str, code: str, /, **values: str | int) -> None:
        """Keep a problem; `what` is the sentence's end, behind file and line."""
        end = "" if what.endswith("?") else "."
        sentence = f"{shown_path(self.path)}, line {line}: {what}{end}"
        self.problems.append(Problem(self.path, line, key, sentence, code, values))

    def break_of(self, text: str, error: Exception) -> None:
        """Keep where the text is no TOML, and the key that stands there."""
        place = _PLACE.search(str(error))
        if place and place[1]:
            line = int(place[1])
            statement = self.places.before(line)
        else:  # at the end of the text, or nowhere: where what does not end there begins
            statement = _first_wrong(text, self.places)
            line = self.places.line_of(statement.offset) if statement else 1
        why = _why(error)
        key = _dotted(statement.key) if statement else ""
        if not key:
            self.tell(line, key, f"this is not TOML ({why})", "settings_toml", reason=why)
            return
        what, code = f"this is not TOML, at {key} ({why})", "settings_toml_at"
        if why == _NO_VALUE:
            what, code = f"{what}; a text needs quotes around it", "settings_toml_quotes"
        self.tell(line, key, what, code, reason=why, key=key)

    def settings(self, found: Mapping[str, object]) -> Settings:
        """Return the settings that a file's tables hold."""
        values = self._known(found, (), KEYS, PROGRAMS)
        programs = tuple(self._programs(found.get(PROGRAMS, [])))
        settings = Settings(programs=programs, **values)  # type: ignore[arg-type]
        if settings.current and not settings.named(settings.current):
            line = self.places.line(("current",))
            what = f"current is {shown(settings.current)}, and no program here has that client_id"
            found_ = shown(settings.current)
            self.tell(line, "current", what, "settings_current", found=found_)
        return settings

    def _known(
        self, table: Mapping[str, object], at: Key, kinds: Mapping[str, Kind], *others: str
    ) -> dict[str, object]:
        """Return what `table` sets of `kinds`, and tell of all else in it."""
        values = {}
        for name, value in table.items():
            if name in kinds:
                if kinds[name].takes(value):
                    values[name] = value
                else:
                    self._wrong((*at, name), kinds[name].wording, value)
            elif name not in others:
                self._unknown((*at, name), kinds)
        return values

    def _programs(self, found: object) -> Iterable[Program]:
        """Yield those that can be used; one with anything wrong in it is left out as a whole.

        Otherwise a report might go to another server than the one that was meant.
        """
        if not _is_tables(found):
            self._wrong((PROGRAMS,), "a list of tables, each beginning with [[programs]]", found)
            return
        seen: set[str] = set()
        for position, table in enumerate(found):
            at: Key = (PROGRAMS, position)
            before = len(self.problems)
            values = self._known(table, at, PROGRAM_KEYS)
            told = self.problems[before:]
            if any(its.code != "settings_unknown" for its in told):
                continue
            try:
                program = Program(**{"client_id": "", **values})  # type: ignore[arg-type]
            except ConfigError as error:
                self._refused(at, error)
                continue
            if program.client_id in seen:
                key: Key = (*at, "client_id")
                what = f"the client_id {shown(program.client_id)} stands here a second time"
                line = self.places.line(key)
                twice = shown(program.client_id)
                self.tell(line, _dotted(key), what, "settings_twice", found=twice)
                continue
            seen.add(program.client_id)
            yield program

    def _wrong(self, key: Key, wording: str, value: object) -> None:
        found = _found(value)
        name = _dotted(key)
        what = f"{name} must be {wording}, not {found}"
        told = {"key": name, "expected": wording, "found": found}
        self.tell(self.places.line(key), name, what, "settings_type", **told)

    def _unknown(self, key: Key, known: Iterable[str]) -> None:
        from difflib import get_close_matches  # for a mistake only

        name, line = _dotted(key), self.places.line(key)
        names = [*known, PROGRAMS]
        guess = _SHOWN_AS.get(str(key[-1]))
        close = [guess] if guess in names else get_close_matches(str(key[-1]), names, 1, _NEAR)
        if close:
            what = f"there is no setting {name}; did you mean {close[0]}?"
            told = {"key": name, "suggestion": close[0]}
            self.tell(line, name, what, "settings_unknown_suggest", **told)
        else:
            self.tell(line, name, f"there is no setting {name}", "settings_unknown", key=name)

    def _refused(self, at: Key, error: ConfigError) -> None:
        name = next((name for name in PROGRAM_KEYS if str(error).startswith(name)), "client_id")
        key = (*at, name)
        what = str(error).removesuffix(".")
        for code, ours in _CODE_SPELLINGS.items():
            what = what.replace(code, ours)
        self.tell(self.places.line(key), _dotted(key), what, error.code, **error.values)


def _first_wrong(text: str, found: Places) -> Statement | None:
    """Return the first statement that makes the text wrong, if one does."""
    begun = found.statements
    low, high = 0, len(begun) - 1
    while low < high:
        middle = (low + high) // 2
        try:
            tomllib.loads(text[: begun[middle + 1].offset])
        except (ValueError, RecursionError):
            high = middle
        else:
            low = middle + 1
    return begun[low] if begun else None


def _why(error: Exception) -> str:
    """Return what is wrong in the words of Python's reader, where it has some."""
    if isinstance(error, RecursionError):
        return "Too many brackets in each other"
    if not isinstance(error, tomllib.TOMLDecodeError):
        return "A number of too many digits"
    return _PLACE.sub("", str(error))


def _found(value: object) -> str:
    """Return a value as a sentence shows it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a table"
    return "an array" if isinstance(value, list) else shown(value)


def _is_tables(value: object) -> TypeGuard[list[dict[str, object]]]:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _dotted(key: Key) -> str:
    """Return a key as a sentence names it; which of the programs is told by the line."""
    return ".".join(part for part in key if isinstance(part, str))
