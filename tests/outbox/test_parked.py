"""Reports that the server refused: they stay, are edited, replaced, tried again by themselves."""

import pytest

from usero_desktop.outbox.record import Failure, ReportState

REFUSED = Failure("refused_domain", "Not from there.", 403)
DAY = 86_400.0


def reject(outbox, report, **options):
    outbox.put(report)
    outbox.claim("me")
    outbox.reject(report.submission_id, "me", REFUSED, **options)


def test_a_report_can_be_read_whole_to_be_edited(outbox, submission):
    report = submission(pictures=3)
    reject(outbox, report)
    assert outbox.read(report.submission_id) == report
    assert outbox.read("no such report") is None


def test_an_edited_report_takes_the_place_of_the_earlier_one(outbox, submission):
    earlier, edited = submission(pictures=2), submission(pictures=1, comment="Better.")
    reject(outbox, earlier)
    outbox.put(edited, replaces=earlier.submission_id)
    assert [record.submission_id for record in outbox.list()] == [edited.submission_id]
    assert outbox.claim("me").submission == edited


def test_a_refused_report_is_tried_once_more_by_itself_when_told_so(outbox, submission, clock):
    report = submission()
    reject(outbox, report, again_in=DAY)
    assert outbox.seconds_to_next() == pytest.approx(DAY)
    assert outbox.claim("me") is None
    clock.pass_seconds(DAY + 1)
    assert outbox.claim("me").submission == report
    outbox.reject(report.submission_id, "me", REFUSED)
    clock.pass_seconds(2 * DAY)
    assert outbox.seconds_to_next() is None
    assert outbox.claim("me") is None
    assert outbox.find(report.submission_id).state is ReportState.REJECTED


def test_the_lease_is_held_until_it_is_given_up_or_the_report_deleted(outbox, submission, clock):
    report = submission()
    outbox.put(report)
    assert not outbox.holds(report.submission_id, "me")
    outbox.claim("me")
    assert outbox.holds(report.submission_id, "me")
    assert not outbox.holds(report.submission_id, "you")
    outbox.delete(report.submission_id)
    assert not outbox.holds(report.submission_id, "me")


def test_a_wiped_outbox_leaves_no_file_and_takes_reports_again(outbox, submission, path):
    outbox.put(submission(pictures=2))
    path.with_name(path.name + ".corrupt-5").write_text("set aside earlier")
    outbox.wipe()
    assert list(path.parent.iterdir()) == []
    assert outbox.list() == ()
    outbox.put(submission())
    assert outbox.pending() == 1
