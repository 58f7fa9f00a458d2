from __future__ import annotations

import pytest
from ui.form import Form, Key, Modifier, mime

from usero_desktop.model.text import utf16_length
from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.style.colors import colors_of

FULL = "problem.comment_cut"
EMOJI = "🤩"
"""Two UTF-16 units."""


@pytest.fixture
def paste(form):
    def paste_(text):
        QtWidgets.QApplication.clipboard().setMimeData(mime(text=text))
        form.comment.paste()

    return paste_


def text(form):
    return form.comment.toPlainText()


def counter(form):
    [words] = [w for w in form.words if "remaining" in w]
    return words


def test_the_counter_counts_down(form):
    assert counter(form) == "1000 chars remaining"
    form.type("four")
    assert counter(form) == "996 chars remaining"


def test_the_counter_counts_an_emoji_twice_as_the_server_does(form, paste):
    paste(EMOJI)

    assert counter(form) == "998 chars remaining"


def test_one_char_is_one_char(form, paste):
    paste("x" * 999)

    assert counter(form) == "1 char remaining"


@pytest.mark.parametrize("left,red", [(50, False), (49, True), (0, True)])
def test_the_counter_turns_red_below_fifty(form, paste, left, red):
    paste("x" * (1000 - left))
    label = form.label(counter(form))
    colors = colors_of(None, dark=False)

    ink = colors.error if red else colors.muted
    assert label.palette().color(QtGui.QPalette.ColorRole.WindowText).name() == ink.name()


def test_typing_stops_at_a_thousand_and_says_so(form, paste):
    paste("x" * 999)
    form.type("yz")

    assert text(form) == "x" * 999 + "y"
    assert counter(form) == "0 chars remaining"
    assert any("1000" in words for words in form.words), form.words


def test_a_paste_is_cut_at_a_thousand(form, paste):
    paste("x" * 1200)

    assert text(form) == "x" * 1000
    assert any("1000" in words for words in form.words)


def test_a_paste_in_the_middle_keeps_what_was_there(form, paste):
    paste("a" * 500 + "b" * 490)
    cursor = form.comment.textCursor()
    cursor.setPosition(500)
    form.comment.setTextCursor(cursor)
    paste("c" * 100)

    assert text(form) == "a" * 500 + "c" * 10 + "b" * 490


@pytest.mark.parametrize("before", [999, 998, 1000])
def test_an_emoji_is_taken_whole_or_not_at_all(form, paste, before):
    paste("x" * before)
    paste(EMOJI)

    assert text(form) == "x" * before + (EMOJI if before == 998 else "")
    text(form).encode("utf-8")


def test_a_paste_of_emoji_is_never_cut_in_the_middle_of_one(form, paste):
    paste("x" + EMOJI * 600)

    assert text(form) == "x" + EMOJI * 499
    assert utf16_length(text(form)) == 999
    text(form).encode("utf-8")


def test_words_from_an_input_method_are_cut_too(form, paste):
    paste("x" * 998)
    event = QtGui.QInputMethodEvent()
    event.setCommitString("漢字変換")
    QtWidgets.QApplication.sendEvent(form.comment, event)

    assert text(form) == "x" * 998 + "漢字"


def test_undo_works_after_a_cut(form, paste):
    form.type("hello ")
    paste("x" * 1200)
    form.key(Key.Key_Z, Modifier.ControlModifier)

    assert text(form) == "hello "
    form.key(Key.Key_Z, Modifier.ControlModifier | Modifier.ShiftModifier)
    assert text(form) == "hello " + "x" * 994


def test_undo_and_redo_work_at_the_limit_key_by_key(form, paste):
    paste("x" * 1000)
    form.type("yz")
    form.key(Key.Key_Return)
    assert text(form) == "x" * 1000
    form.key(Key.Key_Z, Modifier.ControlModifier)
    assert text(form) == ""


@pytest.mark.parametrize("held", [Modifier.ControlModifier | Modifier.AltModifier,
                                  Modifier.AltModifier])  # fmt: skip
