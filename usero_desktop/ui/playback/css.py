"""The style sheets of a recorded page, as far as our recordings say them. No Qt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from usero_desktop.rrweb import style

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Declared: TypeAlias = "Mapping[str, str]"
"""Properties with their values, the short forms `font` and `border` taken apart."""

_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMPOUND: Final = re.compile(r"(\*|[A-Za-z][A-Za-z0-9]*)?((?:\.[\w-]+)*)")
_FONT: Final = re.compile(
    r"(?:(italic|normal)\s+)?(?:(\d+|bold|normal)\s+)?([\d.]+)px(?:/([\d.]+)px)?\s+(.+)"
)


class _Rule(NamedTuple):
    weight: tuple[int, int, int]
    """Classes, tags, and which came later: the heavier one wins."""
    tag: str
    classes: frozenset[str]
    around: str
    """A class of something around it; "" for none."""
    declared: Declared


class Sheet:
    """The rules of a page. What it does not understand it leaves out."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._rules: list[_Rule] = []
        self._by_name: dict[str, list[_Rule]] = {}
        self._found: dict[tuple[str, str, frozenset[str]], Declared] = {}
        self.around: frozenset[str] = frozenset()
        """The classes for which it matters that something is in them."""
        for text in texts:
            self.read(text)

    def read(self, text: str) -> None:
        """Take in the rules of one more sheet."""
        for match in _RULE.finditer(text):
            declared = taken_apart(style.parsed(match[2]))
            for selector in match[1].split(","):
                self._add(selector.split(), declared)
        self._found.clear()

    def declared(self, tag: str, classes: str, around: frozenset[str]) -> Declared:
        """Return what is said of an element with these classes within those of `around`."""
        key = tag, classes, around
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._said_of(tag, frozenset(classes.split()), around)
        return found

    def _add(self, selector: list[str], declared: Declared) -> None:
        if not 0 < len(selector) < 3:  # noqa: PLR2004 - itself, and what it is in
            return
        match = _COMPOUND.fullmatch(selector[-1])
        around = ""
        if len(selector) > 1:
            around = selector[0].removeprefix(".")
            if not re.fullmatch(r"\.[\w-]+", selector[0]):
                return
        if match is None:
            return
        tag, classes = match[1] or "*", frozenset(filter(None, match[2].split(".")))
        weight = len(classes) + bool(around), int(tag != "*"), len(self._rules)
        rule = _Rule(weight, tag, classes, around, declared)
        self._rules.append(rule)
        self._by_name.setdefault(min(classes, default=tag), []).append(rule)
        if around:
            self.around |= {around}

    def _said_of(self, tag: str, classes: frozenset[str], around: frozenset[str]) -> Declared:
        fitting = [
            rule
            for name in (*classes, tag, "*")
            for rule in self._by_name.get(name, ())
            if rule.tag in {tag, "*"} and rule.classes <= classes
            and (not rule.around or rule.around in around)
        ]  # fmt: skip
        said: dict[str, str] = {}
        for rule in sorted(fitting, key=lambda one: one.weight):
            said |= rule.declared
        return said


def taken_apart(properties: Mapping[str, str]) -> dict[str, str]:
    """Return properties with the short forms in them taken apart."""
    said: dict[str, str] = {}
    for name, value in properties.items():
        if name == "background":
            # What is said of it by itself is so only from here on.
            said |= {name: value, "background-position": "", "background-size": ""}
        elif name == "font":
            said |= _font(value)
        elif name == "border":
            said["border-width"], _, rest = value.partition(" ")
            said["border-color"] = rest.partition(" ")[2]
        else:
            said[name] = value
    return said


def _font(value: str) -> dict[str, str]:
    match = _FONT.fullmatch(value)
    if match is None:
        return {}
    return {
        "font-style": match[1] or "normal", "font-weight": match[2] or "400",
        "font-size": match[3], "line-height": f"{match[4]}px" if match[4] else "normal",
        "font-family": match[5],
    }  # fmt: skip
