"""What was sent is remembered, a little of it, and forgotten when that is asked."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outbox.conftest import SetClock, make_submission

from usero_desktop.model.submission import Receipt
from usero_desktop.outbox import history, rows, schema, store
from usero_desktop.outbox.rows import moment
from usero_desktop.outbox.store import Outbox

TRAITS = {
    "user_email": "ada@example.org",
    "metadata": {"plan": "secret plan"},
    "page_url": "app://x",
}


def sent(outbox, submission, *, left_out=0, at=1_800_000_000.0, feedback_id="feedback-1"):
    """Have `submission` delivered; return its id."""
    outbox.put(submission)
    outbox.claim("me", only=submission.submission_id)
    outbox.done(Receipt(submission.submission_id, feedback_id, moment(at), left_out))
    return submission.submission_id


def names(outbox):
    return [entry.submission_id for entry in outbox.history.list()]


def test_what_was_sent_is_remembered_the_last_first(outbox, submission):
    first = sent(outbox, submission(comment="One", rating=2), at=1_800_000_000.5)
    second = sent(outbox, submission(pictures=3, comment=None, rating=4), left_out=1)
    last, earlier = outbox.history.list()
    assert (earlier.submission_id, earlier.comment, earlier.rating) == (first, "One", 2)
    assert (earlier.feedback_id, earlier.sent_at) == ("feedback-1", moment(1_800_000_000.5))
    assert (earlier.picture_count, earlier.pictures_left_out) == (0, 0)
    assert (last.submission_id, last.comment, last.rating) == (second, None, 4)
    assert (last.picture_count, last.pictures_left_out) == (3, 1)


def test_neither_pictures_nor_the_address_nor_metadata_are_remembered(path, outbox, submission):
    sent(outbox, submission(pictures=2, comment="The words", **TRAITS))
    outbox.tidy()
    outbox.close()
    raw = path.read_bytes()
    assert b"The words" in raw
    for gone in (b"ada@example.org", b"secret plan", b"app://x", b"\x89PNG"):
        assert gone not in raw


def test_it_and_the_report_change_places_in_one_moment(path, clock, submission, monkeypatch):
    """Wherever a program ends between the server's answer and the next start."""
    outbox, watching = Outbox(path, clock), Outbox(path, clock)
    report = submission()
    outbox.put(report)
    outbox.claim("me")
    remember = store.remember

    def break_off(db, receipts):
        remember(db, receipts)
        raise KeyboardInterrupt

    receipt = Receipt(report.submission_id, "feedback-1", moment(clock.now()))
    with monkeypatch.context() as patch:
        patch.setattr(store, "remember", break_off)
        with pytest.raises(KeyboardInterrupt):
            outbox.done(receipt)
    assert (names(watching), watching.pending()) == ([], 1)
    outbox.done(receipt)
    assert (names(watching), watching.pending()) == ([report.submission_id], 0)
    outbox.close()
    watching.close()


def test_a_report_that_two_programs_have_sent_is_remembered_once(path, clock, submission):
    one, other = Outbox(path, clock), Outbox(path, clock)
    report = submission()
    sent(one, report)
    other.done(Receipt(report.submission_id, "feedback-2", moment(clock.now())))
    assert [entry.feedback_id for entry in other.history.list()] == ["feedback-1"]
    assert one.history.forget(report.submission_id)
    other.done(Receipt(report.submission_id, "feedback-2", moment(clock.now())))
    assert names(one) == []
    one.close()
    other.close()


