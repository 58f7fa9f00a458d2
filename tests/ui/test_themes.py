"""Which colours the panel has, and when it takes others: the window's, the host's, its own."""

from __future__ import annotations

import pytest
from ui.form import Form

import usero_desktop as usero
from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.theme import DARK, LIGHT
from usero_desktop.ui.style.contrast import contrast

Role, Group = QtGui.QPalette.ColorRole, QtGui.QPalette.ColorGroup


def paint(window, **colors):
    """Give the host's window these colours of its palette."""
    palette = QtGui.QPalette(window.palette())
    for role, color in colors.items():
        palette.setColor(getattr(Role, role), QtGui.QColor(color))
    window.setPalette(palette)


def seen(widget):
    """The background and the words of the open panel, as they are painted."""
    panel = widget._front.panel
    image, ratio = panel.grab().toImage(), panel.devicePixelRatio()
    return (
        image.pixelColor(round(8 * ratio), round(68 * ratio)).name(),
        panel.heading.title.palette().color(Role.WindowText).name(),
    )


@pytest.fixture
def opened(window, attach):
    """Attach with options and open the panel."""

    def open_(**options):
        widget = attach(window, **options)
        widget.open()
        return widget

    return open_


def test_without_a_theme_the_panel_is_as_dark_as_its_window_at_any_time(window, opened):
    widget = opened()
    assert seen(widget) == (LIGHT.background, LIGHT.text)
    paint(window, Window="#202020")
    assert seen(widget) == (DARK.background, DARK.text)
    paint(window, Window="#f0f0f0")
    assert seen(widget) == (LIGHT.background, LIGHT.text)


def test_a_style_sheet_of_the_hosts_makes_it_dark_too(window, opened):
    widget = opened()
    window.setStyleSheet("QMainWindow { background: #1b1b1b; }")
    assert seen(widget) == (DARK.background, DARK.text)
    window.setStyleSheet("")
    assert seen(widget) == (LIGHT.background, LIGHT.text)


def test_the_palette_of_the_application_counts_for_a_window_without_its_own(qtbot, qapp, opened):
    before = qapp.palette()
    widget = opened()
    dark = QtGui.QPalette(before)
    dark.setColor(Role.Window, QtGui.QColor("#1b1b1b"))
    try:
        qapp.setPalette(dark)
        qtbot.waitUntil(lambda: seen(widget) == (DARK.background, DARK.text))
    finally:
        qapp.setPalette(before)
    qtbot.waitUntil(lambda: seen(widget) == (LIGHT.background, LIGHT.text))


@pytest.mark.parametrize("theme", ["light", usero.Theme(primary="#0a7"), {"primary": "#0a7"}])
def test_an_explicit_theme_does_not_follow_and_none_follows_again(window, opened, theme):
    widget = opened()
    widget.update(theme=theme)
    paint(window, Window="#202020")
    assert seen(widget)[0] == LIGHT.background
    widget.update(title="Anything else")
    assert seen(widget)[0] == LIGHT.background
    widget.update(theme=None)
    assert seen(widget)[0] == DARK.background


def test_a_theme_is_laid_over_the_built_in_one_of_the_window_key_by_key(window, opened):
    paint(window, Window="#202020")
    widget = opened(theme={"primary": "#00ff88"})
    colors = widget._front.look.colors

    assert colors.primary.name() == "#00ff88"
    assert seen(widget) == (DARK.background, DARK.text)
    widget.update(theme={"text": "#ffee00"})
    assert seen(widget) == (DARK.background, "#ffee00")
    assert widget._front.look.colors.primary.name() == DARK.primary


def test_a_theme_given_anew_is_laid_over_what_the_window_is_then(window, opened):
    widget = opened(theme={"primary": "#00ff88"})
    paint(window, Window="#202020")
    assert seen(widget)[0] == LIGHT.background
    widget.update(theme={"primary": "#00ff88"})
    assert seen(widget)[0] == DARK.background


def test_a_window_that_is_given_its_palette_after_attach_counts_as_it_is_first_shown(qtbot, attach):
    window = QtWidgets.QMainWindow()
    window.resize(900, 700)
    qtbot.addWidget(window)
    widget = attach(window, theme={"primary": "#00ff88"})
    paint(window, Window="#202020")
    window.show()
    widget.open()
    assert seen(widget)[0] == DARK.background
    paint(window, Window="#f0f0f0")
    assert seen(widget)[0] == DARK.background


