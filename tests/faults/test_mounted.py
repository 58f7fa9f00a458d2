"""The mounted disk itself: it does what a disk does, slowly where asked, and can lose power."""

import errno
import os
import time

import pytest
from faults.mounted import mounted_disk

pytestmark = pytest.mark.faults


def write(path, data, *, synced=True):
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        if synced:
            os.fsync(file.fileno())


def sync_names(folder):
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def test_it_is_a_file_system(tmp_path):
    with mounted_disk(tmp_path / "disk") as disk:
        (disk.folder / "a").mkdir()
        write(disk.folder / "a" / "b", b"123456")
        os.truncate(disk.folder / "a" / "b", 3)
        (disk.folder / "a" / "b").rename(disk.folder / "c")
        assert (disk.folder / "c").read_bytes() == b"123"
        assert sorted(entry.name for entry in disk.folder.iterdir()) == ["a", "c"]
        with pytest.raises(FileNotFoundError):
            (disk.folder / "a" / "b").read_bytes()
        write(disk.folder / "a" / "d", b"")
        with pytest.raises(OSError, match="not empty") as caught:
            (disk.folder / "a").rmdir()
        assert caught.value.errno == errno.ENOTEMPTY
        assert not disk.image(tmp_path / "image")
        assert (tmp_path / "image" / "c").read_bytes() == b"123"
    assert list((tmp_path / "disk").iterdir()) == []


def test_without_power_nothing_works_and_afterwards_what_was_synced_is_there(tmp_path):
    with mounted_disk(tmp_path / "disk") as disk:
        write(disk.folder / "safe", b"1" * 5_000)
        sync_names(disk.folder)
        disk.cut_after(3, seed=1)  # a name, a write, and what comes then
        with pytest.raises(OSError, match="Input/output"):
            write(disk.folder / "gone", b"2" * 5_000)
        with pytest.raises(OSError, match="Input/output"):
            (disk.folder / "safe").read_bytes()
        disk.power_on()
        assert (disk.folder / "safe").read_bytes() == b"1" * 5_000
        assert disk.image(tmp_path / "image") is False
        disk.make_blank()
        assert list(disk.folder.iterdir()) == []


def test_a_slow_disk_is_slow_to_sync_and_to_nothing_else(tmp_path):
    slow = 0.5
    with mounted_disk(tmp_path / "disk", fsync_seconds=slow) as disk:
        began = time.monotonic()
        write(disk.folder / "file", b"1", synced=False)
        unsynced = time.monotonic() - began
        write(disk.folder / "file", b"2")
        assert time.monotonic() - began - unsynced >= slow
        assert unsynced < slow
        assert (disk.folder / "file").read_bytes() == b"2"
