from __future__ import annotations

import pytest
from ui.form import Form, Key

WRONG = "This does not look like an email address."
MISSING = "Enter your email address or untick the box."


def test_the_field_comes_with_the_tick_and_takes_the_cursor(form):
    assert not form.share.isChecked()
    assert not form.has("email")
    form.click(form.share)
    assert form.email.isVisible()
    assert form.email.hasFocus()
    form.click(form.share)
    assert not form.has("email")


def test_the_words_of_the_tick_can_be_clicked_too(form, qtbot):
    place = form.share.rect().center()
    place.setX(form.share.width() - 8)
    qtbot.mouseClick(form.share, _left(), pos=place)

    assert form.share.isChecked()


def _left():
    from ui.form import LEFT

    return LEFT


@pytest.mark.parametrize("address", ["", "mira", "mira@", "@example.org", "a b@example.org"])
def test_an_address_that_is_none_is_named_at_its_field_and_nothing_is_sent(
    form, qtbot, inbox, address
):
    form.choose(4)
    form.click(form.share)
    qtbot.keyClicks(form.email, address)
    form.send()

    said = WRONG if address.strip() else MISSING
    assert form.says(said)
    assert form.email.hasFocus()
    assert form.email.property("invalid") is True
    assert form.send_button.text() == "Send Feedback"
    qtbot.keyClicks(form.email, "x")
    assert not form.says(said)
    assert not form.email.property("invalid")
    assert inbox.new() == []


def test_the_sentence_stands_below_the_field(form, qtbot):
    form.choose(4)
    form.click(form.share)
    form.send()
    label = form.label(MISSING)

    field = form.email.mapTo(form.panel, form.email.rect().bottomLeft())
    words = label.mapTo(form.panel, label.rect().topLeft())
    send = form.send_button.mapTo(form.panel, form.send_button.rect().topLeft())
    assert field.y() < words.y() < send.y()


def test_an_address_is_sent_trimmed(form, qtbot, inbox):
    form.choose(4)
    form.click(form.share)
    qtbot.keyClicks(form.email, " mira@example.org ")
    form.send()
    form.wait_for("Thank you!")

    assert [report.user_email for report in inbox.new()] == ["mira@example.org"]


def test_unticked_nothing_of_the_address_is_sent(form, qtbot, inbox):
    form.choose(4)
    form.click(form.share)
    qtbot.keyClicks(form.email, "mira@example.org")
    form.click(form.share)
    form.send()
    form.wait_for("Thank you!")

    assert [report.user_email for report in inbox.new()] == [None]


def test_no_more_than_254_characters_go_in(form, qtbot):
    form.click(form.share)
    form.email.insert("x" * 300)

    assert len(form.email.text()) == 254


def test_return_in_the_address_does_not_close_or_send(form, widget, qtbot, inbox):
    form.choose(3)
    form.click(form.share)
    qtbot.keyClicks(form.email, "mira@example.org")
    form.key(Key.Key_Return, target=form.email)

    assert widget.is_open
    assert form.send_button.text() == "Send Feedback"
    assert form.email.text() == "mira@example.org"


def test_the_host_can_leave_the_block_out(qtbot, window, attach):
    attach(window, show_email_option=False).open()

    assert not Form(qtbot, window).has("share_email")


def test_an_address_that_was_set_and_not_typed_is_the_one_that_is_sent(form, qtbot, inbox):
    form.choose(4)
    form.click(form.share)
    qtbot.keyClicks(form.email, "a@b.co")
    form.email.setText("reader@b.co")  # as a screen reader does
    form.send()
    form.wait_for("Thank you!")

    [report] = inbox.new()
    assert report.user_email == "reader@b.co"
