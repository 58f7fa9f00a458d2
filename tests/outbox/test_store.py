import os
import sqlite3
import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from usero_desktop.errors import OutboxError
from usero_desktop.model.submission import Receipt, UploadedScreenshot
from usero_desktop.outbox.record import Failure, ReportState
from usero_desktop.outbox.store import LEASE_SECONDS, RECEIPT_SECONDS, Outbox

SHOT = UploadedScreenshot("a.png", "/a", 5, "image/png", 30, 20)
TROUBLE = Failure("unreachable", "No network.")
DAY = 86_400


def receipt_for(report, clock):
    return Receipt(report.submission_id, "fb_1", datetime.fromtimestamp(clock.now(), UTC))


def test_what_is_put_is_claimed_whole(outbox, submission):
    report = submission(pictures=3, rating=2, page_url="app://x/", allow_insecure=True)
    outbox.put(report)
    claim = outbox.claim("me")
    assert claim.submission == report
    assert claim.uploaded == (None, None, None)
    assert claim.attempts == 0


def test_it_is_still_there_for_the_next_process(outbox, submission, path, clock):
    report = submission(pictures=1)
    outbox.put(report)
    outbox.close()
    other = Outbox(path, clock)
    assert other.claim("other").submission == report
    other.close()


def test_nothing_is_made_before_the_first_use(outbox, path):
    assert not path.parent.exists()


def test_a_claimed_report_is_not_claimed_twice(outbox, submission):
    outbox.put(submission())
    assert outbox.claim("me") is not None
    assert outbox.claim("me") is None
    assert outbox.claim("you") is None


def test_new_reports_go_before_those_that_failed_and_then_the_oldest_first(
    outbox, submission, clock
):
    failed, older, newer = submission(), submission(), submission()
    outbox.put(failed)
    outbox.claim("me")
    outbox.defer(failed.submission_id, "me", TROUBLE, seconds=5)
    clock.pass_seconds(10)
    outbox.put(replace(newer, created_at=datetime.fromtimestamp(clock.now(), UTC)))
    outbox.put(older)
    order = [outbox.claim("me").submission_id for _ in range(3)]
    assert order == [report.submission_id for report in (older, newer, failed)]


def test_of_those_that_failed_the_longest_due_goes_first_though_another_is_older(
    outbox, submission, clock
):
    older = submission()
    outbox.put(older)
    outbox.claim("me")
    outbox.defer(older.submission_id, "me", TROUBLE, seconds=30)
    clock.pass_seconds(1)
    newer = submission()
    outbox.put(newer)
    outbox.claim("me")
    outbox.defer(newer.submission_id, "me", TROUBLE, seconds=10)
    clock.pass_seconds(60)
    order = [outbox.claim("me").submission_id for _ in range(2)]
    assert order == [newer.submission_id, older.submission_id]


def test_only_fresh_reports_are_claimed_when_asked_so(outbox, submission, clock):
    tried, fresh = submission(), submission()
    outbox.put(tried)
    outbox.claim("me")
    outbox.defer(tried.submission_id, "me", TROUBLE, seconds=1)
    clock.pass_seconds(2)
    assert outbox.claim("me", only=fresh.submission_id) is None
    outbox.put(fresh)
    assert outbox.claim("me", only=fresh.submission_id).submission_id == fresh.submission_id


def test_an_upload_is_kept_and_its_picture_not_read_again(outbox, submission):
    report = submission(pictures=2)
    outbox.put(report)
    outbox.claim("me")
    outbox.save_upload(report.submission_id, 1, SHOT)
    outbox.release(report.submission_id, "me")
    claim = outbox.claim("me")
    assert claim.uploaded == (None, SHOT)
    assert claim.submission.pictures[0] == report.pictures[0]
    assert claim.submission.pictures[1].data == b""
    assert claim.attempts == 0


def test_a_delivered_report_leaves_its_receipt_and_nothing_else(outbox, submission, clock, path):
    report = submission(pictures=2, comment="a secret word")
    outbox.put(report)
    outbox.claim("me")
    receipt = receipt_for(report, clock)
    outbox.done(receipt)
    record = outbox.find(report.submission_id)
    assert (record.state, record.receipt, record.submission) == (ReportState.DONE, receipt, None)
    assert outbox.pending() == 0
    assert outbox.claim("me") is None
    outbox.sweep()
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT count(*) FROM picture").fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM upload").fetchone() == (0,)
    db.close()


def test_receipts_go_after_a_week_and_the_file_shrinks(outbox, submission, clock, path):
    report = submission(pictures=3)
    outbox.put(report)
    before = path.stat().st_size
    outbox.done(receipt_for(report, clock))
    outbox.tidy()
    assert outbox.find(report.submission_id) is not None
    assert path.stat().st_size <= before
    clock.pass_seconds(RECEIPT_SECONDS + 1)
    outbox.tidy()
    assert outbox.find(report.submission_id) is None


