"""Who is speaking, as the host's program knows them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, TypeAlias

from usero_desktop.errors import ConfigError
from usero_desktop.model.kind import TEXT, shown

Trait: TypeAlias = str | int | float | bool | None
"""What a trait's value may be (API reference, POST /api/identify)."""

_PLAIN: Final = (str, int, float, bool, type(None))


@dataclass(frozen=True, slots=True)
class User:
    """A user of the host's program, by the host's own `id`; ConfigError says what is wrong.

    `traits` are plain facts by name: texts, numbers, True, False and None.
    """

    id: str
    email: str | None = None
    display_name: str | None = None
    traits: Mapping[str, Trait] | None = None

    def __post_init__(self) -> None:
        if not (TEXT.takes(self.id) and self.id.strip()):
            raise _wrong("id", "a text that is not empty", self.id)
        for name in ("email", "display_name"):
            value = getattr(self, name)
            if not TEXT.or_none().takes(value):
                raise _wrong(name, "a text or None", value)
        if self.traits is not None:
            _check_traits(self.traits)
            # The host may go on changing its own dict.
            object.__setattr__(self, "traits", dict(self.traits))


@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote a report, as it was known when they pressed Send.

    `anonymous_id` stands for this installation until the next logout; `user` is None for
    somebody the host has not named.
    """

    anonymous_id: str
    user: User | None = None


def user_of(value: object) -> User:
    """Return the User that `value` is or describes: a User, or a mapping of its fields.

    Raises ConfigError that names what is wrong. ``displayName`` is taken as well, as the web
    client spells it.
    """
    if isinstance(value, User):
        return value
    if not isinstance(value, Mapping):
        raise _wrong_user("a User or a mapping of its fields", value)
    facts: dict[str, Any] = {"id": None}
    for name, item in value.items():
        own = _RENAMED.get(name, name)
        if own not in _FIELDS:
            raise _wrong_user(f"made of {', '.join(_FIELDS)}", name)
        facts[own] = item
    return User(**facts)


_RENAMED: Final = {"displayName": "display_name"}
_FIELDS: Final = tuple(its.name for its in fields(User))


def _wrong_user(expected: str, value: object) -> ConfigError:
    found = shown(value)
    return ConfigError(
        f"A user must be {expected}, not {found}.",
        code="user_invalid",
        name="user",
        expected=expected,
        found=found,
    )


def _check_traits(traits: object) -> None:
    if not isinstance(traits, Mapping):
        raise _wrong("traits", "a mapping or None", traits)
    for name, value in traits.items():
        if not isinstance(name, str):
            raise _wrong("traits", "a mapping whose names are texts", name)
        is_number = isinstance(value, float) and not math.isfinite(value)
        if not isinstance(value, _PLAIN) or is_number:
            raise _wrong(f"traits[{name!r}]", "a text, a number, True, False or None", value)


def _wrong(name: str, expected: str, value: object) -> ConfigError:
    found = shown(value)
    return ConfigError(
        f"The user's {name} must be {expected}, not {found}.",
        code="user_invalid",
        name=name,
        expected=expected,
        found=found,
    )
