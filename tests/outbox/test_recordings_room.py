"""Where there is no room the recording is left out first; then pictures are refused."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from outbox.smalldisk import small_disk
from recordings import recording

from usero_desktop.errors import OutboxError
from usero_desktop.model.picture import Picture
from usero_desktop.model.submission import Receipt
from usero_desktop.outbox.store import Caps, Outbox

SMALL = recording(2, padding=10_000)
LARGE = recording(3, padding=1_500_000)


def capped(clock, most):
    return Outbox(None, clock, caps=Caps(total_bytes=most))


def recorded(outbox, report):
    """What is kept of a report's recording."""
    return outbox.read(report.submission_id).recording


def test_a_recording_that_is_over_the_limit_is_left_out_and_its_report_kept(clock, submission):
    outbox = capped(clock, 30_000)
    fits, does_not = submission(recording=SMALL), submission(recording=SMALL)
    outbox.put(fits)
    outbox.put(does_not)
    assert (recorded(outbox, fits), recorded(outbox, does_not)) == (SMALL, None)
    assert outbox.claim("me", only=does_not.submission_id).recording is None


def test_recordings_take_no_room_from_words_and_pictures(clock, submission):
    outbox = capped(clock, 30_000)
    first = submission(recording=SMALL)
    outbox.put(first)
    picture = Picture(os.urandom(12_000), "image/png", 3, 2)
    pictured = replace(submission(recording=SMALL), pictures=(picture,))
    outbox.put(pictured)
    assert outbox.read(pictured.submission_id) == replace(pictured, recording=None)
    assert recorded(outbox, first) is None
    more = replace(pictured, submission_id="another", pictures=(picture,) * 2)
    with pytest.raises(OutboxError) as caught:
        outbox.put(more)
    assert caught.value.code == "outbox_full_pictures"


def test_those_of_delivered_reports_count_until_they_are_sent(clock, submission):
    outbox = capped(clock, 30_000)
    done = submission(recording=SMALL)
    outbox.put(done)
    outbox.recordings.keep_session(done.submission_id, "rep_1")
    at = datetime.fromtimestamp(clock.now(), UTC)
    outbox.done(Receipt(done.submission_id, "feedback", at))
    waits, fits = submission(recording=SMALL), submission(recording=SMALL)
    outbox.put(waits)
    assert recorded(outbox, waits) is None
    outbox.recordings.drop(done.submission_id)
    outbox.put(fits)
    assert recorded(outbox, fits) == SMALL


@pytest.fixture
def disk(tmp_path):
    if sys.platform != "linux":
        pytest.skip("a tmpfs is Linux's")
    with small_disk(tmp_path / "disk", "24m") as mounted:
        yield mounted


@pytest.fixture
def outbox(disk, clock):
    made = Outbox(disk.folder / "outbox" / "reports.sqlite3", clock)
    yield made
    made.close()


@pytest.mark.promise("A4")
def test_on_a_full_disk_the_recording_is_left_out_and_the_words_are_kept(
    disk, outbox, submission, figure
):
    outbox.put(submission())
    disk.fill()
    report = submission(recording=LARGE)
    outbox.put(report)
    assert outbox.read(report.submission_id) == replace(report, recording=None)
    disk.give_back()
    later = submission(recording=LARGE)
    outbox.put(later)
    assert outbox.read(later.submission_id) == later
    figure("0 bytes free: a report with a recording of 4 MB kept without that")


@pytest.mark.promise("A4")
def test_where_there_is_room_for_pictures_only_those_are_kept(disk, outbox, submission):
    outbox.put(submission())
    disk.fill(leave=4_000_000)
    pictures = (Picture(os.urandom(400_000), "image/png", 30, 20),)
    report = replace(submission(recording=LARGE), pictures=pictures)
    outbox.put(report)
    assert outbox.read(report.submission_id) == replace(report, recording=None)


@pytest.mark.promise("A4")
def test_where_there_is_room_for_neither_the_pictures_are_refused_in_words(
    disk, outbox, submission
):
    outbox.put(submission())
    disk.fill()
    pictures = (Picture(os.urandom(1_500_000), "image/png", 30, 20),)
    with pytest.raises(OutboxError) as caught:
        outbox.put(replace(submission(recording=LARGE), pictures=pictures))
    assert caught.value.code == "outbox_disk_full_pictures"


@pytest.mark.promise("A4")
def test_on_a_full_disk_nothing_is_lost_of_what_waits_to_be_sent(disk, outbox, submission, clock):
    report = submission(recording=SMALL)
    outbox.put(report)
    outbox.claim("me")
    outbox.recordings.keep_session(report.submission_id, "rep_1")
    outbox.done(Receipt(report.submission_id, "feedback", datetime.fromtimestamp(1e9, UTC)))
    told = set()
    for _ in range(20):
        disk.fill()
        try:
            claim = outbox.recordings.claim("me")
            if claim is not None:
                outbox.recordings.advance(replace(claim, seq=claim.seq + 1), "me")
                outbox.recordings.defer(report.submission_id, "me", seconds=1)
            outbox.recordings.release_all("me")
        except OutboxError as error:
            told.add(error.code)
        clock.pass_seconds(120)
    assert told <= {"outbox_disk_full"}
    disk.give_back()
    claim = outbox.recordings.claim("me")
    assert outbox.recordings.next_chunk(claim) == (0, SMALL.chunks[0])
