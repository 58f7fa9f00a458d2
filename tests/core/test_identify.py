"""Who wrote a report, and when the server is told: after it, once, and never in its way."""

from __future__ import annotations

import json
import threading
import zipfile
from dataclasses import replace
from queue import SimpleQueue

import pytest
from servers import accepted, free_port, reply, serving

import usero_desktop as usero
from usero_desktop.core.events import Deferred, Delivered
from usero_desktop.errors import ConfigError
from usero_desktop.inbox.server import running
from usero_desktop.model.user import User

PATIENCE = 30
ADA = User("u_1", "ada@example.com", "Ada", {"plan": "pro", "seats": 3})
BOB = User("u_2")


class Town:
    """A server that takes reports, and answers identify with what stands in `answers`."""

    def __init__(self):
        self.answers = []
        self.told = SimpleQueue()
        self.heard = []

    def __call__(self, request, connection):
        self.heard.append(request.path)
        if request.path != "/api/identify":
            return accepted(request)
        self.told.put(request.json)
        answer = self.answers.pop(0) if self.answers else reply(200, {"accepted": True})
        return answer(connection) if callable(answer) else answer

    def next(self):
        return self.told.get(timeout=PATIENCE)


@pytest.fixture
def town():
    made = Town()
    with serving(made) as server:
        made.url = server.url
        yield made


def send(feedback, **fields):
    """Have one report delivered, and all done that follows it; return the report."""
    ticket = feedback.submit(**{"rating": 4, **fields})
    ticket.result(PATIENCE)
    return ticket.submission


def settle(feedback):
    """Wait until the worker has nothing left to do, introductions included."""
    done = threading.Event()
    worker = feedback._lanes.disk.worker()
    while not done.wait(0.01):
        if not feedback._lanes.disk._introductions._waiting:
            worker.post(done.set)


def test_the_server_is_told_after_the_report_and_the_report_says_whose_it_is(feedback_for, town):
    feedback = feedback_for(town.url, user=ADA)
    submission = send(feedback)
    told = town.next()
    assert town.heard == ["/api/feedback", "/api/identify"]
    assert told == {
        "clientId": "client_demo", "anonymousId": submission.metadata["anonymousId"],
        "externalUserId": "u_1", "email": "ada@example.com", "displayName": "Ada",
        "traits": {"plan": "pro", "seats": 3},
    }  # fmt: skip
    assert submission.metadata["userId"] == "u_1"
    assert submission.user_email is None


def test_a_real_inbox_takes_it(feedback_for):
    with running() as inbox:
        feedback = feedback_for(inbox.url, user=ADA)
        submission = send(feedback)
        feedback.close()
        [kept] = inbox.store.identities()
    assert kept.anonymous_id == submission.metadata["anonymousId"]
    assert (kept.external_user_id, kept.email, kept.traits) == ("u_1", ADA.email, dict(ADA.traits))


def test_of_somebody_who_was_not_named_nothing_is_sent_or_kept(feedback_for, town, tmp_path):
    feedback = feedback_for(town.url)
    submission = send(feedback)
    feedback.close()
    assert not {"userId", "anonymousId"} & set(submission.metadata)
    assert submission.person is None
    assert town.heard == ["/api/feedback"]
    assert not list(tmp_path.rglob("person-*"))


def test_the_hosts_own_user_id_in_the_metadata_stands(feedback_for, town):
    feedback = feedback_for(town.url, user=ADA, metadata={"userId": "mine"})
    submission = send(feedback, metadata={"x": 1})
    assert submission.metadata["userId"] == "mine"
    assert town.next()["externalUserId"] == "u_1"


def test_thanks_do_not_wait_for_a_server_that_never_answers_who(feedback_for, town, heard):
    silent = threading.Event()
    town.answers = [lambda _connection: silent.wait(PATIENCE) and None]
    feedback = feedback_for(town.url, user=ADA)
    story = heard(feedback)
    feedback.submit(rating=4)
    assert story.next(Delivered).ticket.result(0)
    town.next()
    assert not silent.is_set()
    silent.set()


def test_what_the_server_knows_is_not_told_again_in_this_run_or_the_next(feedback_for, town):
    feedback = feedback_for(town.url, user=ADA)
    first = send(feedback).person
    town.next()
    send(feedback)
    feedback.identify({"id": "u_1", "email": ADA.email, "displayName": "Ada",
                       "traits": {"seats": 3, "plan": "pro"}})  # fmt: skip
    send(feedback)
    feedback.close()
    again = feedback_for(town.url, user=ADA)
    assert send(again).person == first
    settle(again)
    assert town.heard.count("/api/identify") == 1
    again.identify(replace(ADA, traits={"plan": "free"}))
    send(again)
    assert town.next()["traits"] == {"plan": "free"}


