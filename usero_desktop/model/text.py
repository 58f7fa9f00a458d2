"""Text by the rules of the server: its length in UTF-16 units, and the shape of an address."""

from __future__ import annotations

BYTES_PER_UNIT = 2
_LAST_OF_ONE_UNIT = "\uffff"


def utf16_length(text: str) -> int:
    """Length of `text` in UTF-16 units: an emoji beyond the basic plane counts two."""
    return len(text) + sum(character > _LAST_OF_ONE_UNIT for character in text)


def clip_utf16(text: str, units: int) -> str:
    """Return the longest start of `text` within `units` that splits no character."""
    raw = text.encode("utf-16-le", "surrogatepass")
    if len(raw) <= units * BYTES_PER_UNIT:
        return text
    return raw[: units * BYTES_PER_UNIT].decode("utf-16-le", "ignore")


def without_lone_surrogates(text: str) -> str:
    """`text` with each unpaired surrogate replaced, so that it can be written as UTF-8."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def looks_like_email(text: str) -> bool:
    """Whether `text` has the shape of one address; the server has the last word.

    One ``@``, something before it, and a dotted domain without spaces behind it.
    """
    name, at, domain = text.rpartition("@")
    return bool(
        at
        and name
        and "@" not in name
        and not any(c.isspace() or not c.isprintable() for c in text)
        and "." in domain.strip(".")
        and ".." not in domain
        and not domain.startswith((".", "-"))
        and not domain.endswith((".", "-"))
        and not name.startswith(".")
        and not name.endswith(".")
        and ".." not in name
    )
