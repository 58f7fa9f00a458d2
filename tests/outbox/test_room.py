"""A full outbox refuses pictures first, then reports, each in words, and evicts nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outbox.conftest import SetClock, make_submission

from usero_desktop.config import Options
from usero_desktop.errors import OutboxError
from usero_desktop.model.picture import Picture
from usero_desktop.model.submission import Receipt
from usero_desktop.outbox import room, rows
from usero_desktop.outbox.record import Failure
from usero_desktop.outbox.store import Caps, Outbox


def pictured(report, size):
    return replace(report, pictures=(Picture(bytes(size), "image/png", 3, 2),) if size else ())


def size_of(report):
    words = len(rows.encode_submission(report))
    return words, words + sum(len(picture.data) for picture in report.pictures)


def refusal(outbox, report):
    with pytest.raises(OutboxError) as caught:
        outbox.put(report)
    return caught.value


@pytest.mark.promise("B9")
def test_without_a_word_of_the_hosts_a_thousand_reports_are_kept(clock, submission, figure):
    options = Options("client_demo")
    assert (options.outbox_reports, options.outbox_bytes) == (1_000, 250_000_000)
    outbox = Outbox(None, clock)
    for _ in range(options.outbox_reports):
        outbox.put(submission())
    assert refusal(outbox, submission()).code == "outbox_full"
    assert len(outbox.list()) == options.outbox_reports
    figure(f"{options.outbox_reports} reports kept, the next refused, 0 evicted")


@pytest.mark.promise("B9")
def test_without_a_word_of_the_hosts_250_megabytes_are_kept(clock, submission, figure):
    outbox = Outbox(None, clock)
    size, count = 10_000_000, 0
    while count < 24:
        outbox.put(pictured(submission(), size))
        count += 1
    assert refusal(outbox, pictured(submission(), size)).code == "outbox_full_pictures"
    outbox.put(submission())  # words still fit
    figure(f"{count * size // 10**6} MB of pictures kept, more refused, words taken")


@pytest.mark.promise("B9")
def test_pictures_are_refused_first_then_reports_and_nothing_is_evicted(clock, submission, figure):
    outbox = Outbox(None, clock, caps=Caps(reports=5, total_bytes=20_000))
    kept = pictured(submission(), 15_000)
    outbox.put(kept)
    error = refusal(outbox, pictured(submission(), 10_000))
    assert error.code == "outbox_full_pictures"
    assert "without them" in str(error)
    for _ in range(4):
        outbox.put(submission())
    error = refusal(outbox, pictured(submission(), 10))
    assert error.code == "outbox_full"
    assert error.values == {"count": 5}
    assert outbox.read(kept.submission_id) == kept
    figure("full: pictures refused while words fit, then reports; 0 of 5 evicted")


@pytest.mark.promise("B9")
def test_words_that_do_not_fit_are_refused_with_and_without_pictures(clock, submission):
    outbox = Outbox(None, clock, caps=Caps(total_bytes=1_000))
    outbox.put(submission())
    long = submission(comment="x" * 900)
    assert refusal(outbox, long).code == "outbox_full_bytes"
    assert refusal(outbox, pictured(long, 10)).code == "outbox_full_bytes"


@pytest.mark.promise("B9")
@pytest.mark.parametrize(
    "pictures, code", [(0, "outbox_full_bytes"), (3_000, "outbox_full_pictures")]
)
def test_what_fits_to_the_byte_is_kept_and_one_byte_more_is_refused(
    clock, submission, pictures, code
):
    first, second = submission(), pictured(submission(), pictures)
    room_for_both = size_of(first)[1] + size_of(second)[1]
    for missing in (0, 1):
        outbox = Outbox(None, clock, caps=Caps(total_bytes=room_for_both - missing))
        outbox.put(first)
        if missing:
            assert refusal(outbox, second).code == code
        else:
            outbox.put(second)
            assert outbox.read(second.submission_id) == second
        outbox.close()


@pytest.mark.promise("B9")
def test_receipts_take_no_room_and_refused_reports_do(clock, submission):
    outbox = Outbox(None, clock, caps=Caps(reports=2))
    delivered, refused = submission(), submission()
    for report in (delivered, refused):
        outbox.put(report)
        outbox.claim("me")
    outbox.done(Receipt(delivered.submission_id, "feedback", rows.moment(clock.now())))
    outbox.reject(refused.submission_id, "me", Failure("refused", "No."))
    outbox.put(submission())
    assert refusal(outbox, submission()).code == "outbox_full"


@pytest.mark.promise("B9")
def test_an_edited_report_takes_the_room_of_the_one_it_replaces(clock, submission):
    outbox = Outbox(None, clock, caps=Caps(reports=1, total_bytes=5_000))
    report = pictured(submission(), 3_000)
    outbox.put(report)
    edited = pictured(submission(comment="Better."), 3_500)
    outbox.put(edited, replaces=report.submission_id)
    too_large = pictured(submission(), 9_000)
    with pytest.raises(OutboxError) as caught:
        outbox.put(too_large, replaces=edited.submission_id)
    assert caught.value.code == "outbox_full_pictures"
    assert outbox.read(edited.submission_id) == edited


@pytest.mark.promise("B9")
@given(
    sizes=st.lists(st.integers(0, 4_000), max_size=14),
    reports=st.integers(1, 8),
    total=st.integers(500, 12_000),
)
@settings(max_examples=80, deadline=None)
def test_a_refusal_says_what_would_fit(sizes, reports, total):
    clock = SetClock()
    outbox = Outbox(None, clock, caps=Caps(reports=reports, total_bytes=total))
    kept, used = [], 0
    for size in sizes:
        report = pictured(make_submission(clock), size)
        words, whole = size_of(report)
        expected = ""
        if len(kept) >= reports:
            expected = "outbox_full"
        elif used + whole > total:
            expected = "outbox_full_bytes" if used + words > total else "outbox_full_pictures"
        if expected:
            assert refusal(outbox, report).code == expected
        else:
            outbox.put(report)
            kept.append(report)
            used += whole
        assert [outbox.read(it.submission_id) for it in kept] == kept
        assert used <= total
    outbox.close()


@pytest.mark.bites("B9")
def test_an_outbox_that_makes_room_by_itself_is_found_out(clock, submission, monkeypatch):
    def evict(db, _caps, parcel):
        db.execute("DELETE FROM report")
        return parcel

    monkeypatch.setattr("usero_desktop.outbox.store.make_room", evict)
    assert room.make_room is not evict
    outbox = Outbox(None, clock, caps=Caps(reports=1))
    kept = submission()
    outbox.put(kept)
    outbox.put(submission())
    assert outbox.read(kept.submission_id) is None
