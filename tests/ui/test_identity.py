"""Who is speaking, said by the host's window: with the report, after it, and not before."""

from __future__ import annotations

import logging

import pytest
from servers import free_port
from ui.form import Form

import usero_desktop as usero
from usero_desktop.errors import ConfigError
from usero_desktop.inbox.config import Client, InboxConfig
from usero_desktop.inbox.server import running
from usero_desktop.qt import QtCore
from usero_desktop.ui.form.original import read_original

ADA = usero.User("u_1", "ada@example.com", "Ada", {"plan": "pro"})
BOB = {"id": "u_2", "displayName": "Bob"}


class Door:
    """What the inbox has heard of people."""

    def __init__(self, server):
        self._server = server

    @property
    def kept(self):
        return self._server.store.identities()

    @property
    def told(self):
        return [(it.external_user_id, it.display_name) for it in self.kept]


@pytest.fixture
def server():
    """An inbox for each test: what one test's window tells last is not another's."""
    with running(InboxConfig(clients=(Client("client_demo"),))) as inbox:
        yield inbox


@pytest.fixture
def door(server):
    return Door(server)


@pytest.fixture
def send(qtbot, window, inbox):
    """Send a report and return its metadata; the panel is open afterwards."""

    def send_(widget):
        before = inbox.ids()
        widget.open()
        form = Form(qtbot, window)
        form.choose(4)
        form.send()
        qtbot.waitUntil(lambda: len(inbox.ids()) > len(before), timeout=20_000)
        form.wait_for("Thank you!")
        return inbox.new()[0].metadata

    return send_


def who(metadata):
    return metadata.get("userId")


def test_a_user_goes_with_the_report_and_is_told_to_the_server_after_it(
    window, attach, send, door, qtbot
):
    metadata = send(attach(window, user=ADA))
    qtbot.waitUntil(lambda: len(door.kept) == 1, timeout=20_000)
    [kept] = door.kept
    assert (kept.external_user_id, kept.email, kept.display_name) == ("u_1", ADA.email, "Ada")
    assert kept.traits == {"plan": "pro"}
    assert (metadata["userId"], metadata["anonymousId"]) == ("u_1", kept.anonymous_id)


def test_the_users_address_is_not_put_into_the_form(form, widget, window):
    widget.identify(ADA)
    form.type("The table")
    assert form.email.text() == ""
    assert not form.share.isChecked()


def test_identify_before_the_panel_was_ever_opened_counts(window, attach, send):
    widget = attach(window)
    widget.identify(BOB)
    assert who(send(widget)) == "u_2"


def test_after_a_logout_a_report_names_nobody_and_the_next_person_has_another_id(
    window, attach, send
):
    widget = attach(window, user=ADA)
    first = send(widget)
    widget.identify(None)
    nobody = send(widget)
    widget.identify(ADA)
    again = send(widget)
    assert (who(first), who(again)) == ("u_1", "u_1")
    assert not {"userId", "anonymousId"} & set(nobody)
    assert first["anonymousId"] != again["anonymousId"]


def test_a_user_that_is_updated_is_the_newest_word(window, attach, send):
    widget = attach(window, user=ADA, get_user=lambda: BOB)
    assert who(send(widget)) == "u_1"
    widget.update(user=BOB)
    assert who(send(widget)) == "u_2"
    widget.identify(ADA)
    widget.update(title="Well?")
    assert who(send(widget)) == "u_1"
    widget.update(user=None)
    assert who(send(widget)) is None


def test_a_user_that_is_updated_counts_though_the_option_was_the_same_before(window, attach, send):
    widget = attach(window, user=None)
    widget.identify(ADA)
    assert who(send(widget)) == "u_1"
    widget.update(user=None)
    assert who(send(widget)) is None
    widget.update(user=ADA)
    widget.identify(None)
    widget.update(user=ADA)
    assert who(send(widget)) == "u_1"


def earlier_run(url, tmp_path):
    return usero.Feedback("client_demo", base_url=url, data_dir=tmp_path / "data", user=ADA)


def test_an_update_before_the_first_opening_is_a_logout_too(window, attach, send, inbox, tmp_path):
    with earlier_run(inbox.url, tmp_path) as feedback:
        before = feedback.submit(rating=3).submission.person
    widget = attach(window, user=ADA)
    widget.update(user=None)
    widget.update(user=ADA)
    after = send(widget)
    assert before.user == ADA
    assert after["userId"] == "u_1"
    assert after["anonymousId"] != before.anonymous_id


