"""The disk that forgets, as a model: it has to forget, and no more than it may."""

from random import Random

import pytest
from faults.disk import SECTOR, Disk, File, Folder

BEFORE, AFTER = b"a" * 3 * SECTOR, b"b" * 4 * SECTOR


def after_cuts(prepare):
    """What is in /file after each of many cuts, None where there is no such name."""
    found = set()
    for seed in range(200):
        disk = Disk()
        prepare(disk)
        disk.cut(Random(seed))
        node = disk.root.names.get("file")
        found.add(bytes(node.data) if isinstance(node, File) else None)
    return found


def write(disk, data, *, synced, named):
    file = File(0o600)
    disk.make("/file", file)
    if named:
        disk.sync(disk.root)
    file.write(data, 0)
    if synced:
        file.sync()
    return file


def test_what_is_synced_is_all_there():
    assert after_cuts(lambda disk: write(disk, AFTER, synced=True, named=True)) == {AFTER}


def test_a_synced_file_whose_folder_is_not_synced_may_have_lost_its_name():
    assert after_cuts(lambda disk: write(disk, AFTER, synced=True, named=False)) == {AFTER, None}


def test_what_is_not_synced_is_there_or_gone_or_torn_at_sectors():
    def overwrite(disk):
        write(disk, BEFORE, synced=True, named=True).write(AFTER, 0)

    found = after_cuts(overwrite)
    assert {BEFORE, AFTER} <= found
    torn = found - {BEFORE, AFTER}
    assert len(torn) > 10
    for data in torn:
        sectors = {data[start : start + SECTOR] for start in range(0, len(data), SECTOR)}
        assert sectors <= {BEFORE[:SECTOR], AFTER[:SECTOR], bytes(SECTOR)}


def test_a_truncation_that_is_not_synced_may_be_undone():
    found = after_cuts(lambda disk: write(disk, BEFORE, synced=True, named=True).truncate(0))
    assert found == {BEFORE, b""}


def test_a_rename_is_done_with_both_names_or_not_at_all():
    def rename(disk):
        write(disk, AFTER, synced=True, named=True)
        disk.rename("/file", "/other")

    for seed in range(50):
        disk = Disk()
        rename(disk)
        disk.cut(Random(seed))
        assert list(disk.root.names) in (["file"], ["other"])


@pytest.mark.parametrize("synced", [True, False])
def test_a_folder_is_lost_with_all_in_it_unless_its_own_name_is_safe(synced):
    kept = set()
    for seed in range(50):
        disk = Disk()
        folder = Folder(0o700)
        disk.make("/folder", folder)
        disk.make("/folder/file", File(0o600))
        disk.sync(folder)
        if synced:
            disk.sync(disk.root)
        disk.cut(Random(seed))
        kept.add("folder" in disk.root.names)
    assert kept == ({True} if synced else {True, False})


def test_the_seed_decides_all():
    def image(seed):
        disk = Disk()
        write(disk, BEFORE, synced=True, named=True).write(AFTER, 0)
        disk.cut(Random(seed))
        return bytes(disk.root.names["file"].data)

    assert [image(seed) for seed in range(20)] == [image(seed) for seed in range(20)]
