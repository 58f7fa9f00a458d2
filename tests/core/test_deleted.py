""" "Delete my data": nothing of it is sent afterwards, and nothing of it stays."""

import math
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import pytest
from core.database import ask
from servers import accepted, free_port, serving

from usero_desktop.config import Options
from usero_desktop.core.events import Deferred
from usero_desktop.core.feedback import Feedback
from usero_desktop.core.lane import Lane
from usero_desktop.errors import OutboxError
from usero_desktop.model.picture import Picture
from usero_desktop.outbox.store import Outbox
from usero_desktop.paths import outbox_path

PATIENCE = 30
PROMISED = 1.0
"""Seconds that deleting may take."""
ATTEMPTS = 3
"""So often is it tried, as other programs on the machine take time too; once has to do."""
WATCHED = 1.2
"""Seconds in which a report that was put back would be tried again: its first wait is one."""

PICTURE = Picture(b"\x89PNG" + b"secret" * 3_000, "image/png", 4, 3)
SECRET = b"the secret comment"


@contextmanager
def feedback_on(folder, url):
    options = Options.create("client_demo", base_url=url, data_dir=folder)
    with Feedback.from_options(options, random=lambda: 0.0) as feedback:
        yield feedback


def submit(feedback, **more):
    return feedback.submit(rating=1, comment=SECRET.decode(), **more)


def delete(feedback):
    started = time.monotonic()
    feedback.delete_my_data()
    return time.monotonic() - started


def quickest(deletion, folder):
    """Return the seconds of the first `deletion(folder)` within those promised, or of the best."""
    best = math.inf
    for attempt in range(ATTEMPTS):
        if best >= PROMISED:
            best = min(best, deletion(folder / str(attempt)))
    return best


