"""Texts, written where they will be."""

from __future__ import annotations

import pytest
from editor.easel import CONTROL, Key

from usero_desktop.annotation.geometry import frame
from usero_desktop.annotation.marks import MarkKind, Point
from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.canvas.editing import Tool
from usero_desktop.ui.canvas.paint import flattened, text_font

ARABIC = "انظر هنا"


@pytest.fixture
def here(easel):
    made = easel()
    made.use(Tool.TEXT)
    return made


def write(here, text):
    """Type `text`, a line's end by Enter, as keys do."""
    for letter in text:
        key = Key.Key_Return if letter == "\n" else Key.Key_unknown
        here.key(key, text="\r" if letter == "\n" else letter, to=here.words)


def test_a_click_begins_a_text_and_escape_ends_it(here):
    here.click(60, 80)
    assert here.words.hasFocus()
    write(here, "two\nlines")
    here.key(Key.Key_Escape, to=here.words)
    [mark] = here.marks
    assert mark.text == "two\nlines"
    assert frame(mark).holds(Point(62, 80))
    assert frame(mark).height > 2 * 5 * mark.width
    assert here.words is None
    assert here.canvas.hasFocus()
    assert here.editing.selected == 0


def test_a_click_beside_it_ends_it_and_begins_no_other(here):
    here.click(60, 80)
    write(here, "words")
    here.click(200, 200)
    assert [mark.text for mark in here.marks] == ["words"]
    assert here.words is None
    here.click(200, 200)
    assert here.words is not None


def test_so_does_a_click_of_the_hands_which_takes_the_focus_before_it_arrives(here, qtbot):
    def click(x, y):
        qtbot.mouseClick(here.page, QtCore.Qt.MouseButton.LeftButton, pos=here.at(x, y).toPoint())

    click(60, 80)
    write(here, "words")
    click(200, 200)
    assert [mark.text for mark in here.marks] == ["words"]
    assert here.words is None
    click(200, 200)
    assert here.words is not None


def test_a_press_on_a_scroll_bar_ends_it_too(here, qtbot):
    here.click(60, 80)
    write(here, "words")
    here.canvas.setFocus(QtCore.Qt.FocusReason.MouseFocusReason)
    qtbot.waitUntil(lambda: here.words is None)
    assert [mark.text for mark in here.marks] == ["words"]


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_a_text_that_says_nothing_is_none(here, text):
    here.click(60, 80)
    write(here, text)
    here.key(Key.Key_Escape, to=here.words)
    assert here.marks == ()
    assert not here.editing.can_undo


@pytest.mark.parametrize("again", ["double click", "enter", "click with the text tool"])
def test_a_text_is_written_again(here, again):
    here.click(60, 80)
    write(here, "words")
    here.key(Key.Key_Escape, to=here.words)
    if again == "double click":
        here.use(Tool.SELECT)
        here.double_click(66, 80)
    elif again == "enter":
        here.use(Tool.SELECT)
        here.key(Key.Key_Return)
    else:
        here.editing.select(None)
        here.click(66, 80)
    write(here, " more")
    here.key(Key.Key_Return, CONTROL, to=here.words)
    assert [mark.text for mark in here.marks] == ["words more"]
    here.editing.undo()
    assert [mark.text for mark in here.marks] == ["words"]


def test_a_text_that_is_emptied_goes_and_undo_brings_it_back(here):
    here.click(60, 80)
    write(here, "words")
    here.key(Key.Key_Escape, to=here.words)
    here.key(Key.Key_Return)
    here.words.clear()
    here.key(Key.Key_Escape, to=here.words)
    assert here.marks == ()
    here.editing.undo()
    assert [mark.text for mark in here.marks] == ["words"]


def test_arabic_is_written_to_the_left_of_where_one_clicks(here):
    here.click(200, 80)
    write(here, ARABIC)
    option = here.words.document().defaultTextOption()
    assert option.textDirection() == QtCore.Qt.LayoutDirection.RightToLeft
    here.key(Key.Key_Escape, to=here.words)
    around = frame(here.marks[0])
    assert around.right == 200
    assert around.left < 190


def test_letters_that_are_composed_are_taken(here):
    here.click(60, 80)
    preedit = QtGui.QInputMethodEvent("にほ", [])
    QtWidgets.QApplication.sendEvent(here.words, preedit)
    width = here.words.width()
    done = QtGui.QInputMethodEvent("", [])
    done.setCommitString("日本")
    QtWidgets.QApplication.sendEvent(here.words, done)
    assert width > 30
    here.key(Key.Key_Escape, to=here.words)
    assert here.marks[0].text == "日本"


def test_the_field_grows_with_the_words_and_moves_with_the_picture(here):
    here.click(60, 80)
    small = here.words.size()
    write(here, "a rather long line\nand one more")
    large = here.words.size()
    assert large.width() > small.width()
    assert large.height() > small.height()
    at = here.words.pos()
    here.canvas.zoom_to(2.0)
    assert here.words.pos() != at
    assert here.words.width() > large.width() * 1.5