@pytest.mark.parametrize(
    "theme, words",
    [
        ({"primray": "#0a7"}, "A Theme has no 'primray'; did you mean primary?"),
        ({"text": "bleu"}, "text of a Theme must be"),
        ("blue", "theme must be"),
    ],
)
def test_a_wrong_theme_changes_nothing_and_is_told(window, attach, opened, theme, words):
    errors = []
    widget = opened(theme="dark", on_error=errors.append)
    widget.update(theme=theme)
    assert seen(widget)[0] == DARK.background
    assert attach(window, theme=theme, on_error=errors.append).is_inert
    assert [str(error).startswith(words) for error in errors] == [True, True]


COLOURFUL = {
    "Window": "#5b2a86", "WindowText": "#ffe66d", "Base": "#360568", "Text": "#ffffff",
    "Mid": "#9ac6c5", "Highlight": "#ff6b6b",
}  # fmt: skip


def test_the_hosts_theme_is_its_windows_palette(window, opened):
    paint(window, **COLOURFUL)
    widget = opened(theme="host")
    colors = widget._front.look.colors

    assert seen(widget) == ("#5b2a86", "#ffe66d")
    assert colors.field.name() == "#360568"
    assert colors.border.name() == "#9ac6c5"
    assert colors.primary.name() == "#ff6b6b"
    field = Form(None, window).comment
    box = field.grab().toImage()
    assert box.pixelColor(box.width() // 2, box.height() - 8).name() == "#360568"


@pytest.mark.parametrize("paper,words", [("#000000", "#ffff00"), ("#ffffff", "#000000")])
def test_a_host_whose_lines_are_its_paper_gets_a_panel_that_is_seen_to_end(
    window, opened, paper, words
):
    paint(window, Window=paper, WindowText=words, Base=paper, Mid=paper)
    widget = opened(theme="host")
    colors = widget._front.look.colors

    ground, line = (color.getRgb()[:3] for color in (colors.background, colors.border))
    assert contrast(line, ground) >= 1.2


def test_the_hosts_theme_follows_palette_sheet_and_typeface_while_it_is_open(qtbot, window, opened):
    widget = opened(theme="host")
    paint(window, Window="#e0f2f1", WindowText="#003d33")
    assert seen(widget) == ("#e0f2f1", "#003d33")
    window.setStyleSheet("QMainWindow { background: #112233; color: #ddeeff; }")
    assert seen(widget) == ("#112233", "#ddeeff")
    window.setStyleSheet("")
    assert seen(widget) == ("#e0f2f1", "#003d33")

    font = QtGui.QFont(window.font())
    font.setFamily("DejaVu Sans Mono")
    window.setFont(font)
    qtbot.waitUntil(lambda: widget._front.look.scale.family == "DejaVu Sans Mono")
    assert Form(qtbot, window).comment.font().family() == "DejaVu Sans Mono"
    widget.update(theme=None)
    assert Form(qtbot, window).comment.font().family() != "DejaVu Sans Mono"


def test_an_accent_that_is_set_is_the_hosts_primary(window, opened):
    if not hasattr(Role, "Accent"):
        pytest.skip("Qt has an accent from 6.6 on")
    widget = opened(theme="host")
    paint(window, Highlight="#445566")
    assert widget._front.look.colors.primary.name() == "#445566"
    paint(window, Accent="#cc3300")
    assert widget._front.look.colors.primary.name() == "#cc3300"


def test_the_panel_does_not_turn_grey_with_a_window_that_is_left(window, opened):
    palette = QtGui.QPalette(window.palette())
    for role in (Role.Highlight, Role.Window, Role.WindowText):
        palette.setColor(Group.Inactive, role, QtGui.QColor("#808080"))
    window.setPalette(palette)
    widget = opened(theme="host")

    assert widget._front.look.colors.background == palette.color(Group.Active, Role.Window)
    assert widget._front.look.colors.primary == palette.color(Group.Active, Role.Highlight)


def test_the_colour_scheme_of_the_system_is_heard(monkeypatch, window, opened):
    """A platform tells of it before, after or without the palette: what is seen counts."""
    widget = opened()
    hints = QtGui.QGuiApplication.styleHints()
    hints.colorSchemeChanged.emit(QtCore.Qt.ColorScheme.Dark)
    assert seen(widget) == (LIGHT.background, LIGHT.text), "dark in name, over a light palette"


def test_high_contrast_is_the_hosts_to_switch(window, opened):
    widget = opened(high_contrast=True)
    assert seen(widget) == ("#ffffff", "#000000")
    paint(window, Window="#202020")
    assert seen(widget) == ("#000000", "#ffffff")
    widget.update(high_contrast=False)
    assert seen(widget) == (DARK.background, DARK.text)


def test_a_window_that_changes_nothing_that_matters_paints_nothing_anew(window, opened):
    widget = opened()
    looks = widget._front.look
    paint(window, ToolTipBase="#123456")
    window.setStyleSheet("QLineEdit { color: red; }")
    window.setStyleSheet("")

    assert widget._front.look is looks
