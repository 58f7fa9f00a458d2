"""What is painted can be read, on every screen, in light, dark, high contrast and a host's."""

from __future__ import annotations

from collections import Counter

import pytest
from ui.gallery import SCREENS, show
from ui.painted import (
    RATIO,
    colors_in,
    edge_ratio,
    hovered,
    left_alone,
    most,
    named,
    parts,
    picture,
    read,
    rgb,
    tip_of,
)

from usero_desktop.qt import QtCore, QtGui, QtWidgets, pixels_of
from usero_desktop.theme import Theme
from usero_desktop.ui.capture.picker import Picker
from usero_desktop.ui.controls.buttons import IconButton, QuietButton
from usero_desktop.ui.style.colors import INKS, WASHED
from usero_desktop.ui.style.contrast import contrast

PALETTES = {
    "host, light": {},
    "host, dark": {"Window": "#2b2b2b", "WindowText": "#dddddd", "Base": "#1e1e1e",
                   "Text": "#dddddd", "Mid": "#555555", "Highlight": "#3daee9"},
    "host, colourful": {"Window": "#5b2a86", "WindowText": "#ffe66d", "Base": "#360568",
                        "Text": "#ffffff", "Mid": "#9ac6c5", "Highlight": "#ff6b6b"},
    "host, faint": {"Window": "#8a8a8a", "WindowText": "#939393", "Base": "#777777",
                    "Text": "#858585", "Mid": "#888888", "Highlight": "#8c8c8c"},
}  # fmt: skip
THEMES = {
    "light": {"theme": "light"},
    "dark": {"theme": "dark"},
    "high contrast, light": {"theme": "light", "high_contrast": True},
    "high contrast, dark": {"theme": "dark", "high_contrast": True},
    "own, white on white": {"theme": Theme("#ffffff", "#ffffff", "#ffffff", "#ffffff")},
    **{name: {"theme": "host"} for name in PALETTES},
}
ENOUGH = ("form, everything at once", "form, saved", "form, sending", "form, thanks",
          "form, changing one", "reports, told", "wipe, asked")  # fmt: skip
"""Screens that have every colour on them."""


@pytest.fixture
def panel(qtbot, window, attach):
    """An open panel, its window and its widget with it."""
    window.resize(1000, 1200)
    widget = attach(window)
    widget.open()
    made = widget._front.panel
    made.widget, made.host = widget, window
    return made


def dress(panel, name):
    """Give the panel the theme called `name`."""
    palette = QtGui.QPalette()
    for role, color in PALETTES.get(name, {}).items():
        palette.setColor(getattr(QtGui.QPalette.ColorRole, role), QtGui.QColor(color))
    panel.host.setPalette(palette)
    panel.widget.update(**({"high_contrast": False} | THEMES[name]))
    return panel.widget._front.look.colors


def table(colors):
    """Every pair of ink and paper that the colours are made for."""

    def names(name):
        found = getattr(colors, name)
        return {color.name() for color in (found if isinstance(found, tuple) else (found,))}

    pairs = {
        (one, other)
        for ink, papers in INKS.items()
        for paper in papers
        for one in names(ink)
        for other in names(paper)
    }
    pairs |= {
        (getattr(colors, ink).name(), colors.wash(ink, paper, share).name())
        for ink, paper in WASHED
        for share in (0.10, 0.18)
    }
    return pairs


def unreadable(panel, colors):
    known = table(colors)
    runs = read(panel)
    assert runs
    return [run for run in runs if run.ratio < colors.least or (run.ink, run.paper) not in known]


@pytest.mark.parametrize("name", THEMES)
def test_words_on_every_kind_of_screen_can_be_read(panel, name):
    colors = dress(panel, name)
    for screen in ENOUGH:
        show(panel.widget, screen)
        assert unreadable(panel, colors) == [], screen


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_words_on_every_screen_can_be_read(panel, dark):
    colors = dress(panel, "dark" if dark else "light")
    for screen in SCREENS:
        show(panel.widget, screen)
        assert unreadable(panel, colors) == [], screen


