"""Whole stories of a report without a window: what the network does, and what comes of it."""

import io
import queue
import signal
import subprocess
import sys
import threading
import time
from itertools import count

import pytest
from core.database import end_leases, until_saved
from feedbacks import PATIENCE, Heard, feedbacks
from PIL import Image
from servers import accepted, free_port, reply, serving

from usero_desktop.core.events import Deferred, Delivered, Progress, Queued
from usero_desktop.core.feedback import Feedback
from usero_desktop.core.ticket import TicketState
from usero_desktop.errors import Busy, Refused, Unreachable
from usero_desktop.inbox.config import Client, InboxConfig
from usero_desktop.inbox.server import running
from usero_desktop.model.limits import SCREENSHOT_SECONDS
from usero_desktop.model.picture import Picture
from usero_desktop.outbox.record import ReportState


def picture(shade=0, size=(40, 30)):
    file = io.BytesIO()
    Image.new("RGB", size, (shade, 90, 200)).save(file, "PNG")
    return Picture(file.getvalue(), "image/png", *size)


@pytest.fixture
def feedback_for(tmp_path):
    with feedbacks(tmp_path / "data") as make:
        yield make


def test_online_a_report_with_three_screenshots_arrives_whole(feedback_for):
    with running(InboxConfig(port=0)) as inbox:
        feedback = feedback_for(inbox.url, app_name="Ledger", metadata={"plan": "free"})
        ticket = feedback.submit(
            rating=3,
            comment="Größe 😀",
            user_email="a@b.co",
            screenshots=[picture(i) for i in range(3)],
        )
        receipt = ticket.result(PATIENCE)
        assert receipt.pictures_left_out == 0
        [entry] = inbox.store.entries()
        assert feedback.flush(PATIENCE)
    assert entry.report.comment == "Größe 😀"
    assert entry.report.user_email == "a@b.co"
    assert entry.report.metadata["plan"] == "free"
    assert len(entry.report.screenshots) == 3


def test_offline_a_report_waits_and_arrives_once_the_server_is_there(feedback_for):
    port = free_port()
    feedback = feedback_for(f"http://127.0.0.1:{port}")
    story = Heard(feedback)
    ticket = feedback.submit(rating=4, screenshots=[picture()])
    assert isinstance(story.next(Deferred).error, Unreachable)
    assert ticket.state is TicketState.DEFERRED
    with running(port=port):
        assert ticket.result(PATIENCE).feedback_id
    assert ticket.state is TicketState.DELIVERED


def test_when_the_network_is_back_nobody_waits_for_the_schedule(feedback_for):
    answers = [reply(503, headers=["Retry-After: 3600"])]

    def answer(request, connection):
        return answers.pop() if answers else accepted(request, connection)

    with serving(answer) as server:
        feedback = feedback_for(server.url)
        story = Heard(feedback)
        ticket = feedback.submit(rating=4)
        assert story.next(Deferred).retry_in_seconds == 3600
        feedback.retry_now()
        assert ticket.result(PATIENCE)


def test_a_server_that_asks_to_wait_is_left_alone_for_that_long(feedback_for):
    times = []

    def answer(request, connection):
        times.append(time.monotonic())
        if len(times) == 1:
            return reply(429, {"error": "slow down"}, headers=["Retry-After: 2"])
        return accepted(request, connection)

    with serving(answer) as server:
        feedback = feedback_for(server.url)
        story = Heard(feedback)
        ticket = feedback.submit(rating=4)
        deferred = story.next(Deferred)
        assert isinstance(deferred.error, Busy)
        assert deferred.retry_in_seconds == 2.0
        assert ticket.result(PATIENCE)
    assert times[1] - times[0] >= 1.9
    bodies = [request.json["metadata"]["submissionId"] for request in server.requests]
    assert bodies == [ticket.submission_id] * 2


def test_a_refusal_is_final_and_keeps_what_was_written(feedback_for):
    config = InboxConfig(port=0, clients=(Client("client_demo", ("https://example.com",)),))
    with running(config) as inbox:
        feedback = feedback_for(inbox.url)
        ticket = feedback.submit(rating=1, comment="Long thought over", screenshots=[picture()])
        with pytest.raises(Refused) as caught:
            ticket.result(PATIENCE)
    assert (caught.value.status, caught.value.error) == (403, "Domain not allowed")
    assert "clear the domain allowlist" in str(caught.value)
    [kept] = feedback._lanes.disk.outbox().list(ReportState.REJECTED)
    assert kept.submission.comment == "Long thought over"
    assert kept.picture_count == 1


