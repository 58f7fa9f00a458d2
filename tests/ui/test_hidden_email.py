"""An address whose field the host hides: it stays here, and comes back with the field."""

from __future__ import annotations

from ui.form import Form
from ui.shelf import Shelf, refused

ADDRESS = "mira@example.org"
WRONG = "This does not look like an email address."


def share(form, qtbot, address):
    form.choose(4)
    form.click(form.share)
    qtbot.keyClicks(form.email, address)


def test_what_is_hidden_is_not_sent(form, widget, qtbot, inbox):
    share(form, qtbot, ADDRESS)
    widget.update(show_email_option=False)
    form.send()
    form.wait_for("Thank you!")

    [report] = inbox.new()
    assert report.user_email is None


def test_it_comes_back_with_the_option(form, widget, qtbot, inbox):
    share(form, qtbot, ADDRESS)
    widget.update(show_email_option=False)
    widget.update(show_email_option=True)
    assert form.share.isChecked()
    assert form.email.text() == ADDRESS
    form.send()
    form.wait_for("Thank you!")

    [report] = inbox.new()
    assert report.user_email == ADDRESS


def test_a_wrong_one_that_is_hidden_holds_nothing_up(form, widget, qtbot, inbox):
    share(form, qtbot, "mira")
    form.send()
    assert form.says(WRONG)
    widget.update(show_email_option=False)
    assert not form.says(WRONG)
    form.send()
    form.wait_for("Thank you!")

    [report] = inbox.new()
    assert report.user_email is None


def test_a_kept_report_that_is_changed_where_it_is_hidden_goes_without_it(
    qtbot, window, attach, inbox, tmp_path
):
    refused(tmp_path / "data", comment="The table", user_email=ADDRESS)
    attach(window, show_email_option=False).open()
    form = Form(qtbot, window)
    form.wait_for("1 report could not be sent.")
    Shelf(form, qtbot).show().press("edit")
    qtbot.waitUntil(lambda: form.comment.toPlainText() == "The table")
    form.send()
    form.wait_for("Thank you!")

    [report] = inbox.new()
    assert (report.comment, report.user_email) == ("The table", None)