def test_a_deferred_report_waits_its_time_and_keeps_its_reason(outbox, submission, clock):
    report = submission()
    outbox.put(report)
    outbox.claim("me")
    outbox.defer(report.submission_id, "me", TROUBLE, seconds=30)
    assert outbox.seconds_to_next() == pytest.approx(30)
    clock.pass_seconds(29)
    assert outbox.claim("me") is None
    clock.pass_seconds(2)
    assert outbox.seconds_to_next() == 0
    assert outbox.claim("me").attempts == 1
    assert outbox.find(report.submission_id).failure == TROUBLE


def test_a_rejected_report_stays_with_its_reason_until_it_is_retried_by_hand(outbox, submission):
    report = submission(pictures=1)
    outbox.put(report)
    outbox.claim("me")
    failure = Failure("refused", "No.", 400, "Invalid", {"rating": ("Bad",)})
    outbox.reject(report.submission_id, "me", failure)
    assert outbox.claim("me") is None
    assert outbox.seconds_to_next() is None
    [record] = outbox.list(ReportState.REJECTED)
    assert record.failure == failure
    assert record.submission == replace(report, pictures=())
    assert record.picture_count == 1
    assert outbox.retry(report.submission_id)
    assert outbox.claim("me").submission == report


def test_a_report_can_be_deleted_with_its_pictures(outbox, submission, path):
    report = submission(pictures=2)
    outbox.put(report)
    assert outbox.delete(report.submission_id)
    assert not outbox.delete(report.submission_id)
    assert outbox.list() == ()
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT count(*) FROM picture").fetchone() == (0,)
    db.close()


def test_a_lease_that_ran_out_is_taken_over_and_the_old_owner_has_no_say(outbox, submission, clock):
    report = submission()
    outbox.put(report)
    outbox.claim("old")
    clock.pass_seconds(LEASE_SECONDS - 1)
    assert outbox.renew(report.submission_id, "old")
    clock.pass_seconds(LEASE_SECONDS - 1)
    assert outbox.claim("new") is None
    clock.pass_seconds(2)
    assert outbox.claim("new") is not None
    assert not outbox.renew(report.submission_id, "old")
    outbox.defer(report.submission_id, "old", TROUBLE, seconds=1)
    outbox.reject(report.submission_id, "old", TROUBLE)
    assert outbox.find(report.submission_id).state is ReportState.SENDING


@pytest.mark.parametrize("jump", [-400 * DAY, -2 * DAY, -3 * 3600])
def test_a_clock_set_back_parks_nothing(outbox, submission, clock, jump):
    report = submission()
    outbox.put(report)
    outbox.claim("me")
    outbox.defer(report.submission_id, "me", TROUBLE, seconds=3600)
    clock.time += jump
    assert outbox.seconds_to_next() == 0
    assert outbox.claim("me") is not None


def test_a_lease_written_by_a_clock_that_was_ahead_holds_nobody_up(outbox, submission, clock):
    outbox.put(submission())
    outbox.claim("gone")
    clock.time -= 400 * DAY
    assert outbox.claim("me") is not None


def test_hurry_makes_all_that_waits_due(outbox, submission):
    report = submission()
    outbox.put(report)
    outbox.claim("me")
    outbox.defer(report.submission_id, "me", TROUBLE, seconds=3600)
    outbox.hurry()
    assert outbox.claim("me") is not None


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path, clock, submission):
    (tmp_path / "file").write_text("in the way")
    outbox = Outbox(tmp_path / "file" / "outbox" / "reports.sqlite3", clock)
    with pytest.raises(OutboxError, match="choose another data_dir") as caught:
        outbox.put(submission())
    assert caught.value.code == "outbox_unwritable"


@pytest.mark.skipif(os.name != "posix", reason="an open file cannot be removed there")
def test_a_file_that_was_removed_meanwhile_is_made_again(outbox, submission, path, clock):
    outbox.put(submission())
    path.unlink()
    report = submission()
    outbox.put(report)
    other = Outbox(path, clock)
    assert [r.submission_id for r in other.list()] == [report.submission_id]
    other.close()


def test_it_is_written_so_that_a_power_cut_loses_nothing(outbox, submission):
    outbox.put(submission())
    settings = outbox._database.run(
        lambda db: [
            db.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "fullfsync", "foreign_keys")
        ]
    )
    assert settings == ["truncate", 2, 1, 1]


def test_many_threads_and_two_connections_claim_each_report_once(path, clock, submission):
    boxes = [Outbox(path, clock) for _ in range(2)]
    reports = [submission() for _ in range(20)]
    claimed = []

    def put(some):
        for report in some:
            boxes[0].put(report)

    def take(box, name):
        while (claim := box.claim(name)) is not None:
            claimed.append(claim.submission_id)

    putters = [threading.Thread(target=put, args=(reports[i::2],)) for i in range(2)]
    for thread in putters:
        thread.start()
    for thread in putters:
        thread.join()
    takers = [threading.Thread(target=take, args=(boxes[i % 2], f"taker {i}")) for i in range(4)]
    for thread in takers:
        thread.start()
    for thread in takers:
        thread.join()
    assert sorted(claimed) == sorted(report.submission_id for report in reports)
    for box in boxes:
        box.close()