def test_a_character_of_the_third_level_stops_at_the_limit_and_leaves_undo(form, paste, held):
    form.type("hello ")
    paste("x" * 994)
    press = QtGui.QKeyEvent(QtCore.QEvent.Type.KeyPress, Key.Key_E, held, "€")
    QtWidgets.QApplication.sendEvent(form.comment, press)
    assert text(form) == "hello " + "x" * 994
    assert any("1000" in words for words in form.words)
    form.key(Key.Key_Z, Modifier.ControlModifier)
    assert text(form) == "hello "
    QtWidgets.QApplication.sendEvent(form.comment, press)

    assert text(form) == "hello €"


def test_what_is_selected_makes_room(form, paste):
    paste("x" * 1000)
    form.comment.selectAll()
    form.type("y")
    assert text(form) == "y"
    paste("x" * 999)
    form.comment.selectAll()
    paste("z" * 1001)
    assert text(form) == "z" * 1000


def test_what_a_screen_reader_puts_in_is_cut_and_undo_does_no_harm(form):
    form.type("hello ")
    form.comment.insertPlainText("x" * 1200)
    assert text(form) == "hello " + "x" * 994
    form.key(Key.Key_Z, Modifier.ControlModifier)
    assert utf16_length(text(form)) <= 1000
    form.comment.clear()
    form.comment.insertPlainText("x" + EMOJI * 600)
    assert text(form) == "x" + EMOJI * 499


@pytest.mark.parametrize("times", range(3, 12))
def test_the_last_line_of_a_long_paste_is_in_sight_whole(form, paste, times):
    paste("The amounts do not line up with the header, and that for quite some time now." * times)
    QtWidgets.QApplication.processEvents()
    box = form.comment

    assert box.verticalScrollBar().isVisible()
    assert box.viewport().rect().contains(box.cursorRect())


def test_the_line_with_the_cursor_stays_in_sight_where_the_box_gets_lower(form, paste):
    paste("The amounts do not line up with the header. " * 12)
    box = form.comment
    for height in range(box.height(), box.minimumSizeHint().height(), -9):
        box.resize(box.width(), height)
        assert box.viewport().rect().contains(box.cursorRect()), height


def test_windows_line_ends_count_one(form, paste):
    paste("ab\r\n" * 333)
    assert text(form) == "ab\n" * 333
    assert counter(form) == "1 char remaining"


def test_a_thousand_units_are_sent_whole(form, paste, inbox):
    written = EMOJI * 400 + "y" * 200
    paste(written)
    form.send()
    form.wait_for("Thank you!")

    assert [report.comment for report in inbox.new()] == [written]


def test_a_comment_with_a_script_in_it_is_text_and_is_sent_as_it_stands(form, paste, inbox):
    written = "It shows <script>alert(1)</script> in the title"
    paste(written)
    form.send()
    form.wait_for("Thank you!")

    assert [report.comment for report in inbox.new()] == [written]


def test_the_message_about_the_cut_goes_with_the_next_key(form, paste):
    paste("x" * 1200)
    form.key(Key.Key_Backspace)

    assert not any("1000" in words for words in form.words)
    assert counter(form) == "1 char remaining"


def test_rich_text_comes_in_as_plain_words(form):
    data = mime(text="bold words")
    data.setHtml("<b>bold</b> <script>x</script>words")
    QtWidgets.QApplication.clipboard().setMimeData(data)
    form.comment.paste()

    assert text(form) == "bold words"


def test_the_placeholder_is_the_hosts_if_there_is_one(qtbot, window, attach):
    attach(window, placeholder="How was the trip?").open()

    assert Form(qtbot, window).comment.placeholderText() == "How was the trip?"


def test_typing_in_the_middle_leaves_the_cursor_there(form):
    form.type("held")
    form.key(Key.Key_Left)
    form.type("l")
    form.type("o wor")

    assert text(form) == "hello word"


def test_pictures_that_come_and_go_leave_what_is_being_typed(form):
    box = form.comment
    form.type("The tble")
    for _ in range(3):
        form.key(Key.Key_Left, target=box)
    form.attach_pictures(2)
    form.type("a")
    form.wait_for_pictures(2)
    [remove] = [
        button
        for button in form.panel.findChildren(QtWidgets.QPushButton)
        if button.accessibleName() == "Remove screenshot 1"
    ]
    form.click(remove)
    form.wait_for_pictures(1)

    assert form.comment is box
    assert box.toPlainText() == "The table"
    assert box.textCursor().position() == len("The ta")
    box.undo()
    assert box.toPlainText() == "The tble"
