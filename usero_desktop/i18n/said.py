"""A sentence before it is worded: what is to be said, in whatever language it will be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping


class Said(NamedTuple):
    """The message to say, and what to fill in; `Texts.say` words it, at the last moment.

    `values` fill the text's places, and ``n`` among them chooses the plural form. A value may
    be a sentence itself: one that is made of others is a message too (``said.both``), since
    not every language has a space there. `otherwise` is said where no catalog knows the
    message.
    """

    message: str
    values: Mapping[str, str | int | Said] = {}  # nobody writes into it
    otherwise: str = ""


Words: TypeAlias = Said | str
"""What is shown: a sentence of ours, or words that are nobody's to translate (a server's)."""


def both(first: Words, second: Words) -> Words:
    """Return one sentence after the other; where one says nothing, the other alone."""
    if not first or not second:
        return first or second
    return Said("said.both", {"first": first, "second": second})
