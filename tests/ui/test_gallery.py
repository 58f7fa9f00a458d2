"""Every screen can be read at every size of letters: nothing is clipped, elided or covered."""

from __future__ import annotations

import pytest
from pseudo import PLAIN
from ui.clipping import faults
from ui.form import Form
from ui.gallery import SCREENS, show

from usero_desktop.qt import QtWidgets

FACTORS = (1.0, 1.25, 1.5, 2.0, 3.0)


def wrong(widget, screens=SCREENS):
    """What of `screens` cannot be read in `widget`, by name."""
    found = {}
    for name in screens:
        show(widget, name)
        panel = widget._front.panel
        shown = panel if panel.window() is widget._window() else panel.window()
        if faults(shown):
            found[name] = faults(shown)
    return found


@pytest.mark.parametrize("factor", FACTORS)
def test_every_screen_can_be_read_in_a_window_that_has_the_room(window, attach, letters, factor):
    letters(factor)
    window.resize(2200, 3600)
    widget = attach(window)
    widget.open()

    assert wrong(widget) == {}
    assert widget._front.panel.window() is window
    assert widget._front.panel.width() == 400 * factor
    assert scroll_bars(widget._front.panel) == []


@pytest.mark.parametrize("factor", FACTORS)
def test_every_screen_can_be_read_in_a_dialog_on_a_small_screen(window, attach, letters, factor):
    letters(factor)
    window.resize(420, 200)
    widget = attach(window)
    widget.open()

    assert wrong(widget) == {}
    assert widget._front.panel.window() is not window


@pytest.mark.parametrize("locale", ["de", "ar", PLAIN])
@pytest.mark.parametrize("size", [(2200, 3600), (420, 200)])
def test_long_and_mirrored_languages_can_be_read_in_large_letters(
    window, attach, letters, locale, size
):
    letters(3)
    window.resize(*size)
    widget = attach(window, locale=locale)
    widget.open()

    assert wrong(widget) == {}


def test_in_a_window_that_is_too_narrow_for_all_of_its_width_the_panel_is_narrower(
    window, attach, letters
):
    letters(2)
    window.resize(700, 2600)
    widget = attach(window)
    widget.open()

    assert wrong(widget) == {}
    assert widget._front.panel.window() is window
    assert 400 < widget._front.panel.width() < 700 * 0.9


def test_words_that_need_more_than_a_line_of_a_button_have_them(qtbot, window, attach):
    widget = attach(window)
    widget.open()
    form = Form(qtbot, window)
    for part in (form.share, form.add, form.send_button):
        before, room = part.sizeHint().height(), part.sizeHint().width() - 20
        part.show_room(room)
        part.resize(room, part.sizeHint().height())
        assert part.height() > before
        assert [fault for fault in faults(part) if "window" not in fault] == []


@pytest.mark.parametrize("factor", FACTORS)
@pytest.mark.parametrize("name", ["more", "add_screenshot"])
def test_every_menu_can_be_read(window, attach, letters, factor, name):
    letters(factor)
    window.resize(2200, 3600)
    widget = attach(window)
    widget.open()
    [button] = widget._front.panel.findChildren(QtWidgets.QPushButton, f"usero_{name}")
    button.click()
    menu = QtWidgets.QApplication.activePopupWidget()
    found = faults(menu)
    menu.close()

    assert found == []


def scroll_bars(panel):
    """The bars in sight, but for those of what is typed and of the list, which always scroll."""
    return [
        bar for bar in panel.findChildren(QtWidgets.QScrollBar)
        if bar.isVisible() and bar.parentWidget() is panel
    ]  # fmt: skip
