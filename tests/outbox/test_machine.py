"""Whatever is done in whatever order, the outbox does what a simple model says."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)
from outbox.conftest import SetClock, make_submission

from usero_desktop.errors import OutboxError
from usero_desktop.model.submission import Receipt, Submission, UploadedScreenshot
from usero_desktop.outbox import history, store
from usero_desktop.outbox.record import Failure, ReportState
from usero_desktop.outbox.rows import moment
from usero_desktop.outbox.store import Caps, Outbox

CAP = 4
MOST = 2
DAY = 86_400.0
OWNERS = st.sampled_from(["me", "you"])
TROUBLE = Failure("unreachable", "No network.")
SHOT = UploadedScreenshot("a.png", "/a", 5, "image/png")


@dataclass
class Known:
    """What the model knows of a report."""

    submission: Submission
    state: ReportState = ReportState.QUEUED
    owner: str | None = None
    uploads: set[int] = field(default_factory=set)


class Machine(RuleBasedStateMachine):
    """Two owners on one outbox, each through a connection of its own."""

    ids = Bundle("ids")

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.clock = SetClock()
        self.known: dict[str, Known] = {}
        self.sent: list[str] = []
        self.boxes = {}
        self.reopen("me")
        self.reopen("you")

    def teardown(self):
        for box in self.boxes.values():
            box.close()
        shutil.rmtree(self.folder)

    @rule(owner=OWNERS)
    def reopen(self, owner):
        """The program ends, and starts again."""
        if owner in self.boxes:
            self.boxes[owner].close()
        path = self.folder / "outbox" / "reports.sqlite3"
        self.boxes[owner] = Outbox(path, self.clock, caps=Caps(reports=CAP))

    @rule(target=ids, owner=OWNERS, pictures=st.lists(st.integers(0, 2), min_size=1, max_size=3))
    def put(self, owner, pictures):
        made = [make_submission(self.clock, number) for number in pictures]
        kept = [it.submission_id for it in made if self.put_one(owner, it)]
        return multiple(*kept)

    def put_one(self, owner, submission):
        waiting = sum(it.state is not ReportState.DONE for it in self.known.values())
        if waiting >= CAP:
            with pytest.raises(OutboxError):
                self.boxes[owner].put(submission)
            return False
        self.boxes[owner].put(submission)
        self.known[submission.submission_id] = Known(submission)
        return True

    @rule(target=ids, owner=OWNERS, old=consumes(ids))
    def replace(self, owner, old):
        submission = make_submission(self.clock, 1, comment="Edited.")
        before = self.known.get(old)
        kept = [it for it in self.known.values() if it.state is not ReportState.DONE]
        if len(kept) - (before in kept) >= CAP:
            return old
        self.boxes[owner].put(submission, replaces=old)
        self.known.pop(old, None)
        self.known[submission.submission_id] = Known(submission)
        return submission.submission_id

    @rule(owner=OWNERS)
    def claim(self, owner):
        claim = self.boxes[owner].claim(owner)
        if claim is None:
            return
        known = self.known[claim.submission_id]
        assert known.state is not ReportState.DONE
        assert claim.damaged == ()
        uploaded = {i for i, shot in enumerate(claim.uploaded) if shot is not None}
        assert uploaded == known.uploads
        assert claim.submission.comment == known.submission.comment
        known.state, known.owner = ReportState.SENDING, owner

    @rule(owner=OWNERS, it=ids)
    def renew(self, owner, it):
        assert self.boxes[owner].renew(it, owner) == self.holds(owner, it)

    @rule(owner=OWNERS, it=ids)
    def save_upload(self, owner, it):
        self.boxes[owner].save_upload(it, 0, SHOT)
        known = self.known.get(it)
        if known is not None and known.submission.pictures:
            known.uploads.add(0)

    @rule(owner=OWNERS, it=ids, seconds=st.sampled_from([1.0, 30.0, 3_600.0]))
    def defer(self, owner, it, seconds):
        self.boxes[owner].defer(it, owner, TROUBLE, seconds=seconds)
        self.end(owner, it, ReportState.QUEUED)

    @rule(owner=OWNERS, it=ids)
    def release(self, owner, it):
        self.boxes[owner].release(it, owner)
        self.end(owner, it, ReportState.QUEUED)

    @rule(owner=OWNERS, it=ids, again_in=st.sampled_from([None, DAY]))
    def reject(self, owner, it, again_in):
        self.boxes[owner].reject(it, owner, TROUBLE, again_in=again_in)
        self.end(owner, it, ReportState.REJECTED)

    @rule(owner=OWNERS, it=ids)
    def done(self, owner, it):
        self.boxes[owner].done(Receipt(it, "feedback", moment(self.clock.now())))
        if it in self.known:
            if self.known[it].state is not ReportState.DONE:
                self.sent = [*self.sent, it][-MOST:]
            self.known[it].state, self.known[it].owner = ReportState.DONE, None

    @rule(owner=OWNERS, it=ids)
    def forget(self, owner, it):
        assert self.boxes[owner].history.forget(it) == (it in self.sent)
        self.sent = [name for name in self.sent if name != it]

    @rule(owner=OWNERS, it=ids)
    def retry(self, owner, it):
        known = self.known.get(it)
        may = known is not None and known.state in (ReportState.QUEUED, ReportState.REJECTED)
        assert self.boxes[owner].retry(it) == may
        if may:
            known.state = ReportState.QUEUED

    @rule(owner=OWNERS, it=ids)
    def delete(self, owner, it):
        is_known = self.known.pop(it, None) is not None or it in self.sent
        assert self.boxes[owner].delete(it) == is_known
        self.sent = [name for name in self.sent if name != it]

    @rule(owner=OWNERS)
    def tidy(self, owner):
        self.boxes[owner].tidy()

    @rule(owner=OWNERS)
    def hurry(self, owner):
        self.boxes[owner].hurry()

    @rule(seconds=st.sampled_from([0.5, 61.0, 3_601.0]))
    def wait(self, seconds):
        self.clock.pass_seconds(seconds)

    @rule(seconds=st.sampled_from([-400 * DAY, -3_600.0, -70.0, 70.0, 3_600.0]))
    def leap(self, seconds):
        self.clock.time += seconds

    @precondition(lambda self: self.known)
    @rule(owner=OWNERS)
    def wait_for_the_next(self, owner):
        """What waits to be sent has its turn within what the schedule allows."""
        box = self.boxes[owner]
        seconds = box.seconds_to_next()
        waiting = box.pending()
        if seconds is None:
            assert not waiting
        elif waiting:
            assert seconds <= DAY + 60

    @invariant()
    def nothing_vanishes(self):
        for box in self.boxes.values():
            found = {it.submission_id: it for it in box.list()}
            assert set(found) == set(self.known)
            for name, known in self.known.items():
                assert found[name].state is known.state
                if known.state is not ReportState.DONE:
                    assert box.read(name) == known.submission

    @invariant()
    def what_was_sent_is_remembered_once(self):
        for box in self.boxes.values():
            assert [entry.submission_id for entry in box.history.list()] == self.sent[::-1]

    @invariant()
    def one_lease_at_most(self):
        for name in self.known:
            holders = [owner for owner in self.boxes if self.boxes[owner].holds(name, owner)]
            assert holders == [owner for owner in self.boxes if self.holds(owner, name)]
            assert len(holders) <= 1

    def holds(self, owner, it):
        known = self.known.get(it)
        return known is not None and known.state is ReportState.SENDING and known.owner == owner

    def end(self, owner, it, state):
        if self.holds(owner, it):
            self.known[it].state, self.known[it].owner = state, None


@pytest.fixture
def quick(monkeypatch):
    """Thousands of transactions: nothing here is about what reaches the disk."""
    from usero_desktop.outbox import database, place, reserve

    unsynced = tuple(pragma.replace("FULL", "OFF") for pragma in database._PRAGMAS)
    monkeypatch.setattr(database, "_PRAGMAS", unsynced)
    monkeypatch.setattr(place, "sync_names", lambda _: None)
    monkeypatch.setattr(reserve, "RESERVE_BYTES", 4_096)
    monkeypatch.setattr(history, "MOST", MOST)


def explore(examples, steps, **options):
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        **options,
    )
    run_state_machine_as_test(Machine, settings=chosen)


def finds_out(examples):
    """Look for a story that the outbox tells otherwise than the model, without shortening it."""
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        explore(examples, 30, derandomize=True, report_multiple_bugs=False, phases=[Phase.generate])


@pytest.mark.promise("A7", "A8", "B9")
def test_the_outbox_does_what_the_model_says(quick):
    explore(20, 30, derandomize=True)


@pytest.mark.faults
@pytest.mark.timeout(300)
@pytest.mark.promise("A7", "A8", "B9")
def test_the_outbox_does_what_the_model_says_at_length(quick, figure):
    explore(100, 50)
    figure("100 random stories of up to 50 steps by two programs: 0 vanished, 0 evicted, 0 leases"
           " held twice")  # fmt: skip


@pytest.mark.bites("A7")
def test_an_outbox_that_lets_anybody_change_a_claimed_report_is_found_out(quick, monkeypatch):
    monkeypatch.setattr(store, "_IS_HELD", "submission_id = :id AND :owner = :owner")
    finds_out(60)


def test_an_outbox_that_forgets_what_was_sent_is_found_out(quick, monkeypatch):
    monkeypatch.setattr(store, "remember", lambda *_: None)
    finds_out(60)


@pytest.mark.bites("B9")
def test_an_outbox_that_evicts_is_found_out(quick, monkeypatch):
    def evict(db, caps, parcel):
        kept = "SELECT submission_id FROM report ORDER BY created_at DESC LIMIT ?"
        db.execute(f"DELETE FROM report WHERE submission_id NOT IN ({kept})", (caps.reports - 1,))
        return parcel

    monkeypatch.setattr(store, "make_room", evict)
    finds_out(60)