def test_reports_that_waited_are_introduced_once_and_by_the_newest_word(feedback_for, town):
    port = free_port()
    away = feedback_for(f"http://127.0.0.1:{port}", user=ADA)
    for plan in ("free", "pro"):
        away.identify(replace(ADA, traits={"plan": plan}))
        away.submit(rating=4)
    away.close()
    town.answers = []
    with serving(town, port=port) as server:
        back = feedback_for(server.url)
        back.retry_now()
        assert back.flush(PATIENCE)
        assert town.next()["traits"] == {"plan": "pro"}
        settle(back)
    assert town.heard == ["/api/feedback", "/api/feedback", "/api/identify"]


def test_a_word_that_was_not_accepted_is_told_again_with_the_next_report_and_not_before(
    feedback_for, town
):
    town.answers = [reply(200, {"accepted": False}), reply(500, {"error": "Internal"}),
                    lambda _connection: None]  # fmt: skip
    feedback = feedback_for(town.url, user=ADA)
    for count in range(1, 5):
        send(feedback)
        town.next()
        settle(feedback)
        assert town.heard.count("/api/identify") == count
    send(feedback)
    settle(feedback)
    assert town.heard.count("/api/identify") == 4, "the fourth was accepted"


def test_what_the_server_refuses_for_good_is_not_told_again_until_it_is_another(
    feedback_for, town, caplog
):
    words = {"error": "Invalid data provided", "issues": {"email": ["ada@example.com is odd"]}}
    town.answers = [reply(400, words)]
    feedback = feedback_for(town.url, user=ADA)
    for _ in range(2):
        send(feedback)
        settle(feedback)
    assert town.heard.count("/api/identify") == 1
    feedback.identify(BOB)
    send(feedback)
    settle(feedback)
    assert town.heard.count("/api/identify") == 2
    assert "ada@example.com" not in caplog.text


@pytest.mark.parametrize("status", [404, 405, 501])
def test_a_server_that_has_no_such_request_is_asked_once_a_run(feedback_for, town, status):
    town.answers = [reply(status, b"<h1>No</h1>")]
    feedback = feedback_for(town.url, user=ADA)
    send(feedback)
    settle(feedback)
    feedback.identify(BOB)
    send(feedback)
    settle(feedback)
    assert town.heard.count("/api/identify") == 1
    feedback.close()
    send(feedback_for(town.url, user=BOB))
    assert town.next()["externalUserId"] == "u_1"
    assert town.next()["externalUserId"] == "u_2"


def test_a_logout_gives_another_id_and_forgets_what_was_accepted(feedback_for, town, tmp_path):
    feedback = feedback_for(town.url, user=ADA)
    first = send(feedback).person
    assert town.next()["anonymousId"] == first.anonymous_id
    feedback.identify(None)
    assert send(feedback).person is None
    feedback.identify(ADA)
    second = send(feedback).person
    assert second.anonymous_id != first.anonymous_id
    assert town.next()["anonymousId"] == second.anonymous_id
    feedback.close()
    [kept] = tmp_path.rglob("person-*.id")
    assert kept.read_text() == second.anonymous_id


def test_nobody_after_nobody_keeps_the_id(feedback_for, town):
    first = send(feedback_for(town.url, user=ADA)).person
    again = feedback_for(town.url)
    again.identify(None)
    again.identify(ADA)
    assert send(again).person.anonymous_id == first.anonymous_id


def test_an_updated_user_counts_though_the_option_was_the_same_before(feedback_for, town):
    feedback = feedback_for(town.url, user=None)
    feedback.identify(ADA)
    feedback.update(title="Well?", user=usero.UNSET)
    assert send(feedback).person.user == ADA
    feedback.update(user=None)
    assert send(feedback).person is None


def test_a_logout_is_on_the_disk_once_the_program_is_closed(feedback_for, town, tmp_path):
    send(feedback_for(town.url, user=ADA))
    again = feedback_for(town.url, user=ADA)
    again.identify(None)
    again.close()
    assert not list(tmp_path.rglob("person-*"))


def test_a_queued_report_stays_its_writers_after_a_logout(feedback_for, town, heard):
    port = free_port()
    away = feedback_for(f"http://127.0.0.1:{port}", user=ADA)
    story = heard(away)
    written = away.submit(rating=2).submission
    story.next(Deferred)
    away.identify(None)
    away.identify(BOB)
    with serving(town, port=port):
        away.retry_now()
        assert away.flush(PATIENCE)
        assert town.next() == {
            "clientId": "client_demo", "anonymousId": written.person.anonymous_id,
            "externalUserId": "u_1", "email": ADA.email, "displayName": "Ada",
            "traits": dict(ADA.traits),
        }  # fmt: skip
        bob = send(away).person
        assert town.next()["anonymousId"] == bob.anonymous_id != written.person.anonymous_id


