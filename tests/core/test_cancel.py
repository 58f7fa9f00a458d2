"""A ticket can take its report back, as long as nobody has begun to send it."""

import threading

import pytest
from core.database import ask
from servers import accepted, free_port, serving

from usero_desktop.core.events import Deferred, Rejected
from usero_desktop.core.ticket import TicketState
from usero_desktop.errors import OutboxError, Unreachable
from usero_desktop.model.picture import Picture

PATIENCE = 30
PICTURE = Picture(b"\x89PNG" * 10, "image/png", 4, 3)


def test_a_report_that_waits_is_taken_back_and_never_sent(feedback_for, heard, tmp_path):
    feedback = feedback_for(f"http://127.0.0.1:{free_port()}")
    story = heard(feedback)
    ticket = feedback.submit(rating=4, screenshots=[PICTURE])
    story.next(Deferred)

    assert ticket.cancel()
    assert (ticket.state, ticket.done()) == (TicketState.CANCELLED, True)
    assert story.next(Rejected).error.code == "cancelled"
    with pytest.raises(OutboxError, match="cancelled before it was sent"):
        ticket.result(0)
    assert feedback.reports() == ()
    assert ask(tmp_path, "SELECT count(*) FROM picture") == [(0,)]
    assert not ticket.cancel()


def test_what_is_being_sent_cannot_be_taken_back_and_still_arrives(feedback_for):
    going, go_on = threading.Event(), threading.Event()

    def slow(request, connection=None):
        going.set()
        assert go_on.wait(PATIENCE)
        return accepted(request, connection)

    with serving(slow) as server:
        feedback = feedback_for(server.url)
        ticket = feedback.submit(rating=4)
        assert going.wait(PATIENCE)
        assert not ticket.cancel()
        go_on.set()
        assert ticket.result(PATIENCE).feedback_id == "fb_1"
    assert not ticket.cancel()


def test_others_that_wait_are_left_alone(feedback_for, heard):
    feedback = feedback_for(f"http://127.0.0.1:{free_port()}")
    story = heard(feedback)
    kept, withdrawn = feedback.submit(rating=4), feedback.submit(rating=1)
    story.next(Deferred)
    assert withdrawn.cancel()
    assert [it.submission_id for it in feedback.reports()] == [kept.submission_id]


def test_somebody_who_waits_for_the_result_is_woken(feedback_for, heard):
    feedback = feedback_for(f"http://127.0.0.1:{free_port()}")
    story = heard(feedback)
    ticket = feedback.submit(rating=4)
    story.next(Deferred)
    told = []

    def wait():
        try:
            ticket.result(PATIENCE)
        except OutboxError as error:
            told.append(error.code)

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert ticket.cancel()
    waiting.join(PATIENCE)
    assert told == ["cancelled"]


def test_after_close_the_report_is_the_next_starts(feedback_for, heard):
    feedback = feedback_for(f"http://127.0.0.1:{free_port()}")
    story = heard(feedback)
    ticket = feedback.submit(rating=4)
    story.next(Deferred)
    feedback.close()
    assert not ticket.cancel()
    with pytest.raises(Unreachable, match="next start"):
        ticket.result(0)
    assert len(feedback_for().reports()) == 1
