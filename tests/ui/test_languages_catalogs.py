"""In each of the ten languages every screen can be read."""

from __future__ import annotations

import pytest
from ui.clipping import faults
from ui.form import Form
from ui.gallery import SCREENS, show
from ui.spoken import menu_of

from usero_desktop.i18n.catalogs import catalog
from usero_desktop.qt import QtGui, QtWidgets

LANGUAGES = ("ar", "de", "en", "es", "fr", "he", "it", "ja", "pt-BR", "zh-Hans")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_measured_here_are_letters_and_no_boxes_in_their_place(qapp, language):
    texts = " ".join(str(message) for message in catalog(language).messages.values())
    lines = QtGui.QTextLayout("".join(sorted(set(texts))), QtGui.QFont("Sans Serif", 12))
    lines.beginLayout()
    lines.createLine().setLineWidth(100_000)
    lines.endLayout()
    glyphs = [index for run in lines.glyphRuns() for index in run.glyphIndexes()]

    assert len(glyphs) > 50
    assert 0 not in glyphs


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
        found[name] = faults(widget._front.panel)

    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert widget._front.panel.isRightToLeft() is (language in {"ar", "he"})
    assert QtWidgets.QApplication.activePopupWidget() is None
