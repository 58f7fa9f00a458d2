from __future__ import annotations

import pytest

from usero_desktop.qt import QtGui
from usero_desktop.theme import Theme
from usero_desktop.ui.style.colors import colors_of, contrast, is_dark, mix

PAIRS = [
    ("text", "background"),
    ("text", "field"),
    ("text", "hover"),
    ("muted", "background"),
    ("muted", "field"),
    ("error", "background"),
    ("error", "error_fill"),
    ("success", "background"),
    ("success", "success_fill"),
    ("saved", "saved_fill"),
    ("on_primary", "primary"),
]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("ink,paper", PAIRS)
def test_words_can_be_read(ink, paper, dark):
    colors = colors_of(None, dark=dark)

    assert contrast(getattr(colors, ink), getattr(colors, paper)) >= 4.5


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_labels_of_the_faces_can_be_read_on_every_tint(dark):
    colors = colors_of(None, dark=dark)
    chosen = mix(colors.background, colors.primary, 0.22 if dark else 0.10)

    for paper in (*colors.tints, chosen):
        assert contrast(colors.text, paper) >= 4.5
        # Stepped back, because another face is chosen.
        assert contrast(mix(colors.text, paper, 0.25), paper) >= 4.5


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_what_has_the_focus_stands_out(dark):
    colors = colors_of(None, dark=dark)

    assert contrast(colors.focus, colors.background) >= 3
    assert contrast(colors.muted, colors.background) >= 3


@pytest.mark.parametrize("primary", ["#2563eb", "#ffffff", "#ffd400", "#000000", "#7c3aed"])
def test_words_on_any_primary_are_black_or_white_whichever_is_read_better(primary):
    colors = colors_of(Theme(primary=primary), dark=False)

    assert contrast(colors.on_primary, colors.primary) >= 4.5


def test_the_greatest_contrast_is_21():
    white, black = QtGui.QColor("#ffffff"), QtGui.QColor("#000000")

    assert contrast(white, black) == pytest.approx(21)
    assert contrast(white, white) == pytest.approx(1)


def test_a_dark_background_of_the_hosts_makes_the_derived_colours_dark():
    assert colors_of(Theme(background="#101010"), dark=False).dark
    assert not colors_of(Theme(background="#fafafa"), dark=True).dark


@pytest.mark.parametrize("shade,dark", [("#ffffff", False), ("#f0f0f0", False), ("#1e1e1e", True)])
def test_a_window_is_as_dark_as_its_palette(window, shade, dark):
    palette = window.palette()
    palette.setColor(QtGui.QPalette.ColorRole.Window, QtGui.QColor(shade))
    window.setPalette(palette)

    assert is_dark(window) is dark
