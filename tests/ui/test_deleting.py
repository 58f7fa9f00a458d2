"""What deletes looks like it, and is not offered where there is nothing to delete."""

from __future__ import annotations

import pytest
from ui.clipping import drawn_words
from ui.form import Form
from ui.gallery import show
from ui.shelf import Shelf

from usero_desktop.qt import QtCore, QtWidgets


@pytest.fixture
def opened(qtbot, window, attach):
    """Make an open panel of a theme."""
    window.resize(1000, 900)

    def open_(**options):
        form = Form(qtbot, window)
        form.widget = attach(window, **options)
        form.widget.open()
        return form

    return open_


def ink_of(button):
    [words] = drawn_words(button)
    return words.ink


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "screen,deleting", [("wipe, asked", "action_wipe"), ("reports, asking", "action_delete")]
)
def test_a_button_that_deletes_is_not_coloured_as_the_one_that_keeps(
    opened, theme, screen, deleting
):
    form = opened(theme=theme)
    show(form.widget, screen)
    colors = form.widget._front.look.colors

    assert ink_of(form.part(deleting)) == colors.error.name()
    assert ink_of(form.part("action_keep")) == colors.text.name()


def focus():
    return QtWidgets.QApplication.focusWidget()


def test_delete_my_data_looks_disabled_while_it_deletes_and_the_focus_stays_in_the_panel(opened):
    form = opened()
    show(form.widget, "wipe, asked")
    form.part("action_wipe").setFocus(QtCore.Qt.FocusReason.TabFocusReason)
    show(form.widget, "wipe, running")

    assert ink_of(form.part("wipe")) == form.widget._front.look.colors.disabled.name()
    assert not form.part("wipe").isEnabled()
    assert focus() is form.part("back")
    assert focus().ring.is_shown


@pytest.mark.parametrize("before", ["reports, told", "wipe, address kept"])
def test_delete_my_data_is_not_offered_once_everything_is_deleted(opened, before, qtbot):
    form = opened()
    show(form.widget, before)
    cards = Shelf(form, qtbot).cards
    part = cards[0].buttons[-1] if cards else form.part("wipe")
    part.setFocus(QtCore.Qt.FocusReason.TabFocusReason)
    show(form.widget, "wipe, done")

    assert form.says("Everything is deleted.")
    assert not form.has("wipe")
    assert focus() is form.part("back")
    show(form.widget, "wipe, address kept")
    assert form.has("wipe"), "there is something left to try"
