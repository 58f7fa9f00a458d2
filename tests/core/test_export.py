"""A report as a file: whole, private, and never through a link."""

import json
import os
import stat
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from recordings import recording
from servers import reply, serving

from usero_desktop.core import export
from usero_desktop.errors import OutboxError, Refused
from usero_desktop.model.picture import Picture

PATIENCE = 30
PICTURES = [
    Picture(b"\x89PNG" + b"one" * 99, "image/png", 4, 3),
    Picture(b"\xff\xd8" + b"two" * 99, "image/jpeg", 8, 6),
]


@pytest.fixture
def refused(feedback_for):
    """A Feedback with one refused report; what of it travelled."""
    with serving(lambda *_: reply(400, {"error": "Invalid data provided"})) as server:
        feedback = feedback_for(server.url, metadata={"plan": "free"})
        with pytest.raises(Refused):
            feedback.submit(rating=2, comment="Größe 😀", user_email="a@b.co").result(PATIENCE)
    [record] = feedback.reports()
    return feedback, record.submission_id, server.requests[-1].json


@pytest.mark.promise("B7")
def test_a_refused_report_is_exported_as_it_travelled(refused, tmp_path, figure):
    feedback, submission_id, travelled = refused
    target = tmp_path / "report.zip"
    feedback.export(submission_id, target)
    with zipfile.ZipFile(target) as archive:
        assert archive.namelist() == ["report.json"]
        assert archive.testzip() is None
        written = json.loads(archive.read("report.json"))
    assert written.pop("createdAt").endswith("+00:00")
    assert written == travelled
    figure("exported: the JSON that was refused, byte for value")


def test_pictures_lie_beside_it_under_names_of_ours(feedback_for, tmp_path):
    feedback = feedback_for()
    ticket = feedback.submit(rating=2, screenshots=PICTURES)
    target = tmp_path / "report.zip"
    feedback.export(ticket.submission_id, str(target))
    with zipfile.ZipFile(target) as archive:
        assert archive.namelist() == ["report.json", "screenshot-1.png", "screenshot-2.jpg"]
        assert [archive.read(name) for name in archive.namelist()[1:]] == [p.data for p in PICTURES]
        assert json.loads(archive.read("report.json"))["screenshots"] == archive.namelist()[1:]


def test_a_recordings_chunks_lie_beside_it_in_their_order(feedback_for, tmp_path):
    class Records:
        name = "records"

        def on_feedback_submit(self, context, submission):
            return {"recording": its}

    its = recording()
    feedback = feedback_for(plugins=[Records()])
    target = tmp_path / "report.zip"
    feedback.export(feedback.submit(rating=2).submission_id, target)
    with zipfile.ZipFile(target) as archive:
        names = [f"recording-000{number}.json.gz" for number in range(3)]
        assert archive.namelist() == ["report.json", *names]
        assert [archive.read(name) for name in names] == [chunk.data for chunk in its.chunks]
        written = json.loads(archive.read("report.json"))
    assert written["recording"] == {"durationMs": 30_000, "fileSize": its.size, "chunks": 3}


@pytest.mark.promise("J1")
@pytest.mark.skipif(os.name != "posix", reason="modes are a matter of POSIX")
def test_its_owner_alone_can_read_it_whatever_the_umask(refused, tmp_path):
    feedback, submission_id, _ = refused
    before = os.umask(0)
    try:
        feedback.export(submission_id, tmp_path / "report.zip")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "report.zip").stat().st_mode) == 0o600


@pytest.mark.promise("J2")
def test_a_link_of_that_name_is_replaced_and_what_it_leads_to_untouched(refused, tmp_path):
    feedback, submission_id, _ = refused
    precious = tmp_path / "precious"
    precious.write_text("mine")
    target = tmp_path / "report.zip"
    target.symlink_to(precious)
    feedback.export(submission_id, target)
    assert precious.read_text() == "mine"
    assert not target.is_symlink()
    assert zipfile.is_zipfile(target)


def test_an_export_that_fails_leaves_what_was_there_and_nothing_else(
    refused, tmp_path, monkeypatch
):
    feedback, submission_id, _ = refused
    folder = tmp_path / "chosen"
    folder.mkdir()
    target = folder / "report.zip"
    target.write_text("an older one")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(export, "_pack", full)
    with pytest.raises(OutboxError, match="No space left on device") as caught:
        feedback.export(submission_id, target)
    assert caught.value.code == "outbox_export"
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [
        ("report.zip", "an older one")
    ]


def test_the_whole_file_has_reached_the_disk_before_it_takes_its_name(
    refused, tmp_path, monkeypatch
):
    feedback, submission_id, _ = refused
    target = tmp_path / "report.zip"
    fsync, synced = os.fsync, []

    def watched(handle):
        facts = os.fstat(handle)
        if stat.S_ISREG(facts.st_mode):
            synced.append((facts.st_size, target.exists()))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", watched)
    feedback.export(submission_id, target)
    assert synced == [(target.stat().st_size, False)]


@pytest.mark.parametrize("year", [1, 1970, 1979])
def test_a_report_from_a_clock_that_was_never_set_is_exported(refused, tmp_path, year):
    feedback, submission_id, _ = refused
    moment = datetime(year, 1, 2, tzinfo=UTC)
    target = tmp_path / "report.zip"
    export.export_report(replace(feedback.read(submission_id), created_at=moment), target)
    with zipfile.ZipFile(target) as archive:
        [entry] = archive.infolist()
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)  # the oldest a .zip knows
        assert json.loads(archive.read(entry))["createdAt"] == moment.isoformat()


@pytest.mark.skipif(os.name != "posix", reason="folders are opened on POSIX alone")
def test_a_folder_that_cannot_be_synced_makes_no_failure_of_a_file_that_is_there(
    refused, tmp_path, monkeypatch
):
    feedback, submission_id, _ = refused
    fsync = os.fsync

    def cannot(handle):
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(22, "Invalid argument")  # as network file systems say
        fsync(handle)

    monkeypatch.setattr(os, "fsync", cannot)
    feedback.export(submission_id, tmp_path / "report.zip")
    assert zipfile.is_zipfile(tmp_path / "report.zip")


def test_a_long_name_in_any_script_does(refused, tmp_path):
    feedback, submission_id, _ = refused
    target = tmp_path / ("報" * 80 + ".zip")
    feedback.export(submission_id, target)
    assert zipfile.is_zipfile(target)


@pytest.mark.parametrize(
    "place", ["no/such/folder/report.zip", "a folder", "x" * 300 + ".zip", "a\0b.zip", "/"]
)
def test_a_place_that_cannot_be_is_one_sentence(refused, tmp_path, place):
    feedback, submission_id, _ = refused
    (tmp_path / "a folder").mkdir()
    with pytest.raises(OutboxError, match="choose another place") as caught:
        feedback.export(submission_id, tmp_path / place)
    assert caught.value.code == "outbox_export"


def test_a_report_that_is_not_there_is_one_sentence(refused, tmp_path):
    feedback, _, _ = refused
    with pytest.raises(OutboxError, match="not in the outbox any more") as caught:
        feedback.export("no such report", tmp_path / "report.zip")
    assert caught.value.code == "outbox_gone"
