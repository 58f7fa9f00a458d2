import subprocess
import sys
import threading

import pytest
from servers import accepted, free_port, reply, serving

from usero_desktop.core.events import Deferred, Delivered, Queued, Rejected, Sending
from usero_desktop.core.feedback import Feedback
from usero_desktop.core.ticket import TicketState
from usero_desktop.errors import (
    Busy,
    ConfigError,
    InvalidFeedback,
    Refused,
    Unreachable,
    UseroError,
)
from usero_desktop.model.picture import Picture
from usero_desktop.model.rating import Rating
from usero_desktop.outbox.record import ReportState

PATIENCE = 30
PICTURE = Picture(b"\x89PNG" * 10, "image/png", 4, 3)


def test_a_wrong_setting_raises_at_once():
    with pytest.raises(ConfigError, match="placeholder"):
        Feedback(client_id="YOUR_CLIENT_ID")
    with pytest.raises(ConfigError, match="did you mean base_url"):
        Feedback("client_demo", baseUrl="x")


def test_an_idle_feedback_loads_nothing_and_makes_nothing(tmp_path):
    program = f"""
import sys, threading
import usero_desktop as usero
feedback = usero.Feedback("client_demo", data_dir={str(tmp_path / "data")!r})
feedback.subscribe(print)
feedback.start()
feedback.flush(1)
heavy = {{"httpx", "httpcore", "sqlite3", "PIL", "keyring", "ssl", "truststore", "mss"}}
print(sorted(heavy & set(sys.modules)), threading.active_count())
feedback.close()
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "[] 1\n"
    assert not (tmp_path / "data").exists()


def test_a_report_tells_its_story_in_order_on_the_worker_thread(feedback_for, heard):
    with serving() as server:
        feedback = feedback_for(server.url)
        story = heard(feedback)
        threads = set()
        feedback.subscribe(lambda _event: threads.add(threading.current_thread().name))
        ticket = feedback.submit(rating=Rating.AMAZING, comment=" It works ")
        receipt = ticket.result(PATIENCE)
        kinds = [type(story.events.get(timeout=PATIENCE)) for _ in range(3)]
    assert kinds == [Queued, Sending, Delivered]
    assert threads == {"usero-outbox"}
    assert (receipt.feedback_id, receipt.submission_id) == ("fb_1", ticket.submission_id)
    assert (ticket.state, ticket.error, ticket.done()) == (TicketState.DELIVERED, None, True)
    [request] = server.requests
    assert request.json["rating"] == 4
    assert request.json["comment"] == "It works"
    assert request.json["metadata"]["submissionId"] == ticket.submission_id


@pytest.mark.parametrize(
    "written, field",
    [
        ({}, "rating"),
        ({"comment": "  "}, "rating"),
        ({"rating": 5}, "rating"),
        ({"rating": 1, "comment": "x" * 1001}, "comment"),
        ({"rating": 1, "user_email": "nobody"}, "email"),
        ({"rating": 1, "screenshots": [PICTURE] * 4}, "screenshots"),
    ],
)
def test_what_breaks_a_rule_is_refused_at_its_field_and_nothing_is_kept(
    feedback_for, tmp_path, written, field
):
    feedback = feedback_for()
    with pytest.raises(InvalidFeedback) as caught:
        feedback.submit(**written)
    assert list(caught.value.problems) == [field]
    assert str(caught.value).endswith(".")
    assert list(tmp_path.iterdir()) == []


def test_a_placeholder_environment_is_refused_for_one_report_too(feedback_for):
    with pytest.raises(ConfigError, match="default environment"):
        feedback_for().submit(rating=1, environment="default")


def test_a_report_goes_out_as_it_was_written_with_the_hosts_facts(feedback_for):
    with serving() as server:
        feedback = feedback_for(
            server.url,
            app_name="Ledger & Co",
            app_version="2.1",
            environment="beta",
            metadata={"plan": "free", "os": "mine"},
        )
        feedback.submit(
            rating=1,
            user_email=" a@b.co ",
            metadata={"plan": "paid"},
            context={"qt": "6.11", "plan": "ours"},
        ).result(PATIENCE)
        feedback.submit(rating=1, environment=None, page_url="app://x/y", page_title="Y").result(
            PATIENCE
        )
    first, second = (request.json for request in server.requests)
    assert first["pageUrl"] == "app://ledger-co/"
    assert first["pageTitle"] == "Ledger & Co"
    assert first["environment"] == "beta"
    assert first["userEmail"] == "a@b.co"
    assert first["metadata"]["plan"] == "paid"
    assert first["metadata"]["os"] == "mine"
    assert first["metadata"]["qt"] == "6.11"
    assert first["metadata"]["appVersion"] == "2.1"
    assert "comment" not in first
    assert "screenshots" not in first
    assert "environment" not in second
    assert (second["pageUrl"], second["pageTitle"]) == ("app://x/y", "Y")


def test_page_context_is_asked_of_the_host_or_left_out(feedback_for):
    asked = []
    with serving() as server:
        feedback = feedback_for(
            server.url,
            page_url=lambda: asked.append("url") or "app://here/",
            page_title=lambda: None,
            app_name="Ledger",
        )
        feedback.submit(rating=1).result(PATIENCE)
        feedback.update(disable_page_context=True)
        feedback.submit(rating=1, page_url="app://secret/").result(PATIENCE)
    first, second = (request.json for request in server.requests)
    assert (first["pageUrl"], first["pageTitle"]) == ("app://here/", "Ledger")
    assert asked == ["url"]
    assert "pageUrl" not in second
    assert "pageTitle" not in second


def test_what_reports_are_kept_by_cannot_be_swapped(feedback_for):
    feedback = feedback_for()
    other = feedback_for("http://127.0.0.1:10").options
    with pytest.raises(ConfigError, match="base_url cannot change"):
        feedback.take_options(other)


def test_a_listener_that_fails_or_left_harms_nobody(feedback_for, heard, caplog):
    with serving() as server:
        feedback = feedback_for(server.url)
        feedback.subscribe(lambda _event: 1 / 0)
        gone = heard(feedback)
        gone.leave()
        gone.leave()
        feedback.submit(rating=1).result(PATIENCE)
    assert gone.events.empty()
    assert "ZeroDivisionError" in caplog.text


def test_a_refusal_reaches_the_ticket_with_the_servers_words(feedback_for, heard):
    body = {"error": "Invalid data provided", "issues": {"userEmail": ["Invalid email"]}}
    with serving(lambda *_: reply(400, body)) as server:
        feedback = feedback_for(server.url)
        story = heard(feedback)
        ticket = feedback.submit(rating=1)
        with pytest.raises(Refused) as caught:
            ticket.result(PATIENCE)
        assert caught.value.issues == {"userEmail": ("Invalid email",)}
        assert story.next(Rejected).error is caught.value
        assert feedback.flush(PATIENCE)
        assert len(server.requests) == 1
    assert ticket.state is TicketState.REJECTED
    [kept] = feedback._lanes.disk.outbox().list(ReportState.REJECTED)
    assert kept.submission.rating == 1


def test_a_result_that_does_not_come_says_that_the_report_is_kept(feedback_for, heard):
    feedback = feedback_for()
    story = heard(feedback)
    ticket = feedback.submit(rating=1)
    event = story.next(Deferred)
    assert event.submission_id == ticket.submission_id
    assert event.error.code == "unreachable"
    with pytest.raises(
        Unreachable, match=r"online\? The report is kept and will be sent\.$"
    ) as caught:
        ticket.result(0)
    assert caught.value.code == "not_yet"
    assert ticket.state is TicketState.DEFERRED
    assert not ticket.done()
    assert not feedback.flush(0.01)


def test_an_error_is_over_with_the_next_attempt_and_after_it(feedback_for, heard):
    seen, submitted = [], threading.Event()

    def answer(request, connection):
        submitted.wait(PATIENCE)
        seen.append((ticket.state, ticket.error))
        return accepted(request, connection) if len(seen) > 1 else reply(503)

    with serving(answer) as server:
        feedback = feedback_for(server.url)
        story = heard(feedback)
        ticket = feedback.submit(rating=1)
        submitted.set()
        error = story.next(Deferred).error
        feedback.retry(ticket.submission_id)
        story.next(Delivered)
    assert isinstance(error, Busy)
    assert seen == [(TicketState.SENDING, None)] * 2
    assert (ticket.state, ticket.error) == (TicketState.DELIVERED, None)


def test_an_address_that_cannot_be_used_is_trouble_in_words_and_not_a_traceback(
    feedback_for, heard, caplog
):
    feedback = feedback_for()
    # As it may stand in the outbox, kept by a version that took more addresses than this one.
    object.__setattr__(feedback.options, "base_url", "https://a..b")
    story = heard(feedback)
    feedback.submit(rating=1)
    error = story.next(Deferred).error
    assert isinstance(error, Unreachable)
    assert "'https://a..b' is not a web address" in str(error)
    assert caplog.records == []


def test_closing_wakes_those_who_wait_and_refuses_what_comes_after(feedback_for):
    feedback = feedback_for()
    ticket = feedback.submit(rating=1)
    errors = []

    def wait():
        try:
            ticket.result()
        except Unreachable as error:
            errors.append(error.code)

    thread = threading.Thread(target=wait)
    thread.start()
    feedback.close()
    thread.join(PATIENCE)
    assert errors == ["kept"]
    feedback.close()
    with pytest.raises(UseroError, match="was closed") as caught:
        feedback.submit(rating=1)
    assert caught.value.code == "closed"
    feedback.prepare()
    feedback.start()
    feedback.retry_now()
    assert not feedback.flush(0.01)


def test_preparing_touches_no_network(feedback_for, heard):
    with serving() as server:
        feedback = feedback_for(server.url)
        feedback.prepare()
        done = threading.Event()
        feedback._worker().post(done.set)
        assert done.wait(PATIENCE)
        assert feedback._lanes.disk._delivery._clients
        assert server.connections == 0
        assert feedback.submit(rating=3).result(PATIENCE)


def test_a_report_that_is_handed_in_ends_the_resting_of_the_preparation(feedback_for, monkeypatch):
    rested, may_go_on = threading.Event(), threading.Event()

    def one_that_rests(_names, *, rest):
        rested.set()
        assert rest(PATIENCE)  # True: not the time was over, it was ended
        may_go_on.set()

    monkeypatch.setattr("usero_desktop.core.feedback.load_gently", one_that_rests)
    with serving() as server:
        feedback = feedback_for(server.url)
        thread = threading.Thread(target=feedback.prepare)
        thread.start()
        assert rested.wait(PATIENCE)
        assert feedback.submit(rating=3).result(PATIENCE)
        assert may_go_on.wait(PATIENCE)
        thread.join(PATIENCE)


def test_a_screenshot_the_server_will_not_take_is_left_out_and_said_so(feedback_for):
    def answer(request, connection):
        if b"screenshot-2.png" in request.body and request.path.endswith("screenshots"):
            return reply(400, {"error": "File too large (max 10MB)"})
        return accepted(request, connection)

    with serving(answer) as server:
        feedback = feedback_for(server.url, metadata={"plan": "free"})
        receipt = feedback.submit(rating=1, screenshots=[PICTURE] * 3).result(PATIENCE)
    assert receipt.pictures_left_out == 1
    sent = server.requests[-1].json
    assert [shot["fileName"] for shot in sent["screenshots"]] == [
        "screenshot-1.png", "screenshot-3.png",
    ]  # fmt: skip
    assert sent["metadata"]["screenshotsLeftOut"] == ["screenshot-2: File too large (max 10MB)"]
    assert sent["metadata"]["plan"] == "free"


def test_a_picture_gets_two_minutes_and_the_report_half_a_minute(feedback_for, monkeypatch):
    from usero_desktop.api import client

    limits = []
    measured = client.exchange

    def listening(seconds, *rest):
        limits.append(seconds)
        return measured(seconds, *rest)

    monkeypatch.setattr(client, "exchange", listening)
    with serving() as server:
        feedback_for(server.url).submit(rating=1, screenshots=[PICTURE]).result(PATIENCE)
    assert server.paths() == ["/api/screenshots", "/api/feedback"]
    assert limits == [120.0, 30.0]


def test_metadata_the_server_finds_too_large_is_trimmed_once(feedback_for):
    answers = [reply(400, {"error": "Metadata too large (max 10KB)"}), None]

    def answer(request, connection):
        return answers.pop(0) or accepted(request, connection)

    with serving(answer) as server:
        theirs = {"plan": "free", "os": "mine", "log": "x" * 6000}
        feedback = feedback_for(server.url, metadata=theirs)
        ticket = feedback.submit(rating=1)
        ticket.result(PATIENCE)
    first, second = (request.json["metadata"] for request in server.requests)
    assert "python" in first
    assert second == {  # a key of ours with the host's value is the host's
        "submissionId": ticket.submission_id, "plan": "free", "os": "mine", "_truncated": ["log"],
    }  # fmt: skip
    with serving(lambda *_: reply(400, {"error": "Metadata too large (max 10KB)"})) as server:
        other = feedback_for(server.url)
        with pytest.raises(Refused, match="metadata too large"):
            other.submit(rating=1).result(PATIENCE)
        assert len(server.requests) == 2


def test_the_leave_to_send_in_plain_is_kept_with_the_report(feedback_for):
    address = f"http://0.0.0.0:{free_port()}"  # not loopback by name, and nobody listens
    feedback = feedback_for(address, allow_insecure=True)
    ticket = feedback.submit(rating=1)
    assert feedback.read(ticket.submission_id).allow_insecure is True


def test_a_damaged_picture_file_is_refused_before_anything_is_kept(feedback_for, tmp_path):
    from usero_desktop.errors import ImageError

    text = tmp_path / "text.png"
    text.write_text("not a picture")
    with pytest.raises(ImageError):
        feedback_for(data_dir=tmp_path / "data").submit(rating=1, screenshots=[text])
    assert not (tmp_path / "data").exists()


def test_bytes_and_images_and_files_are_taken_as_screenshots(feedback_for, tmp_path):
    import io

    from PIL import Image

    image = Image.new("RGB", (40, 30), "teal")
    image.save(tmp_path / "a.png")
    raw = io.BytesIO()
    image.save(raw, "JPEG")
    with serving() as server:
        feedback_for(server.url).submit(
            rating=1, screenshots=[str(tmp_path / "a.png"), raw.getvalue(), image]
        ).result(PATIENCE)
    assert server.paths().count("/api/screenshots") == 3
    assert len(server.requests[-1].json["screenshots"]) == 3


def test_a_listener_that_cannot_be_called_is_refused_at_once(feedback_for):
    with pytest.raises(TypeError, match="needs a function of one event, not 'print'"):
        feedback_for().subscribe("print")