def test_two_programs_that_send_at_once_lose_none_of_it(path, clock):
    boxes, done = [Outbox(path, clock) for _ in range(2)], []

    def send(box):
        done.extend([sent(box, make_submission(clock)) for _ in range(20)])

    threads = [threading.Thread(target=send, args=(box,)) for box in boxes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(names(boxes[0])) == sorted(done)
    for box in boxes:
        box.close()


def test_the_oldest_goes_when_there_are_too_many(outbox, submission, monkeypatch):
    monkeypatch.setattr(history, "MOST", 3)
    # The clock was wrong at the first: it goes all the same.
    ids = [sent(outbox, submission(), at=at) for at in (9e9, 1.0, 2.0, 3.0)]
    assert names(outbox) == ids[:0:-1]


def test_a_hundred_of_the_largest_are_less_than_a_megabyte(path, outbox, submission):
    for _ in range(history.MOST + 5):
        sent(outbox, submission(comment="\u20ac" * 1000, metadata={}))
    outbox.tidy()
    assert len(names(outbox)) == history.MOST
    with closing(sqlite3.connect(path)) as db:
        [size] = db.execute("SELECT sum(length(body)) FROM sent").fetchone()
    assert size < 1_000_000


def test_one_is_forgotten_or_all_and_nothing_of_it_is_left_in_the_file(path, outbox, submission):
    one, *_ = [sent(outbox, submission(comment=f"The words of {n}")) for n in (1, 2, 3)]
    assert outbox.history.forget(one)
    assert not outbox.history.forget(one)
    assert len(names(outbox)) == 2
    assert b"The words of 1" not in path.read_bytes()
    assert outbox.history.forget()
    assert not outbox.history.forget()
    assert names(outbox) == []
    assert b"The words of" not in path.read_bytes()


def test_a_report_that_was_deleted_while_it_was_sent_is_not_remembered(outbox, submission, clock):
    report = submission()
    outbox.put(report)
    outbox.claim("me")
    outbox.delete(report.submission_id)
    outbox.done(Receipt(report.submission_id, "feedback-1", moment(clock.now())))
    assert names(outbox) == []


@pytest.mark.promise("B8")
def test_a_report_that_is_deleted_once_it_was_sent_leaves_no_words(path, outbox, submission):
    name = sent(outbox, submission(comment="The words"))
    assert outbox.delete(name)
    assert not outbox.delete(name)
    assert names(outbox) == []
    assert b"The words" not in path.read_bytes()


def test_who_wants_none_keeps_none_and_lets_go_of_what_was_kept(path, clock, submission):
    outbox = Outbox(path, clock)
    sent(outbox, submission(comment="The words of before"))
    outbox.close()
    outbox = Outbox(path, clock, keeps_history=False)
    sent(outbox, submission(comment="The words of now"))
    assert len(names(outbox)) == 1
    outbox.tidy()
    assert names(outbox) == []
    outbox.close()
    assert b"The words of" not in path.read_bytes()


def test_deleting_everything_deletes_what_was_sent(path, outbox, submission):
    sent(outbox, submission())
    outbox.wipe()
    assert names(outbox) == []


def damaged(path, clock, submission, statement):
    """Have one entry that is whole and one that `statement` has changed; return the first's id."""
    outbox = Outbox(path, clock)
    whole, hit = (sent(outbox, submission()) for _ in range(2))
    outbox.close()
    with closing(sqlite3.connect(path)) as db, db:
        named = {"id": hit, "digest": rows.digest("[]")}
        assert db.execute(statement, named).rowcount == 1
    return whole


@pytest.mark.parametrize(
    "change",
    [
        "body = 'nonsense'", "body = '{}'", "body = x'ff00'", "body = 5", "sent_at = 'never'",
        "sent_at = 1e300", "digest = x'00'", "digest = 7",
        "body = '[]', digest = :digest",
    ],
)  # fmt: skip
def test_what_damage_made_of_an_entry_is_not_shown_and_can_be_deleted(
    path, clock, submission, change
):
    whole = damaged(path, clock, submission, f"UPDATE sent SET {change} WHERE submission_id = :id")
    outbox = Outbox(path, clock)
    assert names(outbox) == [whole]
    sent(outbox, submission())
    assert len(names(outbox)) == 2
    outbox.history.forget()
    outbox.close()
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT count(*) FROM sent").fetchone() == (0,)


@pytest.mark.promise("A6")
def test_it_is_saved_from_a_damaged_file_as_far_as_it_is_as_it_was(path, clock, submission):
    change = "UPDATE sent SET body = 'nonsense' WHERE submission_id = :id"
    whole = damaged(path, clock, submission, change)
    raw = bytearray(path.read_bytes())
    raw[: schema.PAGE_BYTES] = bytes(schema.PAGE_BYTES)
    path.write_bytes(raw)
    outbox = Outbox(path, clock)
    assert names(outbox) == [whole]
    outbox.close()
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT count(*) FROM sent").fetchone() == (1,)


@pytest.mark.promise("A11")
def test_it_is_taken_in_from_beside_a_newer_file(path, clock, submission):
    outbox = Outbox(path, clock)
    name = sent(outbox, submission())
    outbox.close()
    path.rename(path.with_name(f"{path.name}.side-{schema.VERSION}"))
    outbox = Outbox(path, clock)
    assert names(outbox) == [name]
    outbox.close()


def test_the_tables_are_described_on_the_first_page_with_room_for_more():
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        schema.lay_out(db)
        schema.bring_up(db, 0)
        first = db.serialize()[: schema.PAGE_BYTES]
    assert first[100] == 0x0D  # a leaf: all of them stand here, see salvage.py
    cells, start = (int.from_bytes(first[at : at + 2], "big") for at in (103, 105))
    assert start - 108 - 2 * cells > 400


WORDS = st.text(max_size=1000) | st.none()


@settings(max_examples=60, deadline=None)
@given(comment=WORDS, rating=st.integers(1, 4) | st.none(), pictures=st.integers(0, 3))
def test_any_words_come_back_as_they_were(comment, rating, pictures):
    outbox = Outbox(None, SetClock())
    report = make_submission(SetClock(), pictures, comment=comment, rating=rating)
    sent(outbox, report)
    [entry] = outbox.history.list()
    outbox.close()
    assert (entry.comment, entry.rating, entry.picture_count) == (comment, rating, pictures)