def test_words_are_written_in_the_letters_they_are_sent_in_whatever_a_sheet_says(here):
    here.canvas.window().setStyleSheet("QWidget { font-size: 40px; font-weight: 300; }")
    here.click(60, 80)
    write(here, "words")
    written = here.words.document().defaultFont()
    here.key(Key.Key_Escape, to=here.words)
    [mark] = here.marks
    sent = text_font(mark)
    zoom = here.canvas.zoom / here.canvas.devicePixelRatioF()

    assert written.pixelSize() == round(sent.pixelSize() * zoom)
    assert written.weight() == sent.weight()


def test_a_key_begins_a_text_where_one_looks(here):
    here.key(Key.Key_Return)
    write(here, "words")
    here.key(Key.Key_Escape, to=here.words)
    assert here.canvas.seen.center == pytest.approx(frame(here.marks[0])[:2], abs=10)


def test_what_is_being_written_is_not_lost_with_another_tool(here):
    here.click(60, 80)
    write(here, "words")
    here.use(Tool.BOX)
    assert [mark.text for mark in here.marks] == ["words"]


def test_the_program_in_front_takes_no_words_away(here):
    here.click(60, 80)
    write(here, "words")
    reason = QtCore.Qt.FocusReason.ActiveWindowFocusReason
    event = QtGui.QFocusEvent(QtCore.QEvent.Type.FocusOut, reason)
    QtWidgets.QApplication.sendEvent(here.words, event)
    assert here.words is not None
    here.after.setFocus(QtCore.Qt.FocusReason.TabFocusReason)
    assert here.words is None
    assert [mark.text for mark in here.marks] == ["words"]
    assert here.after.hasFocus(), "the focus stays where it went"


def test_while_it_is_written_the_mark_below_is_not_seen_twice(here):
    here.click(60, 80)
    write(here, "a rather long line")
    here.key(Key.Key_Escape, to=here.words)
    end = int(frame(here.marks[0]).right)
    beyond = QtCore.QRect(100, 60, end - 90, 60)
    here.editing.select(None)
    assert here.picture().copy(beyond) != here.image.copy(beyond)
    here.editing.select(0)
    here.key(Key.Key_Return)
    here.words.clear()
    assert here.picture().copy(beyond) == here.image.copy(beyond)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("text", ["left\nto right", ARABIC + "\n" + ARABIC + " 12", "合計 3"])
def test_words_are_sent_as_they_are_seen_whatever_side_the_program_begins_at(
    easel, qapp, language, text
):
    here = easel(language=language)
    sides = QtCore.Qt.LayoutDirection
    here.window.setLayoutDirection(sides.RightToLeft if language == "ar" else sides.LeftToRight)
    here.use(Tool.TEXT)
    here.click(150, 80)
    write(here, text)
    here.key(Key.Key_Escape, to=here.words)
    here.editing.select(None)
    assert here.marks[0].kind is MarkKind.TEXT
    assert here.picture() == flattened(here.image, here.editing.drawing)


def test_no_more_is_taken_than_can_be_laid_out(here):
    here.click(60, 80)
    here.words.setPlainText("x" * 5000)
    here.key(Key.Key_Escape, to=here.words)
    assert len(here.marks[0].text.replace("\n", "")) == 2000


@pytest.mark.parametrize("is_new", [True, False])
def test_another_colour_or_width_while_one_writes_is_that_of_the_words(here, is_new):
    here.click(60, 80)
    if not is_new:
        write(here, "old")
        here.key(Key.Key_Escape, to=here.words)
        here.key(Key.Key_Return)
    here.editing.restyle(colour="#2563eb")
    here.editing.restyle(width=9)
    assert here.words is not None
    write(here, " new")
    here.key(Key.Key_Escape, to=here.words)
    [mark] = here.marks
    assert mark.text.endswith("new")
    assert (mark.colour, mark.width) == ("#2563eb", 9)


def test_words_are_kept_though_another_mark_is_chosen_meanwhile(here):
    for y in (60, 120):
        here.click(60, y)
        write(here, "words")
        here.key(Key.Key_Escape, to=here.words)
        here.editing.select(None)
    here.editing.select(0)
    here.key(Key.Key_Return)
    write(here, " more")
    here.editing.select(1)
    here.key(Key.Key_Escape, to=here.words)
    assert [mark.text for mark in here.marks] == ["words more", "words"]
    assert here.editing.selected == 1


def test_the_end_of_what_one_writes_stays_in_sight(easel):
    here = easel(2000, 1500)
    here.use(Tool.TEXT)
    here.click(1000, 700)
    write(here, "a line that is much longer than what there is room for\n" * 2 + "x")
    write(here, "another one that goes on and on, far beyond the end of the page")
    end = here.canvas._writing.cursor()
    assert QtCore.QRectF(here.page.rect()).contains(end)
    here.key(Key.Key_Home, to=here.words)
    here.key(Key.Key_X, text="x", to=here.words)
    assert QtCore.QRectF(here.page.rect()).contains(here.canvas._writing.cursor())
