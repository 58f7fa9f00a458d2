"""A line that is read from the right begins there, whatever other words stand in it."""

from __future__ import annotations

import unicodedata

import pytest
from ui.clipping import faults
from ui.form import Form
from ui.gallery import show

from usero_desktop.errors import Refused
from usero_desktop.i18n import Texts
from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.ui.controls.labels import Label
from usero_desktop.ui.notice import Notice
from usero_desktop.ui.wording import trouble


@pytest.mark.parametrize("language", ["ar", "he"])
def test_lines_that_are_read_from_the_right_all_begin_at_the_right_and_lose_no_letter(
    qtbot, window, language
):
    label = Label(window)
    label.setLayoutDirection(QtCore.Qt.LayoutDirection.RightToLeft)
    label.setWordWrap(True)
    label.setText(Texts(language)("wipe.ask"))
    label.show()
    for width in range(180, 340, 16):
        label.resize(width, label.heightForWidth(width))
        assert faults(label) == []
        image, high = label.grab().toImage(), label.fontMetrics().lineSpacing()
        back = image.pixel(0, 0)
        lines = range(label.height() // high)
        ends = [
            max(x for x in range(width) for y in range(n * high, (n + 1) * high)
                if image.pixel(x, y) != back)
            for n in lines
        ]  # fmt: skip
        assert len(ends) > 3
        assert max(ends) - min(ends) <= 3, "letters have their own space beside them"
        assert min(ends) >= width - 4


def test_a_label_breaks_its_words_as_qt_does_that_is_asked_for_its_height(qtbot, window):
    text = "A sentence that is long enough for more than one line, and\none that is not."
    bare, label = QtWidgets.QLabel(text, window), Label(window)
    label.setText(text)
    for one in (bare, label):
        one.setWordWrap(True)
        one.setAlignment(label.alignment())
        one.resize(180, one.heightForWidth(180) + 20)
        one.show()

    assert label.grab().toImage() == bare.grab().toImage()


@pytest.mark.parametrize("language", ["ar", "he"])
def test_a_sentence_made_of_others_is_read_from_the_right(qtbot, window, attach, language):
    widget = attach(window, locale=language)
    widget.open()
    show(widget, "reports, list")
    for label in Form(qtbot, window).panel.findChildren(QtWidgets.QLabel):
        if label.isVisible() and not label.text().isascii() and not label.text().isdigit():
            assert is_read_from_the_right(label.text()), label.text()


def is_read_from_the_right(text):
    """By the first letter that says so and is not isolated, as UAX #9 has it."""
    depth = 0
    for letter in text:
        depth += {"\u2068": 1, "\u2069": -1}.get(letter, 0)
        kind = unicodedata.bidirectional(letter)
        if not depth and kind in {"L", "R", "AL"}:
            return kind != "L"
    return False


@pytest.mark.parametrize("language", ["ar", "he"])
def test_words_of_another_script_do_not_turn_the_sentence_around_them(
    qtbot, window, attach, language
):
    widget = attach(window, locale=language)
    widget.open()
    show(widget, "form, problems")
    [label] = [w for w in Form(qtbot, window).panel.findChildren(QtWidgets.QLabel)
               if w.isVisible() and "a-long-name-of-a-file.png" in w.text()]  # fmt: skip

    assert "\u2068a-long-name-of-a-file.png\u2069" in label.text()
    assert label.text().isascii() is False
    assert label.alignment() & QtCore.Qt.AlignmentFlag.AlignRight
    assert label.alignment() & QtCore.Qt.AlignmentFlag.AlignAbsolute


def test_what_a_server_says_cannot_end_the_isolation_it_stands_in(qtbot, window, attach):
    widget = attach(window, locale="he")
    widget.open()
    nasty = "\u2069\u202eabc\u2069\u2069 evil"
    refusal = Refused("", status=400, issues={"comment": [nasty], "\u2069x": [nasty]})
    widget._backstage.working().controller.show(notice=Notice("error", trouble(refusal)))
    [text] = [w.text() for w in Form(qtbot, window).panel.findChildren(QtWidgets.QLabel)
              if w.isVisible() and "evil" in w.text()]  # fmt: skip

    depth = 0
    for letter in text:
        depth += {"\u2068": 1, "\u2069": -1}.get(letter, 0)
        assert depth >= 0
    assert depth == 0
    assert "\u202e" not in text
