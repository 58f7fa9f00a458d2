"""The id of a project: what may stand in `client_id`."""

from __future__ import annotations

import re
from typing import Final

from usero_desktop.errors import ConfigError
from usero_desktop.model import limits

WHERE: Final = "take it from your project's settings in Usero; it looks like client_a1b2c3"

_SIGNS: Final = re.compile(r"[<>{}…]|\.\.\.")
"""What documentation puts around a name, or in its place."""

_SHOWN_CHARACTERS: Final = 60
"""How much of a wrong one a message shows: a whole file may have been read into it."""

_SAYS_NOTHING: Final = re.compile(
    r"(client|your|id|here|x{2,}|placeholder|replaceme|changeme|none|null)*"
)


def check_client_id(text: str) -> None:
    """Raise ConfigError for an id that nobody was given.

    Hosted ids start with ``client_``; a self-hosted server takes any from three characters on.
    """
    if not text.strip():
        raise ConfigError(f"client_id is missing: {WHERE}.", code="client_id_missing")
    beginning = text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}…"
    if is_placeholder(text):
        raise ConfigError(
            f"client_id {beginning!r} is a placeholder: {WHERE}.",
            code="client_id_placeholder",
            value=beginning,
        )
    blank = any(c.isspace() or not c.isprintable() for c in text)
    if len(text) < limits.CLIENT_ID_CHARACTERS or blank:
        raise ConfigError(
            f"client_id {beginning!r} is not a client id: {WHERE}.",
            code="client_id_invalid",
            value=beginning,
        )


def is_placeholder(text: str) -> bool:
    """Whether `text` stands where an id should be: it holds no word that could be anybody's.

    Such as client_xxx, YOUR_CLIENT_ID, client_id_here, <id>, changeme, None and clientId.
    """
    words = re.split(r"[\W_]+", text.lower())
    return bool(_SIGNS.search(text) or "your" in words or _SAYS_NOTHING.fullmatch("".join(words)))
