"""What a value may be, as a test and in words, so that a wrong one is answered in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

_PLAIN: Final = (str, bytes, int, float, bool, type(None))
_SHOWN_CHARACTERS: Final = 40
_SHOWN_ITEMS: Final = 8


class Kind(NamedTuple):
    """What a value may be."""

    takes: Callable[[object], bool]
    wording: str

    def or_none(self) -> Kind:
        """Return this kind with None beside it."""
        wording = ", ".join(self.wording.rsplit(" or ", 1))
        return Kind(lambda value: value is None or self.takes(value), f"{wording} or None")


TEXT: Final = Kind(lambda value: isinstance(value, str), "a text")
SWITCH: Final = Kind(lambda value: isinstance(value, bool), "True or False")
MAPPING: Final = Kind(lambda value: isinstance(value, Mapping), "a mapping")


def one_of(*choices: str) -> Kind:
    """Return the kind of a few texts."""
    wording = ", ".join(f'"{choice}"' for choice in choices[:-1]) + f' or "{choices[-1]}"'
    return Kind(lambda value: isinstance(value, str) and value in choices, wording)


def shown(value: object) -> str:
    """Return `value` as a message may show it: what is long, or not plain, by its type alone."""
    items = value if isinstance(value, list | tuple) else [value]
    # Only what Python itself writes: the host's own __repr__ may do anything.
    if len(items) <= _SHOWN_ITEMS and all(type(item) in _PLAIN for item in items):
        text = repr(value)
        if len(text) <= _SHOWN_CHARACTERS:
            return text
    return type(value).__name__
