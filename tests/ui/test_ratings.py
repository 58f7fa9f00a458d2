from __future__ import annotations

import pytest
from ui.form import Key, Modifier

from usero_desktop.qt import QtCore, QtWidgets


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_face_is_chosen_by_mouse_and_the_comment_is_next(form, number):
    form.choose(number)

    assert form.rating == number
    assert form.comment.hasFocus()


def test_another_face_takes_the_place_of_the_first(form):
    form.choose(1)
    form.choose(4)

    assert form.rating == 4


def test_a_second_click_does_not_take_the_choice_back(form):
    form.choose(3)
    form.choose(3)

    assert form.rating == 3


def test_a_face_chosen_with_the_keyboard_keeps_the_focus_so_that_the_arrows_go_on(form):
    form.face(1).setFocus()
    form.key(Key.Key_Space)
    assert form.rating == 1
    assert form.face(1).hasFocus()
    form.key(Key.Key_Right)
    assert form.rating == 2
    assert form.face(2).hasFocus()
    form.key(Key.Key_Left)
    assert form.rating == 1


@pytest.mark.parametrize(
    "start,key,end",
    [
        (1, Key.Key_Right, 2), (1, Key.Key_Down, 2), (3, Key.Key_Left, 2), (3, Key.Key_Up, 2),
        (4, Key.Key_Right, 4), (1, Key.Key_Left, 1), (2, Key.Key_Home, 1), (2, Key.Key_End, 4),
        (4, Key.Key_1, 1), (1, Key.Key_2, 2), (1, Key.Key_3, 3), (1, Key.Key_4, 4),
    ],
)  # fmt: skip
def test_from_a_face_each_key_leads_where_it_should(form, start, key, end):
    form.face(start).setFocus()
    form.key(key)

    assert form.rating == end
    assert form.face(end).hasFocus()
    assert form.face(end).ring.is_shown


@pytest.mark.parametrize("key,end", [(Key.Key_Right, 1), (Key.Key_Left, 3), (Key.Key_Down, 3)])
def test_where_one_reads_from_right_to_left_the_arrows_lead_the_other_way(form, key, end):
    form.panel.setLayoutDirection(QtCore.Qt.LayoutDirection.RightToLeft)
    form.face(2).setFocus()
    form.key(key)

    assert form.face(end).hasFocus()
    assert form.rating == end


@pytest.mark.parametrize("key", [Key.Key_5, Key.Key_0, Key.Key_A])
def test_a_key_that_leads_nowhere_chooses_nothing(form, key):
    form.face(2).setFocus()
    form.key(key)

    assert form.rating is None
    assert form.face(2).hasFocus()


def test_a_number_with_control_is_not_a_rating(form):
    form.face(2).setFocus()
    form.key(Key.Key_4, Modifier.ControlModifier)

    assert form.rating is None


def test_a_number_key_types_into_the_comment_and_rates_nothing(form):
    form.type("4 stars")

    assert form.comment.toPlainText() == "4 stars"
    assert form.rating is None


def test_a_face_that_a_screen_reader_toggles_is_what_is_sent(form, inbox):
    # Qt's accessible action of a radio button toggles it, and nobody has clicked then.
    form.face(4).toggle()
    form.send()
    form.wait_for("Thank you!")

    assert [report.rating for report in inbox.new()] == [4]


def test_arrow_keys_are_what_is_sent(form, inbox):
    form.face(1).setFocus()
    form.key(Key.Key_Right)
    form.send()
    form.wait_for("Thank you!")

    assert [report.rating for report in inbox.new()] == [2]


def test_the_faces_are_one_group_of_which_tab_visits_one(form):
    form.choose(3)
    visited = []
    form.part("close").setFocus()
    for _ in range(8):
        form.key(Key.Key_Tab)
        visited.append(QtWidgets.QApplication.focusWidget().objectName())

    assert len([name for name in visited[:7] if name.startswith("usero_rating")]) == 1
    assert "usero_rating_3" in visited


def test_a_screen_reader_says_the_web_widgets_words_and_which_of_the_four_it_is(form):
    names = [form.face(n).accessibleName() for n in (1, 2, 3, 4)]

    assert names == [
        "Needs work, 1 of 4", "It's okay, 2 of 4", "Pretty good, 3 of 4", "Amazing!, 4 of 4",
    ]  # fmt: skip
