"""The `style` of an element, property by property: what CSS's own object makes of it."""

from __future__ import annotations

import re
from typing import Final

_NOTABLE: Final = re.compile(r"""["'();\\]""")


def parsed(style: str) -> dict[str, str]:
    """Return the properties of a `style` attribute in their order, the last of equal ones."""
    properties: dict[str, str] = {}
    for declaration in _split(style)[0]:
        name, colon, value = declaration.partition(":")
        if colon and name.strip() and value.strip():
            put(properties, name, value)
    return properties


def text(properties: dict[str, str]) -> str:
    """Return `properties` as a `style` attribute."""
    return ";".join(f"{name}:{value}" for name, value in properties.items())


def put(properties: dict[str, str], name: str, value: str) -> None:
    """Set one property. One that overlaps another ("border", "border-color") wins from now on."""
    name = _name(name)
    if any(_overlap(name, other) for other in properties):
        properties.pop(name, None)
    properties[name] = value.strip()


def take(properties: dict[str, str], name: str) -> None:
    """Take one property away, if it is there by this very name."""
    properties.pop(_name(name), None)


def is_value(value: str) -> bool:
    """Whether `value` is the value of one property, and nothing behind it."""
    pieces, is_whole = _split(value)
    return bool(value.strip()) and len(pieces) == 1 and is_whole


def is_whole(style: str) -> bool:
    """Whether nothing is open at its end, in which a browser would read on what comes behind."""
    return _split(style)[1]


def _name(name: str) -> str:
    name = name.strip()
    return name if name.startswith("--") else name.lower()


def _overlap(one: str, other: str) -> bool:
    return one.startswith(f"{other}-") or other.startswith(f"{one}-")


def _split(style: str) -> tuple[list[str], bool]:
    """Split at the semicolons that are neither in quotes nor in brackets; see `is_whole`."""
    if not ("(" in style or '"' in style or "'" in style or "\\" in style):
        return style.split(";"), True
    found, start, depth, quote, skipped = [], 0, 0, "", -1
    for match in _NOTABLE.finditer(style):
        mark, at = match[0], match.start()
        if at == skipped:
            continue
        if mark == "\\":
            skipped = at + 1
        elif quote:
            quote = "" if mark == quote else quote
        elif mark in "\"'":
            quote = mark
        elif mark == "(":
            depth += 1
        elif mark == ")":
            depth = max(depth - 1, 0)
        elif not depth:
            found.append(style[start:at])
            start = at + 1
    is_open = quote or depth or skipped == len(style)
    return [*found, style[start:]], not is_open
