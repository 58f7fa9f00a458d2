"""The colours of the panel: two built-in themes and a host's partial override of either."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Final

from usero_desktop.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

_OPAQUE: Final = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_SHADOW: Final = re.compile(rf"{_OPAQUE.pattern}|#[0-9a-f]{{8}}", re.IGNORECASE)
_SHOWN_CHARACTERS: Final = 40


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as ``#rrggbb`` or ``#rgb``; None means the built-in theme's own (light or dark).

    `primary` colours the launcher, the Send button and what is selected, `background` the
    panel, `text` its words, `border` its lines, `shadow` what lies under it (``#aarrggbb``, the
    first two its opacity). Any other value raises ConfigError where the Theme is made: that is
    in the host's own code, before there is a widget that could tell its on_error.

    These five are shown as they are, but for words that nobody could read on `background`; all
    other colours are worked out from them so that they can be read.
    """

    primary: str | None = None
    background: str | None = None
    text: str | None = None
    border: str | None = None
    shadow: str | None = None

    def __post_init__(self) -> None:
        for field in fields(self):
            name, value = field.name, getattr(self, field.name)
            shape = _SHADOW if name == "shadow" else _OPAQUE
            if value is not None and not (isinstance(value, str) and shape.fullmatch(value)):
                raise _no_color(name, value)

    @classmethod
    def of(cls, colours: Mapping[str, object]) -> Theme:
        """Return the Theme that `colours` names key by key; ConfigError for any other key."""
        names = [field.name for field in fields(cls)]
        for name in colours:
            if name not in names:
                raise _no_field(name, names)
        return cls(**colours)  # type: ignore[arg-type]

    def over(self, base: Theme) -> Theme:
        """Return `base` with the colours that are set here."""
        own = {f.name: getattr(self, f.name) for f in fields(self)}
        return replace(base, **{name: colour for name, colour in own.items() if colour})


def _no_field(name: object, names: list[str]) -> ConfigError:
    from difflib import get_close_matches  # for a mistake only

    found = _shown(name)
    listed = ", ".join(names)
    close = get_close_matches(name.lower(), names, n=1) if isinstance(name, str) else []
    hint = f"did you mean {close[0]}?" if close else f"its colours are {listed}."
    return ConfigError(
        f"A Theme has no {found}; {hint}",
        code="theme_unknown",
        name=found,
        suggestion=close[0] if close else listed,
    )


def _shown(value: object) -> str:
    # Only what Python itself writes: the host's own __repr__ may do anything.
    is_short = type(value) is str and len(value) <= _SHOWN_CHARACTERS
    return repr(value) if is_short else type(value).__name__


def _no_color(name: str, value: object) -> ConfigError:
    wanted = 'a colour like "#2563eb"'
    if name == "shadow":
        wanted += ' or, with an opacity in front, "#732563eb"'
    found = _shown(value)
    return ConfigError(
        f"{name} of a Theme must be {wanted}, not {found}.",
        code="theme_color",
        name=name,
        expected=wanted,
        found=found,
    )


# The web widget's colours (parity with @usero/sdk 1.6.1).
LIGHT = Theme(
    primary="#2563eb",
    background="#ffffff",
    text="#374151",
    border="#e5e7eb",
    shadow="#290f172a",
)
DARK = Theme(
    primary="#2563eb",
    background="#1f2937",
    text="#f9fafb",
    border="#374151",
    shadow="#73000000",
)

# For who asked the system for more contrast: black and white, and lines one sees.
STRONG_LIGHT = Theme(
    primary="#1e40af",
    background="#ffffff",
    text="#000000",
    border="#000000",
    shadow="#290f172a",
)
STRONG_DARK = Theme(
    primary="#93c5fd",
    background="#000000",
    text="#ffffff",
    border="#ffffff",
    shadow="#73000000",
)
