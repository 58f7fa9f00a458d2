"""The question and its page have room for their words, and are reached and heard."""

from __future__ import annotations

import pytest
from replay.hosts import PATIENCE, await_recording
from replay.session.test_consent import Asked, await_length
from ui.clipping import faults

from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.replay import SessionReplay

Key = QtCore.Qt.Key


@pytest.fixture
def opened(attach, window, inbox, qtbot):
    """Open the panel in a language, with letters of a size."""

    def make(locale="en", *, points=None, theme="light", consent="ask"):
        if points is not None:
            font = window.font()
            font.setPointSizeF(points)
            window.setFont(font)
        replay = SessionReplay(consent=consent)
        window.widget = attach(window, plugins=[replay], locale=locale, theme=theme)
        await_recording(qtbot)
        await_length(1.5, qtbot)
        window.widget.open()
        form = Asked(qtbot, window)
        qtbot.waitUntil(lambda: form.has("watch_recording"), timeout=PATIENCE)
        return form

    return make


@pytest.mark.parametrize("consent", ["ask", "always"])
@pytest.mark.parametrize(
    "locale, points, theme",
    [("en", None, "light"), ("de", 18, "dark"), ("fr", None, "dark"), ("ar", 18, "light")],
)
def test_all_of_its_words_have_room(opened, qtbot, locale, points, theme, consent):
    form = opened(locale, points=points, theme=theme, consent=consent)
    qtbot.waitUntil(lambda: faults(form.panel) == [], timeout=PATIENCE)
    if consent == "ask":
        form.tick()
        qtbot.waitUntil(lambda: len(form.row_text) == 1, timeout=PATIENCE)
    qtbot.waitUntil(lambda: faults(form.panel) == [], timeout=PATIENCE)
    player = form.watch()
    assert player.isRightToLeft() == (locale == "ar")
    qtbot.waitUntil(lambda: faults(form.panel) == [], timeout=PATIENCE)


def test_keys_alone_tick_it_watch_it_trim_it_and_go_back(opened, qtbot):
    form = opened()
    form.share.setFocus(QtCore.Qt.FocusReason.TabFocusReason)
    order = []
    for _ in range(3):
        form.key(Key.Key_Tab)
        order.append(QtWidgets.QApplication.focusWidget().objectName())
    assert order == ["usero_include_recording", "usero_watch_recording", "usero_send"]
    form.box.setFocus(QtCore.Qt.FocusReason.TabFocusReason)
    form.key(Key.Key_Space)
    assert form.box.isChecked()
    form.key(Key.Key_Tab)
    form.key(Key.Key_Return)
    qtbot.waitUntil(lambda: form.has("player"), timeout=PATIENCE)
    order = []
    for _ in range(5):
        form.key(Key.Key_Tab)
        order.append(QtWidgets.QApplication.focusWidget().objectName())
    names = ["close", "playback_play", "playback_begin", "playback_line", "playback_end"]
    assert order == [f"usero_{name}" for name in names]
    form.key(Key.Key_Left)
    begin, end = form.part("player").kept
    assert (begin, end) == (0, form.part("player").view.length_ms - 500)
    form.key(Key.Key_Tab)
    assert QtWidgets.QApplication.focusWidget().objectName() == "usero_watch_include"
    form.key(Key.Key_Escape)
    assert not form.has("watch_page")
    assert QtWidgets.QApplication.focusWidget().objectName() == "usero_watch_recording"


def test_who_hears_it_is_told_what_each_is_and_how_long_it_is(opened, qtbot):
    form = opened("de")
    assert form.part("watch_recording").accessibleName() == "Aufzeichnung ansehen"
    form.tick()
    qtbot.waitUntil(lambda: "bis" in form.box.accessibleDescription(), timeout=PATIENCE)
    form.watch()
    assert form.says("Diese Aufzeichnung mitsenden")
    form.window.widget.update(locale="fr")
    assert form.says("Joindre cet enregistrement")
