"""A policy as TOML, with the lines in which its names stand."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from usero_desktop.policy.keys import WrongError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from usero_desktop.policy.keys import Lines

_PLACE = re.compile(r"(.*?) \(at (?:line (\d+), column \d+|end of document)\)", re.DOTALL)


def values_of(content: bytes) -> tuple[Mapping[str, object], Lines]:
    """Return the values, and what tells in which line a name stands; raises WrongError."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise WrongError("This is not UTF-8; save the file in that encoding.", line) from None
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line_of_error, what = _line_of(str(error), text)
        raise WrongError(
            f"This is not TOML ({what}); it should read like `screenshots = false`.", line_of_error
        ) from None
    return values, lambda key: _line_with(key, text)


def _line_of(message: str, text: str) -> tuple[int, str]:
    """Return the line that a message of tomllib's names, and the rest of it."""
    found = _PLACE.fullmatch(message)
    if found is None:
        return 1, message
    return int(found[2] or text.count("\n") + 1), found[1]


def _line_with(key: str, text: str) -> int | None:
    """Return the first line that sets `key`, or begins the table of that name."""
    name = re.escape(key)
    pattern = re.compile(rf"""\s*\[*\s*["']?{name}["']?\s*[=.\]]""")
    lines = enumerate(text.splitlines(), 1)
    return next((number for number, line in lines if pattern.match(line)), None)
