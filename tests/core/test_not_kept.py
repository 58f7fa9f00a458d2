"""Where nothing can be kept, a report goes straight from memory to the server."""

import sqlite3
import threading
import time
from contextlib import closing

import pytest
from core.machines import MACHINES, PRETENDING, send_on
from servers import free_port, serving

from usero_desktop.core import lane
from usero_desktop.core.events import Deferred, Delivered, Rejected
from usero_desktop.errors import OutboxError, Unreachable
from usero_desktop.model.picture import Picture
from usero_desktop.outbox.record import ReportState
from usero_desktop.paths import outbox_path

PATIENCE = 30
LONGEST = 5.0


@pytest.fixture
def unkept_for(feedback_for, tmp_path):
    """Make a Feedback whose outbox cannot be: its folder's place is taken."""
    outbox_path("client_demo", tmp_path).parent.write_text("")
    return feedback_for


@pytest.mark.promise("A5", "A9")
@pytest.mark.parametrize("machine", MACHINES)
def test_online_a_report_arrives_and_is_not_called_saved(tmp_path, machine, figure):
    with serving() as server:
        told = send_on(machine, tmp_path / "data", server.url)
    assert told.answer == "fb_1"
    assert not told.kept
    assert told.lies() == []
    assert told.seconds < LONGEST
    assert "Traceback" not in told.log
    figure(f"{machine}: sent")


@pytest.mark.promise("A5")
@pytest.mark.parametrize("machine", MACHINES)
def test_offline_it_is_said_that_it_is_neither_sent_nor_saved(tmp_path, machine):
    told = send_on(machine, tmp_path / "data", f"http://127.0.0.1:{free_port()}", patience=0.5)
    assert told.answer.endswith("could not be sent and could not be saved on this computer.")
    assert told.lies() == []


@pytest.mark.bites("A5")
def test_a_program_that_calls_everything_saved_is_found_out(tmp_path):
    url = f"http://127.0.0.1:{free_port()}"
    told = send_on(MACHINES[0], tmp_path / "data", url, change=PRETENDING, patience=0.5)
    assert len(told.lies()) == 2


@pytest.mark.promise("A5")
def test_a_report_in_memory_is_tried_until_the_server_is_there(unkept_for, heard):
    port = free_port()
    feedback = unkept_for(f"http://127.0.0.1:{port}")
    ticket = feedback.submit(rating=2, screenshots=[Picture(b"\x89PNG" * 10, "image/png", 4, 3)])
    with pytest.raises(Unreachable, match="only as long as this program runs"):
        ticket.result(0.2)
    with serving(port=port) as server:
        assert ticket.result(PATIENCE).feedback_id == "fb_1"
    assert server.paths() == ["/api/screenshots", "/api/feedback"]
    assert not ticket.kept


@pytest.mark.promise("A5", "B7")
def test_what_is_refused_in_memory_can_be_read_sent_again_and_deleted(unkept_for, heard, tmp_path):
    feedback = unkept_for()
    story = heard(feedback)
    ticket = feedback.submit(rating=2, comment="unkept")
    [record] = feedback.reports()
    assert record.submission_id == ticket.submission_id
    assert feedback.read(ticket.submission_id).comment == "unkept"
    story.next(Deferred)
    assert feedback.retry(ticket.submission_id)
    outbox_path("client_demo", tmp_path).parent.unlink()  # the disk is there again
    edited = feedback.submit(rating=2, comment="kept", replaces=ticket.submission_id)
    assert edited.kept
    assert story.next(Rejected).error.code == "outbox_deleted"
    assert [r.submission.comment for r in feedback.reports()] == ["kept"]
    assert feedback.delete(edited.submission_id)
    assert feedback.reports() == ()


@pytest.mark.promise("A5")
def test_as_soon_as_the_disk_can_keep_it_a_report_is_kept(unkept_for, tmp_path):
    with serving() as server:
        feedback = unkept_for(server.url)
        assert not feedback.submit(rating=2).kept
        outbox_path("client_demo", tmp_path).parent.unlink()
        ticket = feedback.submit(rating=3)
        assert ticket.kept
        assert ticket.result(PATIENCE)
        assert feedback.flush(PATIENCE)


@pytest.mark.promise("A5")
def test_closing_says_of_a_report_in_memory_that_it_is_lost(unkept_for):
    feedback = unkept_for()
    ticket = feedback.submit(rating=2)
    feedback.close()
    with pytest.raises(OutboxError, match="could not be saved on this computer") as caught:
        ticket.result(0)
    assert caught.value.code == "not_kept"


@pytest.mark.promise("B9")
def test_what_is_full_is_for_the_user_to_decide(feedback_for):
    feedback = feedback_for(outbox_reports=1)
    feedback.submit(rating=1)
    with pytest.raises(OutboxError, match="already waiting") as caught:
        feedback.submit(rating=2)
    assert caught.value.code == "outbox_full"
    other = feedback_for(outbox_bytes=5_000, data_dir=str(feedback.options.data_dir) + "/other")
    picture = Picture(b"\x89PNG" * 2_000, "image/png", 4, 3)
    with pytest.raises(OutboxError, match="without them") as caught:
        other.submit(rating=1, screenshots=[picture])
    assert caught.value.code == "outbox_full_pictures"
    assert other.submit(rating=1).kept
    assert [r.state for r in feedback.reports()] != [ReportState.DONE]


@pytest.mark.promise("A5", "B9")
def test_memory_holds_less_than_the_disk_would(unkept_for, monkeypatch):
    assert lane.MEMORY_BYTES <= 100_000_000
    monkeypatch.setattr(lane, "MEMORY_BYTES", 5_000)
    feedback = unkept_for()
    picture = Picture(b"\x89PNG" * 2_000, "image/png", 4, 3)
    with pytest.raises(OutboxError, match="without them") as caught:
        feedback.submit(rating=1, screenshots=[picture])
    assert caught.value.code == "outbox_full_pictures"
    assert not feedback.submit(rating=1).kept
    assert len(feedback.reports()) == 1


def test_two_workers_tell_of_their_own_reports_only(unkept_for, heard, tmp_path):
    answered = threading.Event()
    with serving() as server:
        feedback = unkept_for(server.url)
        story = heard(feedback)
        feedback.subscribe(lambda e: answered.set() if isinstance(e, Delivered) else None)
        in_memory = feedback.submit(rating=2)
        outbox_path("client_demo", tmp_path).parent.unlink()
        on_disk = feedback.submit(rating=3)
        told = {story.next(Delivered).submission_id for _ in range(2)}
    assert told == {in_memory.submission_id, on_disk.submission_id}


@pytest.mark.faults
@pytest.mark.promise("A9")
def test_an_outbox_that_somebody_keeps_locked_stops_nobody(feedback_for, tmp_path, figure):
    with serving() as server:
        feedback = feedback_for(server.url)
        assert feedback.submit(rating=1).result(PATIENCE)
        assert feedback.flush(PATIENCE)
        file = outbox_path("client_demo", tmp_path)
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            started = time.monotonic()
            ticket = feedback.submit(rating=2)
            took = time.monotonic() - started
            assert ticket.result(PATIENCE)
        assert (ticket.kept, ticket.not_kept.code) == (False, "outbox_locked")
        assert took < LONGEST + 1.5
        assert feedback.submit(rating=3).kept
    figure("locked for good: sent from memory, within 5 s")
