"""All colours of the panel, worked out from the five of a theme so that all can be read.

A host may give any five, and its palette may be anything. So nothing here is only mixed: what
is written or drawn is moved away from what it stands on, as little as will do, until the
contrast is what WCAG 2.2 asks for (1.4.3 for words, 1.4.11 for lines). `INKS` and `LINES` say
what stands on what: they are what the colours are made by, and what the tests go through.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from usero_desktop.qt import QtGui, QtWidgets
from usero_desktop.theme import DARK, LIGHT, STRONG_DARK, STRONG_LIGHT, Theme
from usero_desktop.ui.style import contrast
from usero_desktop.ui.style.contrast import BLACK, WHITE, Rgb, mix, pole, toward

READ: Final = 4.5
"""Least contrast of words."""
READ_STRONG: Final = 7.0
"""The same for who asked for more."""
SEEN: Final = 3.0
"""Least contrast of a control's border, a ring, an icon."""

PAPERS: Final = (
    "background",
    "field",
    "hover",
    "note_fill",
    "error_fill",
    "success_fill",
    "saved_fill",
    "chosen",
    "tints",
    "lively_tints",
)
"""What is written on; `text` is read on each."""

INKS: Final[dict[str, tuple[str, ...]]] = {
    "text": PAPERS,
    "muted": ("background", "field"),
    "disabled": ("background", "field"),
    "faded": ("tints", "lively_tints"),
    "error": ("background", "field", "error_fill"),
    "success": ("background", "success_fill"),
    "saved": ("background", "field", "saved_fill"),
    "link": ("background", "field"),
    "on_primary": ("primary", "primary_hover", "primary_down", "primary_rest"),
    "on_selection": ("selection",),
}
"""Which words are written on what."""

WASHED: Final = (
    ("text", "note_fill"),
    ("text", "error_fill"),
    ("text", "field"),
    ("error", "error_fill"),
    ("success", "success_fill"),
    ("saved", "saved_fill"),
    ("link", "field"),
    ("link", "background"),
)
"""Words of a button that lies on a paper, and tints it with its own ink under the mouse."""

LINES: Final[dict[str, tuple[str, ...]]] = {
    "edge": ("background", "field", "hover"),
    "lively_edge": ("background", "field"),
    "thumb": ("background", "field"),
    "focus": PAPERS,
    "accent": ("background", "field"),
}
"""Which lines and shapes are told from what."""

_WORDS_OF_TINTS: Final = ("#ef4444", "#64748b", "#3b82f6", "#f59e0b")
_PRESSED: Final = {"primary_hover": 0.08, "primary_down": 0.16, "primary_rest": 0.235}


class Base(NamedTuple):
    """What all colours are worked out from: a theme, and what more a host's palette tells."""

    theme: Theme
    field: str | None = None
    muted: str | None = None


class Colors(NamedTuple):
    """Ready colours for painting; names say where they are used.

    `border` is for what only decorates, `edge` for what shows where a control is. `accent` is
    `primary` where that can be told from the background, `selection` what is selected.
    `primary_rest` is what a bar has not filled yet. `strong` is high contrast.
    """

    dark: bool
    strong: bool
    background: QtGui.QColor
    field: QtGui.QColor
    hover: QtGui.QColor
    note_fill: QtGui.QColor
    error_fill: QtGui.QColor
    success_fill: QtGui.QColor
    saved_fill: QtGui.QColor
    chosen: QtGui.QColor
    tints: tuple[QtGui.QColor, ...]
    lively_tints: tuple[QtGui.QColor, ...]
    text: QtGui.QColor
    muted: QtGui.QColor
    disabled: QtGui.QColor
    faded: QtGui.QColor
    error: QtGui.QColor
    success: QtGui.QColor
    saved: QtGui.QColor
    link: QtGui.QColor
    border: QtGui.QColor
    edge: QtGui.QColor
    lively_edge: QtGui.QColor
    thumb: QtGui.QColor
    focus: QtGui.QColor
    accent: QtGui.QColor
    primary: QtGui.QColor
    primary_hover: QtGui.QColor
    primary_down: QtGui.QColor
    primary_rest: QtGui.QColor
    on_primary: QtGui.QColor
    selection: QtGui.QColor
    on_selection: QtGui.QColor
    shadow: QtGui.QColor

    @property
    def least(self) -> float:
        """The contrast that words have here."""
        return READ_STRONG if self.strong else READ

    @property
    def ring(self) -> float:
        """How wide the ring is around what has the focus, in logical pixels."""
        return 3.0 if self.strong else 2.0

    def wash(self, ink: str, paper: str, share: float) -> QtGui.QColor:
        """Return `paper` with `share` of `ink` in it, or as much as leaves `ink` readable."""
        writing, ground = _rgb(getattr(self, ink)), _rgb(getattr(self, paper))
        return QtGui.QColor(*_tinted(mix(ground, writing, share), ground, writing, self.least))


