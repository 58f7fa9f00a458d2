"""What stands in an event's JSON, where anything may."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NoReturn, TypeAlias

from usero_desktop.rrweb.tree import Unfit

if TYPE_CHECKING:
    from usero_desktop.rrweb.events import Event

Part: TypeAlias = dict[str, object]
"""A JSON object."""

FARTHEST: Final = 10**9
"""No coordinate is beyond it."""


def read(event: Event) -> Part:
    """Return what `event` says. Raises Unfit where it is no JSON object of its time in UTF-8."""
    try:
        told = part(json.loads(event.data.decode("utf-8"), parse_constant=_refuse))
    except (ValueError, RecursionError) as error:
        raise Unfit("an event is a JSON object") from error
    if told.get("timestamp") != event.timestamp_ms:
        raise Unfit("an event is of its time")
    return told


def part(value: object) -> Part:
    """Return an object. Raises Unfit, as all of these do, where it is something else."""
    if not isinstance(value, dict):
        raise Unfit(f"{_kind(value)} is no object")
    return value


def parts(value: object) -> list[object]:
    """Return an array."""
    if not isinstance(value, list):
        raise Unfit(f"{_kind(value)} is no array")
    return value


def text(value: object) -> str:
    """Return a text."""
    if not isinstance(value, str):
        raise Unfit(f"{_kind(value)} is no text")
    return value


def whole(value: object) -> int:
    """Return a whole number, an id for one."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise Unfit(f"{_kind(value)} is no whole number")
    return value


def place(value: object) -> int:
    """Return a coordinate, rounded."""
    if not isinstance(value, int | float) or not abs(value) <= FARTHEST:
        raise Unfit(f"{_kind(value)} is no coordinate")
    return round(value)


def length(value: object) -> int:
    """Return a width or a height, rounded."""
    rounded = place(value)
    if rounded < 0:
        raise Unfit(f"{rounded} is no length")
    return rounded


def attributes(value: object) -> dict[str, str]:
    """Return the attributes of a new node; what the player makes texts of are texts here."""
    told = part(value)
    if all(isinstance(each, str) for each in told.values()):
        return told  # type: ignore[return-value] # just looked at
    return {
        name: "" if each is True else str(each)
        for name, each in told.items()
        if isinstance(each, str | int | float) and each is not False
    }


def _kind(value: object) -> str:
    return type(value).__name__  # not the value itself: this is logged


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")
