"""Whatever a host gives, all that is written or drawn stands out from what it stands on."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usero_desktop.qt import QtGui, QtWidgets
from usero_desktop.theme import DARK, LIGHT, Theme
from usero_desktop.ui.style.colors import (
    INKS,
    LINES,
    PAPERS,
    READ,
    READ_STRONG,
    SEEN,
    WASHED,
    Base,
    Colors,
    colors_of,
    is_dark,
)
from usero_desktop.ui.style.contrast import contrast

SHADES = (0.10, 0.18)
"""How much of its ink a button takes under the mouse, and pressed."""

hexes = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
greys = st.integers(0, 255).map("#{0:02x}{0:02x}{0:02x}".format)
colours = st.one_of(hexes, greys, st.sampled_from(["#000", "#fff", "#777777", "#767676", "#00f"]))
maybe = st.none() | colours
themes = st.builds(Theme, maybe, maybe, maybe, maybe, st.none() | st.just("#73000000"))
bases = st.builds(
    Base, st.builds(Theme, colours, colours, colours, colours), field=maybe, muted=maybe
)


def named(colors, name):
    found = getattr(colors, name)
    return found if isinstance(found, tuple) else (found,)


def rgb(color):
    return color.red(), color.green(), color.blue()


def ratio(one, other):
    return contrast(rgb(one), rgb(other))


def too_faint(colors):
    """Every pair of the tables that has less contrast than it must."""
    table = [
        (ink, paper, least)
        for lines, least in ((INKS, colors.least), (LINES, SEEN))
        for ink, papers in lines.items()
        for paper in papers
    ]
    found = [
        (ink, paper)
        for ink, paper, least in table
        for one in named(colors, ink)
        for other in named(colors, paper)
        if ratio(one, other) < least
    ]
    found += [
        (ink, f"{paper}, washed")
        for ink, paper in WASHED
        for share in SHADES
        if ratio(getattr(colors, ink), colors.wash(ink, paper, share)) < colors.least
    ]
    return found


@pytest.mark.parametrize("strong", [False, True], ids=["", "high contrast"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_all_that_is_written_or_drawn_stands_out_in_the_built_in_themes(dark, strong):
    colors = colors_of(None, dark=dark, strong=strong)

    assert too_faint(colors) == []
    assert colors.least == (7 if strong else 4.5)
    assert (READ, READ_STRONG, SEEN) == (4.5, 7, 3)


@given(themes, st.booleans(), st.booleans())
def test_all_stands_out_whatever_colours_a_theme_has(theme, dark, strong):
    assert too_faint(colors_of(theme, dark=dark, strong=strong)) == []


@given(bases, st.booleans())
def test_all_stands_out_whatever_colours_a_palette_has(base, strong):
    assert too_faint(colors_of(base, dark=False, strong=strong)) == []


def test_the_tables_know_every_colour():
    """One that is in no table is painted and not looked at."""
    told = {*PAPERS, *INKS, *LINES, *(paper for papers in INKS.values() for paper in papers)}
    own = set(Colors._fields) - {"dark", "strong", "shadow"}

    # What only decorates need not stand out.
    assert own - told == {"border"}


def test_a_pair_that_is_too_faint_is_found():
    colors = colors_of(None, dark=False)
    faint = colors._replace(muted=colors.background)

    assert too_faint(faint) == [("muted", "background"), ("muted", "field")]


@given(themes, st.booleans())
def test_what_a_theme_names_is_shown_as_it_is_unless_it_could_not_be_read(theme, dark):
    colors = colors_of(theme, dark=dark)
    for name in ("primary", "background", "border"):
        if getattr(theme, name):
            assert getattr(colors, name) == QtGui.QColor(getattr(theme, name))
    if theme.text and ratio(QtGui.QColor(theme.text), colors.background) >= READ:
        assert colors.text == QtGui.QColor(theme.text)


@pytest.mark.parametrize("dark,built_in", [(False, LIGHT), (True, DARK)])
def test_a_built_in_theme_has_its_own_five_colours(dark, built_in):
    colors = colors_of(None, dark=dark)

    for field in fields(Theme):
        assert getattr(colors, field.name) == QtGui.QColor(getattr(built_in, field.name))


@pytest.mark.parametrize("primary", ["#2563eb", "#ffffff", "#ffd400", "#000000", "#7c3aed"])
def test_words_on_any_primary_are_dark_or_white_whichever_is_read_better(primary):
    colors = colors_of(Theme(primary=primary), dark=False)
    others = (QtGui.QColor("#ffffff"), QtGui.QColor("#111827"))

    assert ratio(colors.on_primary, colors.primary) == max(
        ratio(other, colors.primary) for other in others
    )


@pytest.mark.parametrize("primary", ["#2563eb", "#ffffff", "#000000"])
def test_a_button_changes_under_the_mouse_and_when_it_is_pressed(primary):
    colors = colors_of(Theme(primary=primary), dark=False)

    shades = [colors.primary, colors.primary_hover, colors.primary_down, colors.primary_rest]
    assert len({shade.name() for shade in shades}) == 4


def test_a_background_takes_the_text_and_the_lines_that_fit_it():
    dark = colors_of(Theme(background="#101010"), dark=False)
    light = colors_of(Theme(background="#fafafa"), dark=True)

    assert dark.dark
    assert dark.text == QtGui.QColor(DARK.text)
    assert not light.dark
    assert light.text == QtGui.QColor(LIGHT.text)


def test_high_contrast_has_full_lines_and_no_tints():
    for dark in (False, True):
        colors = colors_of(None, dark=dark, strong=True)

        lines = (colors.edge, colors.border, colors.lively_edge)
        papers = (*colors.tints, colors.error_fill, colors.success_fill, colors.saved_fill,
                  colors.note_fill, colors.chosen)  # fmt: skip
        assert all(line == colors.text for line in lines)
        assert all(paper == colors.background for paper in papers)
        assert colors.ring > colors_of(None, dark=dark).ring


def painted(shade):
    window = QtWidgets.QWidget()
    palette = window.palette()
    palette.setColor(QtGui.QPalette.ColorRole.Window, QtGui.QColor(shade))
    window.setPalette(palette)
    return window


@pytest.mark.parametrize(
    "shade,dark",
    [("#ffffff", False), ("#f0f0f0", False), ("#1e1e1e", True), ("#00ff00", False),
     ("#ffff00", False), ("#0000ff", True)],
)  # fmt: skip
def test_a_window_is_as_dark_as_its_palette(qapp, shade, dark):
    assert is_dark(painted(shade)) is dark


def test_a_window_that_its_style_sheet_makes_dark_is_dark(qapp):
    window = QtWidgets.QMainWindow()
    window.setStyleSheet("QMainWindow { background: #111; }")
    window.ensurePolished()

    assert is_dark(window)
