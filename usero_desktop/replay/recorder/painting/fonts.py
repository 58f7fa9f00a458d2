"""Fonts as CSS names them, so that a run of text stands on the pixel that Qt puts it on."""

from __future__ import annotations

from typing import NamedTuple

from usero_desktop.qt import QtGui
from usero_desktop.replay.recorder.parts import number

_Font = QtGui.QFont
_GENERIC = {
    _Font.StyleHint.Serif: "serif",
    _Font.StyleHint.Monospace: "monospace",
    _Font.StyleHint.TypeWriter: "monospace",
}
_KEPT = 512


class Face(NamedTuple):
    """A font: its declarations, and how far above the baseline its line begins, in pixels."""

    css: str
    ascent: int


class Fonts:
    """Knows the fonts that were drawn with. GUI thread."""

    def __init__(self, dots_per_inch: float) -> None:
        self._dpi = dots_per_inch
        self._faces: dict[str, Face] = {}

    def face(self, font: QtGui.QFont) -> Face:
        """Return how the page says `font`."""
        key = font.key()
        face = self._faces.get(key)
        if face is None:
            if len(self._faces) >= _KEPT:
                self._faces.clear()
            face = self._faces[key] = self._found(font)
        return face

    def _found(self, font: QtGui.QFont) -> Face:
        # What a font is called may be an alias ("Sans Serif"), which the browser has its own of.
        info, metrics = QtGui.QFontInfo(font), QtGui.QFontMetricsF(font)
        # What it is drawn with: 10 points may be 13.33 pixels, and glyphs of 13.
        size = QtGui.QRawFont.fromFont(font).pixelSize()
        # Each is rounded by itself in the browser, as is the line between them.
        ascent, descent = round(metrics.ascent()), round(metrics.descent())
        family = info.family().replace("\\", "").replace("'", "")
        generic = "monospace" if info.fixedPitch() else _GENERIC.get(info.styleHint(), "sans-serif")
        slant = "italic " if font.italic() else ""
        weight = int(font.weight())
        # Lines below and through it are drawn by themselves.
        line = f"{number(size)}px/{ascent + descent}px"
        css = f"font:{slant}{weight} {line} '{family}',{generic};"
        return Face(css, ascent)
