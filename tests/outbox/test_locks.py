"""Locks that do not work, as on some network homes: a sentence within five seconds, no damage."""

from __future__ import annotations

import sqlite3
import time

import pytest
from outbox.systemcalls import failing_locks

from usero_desktop.errors import OutboxError
from usero_desktop.outbox import database, trouble
from usero_desktop.outbox.store import Outbox

LONGEST = 5.0
NEVER_ANSWERED = {"EAGAIN", "ENOLCK"}
"""What SQLite takes for a lock that somebody else holds: it waits."""


def refusal(work):
    started = time.monotonic()
    with pytest.raises(OutboxError) as caught:
        work()
    return caught.value, time.monotonic() - started


@pytest.mark.promise("A9")
@pytest.mark.parametrize("error", ["ENOSYS", "EINVAL", "EIO", "EOPNOTSUPP", "EAGAIN", "ENOLCK"])
@pytest.mark.parametrize("is_new", [True, False], ids=["a new outbox", "one with reports"])
def test_a_lock_that_fails_is_one_sentence_and_harms_nothing(
    path, clock, submission, error, is_new, figure, monkeypatch
):
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)  # it is waited out in full below
    kept = submission(pictures=2)
    if not is_new:
        earlier = Outbox(path, clock)
        earlier.put(kept)
        earlier.close()
    outbox = Outbox(path, clock)
    with failing_locks(error) as failed:
        raised, seconds = refusal(lambda: outbox.put(submission()))
    assert failed
    assert seconds < LONGEST
    assert raised.code == ("outbox_locked" if error in NEVER_ANSWERED else "outbox_unwritable")
    assert [it.name for it in path.parent.iterdir() if "corrupt" in it.name] == []
    # The same outbox works once the locks do.
    outbox.put(submission())
    if not is_new:
        assert outbox.read(kept.submission_id) == kept
    outbox.close()
    figure(f"{error}: {raised.code}, within 5 s, nothing set aside")


@pytest.mark.promise("A9")
def test_a_lock_that_fails_in_the_middle_of_a_report_keeps_the_earlier_ones(
    path, clock, submission
):
    outbox = Outbox(path, clock)
    kept = submission(pictures=2)
    outbox.put(kept)
    codes = []
    for after in range(12):
        calls = iter(range(1_000))
        with failing_locks("EIO", when=lambda calls=calls, after=after: next(calls) >= after):
            try:
                outbox.put(submission(pictures=1))
            except OutboxError as error:
                codes.append(error.code)
        assert outbox.read(kept.submission_id) == kept
    assert set(codes) == {"outbox_unwritable"}
    assert [it.name for it in path.parent.iterdir() if "corrupt" in it.name] == []
    outbox.close()


@pytest.mark.promise("A9", "A7")
def test_a_program_that_holds_the_outbox_for_ever_stops_nobody(path, clock, submission, figure):
    outbox = Outbox(path, clock)
    outbox.put(submission())
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    raised, seconds = refusal(lambda: outbox.put(submission()))
    assert raised.code == "outbox_locked"
    assert seconds < LONGEST
    holder.close()
    outbox.put(submission())
    outbox.close()
    figure("a lock that is held for ever: outbox_locked, within 5 s")


@pytest.mark.bites("A9")
def test_a_failed_lock_that_counts_as_damage_is_found_out(path, clock, submission, monkeypatch):
    outbox = Outbox(path, clock)
    outbox.put(submission())
    outbox.close()
    code = sqlite3.SQLITE_IOERR
    monkeypatch.setattr(trouble, "_DAMAGE", (*trouble._DAMAGE, code))
    with failing_locks("ENOSYS"):
        refusal(lambda: Outbox(path, clock).put(submission()))
    assert [it.name for it in path.parent.iterdir() if "damaged" in it.name]
