"""A disk without a free byte: words are kept, pictures refused, and free space mends it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from outbox.smalldisk import small_disk

from usero_desktop.errors import OutboxError
from usero_desktop.model.picture import Picture
from usero_desktop.model.submission import Receipt, UploadedScreenshot
from usero_desktop.outbox.record import Failure, ReportState
from usero_desktop.outbox.reserve import RESERVE_BYTES, RETRY_SECONDS, STEP_BYTES, Reserve
from usero_desktop.outbox.store import Outbox

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a tmpfs is Linux's")

LARGE = {
    "comment": "😀" * 500,
    "user_email": "a" * 254,
    "page_url": "é" * 2_000,
    "page_title": "é" * 2_000,
    "metadata": {f"key {i}": "é" * 480 for i in range(10)},
}
"""The largest words there are: the comment's limit, 10 KB of metadata, all of it in escapes."""


@pytest.fixture
def disk(tmp_path):
    with small_disk(tmp_path / "disk", "24m") as mounted:
        yield mounted


@pytest.fixture
def outbox(disk, clock):
    made = Outbox(disk.folder / "outbox" / "reports.sqlite3", clock)
    yield made
    made.close()


def with_pictures(submission):
    pictures = (Picture(os.urandom(1_500_000), "image/png", 30, 20) for _ in range(3))
    return replace(submission(), pictures=tuple(pictures))


def refusal(outbox, report):
    with pytest.raises(OutboxError) as caught:
        outbox.put(report)
    return caught.value.code


def reserve_of(disk):
    return disk.folder / "outbox" / "reports.sqlite3.reserve"


@pytest.mark.promise("A4")
def test_words_are_kept_without_a_free_byte_pictures_are_not(disk, outbox, submission, figure):
    outbox.put(submission())
    disk.fill()
    assert refusal(outbox, with_pictures(submission)) == "outbox_disk_full_pictures"
    kept = []
    with suppress(OutboxError):
        while True:
            disk.fill()  # whatever a report gave back, others take at once
            assert disk.free() == 0
            report = submission()
            outbox.put(report)
            kept.append(report.submission_id)
    assert len(kept) >= RESERVE_BYTES // STEP_BYTES
    assert refusal(outbox, submission()) == "outbox_disk_full"
    assert {it.submission_id for it in outbox.list()} >= set(kept)

    disk.give_back()
    pictured = with_pictures(submission)
    outbox.put(pictured)
    assert outbox.read(pictured.submission_id) == pictured
    figure(
        f"0 bytes free: {len(kept)} reports of words kept one after the other, 3 pictures refused"
        " in words; the next one with pictures is kept once there is space, without a restart"
    )


@pytest.mark.promise("A4")
def test_the_largest_words_are_kept_without_a_free_byte(disk, outbox, submission):
    for _ in range(20):
        outbox.put(submission())
    disk.fill()
    report = submission(**LARGE)
    outbox.put(report)
    assert outbox.read(report.submission_id) == report


@pytest.mark.promise("A4")
def test_a_disk_of_256_kilobytes_that_never_had_a_reserve_takes_words_and_no_pictures(
    tmp_path, clock, submission, figure
):
    with small_disk(tmp_path / "disk", "256k") as disk:
        outbox = Outbox(disk.folder / "outbox" / "reports.sqlite3", clock)
        outbox.put(submission())
        assert not reserve_of(disk).exists()
        assert refusal(outbox, with_pictures(submission)) == "outbox_disk_full_pictures"
        report = submission()
        outbox.put(report)
        assert outbox.read(report.submission_id) == report
        outbox.close()
    figure("a disk of 256 KB: words kept, pictures refused")


@pytest.mark.promise("A4")
def test_nothing_is_lost_whatever_is_done_with_reports_on_a_full_disk(
    disk, outbox, submission, clock
):
    reports = {name: submission(pictures=2) for name in ("done", "deferred", "rejected", "freed")}
    for report in reports.values():
        outbox.put(report)
    trouble = Failure("unreachable", "No network.")
    at = datetime.fromtimestamp(clock.now(), UTC)
    shot = UploadedScreenshot("a.png", "/a", 5, "image/png")
    told = []

    def attempt(name, work):
        disk.fill()
        try:
            work(reports[name].submission_id)
        except OutboxError as error:
            told.append(error.code)

    for _ in range(4):
        for _ in reports:
            attempt("done", lambda _: outbox.claim("me"))
        attempt("deferred", lambda it: outbox.save_upload(it, 0, shot))
        attempt("done", lambda it: outbox.done(Receipt(it, "feedback", at)))
        attempt("deferred", lambda it: outbox.defer(it, "me", trouble, seconds=1))
        attempt("rejected", lambda it: outbox.reject(it, "me", trouble))
        attempt("freed", lambda it: outbox.release(it, "me"))
        attempt("done", lambda _: outbox.tidy())
        clock.pass_seconds(120)
    assert set(told) <= {"outbox_disk_full"}
    disk.give_back()
    states = {it.submission_id: it.state for it in outbox.list()}
    assert set(states) == {report.submission_id for report in reports.values()}
    for name, report in reports.items():
        if states[report.submission_id] is not ReportState.DONE:
            assert outbox.read(report.submission_id) == report, name


@pytest.mark.promise("A4")
def test_the_reserve_is_taken_again_once_there_is_plenty(disk, outbox, submission, clock):
    outbox.put(submission())
    assert reserve_of(disk).stat().st_size == RESERVE_BYTES
    disk.fill()
    outbox.put(submission())
    assert reserve_of(disk).stat().st_size < RESERVE_BYTES
    disk.give_back()
    clock.pass_seconds(RETRY_SECONDS + 1)
    outbox.tidy()
    assert reserve_of(disk).stat().st_size == RESERVE_BYTES


@pytest.mark.promise("A4")
def test_a_disk_that_is_full_from_the_start_is_said_in_words(tmp_path, clock, submission):
    with small_disk(tmp_path / "disk", "64k") as disk:
        disk.fill()
        outbox = Outbox(disk.folder / "outbox" / "reports.sqlite3", clock)
        assert refusal(outbox, submission()) == "outbox_disk_full"
        outbox.close()


@pytest.mark.bites("A4")
def test_an_outbox_without_a_reserve_is_found_out(disk, clock, submission, monkeypatch):
    monkeypatch.setattr(Reserve, "fill", lambda _self: None)
    outbox = Outbox(disk.folder / "outbox" / "reports.sqlite3", clock)
    outbox.put(submission())
    disk.fill()
    assert refusal(outbox, submission()) == "outbox_disk_full"
    outbox.close()