def is_dark(window: QtWidgets.QWidget) -> bool:
    """Whether `window` looks dark: by its palette, which is what the user sees.

    The colour scheme alone can say dark over a light palette (GNOME's theme does), and a
    style sheet makes a window dark without it. One that is not active is as dark as ever.
    """
    group, role = QtGui.QPalette.ColorGroup.Active, QtGui.QPalette.ColorRole.Window
    return pole(_rgb(window.palette().color(group, role))) == WHITE


def colors_of(theme: Theme | Base | str | None, *, dark: bool, strong: bool = False) -> Colors:
    """Work out all colours: `theme` over the built-in one that fits `dark`.

    "light" and "dark" are the built-in ones, whatever `dark` says. A background given without
    its text takes the text of the built-in theme that fits it. `strong` is high contrast.
    """
    base = theme if isinstance(theme, Base) else Base(Theme())
    if isinstance(theme, str):
        dark = theme == "dark"
    elif isinstance(theme, Theme):
        base = Base(theme)
    return _worked_out(base, dark, strong)


@lru_cache(maxsize=16)
def _worked_out(base: Base, dark: bool, strong: bool) -> Colors:
    if base.theme.background:
        dark = pole(_parsed(base.theme.background)) == WHITE
    built_in = {
        (False, False): LIGHT,
        (False, True): DARK,
        (True, False): STRONG_LIGHT,
        (True, True): STRONG_DARK,
    }
    theme = base.theme.over(built_in[strong, dark])
    found = _Mixing(base, theme, strong=strong).found
    made: dict[str, object] = {
        name: QtGui.QColor(*colors[0])
        if name not in {"tints", "lively_tints"}
        else tuple(QtGui.QColor(*color) for color in colors)
        for name, colors in found.items()
    }
    made |= {
        "shadow": QtGui.QColor(theme.shadow),
        "dark": pole(found["background"][0]) == WHITE,
        "strong": strong,
    }
    return Colors(**{name: made[name] for name in Colors._fields})  # type: ignore[arg-type]


