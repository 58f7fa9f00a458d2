"""The colours of the panel: two built-in themes and a host's partial override of either."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import Final

from usero_desktop.errors import ConfigError

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

    def over(self, base: Theme) -> Theme:
        """Return `base` with the colours that are set here."""
        own = {f.name: getattr(self, f.name) for f in fields(self)}
        return replace(base, **{name: colour for name, colour in own.items() if colour})


def _no_color(name: str, value: object) -> ConfigError:
    wanted = 'a colour like "#2563eb"'
    if name == "shadow":
        wanted += ' or, with an opacity in front, "#732563eb"'
    is_short = type(value) is str and len(value) <= _SHOWN_CHARACTERS
    found = repr(value) if is_short else type(value).__name__
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
