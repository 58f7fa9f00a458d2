"""A2: any system call may fail, or be the last one."""

import shutil
from dataclasses import replace

import pytest
from faults.keeper import REPORT, keep, keep_wrongly, outbox_file, report, send
from faults.restart import LATER, next_start
from faults.sweep import FAULTS, FEWER, KILLED, sweep

from usero_desktop.outbox.record import ReportState
from usero_desktop.outbox.store import Outbox

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

EARLIER = "1b2c3d4e-0000-4000-8000-000000000001"


def bare(name=REPORT):
    """The report as it is claimed: its recording is told apart."""
    return replace(report(name), recording=None)


def check_kept(run):
    _, claim, wrong = next_start(run)
    if "kept" in run.said and claim is None:
        wrong.append("acknowledged, and lost")
    if claim is not None and claim.submission != bare():
        wrong.append("not what was put")
    if not (run.was_killed or "kept" in run.said or run.told):
        wrong.append("neither kept nor told")
    return wrong


def check_sent(run):
    record, claim, wrong = next_start(run)
    if record is None:
        wrong.append("lost")
    elif "done" in run.said and record.state is not ReportState.DONE:
        wrong.append("delivered, and waiting again")
    elif record.state is not ReportState.DONE:
        if claim is None:
            wrong.append("cannot be claimed")
        elif "uploaded" in run.said and claim.uploaded == (None,):
            wrong.append("its upload is forgotten")
        elif claim.uploaded == (None,) and claim.submission != bare():
            wrong.append("not what was put")
    return wrong


# A quota and a disk that turned read-only meet the code that a full one and a broken one do.
# Keeping has them all; sending, with three times the calls, can do without.
LIKE_OTHERS = {("error=EROFS", ""), ("error=EDQUOT", "")}


@pytest.mark.promise("A2")
def test_every_system_call_of_keeping_a_report_may_fail(tmp_path, figure):
    found = sweep("keep", tmp_path / "runs", check=check_kept)
    figure(f"keeping: {found}, {len(found.wrong)} lost or stuck")
    assert found.wrong == []
    assert found.faults >= 250
    assert found.told
    assert found.killed


@pytest.mark.promise("A2")
def test_every_system_call_of_sending_a_report_may_fail(tmp_path, figure):
    keep(tmp_path / "prepared")
    found = sweep(
        "send",
        tmp_path / "runs",
        prepared=tmp_path / "prepared",
        check=check_sent,
        faults=tuple(fault for fault in FAULTS if fault not in LIKE_OTHERS),
    )
    figure(f"sending: {found}, {len(found.wrong)} lost or stuck")
    assert found.wrong == []
    assert found.faults >= 250


def check_recorded(run):
    record, _, wrong = next_start(run)
    if record is None or record.state is not ReportState.DONE:
        wrong.append("the report itself is lost, or waiting again")
    return wrong


@pytest.mark.promise("A2", "B12")
def test_every_system_call_of_sending_a_recording_may_fail(tmp_path, figure):
    keep(tmp_path / "prepared")
    send(tmp_path / "prepared")
    found = sweep(
        "record",
        tmp_path / "runs",
        prepared=tmp_path / "prepared",
        check=check_recorded,
        faults=FEWER,
    )
    figure(f"sending a recording: {found}, {len(found.wrong)} lost or stuck")
    assert found.wrong == []
    assert found.faults >= 200


def check_saved(run):
    """What was readable of the damaged outbox is there, whatever failed while it was saved."""
    _, claim, wrong = next_start(run, may_set_aside=True)
    if "kept" in run.said and claim is None:
        wrong.append("acknowledged, and lost")
    outbox = Outbox(outbox_file(run.folder), LATER)
    # Where the disk failed while it was saved, or is full, a recording may be what is missing.
    if outbox.read(EARLIER) not in (report(EARLIER), bare(EARLIER)):
        wrong.append("what was readable is lost")
    outbox.close()
    if not list(outbox_file(run.folder).parent.glob("*.corrupt-*")):
        wrong.append("the damaged file is gone")
    return wrong


@pytest.fixture
def damaged(tmp_path):
    """A folder with an outbox that has lost its first bytes, and can be read for the rest."""
    folder = tmp_path / "prepared"
    keep(folder, EARLIER)
    file = outbox_file(folder)
    file.write_bytes(bytes(100) + file.read_bytes()[100:])
    return folder


@pytest.mark.promise("A2", "A6")
def test_every_system_call_of_saving_a_damaged_outbox_may_fail(tmp_path, damaged, figure):
    found = sweep(
        "keep",
        tmp_path / "runs",
        prepared=damaged,
        check=check_saved,
        faults=FEWER,
    )
    figure(f"saving a damaged outbox: {found}, {len(found.wrong)} lost or stuck")
    assert found.wrong == []
    assert found.faults >= 600
    assert found.killed >= 100


@pytest.mark.bites("A2", "A6")
def test_a_damaged_outbox_that_is_done_with_too_early_is_found_out(tmp_path, damaged, figure):
    found = sweep(
        "hasty",
        tmp_path / "runs",
        prepared=damaged,
        check=check_saved,
        which=("fsync,fdatasync",),
        faults=(KILLED,),
    )
    figure(f"done with too early: {len(found.wrong)} losses in {found.faults} kills")
    assert any("what was readable is lost" in words for words in found.wrong)


@pytest.mark.bites("A2")
def test_the_sweep_finds_a_writer_that_gets_stuck(tmp_path, figure):
    def check(run):
        shutil.rmtree(run.folder / f"{REPORT}.report", ignore_errors=True)
        try:
            keep_wrongly(run.folder)
        except FileExistsError:
            return ["stuck"]
        return []

    found = sweep("wrong", tmp_path / "runs", check=check)
    stuck = found.wrong
    figure(f"one temporary name for ever: {len(stuck)} of {found.faults} faults leave it stuck")
    assert stuck
