"""What may stand in a policy, whatever kind of file it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from usero_desktop.errors import ConfigError
from usero_desktop.model.address import EXAMPLE, check_base_url
from usero_desktop.model.kind import shown
from usero_desktop.policy import SWITCHES, Policy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Lines: TypeAlias = Callable[[str], int | None]
    """Tells in which line a name stands."""

KEYS: Final = ("base_url", *SWITCHES)


class WrongError(Exception):
    """A policy cannot be used; the message is a sentence, `line` counts from 1 where known."""

    def __init__(self, sentence: str, line: int | None = None) -> None:
        super().__init__(sentence)
        self.line = line


def policy_of(values: Mapping[str, object], source: str, line_of: Lines) -> Policy:
    """Return what `values` say; raises WrongError for a name or a value that means nothing."""
    address: str | None = None
    allowed: dict[str, bool] = {}
    for key, value in values.items():
        if key in SWITCHES:
            if not isinstance(value, bool):
                raise WrongError(f"{key} must be true or false, not {shown(value)}.", line_of(key))
            allowed[key] = value
        elif key == "base_url":
            address = _address(value, line_of(key))
        else:
            raise WrongError(_unknown(key), line_of(key))
    screenshots, replay, identity, outbox = (allowed.get(name, True) for name in SWITCHES)
    return Policy(address, screenshots, replay, identity, outbox, source=source)


def _address(value: object, line: int | None) -> str:
    if not isinstance(value, str):
        raise WrongError(f"base_url must be an address like {EXAMPLE}, not {shown(value)}.", line)
    try:
        return check_base_url(value, allow_insecure=False)
    except ConfigError as error:
        if error.code == "base_url_insecure":
            sentence = f"base_url {value} would send feedback unencrypted; use https://."
            raise WrongError(sentence, line) from None
        raise WrongError(str(error), line) from None


def _unknown(key: str) -> str:
    from difflib import get_close_matches  # for a mistake only

    plain = key.strip().lower().replace("-", "_")
    close = [plain] if plain in KEYS else get_close_matches(plain, KEYS, n=1)
    hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(KEYS)}."
    return f"There is no setting {shown(key)}; {hint}"
