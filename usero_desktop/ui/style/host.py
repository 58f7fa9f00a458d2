"""What `theme="host"` takes from the host's window: its palette and its typeface."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtGui, QtWidgets
from usero_desktop.theme import DARK, LIGHT, Theme
from usero_desktop.ui.style.colors import Base, is_dark
from usero_desktop.ui.style.contrast import toward

if TYPE_CHECKING:
    from usero_desktop.ui.style.contrast import Rgb

FAINT: Final = 1.2
"""Least contrast of a line that only shows where the panel ends; the light theme's has 1.24."""

_Role = QtGui.QPalette.ColorRole
_ACTIVE = QtGui.QPalette.ColorGroup.Active


def host_base(window: QtWidgets.QWidget) -> Base:
    """Return the colours of `window` to work the panel's out from. GUI thread.

    A style sheet of the host's is in its palette, too. They are those of an active window:
    the panel does not turn grey with its host.
    """
    palette = window.palette()
    base = palette.color(_ACTIVE, _Role.Base)
    return Base(
        theme=Theme(
            primary=palette.color(_ACTIVE, _primary_role(palette)).name(),
            background=palette.color(_ACTIVE, _Role.Window).name(),
            text=palette.color(_ACTIVE, _Role.WindowText).name(),
            border=_line(palette).name(),
            shadow=(DARK if is_dark(window) else LIGHT).shadow,
        ),
        field=base.name(),
        muted=_over(palette.color(_ACTIVE, _Role.PlaceholderText), base).name(),
    )


def host_family(window: QtWidgets.QWidget) -> str:
    """Return the typeface of `window`. GUI thread."""
    return window.font().family()


def _primary_role(palette: QtGui.QPalette) -> QtGui.QPalette.ColorRole:
    """Return Accent where the host or the system has set one (Qt 6.6), else Highlight."""
    accent: QtGui.QPalette.ColorRole | None = getattr(_Role, "Accent", None)
    if accent is not None and palette.isBrushSet(_ACTIVE, accent):
        return accent
    return _Role.Highlight


def _line(palette: QtGui.QPalette) -> QtGui.QColor:
    """Return Mid, or what can be seen: of a black button Qt makes a black Mid, on black."""
    mid, text, window = (
        _rgb(palette.color(_ACTIVE, role)) for role in (_Role.Mid, _Role.WindowText, _Role.Window)
    )
    return QtGui.QColor(*toward(mid, text, (window,), FAINT))


def _rgb(color: QtGui.QColor) -> Rgb:
    return color.red(), color.green(), color.blue()


def _over(color: QtGui.QColor, ground: QtGui.QColor) -> QtGui.QColor:
    """Return `color` as it looks on `ground`: Qt's own placeholders let half of it through."""
    share = color.alphaF()
    return QtGui.QColor.fromRgbF(
        ground.redF() + (color.redF() - ground.redF()) * share,
        ground.greenF() + (color.greenF() - ground.greenF()) * share,
        ground.blueF() + (color.blueF() - ground.blueF()) * share,
    )
