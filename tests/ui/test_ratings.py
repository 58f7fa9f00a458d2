from __future__ import annotations

import pytest
from ui.form import Key

from usero_desktop.qt import QtWidgets


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_face_is_chosen_and_the_comment_is_next(form, number):
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


def test_arrow_keys_go_from_face_to_face(form):
    form.face(1).setFocus()
    form.key(Key.Key_Space)
    form.face(1).setFocus()
    form.key(Key.Key_Right)
    assert form.rating == 2
    assert form.face(2).hasFocus()
    form.key(Key.Key_Right)
    form.key(Key.Key_Right)
    assert form.rating == 4
    form.key(Key.Key_Left)
    assert form.rating == 3


def test_arrow_keys_are_what_is_sent(form, inbox):
    form.face(1).setFocus()
    form.key(Key.Key_Space)
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


def test_the_words_are_the_web_widgets(form):
    names = [form.face(n).accessibleName() for n in (1, 2, 3, 4)]

    assert names == ["1: Needs work", "2: It's okay", "3: Pretty good", "4: Amazing!"]
