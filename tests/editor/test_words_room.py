"""How much room a text takes, while it is written and after."""

from __future__ import annotations

import pytest
from editor.easel import Key, look

from usero_desktop.annotation.geometry import frame
from usero_desktop.annotation.marks import Rect
from usero_desktop.qt import QtGui
from usero_desktop.ui.canvas.editing import Tool
from usero_desktop.ui.canvas.paint import wrapped
from usero_desktop.ui.style.sheet import sheet

LONG = "a line that is much longer than the picture is wide, and goes on"
ARABIC = "سطر طويل جدا لا يتسع له عرض هذه الصورة الصغيرة ولذلك يستمر في السطر التالي"


@pytest.fixture
def here(easel):
    made = easel()
    made.use(Tool.TEXT)
    return made


def write(here, place, text):
    here.click(*place)
    here.words.setPlainText(text)


@pytest.mark.parametrize("text", [LONG, ARABIC], ids=["english", "arabic"])
@pytest.mark.parametrize("place", [(60, 80), (310, 230), (4, 4)], ids=str)
def test_a_long_line_goes_on_in_the_next_and_stays_in_the_picture(here, place, text):
    write(here, place, text)
    field = here.words.geometry()
    here.key(Key.Key_Escape, to=here.words)
    [mark] = here.marks
    around = frame(mark)

    assert "\n" in mark.text
    assert mark.text.split() == text.split()
    assert around.within(Rect(0, 0, 320, 240)) == around
    assert here.page.rect().contains(field)


def test_a_short_word_beside_the_border_stays_where_it_was_begun_as_far_as_it_fits(here):
    write(here, (300, 80), "!")
    here.key(Key.Key_Escape, to=here.words)
    [mark] = here.marks
    assert frame(mark).left == 300


def test_a_text_that_was_moved_out_on_purpose_stays_there_when_it_is_changed(here):
    write(here, (60, 80), "some words")
    here.key(Key.Key_Escape, to=here.words)
    here.editing.nudge(225, 0)
    left = frame(here.editing.mark).left
    here.editing.set_text("other words")
    assert frame(here.editing.mark).left == left


def test_the_field_of_one_line_is_one_line_high_whatever_the_windows_sheet_says(here):
    looks = look()
    here.window.setStyleSheet(sheet(looks.colors, looks.scale))
    write(here, (60, 80), "one")
    here.canvas.zoom_to(1.0)
    lines = QtGui.QFontMetricsF(here.words.font()).lineSpacing()
    assert here.words.height() < 2 * lines


def test_no_letter_is_lost_where_a_line_is_broken(qapp):
    words = "🙂🙂🙂 ü ñ 漢字漢字漢字 " * 4
    font = QtGui.QFont()
    font.setPixelSize(20)
    broken = wrapped(words, font, 90.0)
    assert broken.count("\n") > 3
    assert "".join(broken.split()) == "".join(words.split())
    assert wrapped("\nas it is\n\n", font, 1e6) == "\nas it is\n\n"
