"""The outbox as a person sees it: what waits or was refused, to read, edit, retry and delete."""

import threading

import pytest
from servers import accepted, free_port, reply, serving

from usero_desktop.core.events import Deferred, Delivered, Rejected
from usero_desktop.errors import OutboxError, Refused
from usero_desktop.model.picture import Picture
from usero_desktop.outbox import worker
from usero_desktop.outbox.record import ReportState

PATIENCE = 30
PICTURE = Picture(b"\x89PNG" * 10, "image/png", 4, 3)
DAY = 86_400

REFUSALS = [
    (400, {"error": "Invalid data provided", "issues": {"comment": ["Too rude"]}}, "Too rude"),
    (403, {"error": "Domain not allowed"}, "clear the domain allowlist"),
    (404, {"error": "Invalid client ID"}, "knows no project with this client_id"),
]


class Refusing:
    """A server that refuses every report with a bad word in it, in the way it was told."""

    def __init__(self, status, body):
        self.status, self.body = status, body
        self.is_mended = False

    def __call__(self, request, _connection):
        if b"darn" in request.body and not self.is_mended:
            return reply(self.status, self.body)
        return accepted(request)


@pytest.mark.promise("B7")
@pytest.mark.parametrize("status, body, words", REFUSALS)
def test_a_refused_report_is_shown_in_words_edited_and_sent_again(
    feedback_for, heard, status, body, words, figure
):
    with serving(Refusing(status, body)) as server:
        feedback = feedback_for(server.url)
        ticket = feedback.submit(rating=1, comment="darn it", screenshots=[PICTURE] * 2)
        with pytest.raises(Refused, match=words):
            ticket.result(PATIENCE)
        [record] = feedback.reports()
        assert (record.state, record.picture_count) == (ReportState.REJECTED, 2)
        assert words in str(record.failure.as_refused())
        earlier = feedback.read(record.submission_id)
        assert [picture.data for picture in earlier.pictures] == [PICTURE.data] * 2
        edited = feedback.submit(
            rating=earlier.rating, comment="never mind", screenshots=earlier.pictures,
            replaces=record.submission_id,
        )  # fmt: skip
        assert edited.result(PATIENCE)
        assert feedback.flush(PATIENCE)
    assert server.requests[-1].json["comment"] == "never mind"
    assert feedback.reports() == ()
    assert feedback.read(record.submission_id) is None
    figure(f"{status}: parked, shown, edited, delivered")


@pytest.mark.promise("B7")
def test_a_refused_report_is_sent_again_as_it_is_when_asked(feedback_for, heard):
    server_says = Refusing(403, {"error": "Domain not allowed"})
    with serving(server_says) as server:
        feedback = feedback_for(server.url)
        story = heard(feedback)
        ticket = feedback.submit(comment="darn it")
        story.next(Rejected)
        server_says.is_mended = True
        assert feedback.retry(ticket.submission_id)
        assert story.next(Delivered).submission_id == ticket.submission_id
    assert not feedback.retry(ticket.submission_id)
    assert not feedback.retry("no such report")


@pytest.mark.promise("B7")
@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_what_the_projects_owner_may_mend_is_tried_once_a_day_and_logged_once(
    feedback_for, heard, caplog, status, monkeypatch
):
    monkeypatch.setattr(worker, "_told", set())
    with serving(lambda *_: reply(status, {"error": "No"})) as server:
        feedback = feedback_for(server.url)
        for number in range(2):
            with pytest.raises(Refused):
                feedback.submit(comment=str(number)).result(PATIENCE)
        assert len(server.requests) == 2
        waits = feedback._lanes.disk.outbox().seconds_to_next()
    assert DAY - 60 < waits <= DAY
    [line] = [r.getMessage() for r in caplog.records]
    assert "tried once a day" in line


@pytest.mark.promise("B7")
@pytest.mark.parametrize("status", [400, 405, 422])
def test_what_only_an_edit_mends_is_never_tried_by_itself(feedback_for, caplog, status):
    with serving(lambda *_: reply(status, {"error": "No"})) as server:
        feedback = feedback_for(server.url)
        with pytest.raises(Refused):
            feedback.submit(rating=1).result(PATIENCE)
    assert feedback._lanes.disk.outbox().seconds_to_next() is None
    assert caplog.records == []


@pytest.mark.promise("B7")
def test_a_day_later_a_refused_report_is_tried_again_by_itself(feedback_for, heard, tmp_path):
    server_says = Refusing(404, {"error": "Invalid client ID"})
    with serving(server_says) as server:
        feedback = feedback_for(server.url)
        story = heard(feedback)
        ticket = feedback.submit(comment="darn it")
        story.next(Rejected)
        server_says.is_mended = True
        feedback._lanes.disk.outbox()._clock = Later(feedback._lanes.disk.outbox()._clock)
        feedback.start()
        assert story.next(Delivered).submission_id == ticket.submission_id


class Later:
    """A day and a minute from now."""

    def __init__(self, clock):
        self.monotonic = clock.monotonic
        self.now = lambda: clock.now() + DAY + 60