def test_a_refusal_with_issues_names_each_field(feedback_for):
    body = {"error": "Invalid data provided", "issues": {"comment": ["Too rude"]}}
    with serving(lambda *_: reply(400, body)) as server:
        with pytest.raises(Refused, match="comment: Too rude") as caught:
            feedback_for(server.url).submit(rating=1).result(PATIENCE)
        assert caught.value.issues == {"comment": ("Too rude",)}
        assert len(server.requests) == 1


def test_a_captive_portals_page_is_not_success(feedback_for):
    answers = [reply(200, b"<html>Welcome to our hotel</html>", content_type="text/html")]

    def answer(request, connection):
        return answers.pop() if answers else accepted(request, connection)

    with serving(answer) as server:
        feedback = feedback_for(server.url)
        story = Heard(feedback)
        ticket = feedback.submit(rating=4)
        assert "sign-in" in str(story.next(Deferred).error)
        assert ticket.result(PATIENCE).feedback_id == "fb_1"


def test_quit_with_a_report_pending_and_the_next_start_delivers_it(feedback_for):
    port = free_port()
    first = feedback_for(f"http://127.0.0.1:{port}")
    story = Heard(first)
    ticket = first.submit(rating=2, comment="see you")
    story.next(Deferred)
    first.close()
    assert not ticket.done()
    with serving(port=port) as server:
        second = feedback_for(f"http://127.0.0.1:{port}")
        story = Heard(second)
        second.start()
        delivered = story.next(Delivered)
    assert delivered.submission_id == ticket.submission_id
    assert delivered.ticket is None
    assert server.requests[-1].json["comment"] == "see you"


def test_two_feedbacks_on_one_outbox_deliver_each_report_once_and_resolve_every_ticket(
    feedback_for,
):
    with serving() as server:
        pair = [feedback_for(server.url) for _ in range(2)]
        tickets = [pair[i % 2].submit(rating=4, comment=str(i)) for i in range(10)]
        receipts = [ticket.result(PATIENCE) for ticket in tickets]
    assert [receipt.submission_id for receipt in receipts] == [t.submission_id for t in tickets]
    assert sorted(request.json["comment"] for request in server.requests) == sorted(
        str(i) for i in range(10)
    )


def test_screenshots_go_up_side_by_side_and_tell_their_progress(feedback_for):
    together = threading.Barrier(3)
    told = threading.Event()

    def answer(request, connection):
        if request.path.endswith("screenshots"):
            together.wait(PATIENCE)  # nobody is answered before all three are there
            told.wait(PATIENCE)
        return accepted(request, connection)

    with serving(answer) as server:
        feedback = feedback_for(server.url)
        story = Heard(feedback)
        feedback.subscribe(lambda event: told.set() if isinstance(event, Progress) else None)
        pictures = [picture(i) for i in range(3)]
        ticket = feedback.submit(rating=4, screenshots=pictures)
        progress = story.next(Progress)
        assert progress.submission_id == ticket.submission_id
        assert progress.total_bytes == sum(len(p.data) for p in pictures)
        assert 0 < progress.sent_bytes <= progress.total_bytes
        assert ticket.result(PATIENCE)
    names = [shot["fileName"] for shot in server.requests[-1].json["screenshots"]]
    assert names == ["screenshot-1.png", "screenshot-2.png", "screenshot-3.png"]


def test_an_upload_that_was_answered_is_never_repeated(feedback_for):
    tries = count()

    def answer(request, connection):
        if b"screenshot-2.png" in request.body and request.path.endswith("screenshots"):
            return None if next(tries) == 0 else accepted(request, connection)
        return accepted(request, connection)

    with serving(answer) as server:
        ticket = feedback_for(server.url).submit(
            rating=4, screenshots=[picture(i) for i in range(3)]
        )
        assert ticket.result(PATIENCE)
    uploads = [r for r in server.requests if r.path.endswith("screenshots")]
    assert len(uploads) == 4  # the second went up twice: its first answer never came
    assert len(server.requests[-1].json["screenshots"]) == 3


