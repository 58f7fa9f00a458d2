"""How large letters and all that stands around them are, for the one who reads them."""

from __future__ import annotations

import os
from typing import Final, NamedTuple

from usero_desktop.qt import QtGui, QtWidgets

LARGEST: Final = 3.0
STEP: Final = 0.05
"""Scales go in these steps: what a screen rounds should change nothing."""

POINTS_PER_INCH: Final = 72
DOTS_PER_INCH: Final = 96
"""Of a screen that nobody has scaled, but for a Mac's, where a point is a pixel."""

MAC_POINTS: Final = 13
"""NSFont.systemFontSize."""
POINTS: Final = 9
"""Segoe UI 9 of Windows since Vista, and what Qt takes where a Linux desktop says nothing."""
GNOME_POINTS: Final = 11
"""`font-name` of org.gnome.desktop.interface: Adwaita Sans, Cantarell or Ubuntu 11."""
DESKTOP_POINTS: Final = 10
"""Noto Sans 10 of KDE; Sans 10 of GTK itself, and so of Xfce and MATE."""

_ON_A_DESKTOP: Final = ("xcb", "wayland")


class Scale(NamedTuple):
    """Sizes and letters for one reader: `factor` 1 is the size they were drawn for.

    `family` is the typeface; "" is the system's own.
    """

    factor: float = 1.0
    family: str = ""

    def px(self, size: float) -> int:
        """Return what is `size` logical pixels at factor 1 in whole ones at this."""
        return int(size * self.factor + 0.5)

    def font(self, size: float, *, bold: bool = False) -> QtGui.QFont:
        """Return letters that are `size` pixels high at factor 1: a host's font stays its own."""
        chosen = QtGui.QFontDatabase.systemFont(QtGui.QFontDatabase.SystemFont.GeneralFont)
        if self.family and self.family != chosen.family():
            chosen = QtGui.QFont(self.family)
        chosen.setPixelSize(self.px(size))
        chosen.setWeight(QtGui.QFont.Weight.DemiBold if bold else QtGui.QFont.Weight.Normal)
        # What is not set here, a painter takes from the widget, and that from a host's sheet.
        chosen.setLetterSpacing(QtGui.QFont.SpacingType.AbsoluteSpacing, 0)
        chosen.setWordSpacing(0)
        chosen.setCapitalization(QtGui.QFont.Capitalization.MixedCase)
        for switch_off in (chosen.setItalic, chosen.setUnderline, chosen.setStrikeOut):
            switch_off(False)
        return chosen


def scale_of(window: QtWidgets.QWidget, family: str = "") -> Scale:
    """Return the scale for who reads in `window`, in `family` or the system's typeface.

    The letters of the system (what the user has set for the desktop) and of the application
    (what its settings or its author chose) count by the larger of the two, against what the
    platform has where nobody has set anything; never below 1. Sizes in a host's style sheet
    count as little as everything else in it.
    """
    system = QtGui.QFontDatabase.systemFont(QtGui.QFontDatabase.SystemFont.GeneralFont)
    dots = window.logicalDpiY()
    reader = max(_pixels(font, dots) for font in (system, QtWidgets.QApplication.font()))
    normal = normal_pixels(
        QtGui.QGuiApplication.platformName(), os.environ.get("XDG_CURRENT_DESKTOP", "")
    )
    return Scale(factor_of(reader / normal), family or system.family())


def factor_of(share: float) -> float:
    """Return the factor for letters that are `share` times as high as the platform's."""
    return min(max(round(round(share / STEP) * STEP, 2), 1.0), LARGEST)


def normal_pixels(platform: str, desktop: str) -> float:
    """Return how high letters are where nobody has set anything, in logical pixels.

    `platform` is Qt's name for it, `desktop` what XDG_CURRENT_DESKTOP says.
    """
    if platform == "cocoa":
        return MAC_POINTS
    points = POINTS
    if platform.startswith(_ON_A_DESKTOP) and desktop:
        is_gnome = bool({"GNOME", "Unity"} & set(desktop.split(":")))
        points = GNOME_POINTS if is_gnome else DESKTOP_POINTS
    return points * DOTS_PER_INCH / POINTS_PER_INCH


def _pixels(font: QtGui.QFont, dots: int) -> float:
    # One that was set in pixels has no size in points, and the other way round.
    if font.pixelSize() > 0:
        return font.pixelSize()
    return font.pointSizeF() * dots / POINTS_PER_INCH
