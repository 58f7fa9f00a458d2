"""A2 and A11: any system call may fail while a file of an earlier version is brought up to date."""

import shutil
from dataclasses import replace

import pytest
from faults.keeper import REPORT, STARTED, outbox_file, report
from faults.restart import next_start
from faults.sweep import FEWER, KILLED, sweep
from outbox.conftest import SetClock
from outbox.releases import FILES, check, content

from usero_desktop.outbox.store import Outbox

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

OLDEST = FILES[0]


@pytest.fixture
def prepared(tmp_path):
    """A folder in which an earlier version has left its outbox."""
    file = outbox_file(tmp_path / "prepared")
    file.parent.mkdir(parents=True)
    shutil.copy(OLDEST, file)
    return tmp_path / "prepared"


def check_upgraded(run):
    """Whatever failed: all that the old file held is there, and what was acknowledged."""
    wrong = []
    clock = SetClock(STARTED.timestamp())
    outbox = Outbox(outbox_file(run.folder), clock)
    kept = outbox.read(REPORT)
    if kept is None and "kept" in run.said:
        wrong.append("acknowledged, and lost")
    if kept not in (None, report(), replace(report(), recording=None)):
        wrong.append("not what was put")
    outbox.delete(REPORT)
    try:
        check(outbox, content(OLDEST), clock)
    except (AssertionError, AttributeError, KeyError) as error:
        wrong.append(f"of the old file something is missing: {error!r}")
    outbox.close()
    *_, more = next_start(run)
    return wrong + more


@pytest.mark.promise("A2", "A11")
def test_every_system_call_of_an_upgrade_may_fail(tmp_path, prepared, figure):
    found = sweep(
        "keep",
        tmp_path / "runs",
        prepared=prepared,
        check=check_upgraded,
        faults=FEWER,
    )
    figure(f"upgrading a released file: {found}, {len(found.wrong)} lost or stuck")
    assert found.wrong == []
    assert found.faults >= 400
    assert found.killed >= 100


@pytest.mark.bites("A2", "A11")
def test_an_upgrade_in_pieces_is_found_out(tmp_path, prepared, figure):
    found = sweep(
        "piecemeal",
        tmp_path / "runs",
        prepared=prepared,
        check=check_upgraded,
        which=("fsync,fdatasync",),
        faults=(KILLED,),
    )
    figure(f"an upgrade in pieces: {len(found.wrong)} wrongs in {found.faults} kills")
    assert found.wrong
