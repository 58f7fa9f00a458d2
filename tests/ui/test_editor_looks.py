"""The editor looks as it is meant to, whatever sheet the host has, and all of it can be read."""

from __future__ import annotations

from collections import Counter

import pytest
from ui.clipping import faults
from ui.editor_hand import EditorHand
from ui.test_leaks import HOSTILE, differing, picture

from usero_desktop.annotation.marks import MarkKind
from usero_desktop.qt import QtWidgets


@pytest.fixture
def editor(qtbot, form, widget):
    form.attach_pictures(1, 200, 150)
    form.wait_for_pictures(1)
    made = EditorHand(qtbot, form, widget)
    made.open()
    made.window.setGeometry(10, 10, 760, 600)
    made.click("marks")
    made.add()
    made.add(MarkKind.TEXT, text="hello there")
    return made


@pytest.fixture
def host_sheet(qapp):
    yield qapp.setStyleSheet
    qapp.setStyleSheet("")


@pytest.mark.parametrize("zoom", [1, 8])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_sheet_of_the_host_reaches_it(editor, widget, host_sheet, theme, zoom):
    widget.update(theme=theme)
    editor.part("canvas").zoom_to(zoom)
    plain = picture(editor.window)
    host_sheet(HOSTILE)
    hostile = picture(editor.window)
    host_sheet("")

    assert differing(plain, hostile) == 0
    assert differing(plain, hostile) == 0


def test_both_bars_of_a_large_picture_look_alike(editor):
    canvas = editor.part("canvas")
    canvas.zoom_to(8)
    QtWidgets.QApplication.processEvents()

    def most(bar):
        shown = bar.grab().toImage()
        everywhere = [
            shown.pixelColor(x, y).name() for x in range(shown.width())
            for y in range(shown.height())
        ]  # fmt: skip
        return [name for name, _ in Counter(everywhere).most_common(2)]

    across, down = canvas.horizontalScrollBar(), canvas.verticalScrollBar()
    assert across.height() == down.width()
    assert set(most(across)) == set(most(down))


def test_a_sheet_that_reaches_in_is_found(editor):
    plain = picture(editor.window)
    editor.part("pane").setStyleSheet("* { background: red; }")

    assert differing(plain, picture(editor.window)) > 1000


@pytest.mark.parametrize("factor", [1, 2])
@pytest.mark.parametrize("locale", ["en", "de", "ar"])
@pytest.mark.parametrize("asking", [False, True])
def test_every_word_of_it_can_be_read(editor, widget, letters, factor, locale, asking):
    letters(factor)
    widget.update(locale=locale)
    if asking:
        editor.editing.select(None)
        editor.window._leave()
    for _ in range(4):
        QtWidgets.QApplication.processEvents()
    # The list of marks scrolls.
    found = [fault for fault in faults(editor.window) if not fault.startswith("qt_scrollarea_")]

    assert found == []