def test_deleting_all_data_deletes_the_id_and_what_waits_to_be_told(feedback_for, town, tmp_path):
    feedback = feedback_for(town.url, user=ADA)
    first = send(feedback).person
    town.next()
    settle(feedback)
    feedback.delete_my_data()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    second = send(feedback).person
    assert second.user == ADA, "that is the host's word"
    assert second.anonymous_id != first.anonymous_id
    assert town.next()["anonymousId"] == second.anonymous_id


def test_identify_now_tells_at_once_and_makes_no_report(feedback_for, town):
    feedback = feedback_for(town.url, user=ADA, identify_now=True)
    assert town.next()["externalUserId"] == "u_1"
    feedback.identify(BOB)
    assert town.next()["externalUserId"] == "u_2"
    settle(feedback)
    assert set(town.heard) == {"/api/identify"}


def test_get_user_is_asked_on_submits_thread(feedback_for, town):
    asked = []

    def get_user():
        asked.append(threading.current_thread())
        return {"id": "u_1"}

    feedback = feedback_for(town.url, get_user=get_user)
    assert asked == []
    assert send(feedback).person.user.id == "u_1"
    assert asked == [threading.current_thread()]


def test_what_is_no_user_is_raised_and_changes_nothing(feedback_for, town):
    feedback = feedback_for(town.url, user=ADA)
    for wrong, named in (("u_2", "'u_2'"), ({"id": 2}, "id"), ({"id": "u", "plan": 1}, "'plan'")):
        with pytest.raises(ConfigError, match=named):
            feedback.identify(wrong)
        with pytest.raises(ConfigError, match=named):
            feedback.update(user=wrong)
    assert send(feedback).person.user == ADA


def test_secrets_in_the_traits_are_taken_out_where_those_in_the_metadata_are(feedback_for, town):
    leaky = replace(ADA, traits={"note": "password=hunter2hunter2", "api_token": "abcdef123456"})
    feedback = feedback_for(town.url, user=leaky)
    send(feedback)
    assert town.next()["traits"] == {"note": "password=[redacted]", "api_token": "[redacted]"}
    feedback.update(scrub_metadata=False)
    send(feedback)
    assert town.next()["traits"]["api_token"] == "abcdef123456"


def test_traits_beyond_all_measure_are_left_out_and_odd_letters_are_mended(
    feedback_for, town, caplog
):
    feedback = feedback_for(town.url, user=User("u\ud800", traits={"x": "y" * 20_000}))
    submission = send(feedback)
    told = town.next()
    assert told["externalUserId"] == submission.metadata["userId"] == "u\ufffd"
    assert "traits" not in told
    assert "traits" in caplog.text


def test_without_a_home_it_works_all_the_same(feedback_for, town):
    feedback = feedback_for(town.url, user=ADA, data_dir="/dev/null/nowhere")
    first = send(feedback).person
    assert town.next()["anonymousId"] == first.anonymous_id
    send(feedback)
    feedback.identify(None)
    feedback.identify(ADA)
    second = send(feedback).person
    assert town.next()["anonymousId"] == second.anonymous_id != first.anonymous_id
    feedback.close()
    assert town.heard.count("/api/identify") == 2


def test_each_project_and_each_server_has_an_id_of_its_own(feedback_for, town, tmp_path):
    ids = [send(feedback_for(town.url, user=ADA)).person.anonymous_id]
    with serving(Town()) as other:
        ids.append(send(feedback_for(other.url, user=ADA)).person.anonymous_id)
    with usero.Feedback("client_other", base_url=town.url, data_dir=tmp_path, user=ADA) as feedback:
        ids.append(send(feedback).person.anonymous_id)
    assert len(set(ids)) == 3


def test_a_report_in_the_outbox_keeps_who_wrote_it(feedback_for, tmp_path):
    away = feedback_for(f"http://127.0.0.1:{free_port()}", user=ADA)
    submission = away.submit(rating=4).submission
    assert away.read(submission.submission_id).person == submission.person
    path = tmp_path / "report.zip"
    away.export(submission.submission_id, path)
    with zipfile.ZipFile(path) as archive:
        report = json.loads(archive.read("report.json"))
    assert report["metadata"]["userId"] == "u_1"
    assert "ada@example.com" not in json.dumps(report)
