"""Folders for their owner alone, and files too, whatever the umask and whoever was there before."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import contextmanager

import pytest
from outbox.test_upgrade import make_newer

from usero_desktop import private
from usero_desktop.errors import OutboxError
from usero_desktop.outbox import place, schema
from usero_desktop.outbox.store import Outbox

pytestmark = pytest.mark.skipif(os.name != "posix", reason="mode bits")


@contextmanager
def umask(mask):
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def modes(folder):
    """Return the mode of the folder, of those in it and of all files."""
    return {
        str(path): oct(stat.S_IMODE(path.lstat().st_mode)) for path in (folder, *folder.rglob("*"))
    }


def use_every_name(path, clock, submission):
    """Have the outbox make each file it can make, and look at them at every step."""
    seen = {}
    outbox = Outbox(path, clock)

    def look(db):
        db.execute("UPDATE report SET attempts = attempts")
        seen.update(modes(path.parents[1]))

    outbox.put(submission(pictures=2))
    outbox._database.run(look)
    outbox.close()
    make_newer(path)
    outbox.put(submission(pictures=1))
    outbox._database.run(look)
    outbox.close()
    side = path.with_name(f"{path.name}.side-{schema.VERSION}")
    for damaged in (side, path):
        damaged.write_bytes(b"x" * 5_000)
        outbox.put(submission(pictures=1))
        outbox._database.run(look)
        outbox.close()
    return seen


@pytest.mark.promise("J1")
@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077, 0o277])
def test_every_folder_and_file_is_the_owners_alone(
    tmp_path, clock, submission, mask, figure, caplog
):
    with umask(mask):
        path = tmp_path / "data" / "deeper" / "outbox" / "reports.sqlite3"
        if mask == 0o277:
            path.parents[1].mkdir(parents=True, mode=0o700)
            for folder in (path.parents[1], path.parents[2]):
                folder.chmod(0o700)
        seen = use_every_name(path, clock, submission)
    seen.update(modes(tmp_path / "data"))
    files = {name: mode for name, mode in seen.items() if "reports.sqlite3" in name}
    folders = {name: mode for name, mode in seen.items() if name not in files}
    assert set(files.values()) == {"0o600"}, files
    assert set(folders.values()) == {"0o700"}, folders
    assert len(folders) == 3
    for name in ("-journal", ".reserve", ".side-", ".corrupt-"):
        assert any(name in file for file in files), name
    figure(f"umask {mask:03o}: {len(files)} files 0600, {len(folders)} folders 0700")


@pytest.mark.promise("J1")
@pytest.mark.parametrize("mode", [0o777, 0o770, 0o750, 0o711])
def test_a_folder_of_ours_that_is_too_open_is_closed_before_it_is_used(
    path, clock, submission, mode
):
    path.parent.mkdir()
    path.touch(mode=0o666)
    path.chmod(0o666)
    path.parent.chmod(mode)
    Outbox(path, clock).put(submission())
    assert set(modes(path.parent).values()) == {"0o700", "0o600"}


@pytest.mark.promise("J1")
@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root gives away")
def test_a_folder_of_somebody_else_is_refused(path, clock, submission, figure):
    path.parent.mkdir(mode=0o777)
    os.chown(path.parent, 12_345, 12_345)
    outbox = Outbox(path, clock)
    with pytest.raises(OutboxError) as caught:
        outbox.put(submission())
    assert caught.value.code == "outbox_foreign"
    assert list(path.parent.iterdir()) == []
    figure("a folder of another user: refused, nothing made in it; one of ours too open: closed")


@pytest.mark.promise("J1", "J2")
@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root gives away")
@pytest.mark.parametrize("ending", ["", "-journal", ".reserve"])
def test_a_file_of_somebody_else_is_set_aside_unread(path, clock, submission, ending):
    path.parent.mkdir(mode=0o700)
    planted = path.with_name(path.name + ending)
    planted.write_bytes(b"whatever they like us to read")
    os.chown(planted, 12_345, 12_345)
    report = submission(pictures=1)
    outbox = Outbox(path, clock)
    outbox.put(report)
    assert outbox.read(report.submission_id) == report
    outbox.close()
    [aside] = [it for it in path.parent.iterdir() if it.lstat().st_uid == 12_345]
    assert ".corrupt-" in aside.name
    assert aside.read_bytes() == b"whatever they like us to read"


@pytest.mark.bites("J1")
def test_an_outbox_that_leaves_modes_to_the_umask_is_found_out(
    tmp_path, clock, submission, monkeypatch
):
    monkeypatch.setattr(place, "FILE_MODE", 0o666)
    monkeypatch.setattr(private, "FOLDER_MODE", 0o777)
    with umask(0):
        path = tmp_path / "data" / "outbox" / "reports.sqlite3"
        seen = use_every_name(path, clock, submission)
    assert {"0o666", "0o777"} <= set(seen.values())
