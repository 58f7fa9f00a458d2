"""The colours of the panel: two built-in themes and a host's partial override of either."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as ``#rrggbb``; None means the built-in theme's own (light or dark).

    `primary` colours the launcher, the Send button and what is selected, `background` the
    panel, `text` its words, `border` its lines, `shadow` (``#aarrggbb``) what lies under it.
    """

    primary: str | None = None
    background: str | None = None
    text: str | None = None
    border: str | None = None
    shadow: str | None = None

    def over(self, base: Theme) -> Theme:
        """Return `base` with the colours that are set here."""
        own = {f.name: getattr(self, f.name) for f in fields(self)}
        return replace(base, **{name: colour for name, colour in own.items() if colour})


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
