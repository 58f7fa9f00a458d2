"""The folder is swapped for a link while something is written, and SQLite opens its journal."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager, nullcontext, suppress

import pytest
from outbox.systemcalls import around_opening
from outbox.test_planted import what_is_in
from outbox.test_swapped import link_at

from usero_desktop.errors import OutboxError
from usero_desktop.outbox.database import Database
from usero_desktop.outbox.place import Place
from usero_desktop.outbox.store import Outbox

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links of POSIX")

SWAPS = 1_000
SWAPPER = """
import os, sys
from contextlib import suppress
from itertools import count
place, real, target = sys.argv[1:4]
parent, swaps = os.getppid(), 0
for attempt in count():
    if swaps == int(sys.argv[4]) or os.getppid() != parent:
        break
    try:
        os.rename(place, real)
    except OSError:  # the outbox has made another one meanwhile
        with suppress(OSError):
            os.rename(place, f"{real} {attempt}")  # a name that no earlier attempt has taken
    with suppress(OSError):
        os.symlink(target, place)
        swaps += 1
    with suppress(OSError):
        if os.path.islink(place):
            os.unlink(place)
    with suppress(OSError):
        os.rename(real, place)
"""


def bytes_in(folder):
    """What is in a folder but for a journal of no bytes, which SQLite may have begun there."""
    return {
        name: facts
        for name, facts in what_is_in(folder).items()
        if not (name.endswith("-journal") and not facts[2])
    }


@contextmanager
def swap_at_the_journal(path, outside, *, time=1):
    """Let the folder be a link exactly while SQLite opens its journal for the `time`-th time.

    Yields where the journals went that were opened.
    """
    went = []

    @contextmanager
    def swapped():
        went.append("outside")
        with link_at(path.parent, outside):
            yield
        assert (outside / "reports.sqlite3-journal").exists()

    def around(name):
        if not name.endswith("reports.sqlite3-journal"):
            return nullcontext()
        if len(went) == time - 1:
            return swapped()
        went.append("here")
        return nullcontext()

    with around_opening(around):
        yield went


def put_one(path, clock, report):
    outbox = Outbox(path, clock)
    outbox.put(report)
    kept = [it.submission_id for it in outbox.list()]
    outbox.close()
    return kept


@pytest.mark.promise("J3")
def test_what_has_its_journal_elsewhere_is_taken_back_and_written_anew(
    path, clock, submission, outside, figure
):
    first, report = submission(), submission(pictures=1)
    put_one(path, clock, first)
    before = bytes_in(outside)
    with swap_at_the_journal(path, outside) as went:
        kept = put_one(path, clock, report)
    assert sorted(kept) == sorted([first.submission_id, report.submission_id])
    assert went == ["outside", "here"]
    assert bytes_in(outside) == before
    figure("swapped exactly while the journal is opened: written anew, 0 bytes outside")


@pytest.mark.promise("J3")
def test_a_new_outbox_gets_its_tables_with_the_journal_beside_it(path, clock, submission, outside):
    before = bytes_in(outside)
    report = submission()
    # The first time is for an empty page, before there are tables.
    with swap_at_the_journal(path, outside, time=2) as went:
        assert put_one(path, clock, report) == [report.submission_id]
    assert went[:3] == ["here", "outside", "here"]
    assert bytes_in(outside) == before


@pytest.mark.promise("J3")
def test_what_lies_beside_is_taken_in_with_the_journal_beside_it(path, clock, submission, outside):
    kept, beside = submission(), submission(pictures=2)
    put_one(path.with_name("other"), clock, beside)
    put_one(path, clock, kept)
    path.with_name("other").rename(path.with_name(f"{path.name}.damaged-1"))
    before = bytes_in(outside)
    outbox = Outbox(path, clock)
    with swap_at_the_journal(path, outside) as went:
        assert [it.submission_id for it in outbox.list()] == [kept.submission_id]
    assert went == ["outside"]
    assert bytes_in(outside) == before
    outbox.tidy()
    assert outbox.read(beside.submission_id) == beside
    outbox.close()


def rewritten(path, clock):
    """Write every picture's digest as it is; how many there were."""
    database = Database(path, clock)
    count = database.run(lambda db: db.execute("UPDATE picture SET digest = digest").rowcount)
    database.close()
    return count


def test_what_is_written_as_it_was_is_no_other_file(path, clock, submission):
    put_one(path, clock, submission(pictures=1))
    assert rewritten(path, clock) == 1


@pytest.mark.promise("J3")
def test_what_is_written_as_it_was_has_its_journal_beside_it_too(path, clock, submission, outside):
    put_one(path, clock, submission(pictures=1))
    before = bytes_in(outside)
    with swap_at_the_journal(path, outside) as went:
        assert rewritten(path, clock) == 1
    assert went == ["outside", "here"]
    assert bytes_in(outside) == before


@pytest.mark.bites("J3")
def test_an_outbox_that_does_not_look_for_its_journal_is_found_out(
    path, clock, submission, outside, monkeypatch
):
    put_one(path, clock, submission())
    monkeypatch.setattr(Place, "confirm_journal", lambda *_: None)
    with swap_at_the_journal(path, outside) as went:
        put_one(path, clock, submission())
    assert went == ["outside"]


@pytest.mark.promise("J3")
def test_swaps_at_any_moment_write_nothing_outside(
    tmp_path, path, clock, submission, outside, places, monkeypatch, caplog, figure
):
    caplog.set_level("CRITICAL")
    monkeypatch.setattr("usero_desktop.outbox.database.BUSY_SECONDS", 0.05)
    monkeypatch.setattr(os, "fsync", lambda _: None)
    Outbox(path, clock).put(submission())
    theirs = Outbox(outside / "reports.sqlite3", clock)
    [planted] = [record.submission_id for record in theirs.list()]
    theirs.close()
    before = bytes_in(outside)
    place, target = places
    names = [place, place.with_name("the real one"), target, SWAPS]
    swapper = subprocess.Popen([sys.executable, "-c", SWAPPER, *map(str, names)])
    puts, seen = 0, set()
    try:
        while swapper.poll() is None:
            outbox = Outbox(path, clock)
            with suppress(OutboxError):
                outbox.put(submission())
                seen |= {record.submission_id for record in outbox.list()}
            outbox.close()
            puts += 1
    finally:
        swapper.kill()
        swapper.wait()
    assert bytes_in(outside) == before
    assert puts >= 5
    assert planted not in seen
    figure(f"swapped {SWAPS} times while reports were put and read: 0 bytes outside, 0 from there")