class _Mixing:
    """Works out the colours one after the other: ground, words, papers, inks, lines."""

    def __init__(self, base: Base, theme: Theme, *, strong: bool) -> None:
        self.found: dict[str, tuple[Rgb, ...]] = {}
        self._strong = strong
        self._read = READ_STRONG if strong else READ
        self._base = base
        self._ground(theme)
        self._papers(theme)
        primary = _parsed(theme.primary)
        lit = mix(primary, WHITE, 0.35) if self._is_dark and not strong else primary
        self._inks(lit)
        self._lines(primary, lit, border=_parsed(theme.border))
        self._primary(theme)

    def _ground(self, theme: Theme) -> None:
        background = _parsed(theme.background)
        self._pole = pole(background)
        # In the middle between black and white neither is read well enough for high contrast.
        away = BLACK if self._pole == WHITE else WHITE
        background = toward(background, away, [self._pole], self._read)
        text = toward(_parsed(theme.text), self._pole, [background], self._read)
        self._background, self._text = background, text
        self._is_dark = self._pole == WHITE
        self.found |= {"background": (background,), "text": (text,)}

    def _papers(self, theme: Theme) -> None:
        dark, primary = self._is_dark, _parsed(theme.primary)
        ground, text = self._background, self._text
        inner = _parsed(self._base.field) if self._base.field else BLACK if dark else WHITE
        field = mix(ground, inner, 1.0 if self._base.field else 0.18)
        hover = mix(ground, text, 0.12 if self._strong else 0.06)
        plain = {"field": field, "hover": hover}
        fills = {
            "note_fill": hover,
            "error_fill": mix(ground, (0xDC, 0x26, 0x26), 0.16 if dark else 0.07),
            "success_fill": mix(ground, (0x16, 0xA3, 0x4A), 0.18 if dark else 0.09),
            "saved_fill": mix(ground, (0xF5, 0x9E, 0x0B), 0.16 if dark else 0.12),
            "chosen": mix(ground, primary, 0.22 if dark else 0.10),
        }
        for name, wish in (plain | fills).items():
            self.found[name] = (self._paper(wish, is_tint=name in fills),)
        tints = [mix(ground, _parsed(word), 0.14 if dark else 0.09) for word in _WORDS_OF_TINTS]
        self.found["tints"] = tuple(self._paper(tint, is_tint=True) for tint in tints)
        self.found["lively_tints"] = tuple(
            self._paper(mix(tint, text, 0.12 if self._strong else 0.06), is_tint=False)
            for tint in self.found["tints"]
        )

    def _paper(self, wish: Rgb, *, is_tint: bool) -> Rgb:
        if is_tint and self._strong:
            return self._background
        return _tinted(wish, self._background, self._text, self._read)

    def _inks(self, lit: Rgb) -> None:
        dark, ground, text = self._is_dark, self._background, self._text
        muted = mix(text, ground, 0.28)
        wishes = {
            "muted": _parsed(self._base.muted) if self._base.muted else muted,
            "disabled": mix(text, ground, 0.35 if self._strong else 0.45),
            "faded": mix(text, ground, 0.0 if self._strong else 0.25),
            "error": (0xFC, 0xA5, 0xA5) if dark else (0xB9, 0x1C, 0x1C),
            "success": (0x86, 0xEF, 0xAC) if dark else (0x15, 0x80, 0x3D),
            # Not green: saved is not sent.
            "saved": (0xFC, 0xD3, 0x4D) if dark else (0x92, 0x40, 0x0E),
            "link": lit,
        }
        for name, wish in wishes.items():
            self.found[name] = (toward(wish, text, self._grounds(INKS[name]), self._read),)

    def _lines(self, primary: Rgb, lit: Rgb, *, border: Rgb) -> None:
        ground, text = self._background, self._text
        wishes = {
            "edge": border,
            "lively_edge": self.found["muted"][0],
            "thumb": mix(ground, text, 0.3),
            "focus": lit,
            "accent": primary,
        }
        for name, wish in wishes.items():
            color = toward(wish, text, self._grounds(LINES[name]), SEEN)
            self.found[name] = (text if self._strong and name.endswith("edge") else color,)
        self.found["border"] = (text if self._strong else border,)

    def _primary(self, theme: Theme) -> None:
        primary, ink = self._filled(_parsed(theme.primary))
        self.found |= {"primary": (primary,), "on_primary": (ink,)}
        away = BLACK if ink == WHITE else WHITE
        for name, share in _PRESSED.items():
            shade = mix(primary, away, share)
            if contrast.contrast(shade, primary) < 1 + share / 2:
                # It is as dark, or as light, as can be: to the other side, then.
                shade = _tinted(mix(primary, ink, share), primary, ink, self._read)
            self.found[name] = (shade,)
        selection, ink = self._filled(self.found["accent"][0])
        if self._strong:
            selection, ink = self._text, self._background
        self.found |= {"selection": (selection,), "on_selection": (ink,)}

    def _filled(self, fill: Rgb) -> tuple[Rgb, Rgb]:
        """Return `fill` with the ink that is read on it; high contrast moves the fill, too."""
        near_black = (0x11, 0x18, 0x27)
        ink = max(WHITE, near_black, key=lambda color: contrast.contrast(color, fill))
        if contrast.contrast(ink, fill) < self._read:
            ink = pole(fill)
        away = BLACK if ink == WHITE else WHITE
        return toward(fill, away, [ink], self._read), ink

    def _grounds(self, papers: tuple[str, ...]) -> list[Rgb]:
        return [color for name in papers for color in self.found[name]]


def _tinted(wish: Rgb, paper: Rgb, ink: Rgb, least: float) -> Rgb:
    """Return `wish` with as little of `paper` as leaves `ink` readable, which it is on that."""
    return toward(wish, paper, [ink], least)


def _rgb(color: QtGui.QColor) -> Rgb:
    return color.red(), color.green(), color.blue()


def _parsed(text: str | None) -> Rgb:
    digits = (text or "#000000").removeprefix("#")
    if len(digits) == 3:  # noqa: PLR2004 - #rgb
        digits = "".join(2 * digit for digit in digits)
    return int(digits[-6:-4], 16), int(digits[-4:-2], 16), int(digits[-2:], 16)
