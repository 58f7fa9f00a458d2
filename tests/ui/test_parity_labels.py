"""The web widget's labels and accessible names, word for word, as the panel shows them."""

from __future__ import annotations

import pytest

from usero_desktop.qt import QtWidgets

RATINGS = {1: "Needs work", 2: "It's okay", 3: "Pretty good", 4: "Amazing!"}


@pytest.mark.parametrize("number", RATINGS)
def test_a_face_is_called_by_its_label_and_place(form, number):
    # The web's "4: Amazing!" with the place where a screen reader says it: behind the label.
    face = form.face(number)
    assert face.accessibleName() == f"{RATINGS[number]}, {number} of 4"
    assert face.toolTip() in {"", RATINGS[number]}


def test_the_faces_are_a_group_called_rate_experience(form):
    group = form.face(1).parentWidget()
    assert group.accessibleName() == "Rate experience"
    assert all(form.face(n).parentWidget() is group for n in RATINGS)


def test_the_comment_is_called_comments_and_counts_down(form):
    assert form.comment.accessibleName() == "Comments"
    assert form.says("1000 chars remaining")
    form.type("Hello")
    assert form.says("995 chars remaining")


def test_the_email_block_is_share_my_email(form):
    assert form.share.text() == "Share my email"
    assert form.share.accessibleName() == "Share email"
    form.click(form.share)
    assert form.email.accessibleName() == "Email"
    assert form.email.placeholderText() == "your.email@example.com"


def test_the_screenshot_block_adds_names_and_ends_at_three(form):
    assert form.says("Add screenshot")
    form.attach_pictures(3)
    form.wait_for_pictures(3)
    assert [t.accessibleName() for t in form.thumbnails] == [f"Screenshot {n}" for n in (1, 2, 3)]
    removers = [
        b.accessibleName()
        for b in form.panel.findChildren(QtWidgets.QAbstractButton)
        if b.accessibleName().startswith("Remove screenshot")
    ]
    assert len(removers) == 3
    assert form.says("Max 3")


def test_the_panel_and_its_buttons_are_called_as_on_the_web(form, widget):
    assert form.says("Share Feedback")
    assert form.send_button.text() == "Send Feedback"
    assert form.part("close").accessibleName() == "Close"
    widget.close()
    assert form.launcher.accessibleName() == "Open feedback"


def test_a_report_that_arrived_is_thanked_for(form):
    form.choose(4)
    form.send()
    form.wait_for("Thank you!")
