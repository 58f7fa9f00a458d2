"""Two programs, one damaged file: who sets it aside takes along what the other is writing."""

from __future__ import annotations

import sqlite3
import threading

import pytest

from usero_desktop.outbox import salvage
from usero_desktop.outbox.place import Place
from usero_desktop.outbox.schema import ForeignError
from usero_desktop.outbox.store import Outbox

PATIENCE = 20


def find_damage(outbox):
    """Have an outbox meet damage, as it does in a page that the other program does not read."""
    met = []

    def work(db):
        if not met:
            met.append(db)
            raise ForeignError("damage")
        return db.execute("SELECT count(*) FROM report").fetchone()[0]

    return outbox._database.run(work, write=False)


@pytest.fixture
def two(path, clock):
    boxes = Outbox(path, clock), Outbox(path, clock)
    yield boxes
    for box in boxes:
        box.close()


def write_while(outbox, submission, begun, go_on):
    """Put a report on a thread, and stop in the middle of it until told to go on."""
    make = outbox._database.run

    def run(work, **options):
        def slowly(db):
            result = work(db)
            begun.set()
            assert go_on.wait(PATIENCE)
            return result

        return make(slowly, **options)

    outbox._database.run = run
    thread = threading.Thread(target=outbox.put, args=(submission,), daemon=True)
    thread.start()
    assert begun.wait(PATIENCE)
    outbox._database.run = make
    return thread


@pytest.mark.promise("A6", "A7")
def test_what_another_program_is_writing_is_waited_for_and_saved(two, submission, figure):
    mine, theirs = two
    earlier, late, after = submission(), submission(pictures=2), submission()
    mine.put(earlier)
    theirs.pending()
    begun, go_on = threading.Event(), threading.Event()
    writing = write_while(theirs, late, begun, go_on)
    taking = threading.Thread(target=find_damage, args=(mine,), daemon=True)
    taking.start()
    threading.Timer(0.2, go_on.set).start()
    for thread in (writing, taking):
        thread.join(PATIENCE)
        assert not thread.is_alive()
    theirs.put(after)  # it has seen that the file was set aside
    for box in two:
        found = {record.submission_id for record in box.list()}
        assert found == {it.submission_id for it in (earlier, late, after)}
        assert box.read(late.submission_id) == late
    figure("a report being written by another program while the file is set aside: saved")


@pytest.mark.promise("A6")
def test_a_program_that_writes_for_long_is_waited_for_later(two, submission, monkeypatch, path):
    monkeypatch.setattr(salvage, "WAIT_SECONDS", 0.1)
    mine, theirs = two
    late = submission(pictures=1)
    mine.put(submission())
    begun, go_on = threading.Event(), threading.Event()
    writing = write_while(theirs, late, begun, go_on)
    assert find_damage(mine) == 0  # nothing could be taken in yet
    go_on.set()
    writing.join(PATIENCE)
    mine.tidy()
    assert mine.read(late.submission_id) == late
    assert len(mine.list()) == 2
    assert [it.name for it in path.parent.iterdir() if "damaged" in it.name] == []


@pytest.mark.bites("A6")
def test_taking_in_without_waiting_is_found_out(two, submission, monkeypatch):
    def without_a_lock(source):
        return sqlite3.connect(f"{source.as_uri()}?immutable=1", uri=True, isolation_level=None)

    monkeypatch.setattr(salvage, "_connect", without_a_lock)
    # The other way to know before the commit that the file was set aside, where there is one.
    monkeypatch.setattr(Place, "confirm_journal", lambda *_: None)
    mine, theirs = two
    mine.put(submission())
    begun, go_on = threading.Event(), threading.Event()
    lost = submission()
    writing = write_while(theirs, lost, begun, go_on)
    find_damage(mine)
    go_on.set()
    writing.join(PATIENCE)
    mine.tidy()
    assert mine.read(lost.submission_id) is None