def test_a_reply_that_was_lost_makes_at_most_a_double_with_the_same_id(feedback_for):
    answers = [None]

    def answer(request, connection):
        return answers.pop() if answers else accepted(request, connection)

    with serving(answer) as server:
        ticket = feedback_for(server.url).submit(rating=4)
        assert ticket.result(PATIENCE)
    ids = [request.json["metadata"]["submissionId"] for request in server.requests]
    assert ids == [ticket.submission_id] * 2


SENDER = """
import sys
from pathlib import Path
from usero_desktop.core.feedback import Feedback
from usero_desktop.model.picture import Picture
feedback = Feedback("client_demo", base_url=sys.argv[1], data_dir=sys.argv[2])
data = b"\\x89PNG" * 100
ticket = feedback.submit(rating=4, screenshots=[Picture(data, "image/png", 4, 3)] * 3)
print(ticket.submission_id, flush=True)
ticket.result()
"""


def test_killed_in_the_middle_of_an_upload_it_is_delivered_with_three_uploads_in_all(
    feedback_for, tmp_path
):
    """The first two screenshots are answered, then the process dies before the third."""
    killed = threading.Event()
    answered = queue.SimpleQueue()

    def answer(request, connection):
        third = b"screenshot-3.png" in request.body and request.path.endswith("screenshots")
        if third and not killed.is_set():
            killed.wait(PATIENCE)
            return None
        connection.sendall(accepted(request, connection))
        answered.put(request)
        return b""

    with serving(answer) as server:
        child = subprocess.Popen(
            [sys.executable, "-c", SENDER, server.url, str(tmp_path / "data")],
            stdout=subprocess.PIPE,
            text=True,
        )
        with child:
            submission_id = child.stdout.readline().strip()
            feedback = feedback_for(server.url, lease_seconds=0.5)
            until_saved(tmp_path / "data", 2)
            child.send_signal(signal.SIGKILL)
        killed.set()
        story = Heard(feedback)
        end_leases(tmp_path / "data")
        feedback.start()
        assert story.next(Delivered).submission_id == submission_id
    answers = [answered.get(timeout=PATIENCE) for _ in range(4)]
    uploads = [request for request in answers if request.path.endswith("screenshots")]
    assert len(uploads) == 3
    assert len(server.requests[-1].json["screenshots"]) == 3


HANGING = """
import sys
from usero_desktop.core.feedback import Feedback
from usero_desktop.model.picture import Picture
feedback = Feedback("client_demo", base_url=sys.argv[1], data_dir=sys.argv[2])
feedback.submit(rating=4, screenshots=[Picture(b"x" * 5000, "image/png", 4, 3)])
sys.stdin.readline()
if sys.argv[3] == "close":
    feedback.close()
"""


@pytest.mark.parametrize("manner", ["close", "leave"])
def test_a_hanging_server_holds_no_exit_up(feedback_for, tmp_path, manner):
    release = threading.Event()
    # It answers when the program has ended: one that waits for it waits for ever, or for as long
    # as an upload may take, which is longer than this test waits for the program.
    assert SCREENSHOT_SECONDS > PATIENCE
    command = [sys.executable, "-c", HANGING]
    with (
        serving(lambda *_: release.wait()) as server,
        subprocess.Popen(
            [*command, server.url, str(tmp_path / "data"), manner], stdin=subprocess.PIPE, text=True
        ) as child,
    ):
        try:
            server.arrived.get(timeout=PATIENCE)
            child.communicate("go\n", timeout=PATIENCE)
            assert child.returncode == 0
        finally:
            release.set()
            child.kill()
    with serving(port=server.port):
        feedback = feedback_for(server.url)
        end_leases(tmp_path / "data")
        story = Heard(feedback)
        feedback.start()
        assert story.next(Delivered)


def test_closing_at_once_still_sends_what_was_just_written(tmp_path):
    with serving() as server:
        with Feedback("client_demo", base_url=server.url, data_dir=tmp_path) as feedback:
            story = Heard(feedback)
            ticket = feedback.submit(rating=4)
            story.next(Queued)
        assert ticket.state is TicketState.DELIVERED or feedback._lanes.disk.outbox().pending() == 1
