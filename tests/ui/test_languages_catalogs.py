"""In each of the ten languages every screen can be read."""

from __future__ import annotations

import pytest
from ui.clipping import faults
from ui.form import Form
from ui.gallery import SCREENS, show
from ui.spoken import menu_of

from usero_desktop.qt import QtWidgets

LANGUAGES = ("ar", "de", "en", "es", "fr", "he", "it", "ja", "pt-BR", "zh-Hans")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_menu_and_launcher_can_be_read(qtbot, window, attach, language):
    window.resize(760, 700)
    widget = attach(window, locale=language, launcher_type="button")
    form = Form(qtbot, window)
    found = {"launcher": faults(form.launcher)}
    widget.open()
    for part in ("more", "add_screenshot"):
        menu = menu_of(form.part(part))
        found[part] = faults(menu)
        menu.close()
    # Higher than the screen of a test: no screen of ours has to scroll.
    window.resize(760, 1160)
    for name in SCREENS:
        show(widget, name)
        found[name] = faults(widget._panel)

    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert widget._panel.isRightToLeft() is (language in {"ar", "he"})
    assert QtWidgets.QApplication.activePopupWidget() is None