def test_reports_come_oldest_first_and_receipts_are_none_of_them(feedback_for, heard):
    with serving(Refusing(400, {"error": "Invalid data provided"})) as server:
        feedback = feedback_for(server.url)
        assert feedback.reports() == ()
        assert feedback.submit(comment="fine").result(PATIENCE)
        for comment in ("darn 1", "darn 2", "darn 3"):
            with pytest.raises(Refused):
                feedback.submit(comment=comment).result(PATIENCE)
        found = feedback.reports()
    assert [record.submission.comment for record in found] == ["darn 1", "darn 2", "darn 3"]


def test_looking_makes_no_file(feedback_for, tmp_path):
    feedback = feedback_for()
    assert feedback.reports() == ()
    assert feedback.read("nothing") is None
    assert not feedback.retry("nothing")
    assert not feedback.delete("nothing")
    feedback.delete_my_data()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.promise("B8")
def test_a_deleted_report_is_not_sent_and_its_ticket_says_so(feedback_for, heard):
    feedback = feedback_for()
    story = heard(feedback)
    ticket = feedback.submit(rating=1)
    story.next(Deferred)
    assert feedback.delete(ticket.submission_id)
    assert story.next(Rejected).submission_id == ticket.submission_id
    with pytest.raises(OutboxError, match="deleted") as caught:
        ticket.result(0)
    assert caught.value.code == "outbox_deleted"
    assert not feedback.delete(ticket.submission_id)


def test_deleting_a_report_of_an_earlier_run_sends_none_of_the_others(feedback_for, heard):
    refuse = free_port()
    earlier = feedback_for(f"http://127.0.0.1:{refuse}")
    story = heard(earlier)
    kept = [earlier.submit(rating=1, comment=words) for words in ("wrong", "for later")]
    story.next(Deferred)
    earlier.close()
    with serving(port=refuse) as server:
        feedback = feedback_for(server.url)
        before = set(threading.enumerate())  # that of an earlier test may just be ending
        assert feedback.delete(kept[0].submission_id)
        # What sends has not been begun; who asks for it has it send what is left.
        assert "usero-outbox" not in {t.name for t in set(threading.enumerate()) - before}
        assert server.requests == []
        feedback.retry_now()
        assert feedback.flush(PATIENCE)
    assert [request.json["comment"] for request in server.requests] == ["for later"]


@pytest.mark.promise("B8")
def test_a_report_that_is_deleted_while_its_screenshots_go_up_is_not_posted(feedback_for, heard):
    going, deleted = threading.Event(), threading.Event()

    def answer(request, connection):
        going.set()
        deleted.wait(PATIENCE)
        return accepted(request)

    with serving(answer) as server:
        feedback = feedback_for(server.url)
        story = heard(feedback)
        ticket = feedback.submit(rating=1, screenshots=[PICTURE])
        assert going.wait(PATIENCE)
        assert feedback.delete(ticket.submission_id)
        deleted.set()
        assert story.next(Rejected).error.code == "outbox_deleted"
        assert feedback.flush(PATIENCE)
    assert server.paths() == ["/api/screenshots"]


@pytest.mark.promise("B8")
def test_a_report_that_was_claimed_ahead_and_then_deleted_sends_nothing(feedback_for, heard):
    first_arrived, deleted = threading.Event(), threading.Event()

    def answer(request, _connection):
        if request.path.endswith("feedback"):
            first_arrived.set()
            deleted.wait(PATIENCE)
        return accepted(request)

    with serving(answer) as server:
        feedback = feedback_for(server.url)
        feedback.submit(rating=1)
        assert first_arrived.wait(PATIENCE)
        second = feedback.submit(rating=2, screenshots=[PICTURE])
        feedback.subscribe(
            lambda event: (
                feedback.delete(second.submission_id)
                if isinstance(event, Delivered)  # the second is claimed by now
                else None
            )
        )
        deleted.set()
        with pytest.raises(OutboxError, match="deleted"):
            second.result(PATIENCE)
        assert feedback.flush(PATIENCE)
    assert server.paths() == ["/api/feedback"]


@pytest.mark.promise("B8")
def test_a_report_that_is_deleted_while_its_metadata_is_refused_is_not_posted_again(feedback_for):
    submitted, deleted = threading.Event(), threading.Event()

    def answer(_request, _connection):
        submitted.wait(PATIENCE)
        assert feedback.delete(ticket.submission_id)
        deleted.set()
        return reply(400, {"error": "Metadata too large (max 10KB)"})

    with serving(answer) as server:
        feedback = feedback_for(server.url)
        ticket = feedback.submit(rating=1)
        submitted.set()
        assert deleted.wait(PATIENCE)
        feedback.close(PATIENCE)  # waits for what is under way
    assert server.paths() == ["/api/feedback"]


@pytest.mark.promise("B9")
def test_of_a_report_that_was_never_taken_nothing_is_told(feedback_for):
    feedback, told = feedback_for(outbox_reports=1), set()
    taken = feedback.submit(rating=1)
    feedback.subscribe(lambda event: told.add((type(event), getattr(event, "submission_id", ""))))
    with pytest.raises(OutboxError, match="already waiting"):
        feedback.submit(rating=2)
    feedback.delete_my_data()
    assert {name for kind, name in told if kind is Rejected} == {taken.submission_id}