def test_the_next_run_goes_by_the_same_id_and_does_not_tell_the_server_again(
    window, attach, send, inbox, tmp_path, door
):
    with earlier_run(inbox.url, tmp_path) as feedback:
        before = feedback.submit(rating=3).submission.person
    assert door.told == [("u_1", "Ada")]
    widget = attach(window, user=ADA)
    assert send(widget)["anonymousId"] == before.anonymous_id
    widget.identify(BOB)
    assert send(widget)["anonymousId"] == before.anonymous_id
    widget._backstage.session.feedback.close()
    assert door.told == [("u_1", "Ada"), ("u_2", "Bob")]


def test_get_user_is_asked_when_the_panel_opens_and_at_send(window, attach, send, qtbot):
    asked = []

    def get_user():
        asked.append(QtCore.QThread.currentThread() is window.thread())
        return BOB if len(asked) > 1 else ADA

    widget = attach(window, get_user=get_user)
    assert asked == []
    widget.open()
    assert asked == [True]
    assert who(send(widget)) == "u_2"
    assert asked == [True, True]
    widget.update(get_user=None)
    assert who(send(widget)) == "u_2", "nobody has said otherwise"


@pytest.mark.parametrize("user, said", [(BOB, "u_2"), (None, None)])
def test_user_wins_over_get_user_even_where_it_says_nobody(window, attach, send, user, said):
    widget = attach(window, user=user, get_user=lambda: ADA)
    assert who(send(widget)) == said


def test_a_get_user_that_comes_later_takes_the_place_of_a_user(window, attach, send):
    widget = attach(window, user=ADA)
    widget.update(get_user=lambda: BOB)
    assert who(send(widget)) == "u_2"
    widget.update(user=ADA, get_user=lambda: BOB)
    assert who(send(widget)) == "u_1"
    widget.update(get_user=None)
    assert who(send(widget)) == "u_1"


def test_a_get_user_that_fails_or_answers_nonsense_is_logged_once_and_changes_nothing(
    window, attach, send, caplog
):
    answers = [ADA, ZeroDivisionError(), {"id": 7}, "u_3"]

    def get_user():
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    widget = attach(window, get_user=get_user)
    widget.open()
    assert who(send(widget)) == "u_1"
    widget.close()
    assert who(send(widget)) == "u_1"
    told = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert ["get_user" in record.getMessage() for record in told] == [True]


@pytest.mark.parametrize(
    "wrong, named", [("u_1", "'u_1'"), ({"id": ""}, "id"), ({"id": "u", "name": "A"}, "'name'")]
)
def test_what_is_no_user_changes_nothing_and_the_host_hears_why(
    window, attach, send, caplog, wrong, named
):
    errors = []
    widget = attach(window, user=ADA, on_error=errors.append)
    widget.identify(wrong)
    widget.update(user=wrong)
    assert [type(error) for error in errors] == [ConfigError, ConfigError]
    assert all(named in str(error) for error in errors)
    assert who(send(widget)) == "u_1"


def test_identify_now_tells_the_server_at_once_and_at_each_change(
    window, attach, door, qtbot, inbox
):
    widget = attach(window)
    widget.update(identify_now=True)
    widget.identify(ADA)
    qtbot.waitUntil(lambda: door.told == [("u_1", "Ada")], timeout=20_000)
    widget.identify(usero.User("u_1", "ada@example.com", "Ada", {"plan": "pro"}))
    widget.identify(BOB)
    qtbot.waitUntil(lambda: door.told == [("u_1", "Ada"), ("u_2", "Bob")], timeout=20_000)
    widget.update(identify_now=None)
    assert inbox.new() == []


def test_who_is_attached_with_identify_now_is_told_without_a_click(window, attach, door, qtbot):
    attach(window, get_user=lambda: ADA, identify_now=True)
    qtbot.waitUntil(lambda: door.told == [("u_1", "Ada")], timeout=20_000)


def test_without_it_no_one_is_told_before_send(window, attach, door, qtbot, tmp_path):
    widget = attach(window, user=ADA)
    widget.open()
    form = Form(qtbot, window)
    form.type("Written, and thought better of")
    widget.identify(BOB)
    widget.close()
    qtbot.waitUntil(lambda: widget._backstage.session is not None, timeout=20_000)
    widget._backstage.session.feedback.prepare()
    assert door.told == []
    assert not list((tmp_path / "data").rglob("person-*"))


def test_a_report_that_is_edited_stays_its_writers(window, attach, send, tmp_path):
    with earlier_run(f"http://127.0.0.1:{free_port()}", tmp_path) as feedback:
        written = feedback.submit(rating=2, comment="As Ada").submission
    widget = attach(window, user=BOB)
    widget.open()
    session = widget._backstage.working()
    original = read_original(session.feedback, written.submission_id)
    assert original.beside.person == written.person
    session.controller.edit(original)
    metadata = send(widget)
    assert (metadata["userId"], metadata["anonymousId"]) == ("u_1", written.person.anonymous_id)