@pytest.mark.parametrize("down", [False, True], ids=["under the mouse", "pressed"])
@pytest.mark.parametrize("name", ["light", "dark", "high contrast, light", "host, faint"])
def test_words_of_a_button_that_is_used_can_be_read(panel, name, down):
    colors = dress(panel, name)
    for screen in ("form, everything at once", "reports, told"):
        show(panel.widget, screen)
        buttons = [part for part in parts(panel) if isinstance(part, QtWidgets.QAbstractButton)]
        for button in buttons:
            hovered(button, down=down)
        found = unreadable(panel, colors)
        for button in buttons:
            left_alone(button)
        assert found == [], screen


def test_words_that_are_too_faint_are_found(panel):
    colors = dress(panel, "light")
    show(panel.widget, "form")
    panel.heading.title.setStyleSheet("color: #d0d0d0; font-size: 20px;")

    assert [run.text for run in unreadable(panel, colors)] == ["Share Feedback"]


@pytest.mark.parametrize("name", THEMES)
def test_words_of_the_launcher_of_a_tip_and_of_a_menu_can_be_read(panel, name):
    colors = dress(panel, name)
    runs = read(tip_of(panel.heading.close))
    QtWidgets.QToolTip.hideText()
    assert [run.text for run in runs] == [panel.heading.close.toolTip()]
    assert runs[0].ratio >= colors.least
    panel.widget.update(launcher_type="button")
    panel.widget.close()
    launcher = panel.host.findChild(QtWidgets.QPushButton, "usero_launcher")
    menu = Picker(panel, panel.widget._front.look)
    menu.actions()[1].setEnabled(False)
    menu.popup(QtCore.QPoint())
    menu.setActiveAction(menu.actions()[0])

    for root, words in ((launcher, 1), (menu, 2 * len(menu.actions()))):  # each with its key
        runs = read(root)
        assert len(runs) == words
        assert [run for run in runs if run.ratio < colors.least] == []
    menu.close()


@pytest.mark.parametrize("name", THEMES)
def test_where_a_control_is_can_be_seen(panel, name):
    dress(panel, name)
    show(panel.widget, "form, problems")
    kinds = (QuietButton, QtWidgets.QCheckBox, QtWidgets.QLineEdit, QtWidgets.QPlainTextEdit)
    image = picture(panel)
    controls = [part for part in parts(panel) if isinstance(part, kinds)]

    assert len(controls) >= 5
    assert [c.objectName() for c in controls if edge_ratio(panel, c, image) < 3] == []


@pytest.mark.parametrize("name", THEMES)
def test_an_icon_can_be_seen(panel, name):
    dress(panel, name)
    show(panel.widget, "form")
    image = picture(panel)
    icons = [part for part in parts(panel) if isinstance(part, IconButton)]

    assert icons
    for part in icons:
        box = QtCore.QRectF(QtCore.QRect(part.mapTo(panel, QtCore.QPoint()), part.size()))
        counted = colors_in(image, box)
        ground = rgb(most(counted))
        drawn = sum(
            count for one, count in counted.items() if contrast(rgb(named(one)), ground) >= 3
        )
        assert drawn > 50, (part.objectName(), drawn)


def picture_of(panel, part):
    """Paint `part` with what it lies on."""
    corner = part.mapTo(panel, QtCore.QPoint())
    return picture(panel).copy(QtCore.QRect(corner * RATIO, part.size() * RATIO))


def changes(before, after):
    """Count which colour has become which."""
    pixels = zip(pixels_of(before).cast("I"), pixels_of(after).cast("I"), strict=True)
    return Counter(pair for pair in pixels if pair[0] != pair[1])


@pytest.mark.parametrize("name", THEMES)
def test_what_has_the_focus_changes_enough_to_be_seen(panel, name):
    colors = dress(panel, name)
    show(panel.widget, "form, everything at once")
    buttons = [part for part in parts(panel) if isinstance(part, QtWidgets.QAbstractButton)
               and part.isEnabled()]  # fmt: skip
    assert len(buttons) >= 11
    for button in buttons:
        panel.form.focus_comment()
        before = picture_of(panel, button)
        button.setFocus(QtCore.Qt.FocusReason.TabFocusReason)
        after = picture_of(panel, button)
        ring = sum(
            count * (contrast(rgb(named(one)), rgb(named(other))) >= 3)
            for (one, other), count in changes(before, after).items()
        )
        # A line, maybe a dotted one, around all of it, and nearly as wide as it is told.
        around = 2 * (button.width() + button.height()) * RATIO**2
        assert ring >= around * 0.5 * (colors.ring - 1), (button.objectName(), ring, around)
