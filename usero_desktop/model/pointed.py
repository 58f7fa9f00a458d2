"""The control that a picture's user has pointed at, as the report tells of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usero_desktop.model.picture import Picture
    from usero_desktop.model.submission import JsonValue

KEY: Final = "pointed"
"""What it is called among the metadata."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a control that is no control by itself: a cell, a heading, a tab, a menu.

    `place` names it by numbers as Qt counts them, from 0. `name` is what is written on it, ""
    where that may not be told, as of a cell.
    """

    place: tuple[tuple[str, int | tuple[int, ...]], ...]
    name: str = ""

    @property
    def shown(self) -> str:
        """Its numbers, as the metadata calls them."""
        numbers = [
            f"{key} {value if isinstance(value, int) else '/'.join(map(str, value))}"
            for key, value in self.place
        ]
        return f"[{', '.join(numbers)}]"


@dataclass(frozen=True, slots=True)
class Pointed:
    """A control: its class, where it is, how it is called, and how it stands.

    `path` goes from the window down, each step by object name, or by class where there is
    none. `name` is its accessible name, "" where that may not be told. `state` names what
    holds of it: enabled or disabled, visible, checked, focused and so on. `part` is what of it
    was pointed at, None for all of it.
    """

    kind: str
    path: str
    name: str = ""
    state: tuple[str, ...] = ()
    part: Part | None = None

    @property
    def shown(self) -> str:
        """What the user is told of it: how it is called, and what it is."""
        called = self.name or self.path.rpartition("/")[2]
        if self.part is not None:
            called = self.part.name or f"{called} {self.part.shown}"
        return called if called == self.kind else f"{called} ({self.kind})"


def part() -> str:
    """Return what the user switches it off by, among the parts of a report."""
    from usero_desktop.model.choice import METADATA  # wanted later than all else here

    return METADATA + KEY


def pointed_metadata(pictures: Sequence[Picture]) -> dict[str, JsonValue]:
    """Return what the metadata tells of the controls that `pictures` point at; secrets taken out.

    Pictures are counted from 1. Nothing where none does.
    """
    found: list[JsonValue] = []
    for number, picture in enumerate(pictures, 1):
        pointed = picture.pointed
        if pointed is None:
            continue
        told: dict[str, JsonValue] = {
            "screenshot": number,
            "class": pointed.kind,
            "path": pointed.path,
            "state": list(pointed.state),
        }
        if pointed.name:
            told["name"] = pointed.name
        if pointed.part is not None:
            told["part"] = _of_part(pointed.part)
        found.append(told)
    if not found:
        return {}
    from usero_desktop.model.scrub import scrub_items

    return dict(scrub_items({KEY: found}))


def _of_part(part: Part) -> dict[str, JsonValue]:
    told: dict[str, JsonValue] = {
        key: value if isinstance(value, int) else list(value) for key, value in part.place
    }
    return told | {"name": part.name} if part.name else told