def leftovers(folder):
    """Return the files that are left of an outbox, and those that hold what was written."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return files, [path for path in files if SECRET in path.read_bytes()]


def requests_after(server):
    """Return how many requests come from now on."""
    before = len(server.requests)
    threading.Event().wait(WATCHED)
    return len(server.requests) - before


def delete_what_waits(folder):
    port = free_port()
    with feedback_on(folder, f"http://127.0.0.1:{port}") as feedback:
        failed = threading.Event()
        feedback.subscribe(lambda event: failed.set() if isinstance(event, Deferred) else None)
        tickets = [submit(feedback, screenshots=[PICTURE]) for _ in range(3)]
        assert failed.wait(PATIENCE)
        seconds = delete(feedback)
        assert leftovers(folder) == ([], [])
        with serving(port=port) as server:
            feedback.retry_now()
            assert requests_after(server) == 0
        for ticket in tickets:
            with pytest.raises(OutboxError, match="deleted"):
                ticket.result(0)
        assert feedback.reports() == ()
    assert leftovers(folder) == ([], [])
    return seconds


@pytest.mark.promise("B8")
def test_what_waits_is_deleted_within_a_second_and_never_sent(tmp_path, figure):
    assert quickest(delete_what_waits, tmp_path) < PROMISED
    figure("3 reports waiting: within the second, 0 requests, 0 files")


class Holding:
    """A server that holds its answers back until it is let go."""

    def __init__(self):
        self.asked, self.let_go = threading.Event(), threading.Event()

    def __call__(self, request, _connection):
        self.asked.set()
        self.let_go.wait(PATIENCE)
        return accepted(request)


def delete_in_the_middle(folder, *, pictures):
    """Return the requests that came afterwards, and the seconds it took."""
    holding = Holding()
    with serving(holding) as server, feedback_on(folder, server.url) as feedback:
        ticket = submit(feedback, screenshots=[PICTURE] * pictures)
        assert holding.asked.wait(PATIENCE)
        seconds = delete(feedback)
        holding.let_go.set()
        after = requests_after(server)
        with pytest.raises(OutboxError):
            ticket.result(0)
        assert leftovers(folder)[1] == []
    return after, seconds


@pytest.mark.promise("B8")
@pytest.mark.parametrize("pictures", [0, 3])
def test_what_is_on_its_way_is_broken_off(tmp_path, pictures, figure):
    def deletion(folder):
        requests, seconds = delete_in_the_middle(folder, pictures=pictures)
        assert requests == 0
        assert leftovers(folder) == ([], [])
        return seconds

    assert quickest(deletion, tmp_path) < PROMISED
    figure(f"{pictures} screenshots on their way: within the second, 0 requests afterwards")


@pytest.mark.bites("B8")
def test_a_program_that_goes_on_sending_is_found_out(tmp_path, monkeypatch):
    def rows_only(lane, _timeout):
        ask(tmp_path, "DELETE FROM report")
        for name in lane.tickets.opened():
            lane.tickets.lost(name)

    monkeypatch.setattr(Lane, "wipe", rows_only)
    monkeypatch.setattr(Outbox, "holds", lambda *_: True)
    monkeypatch.setattr(Outbox, "save_upload", lambda *_: None)
    assert delete_in_the_middle(tmp_path, pictures=1)[0] == 1


@pytest.mark.promise("B8")
def test_a_report_that_is_written_while_all_is_deleted_is_a_new_one(tmp_path, monkeypatch):
    wipe, tickets, writing = Outbox.wipe, [], []

    def slowly(outbox):
        wipe(outbox)
        thread = threading.Thread(target=lambda: tickets.append(submit(feedback)))
        thread.start()
        thread.join(0.3)  # it is not kept before all is deleted, so this is not its end
        writing.append(thread)

    with feedback_on(tmp_path, f"http://127.0.0.1:{free_port()}") as feedback:
        submit(feedback)
        monkeypatch.setattr(Outbox, "wipe", slowly)
        feedback.delete_my_data()
        writing[0].join(PATIENCE)
        [ticket] = tickets
        assert not ticket.done(), "it would be sent, and is said to be deleted"
        assert [r.submission_id for r in feedback.reports()] == [ticket.submission_id]


@pytest.mark.promise("B8")
def test_what_was_set_aside_is_deleted_where_there_is_nothing_else(tmp_path):
    with feedback_on(tmp_path, f"http://127.0.0.1:{free_port()}") as feedback:
        submit(feedback)
    file = outbox_path("client_demo", tmp_path)
    file.rename(file.with_name("reports.sqlite3.damaged-1"))  # the power went in this moment
    with feedback_on(tmp_path, f"http://127.0.0.1:{free_port()}") as feedback:
        feedback.delete_my_data()
    assert leftovers(tmp_path) == ([], [])


SENDER = """
import sys
from usero_desktop.core.feedback import Feedback
from usero_desktop.model.picture import Picture
feedback = Feedback("client_demo", base_url=sys.argv[1], data_dir=sys.argv[2])
feedback.submit(rating=1, screenshots=[Picture(b"\\x89PNG" * 999, "image/png", 4, 3)])
sys.stdin.read()
"""


def delete_while_another_process_sends(folder):
    holding = Holding()
    with serving(holding) as server:
        command = [sys.executable, "-c", SENDER, server.url, str(folder)]
        with subprocess.Popen(command, stdin=subprocess.PIPE) as child:
            assert holding.asked.wait(PATIENCE)
            with feedback_on(folder, server.url) as feedback:
                seconds = delete(feedback)
            holding.let_go.set()
            assert requests_after(server) == 0
            child.stdin.close()
            assert child.wait(PATIENCE) == 0
        assert server.paths() == ["/api/screenshots"]
    return seconds


@pytest.mark.faults
@pytest.mark.promise("B8")
def test_another_process_that_is_sending_does_not_finish(tmp_path, figure):
    assert quickest(delete_while_another_process_sends, tmp_path) < PROMISED
    figure("another process uploading: no report is posted")


@pytest.mark.promise("B8")
def test_receipts_go_too_and_new_reports_are_taken(tmp_path):
    with serving() as server, feedback_on(tmp_path, server.url) as feedback:
        assert submit(feedback).result(PATIENCE)
        assert leftovers(tmp_path)[0]
        feedback.delete_my_data()
        assert leftovers(tmp_path) == ([], [])
        feedback.delete_my_data()
        for _ in range(2):
            assert feedback.submit(rating=4).result(PATIENCE)
        assert feedback.flush(PATIENCE)
    assert [request.json["rating"] for request in server.requests] == [1, 4, 4]


def delete_what_is_only_in_memory(folder):
    folder.mkdir()
    outbox_path("client_demo", folder).parent.write_text("")
    holding = Holding()
    with serving(holding) as server, feedback_on(folder, server.url) as feedback:
        ticket = submit(feedback)
        assert not ticket.kept
        assert holding.asked.wait(PATIENCE)
        outbox_path("client_demo", folder).parent.unlink()
        seconds = delete(feedback)
        holding.let_go.set()
        assert requests_after(server) == 0
        with pytest.raises(OutboxError):
            ticket.result(0)
        assert submit(feedback).result(PATIENCE)
    return seconds


@pytest.mark.faults
@pytest.mark.promise("B8")
def test_reports_that_are_only_in_memory_are_deleted_too(tmp_path):
    assert quickest(delete_what_is_only_in_memory, tmp_path) < PROMISED
