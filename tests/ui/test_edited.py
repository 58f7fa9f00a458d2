"""What stays with a kept report that is changed: the moment it was written in."""

from __future__ import annotations

import pytest
from servers import accepted, reply, serving
from ui.form import Form
from ui.shelf import SPAM, Shelf, refused

from usero_desktop.model.choice import Choice
from usero_desktop.model.written import Written


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


def edit(form, qtbot, comment):
    form.wait_for("1 report could not be sent.")
    Shelf(form, qtbot).show().press("edit")
    qtbot.waitUntil(lambda: form.comment.toPlainText() == comment)
    form.type("!")
    form.send()
    form.wait_for("Thank you!")


@pytest.mark.parametrize("today", [None, "production"])
@pytest.mark.parametrize("then", [None, "staging"])
def test_it_stays_in_the_environment_it_was_written_in(
    qtbot, window, attach, inbox, data, then, today
):
    refused(data, comment="The table", environment=then)
    attach(window, environment=today).open()
    edit(Form(qtbot, window), qtbot, "The table")

    [report] = inbox.new()
    assert report.environment == then


def test_what_was_refused_in_the_form_goes_out_under_the_options_of_its_second_time(
    qtbot, window, attach
):
    answers = [reply(400, SPAM)]
    with serving(lambda r, c: answers.pop() if answers else accepted(r, c)) as server:
        widget = attach(window, base_url=server.url, environment="staging")
        widget.open()
        form = Form(qtbot, window)
        form.type("Buy this.")
        form.send()
        form.wait_for("Looks like an advertisement")
        widget.update(environment="production")
        form.send()
        form.wait_for("Thank you!")

        posts = [r.json for r in server.requests if r.path == "/api/feedback"]
    assert [post["environment"] for post in posts] == ["staging", "production"]


def test_what_was_switched_off_in_it_stays_off_also_after_a_restart(
    qtbot, window, attach, inbox, data
):
    choice = Choice(off=frozenset({"metadata.plan", "metadata.os", "pageUrl"}))
    refused(data, written=Written(comment="The table", choice=choice))
    attach(window, metadata={"plan": "pro", "order": 7}).open()
    edit(Form(qtbot, window), qtbot, "The table")

    [report] = inbox.new()
    assert report.metadata["order"] == 7
    assert not {"plan", "os"} & report.metadata.keys()
    assert report.page_url is None
