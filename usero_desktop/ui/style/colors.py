"""All colours of the panel, worked out from the five of a theme."""

from __future__ import annotations

from dataclasses import dataclass

from usero_desktop.qt import QtGui, QtWidgets
from usero_desktop.theme import DARK, LIGHT, Theme

DARK_BELOW = 128
"""A window background darker than this (0 to 255) makes the dark theme."""


@dataclass(frozen=True, slots=True)
class Colors:
    """Ready colours for painting; names say where they are used."""

    dark: bool
    primary: QtGui.QColor
    on_primary: QtGui.QColor
    background: QtGui.QColor
    text: QtGui.QColor
    muted: QtGui.QColor
    border: QtGui.QColor
    field: QtGui.QColor
    hover: QtGui.QColor
    focus: QtGui.QColor
    shadow: QtGui.QColor
    error: QtGui.QColor
    error_fill: QtGui.QColor
    success: QtGui.QColor
    success_fill: QtGui.QColor
    saved: QtGui.QColor
    saved_fill: QtGui.QColor
    tints: tuple[QtGui.QColor, ...]


def is_dark(window: QtWidgets.QWidget) -> bool:
    """Whether `window` looks dark: by its palette, which is what the user sees.

    The colour scheme alone can say dark over a light palette (GNOME's theme does).
    """
    return window.palette().color(QtGui.QPalette.ColorRole.Window).lightness() < DARK_BELOW


def mix(one: QtGui.QColor, other: QtGui.QColor, share: float) -> QtGui.QColor:
    """`one` with `share` (0 to 1) of `other` in it."""
    return QtGui.QColor.fromRgbF(
        one.redF() + (other.redF() - one.redF()) * share,
        one.greenF() + (other.greenF() - one.greenF()) * share,
        one.blueF() + (other.blueF() - one.blueF()) * share,
    )


def contrast(one: QtGui.QColor, other: QtGui.QColor) -> float:
    """Contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: QtGui.QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004

    red, green, blue = (linear(p) for p in (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def colors_of(theme: Theme | str | None, *, dark: bool) -> Colors:
    """Work out all colours: `theme` over the built-in one that fits `dark`."""
    if isinstance(theme, str):
        dark, theme = theme == "dark", None
    base = DARK if dark else LIGHT
    chosen = theme.over(base) if theme else base
    color = QtGui.QColor
    primary, background = color(chosen.primary), color(chosen.background)
    text, border = color(chosen.text), color(chosen.border)
    if theme and theme.background:
        dark = background.lightness() < DARK_BELOW
    white, black = color("#ffffff"), color("#111827")
    return Colors(
        dark=dark,
        primary=primary,
        on_primary=white if contrast(primary, white) >= contrast(primary, black) else black,
        background=background,
        text=text,
        muted=mix(text, background, 0.28),
        border=border,
        field=mix(background, color("#000000" if dark else "#ffffff"), 0.18),
        hover=mix(background, text, 0.06),
        focus=mix(primary, white, 0.35) if dark else primary,
        shadow=color(chosen.shadow),
        error=color("#fca5a5" if dark else "#b91c1c"),
        error_fill=mix(background, color("#dc2626"), 0.16 if dark else 0.07),
        success=color("#86efac" if dark else "#15803d"),
        success_fill=mix(background, color("#16a34a"), 0.18 if dark else 0.09),
        # Not green: saved is not sent.
        saved=color("#fcd34d" if dark else "#92400e"),
        saved_fill=mix(background, color("#f59e0b"), 0.16 if dark else 0.12),
        tints=tuple(
            mix(background, color(tint), 0.14 if dark else 0.09)
            for tint in ("#ef4444", "#64748b", "#3b82f6", "#f59e0b")
        ),
    )
