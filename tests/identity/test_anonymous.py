"""The anonymous id: adopted, made once, kept for this user alone, another after a logout."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import uuid

import pytest
from outbox.smalldisk import small_disk

from usero_desktop.identity.anonymous import Alias, Badge
from usero_desktop.paths import NOWHERE

POSIX = pytest.mark.skipif(os.name != "posix", reason="modes, links and FIFOs of POSIX")
ASK = """
import sys
from pathlib import Path
from usero_desktop.identity.anonymous import Badge
badge = Badge(Path(sys.argv[1]), "usero-io")
print("ready", flush=True)
sys.stdin.readline()
print(badge.id(), badge.id(), flush=True)
"""


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data" / "outbox"


@pytest.fixture
def badge(folder):
    """Make what a new run of the program has."""
    return lambda: Badge(folder, "usero-io")


def file_of(folder):
    return folder / "person-usero-io.id"


def test_it_is_a_random_uuid_that_the_next_run_finds(badge, folder):
    first = badge().id()
    assert uuid.UUID(first).version == 4
    assert badge().id() == first
    assert [path.name for path in folder.iterdir()] == ["person-usero-io.id"]
    assert Badge(folder, "elsewhere").id() != first


def test_nothing_is_made_before_it_is_wanted(badge, folder):
    assert badge().find_id() is None
    badge().drop_id()
    assert badge().accepted() is None
    assert not folder.parent.exists()


@pytest.mark.parametrize("kept", ["abcdefgh", "0AF4-11-b", "A" * 36])
def test_one_that_looks_like_one_is_adopted(badge, folder, kept):
    folder.mkdir(parents=True)
    file_of(folder).write_text(kept)
    assert badge().id() == kept


@pytest.mark.parametrize(
    "kept",
    [
        b"", b"short-1", b"with space 1", b"line-and-more\n", b"under_score_1",
        "ähnlich-1".encode(), b"\xff\xfe\x00binary", b"a" * 100_000,
    ],
)  # fmt: skip
def test_what_is_none_is_replaced(badge, folder, kept):
    folder.mkdir(parents=True)
    file_of(folder).write_bytes(kept)
    made = badge().id()
    assert uuid.UUID(made)
    assert file_of(folder).read_text() == made


def test_two_programs_that_start_at_once_agree(folder):
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", ASK, str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(3)
    ]  # fmt: skip
    for program in programs:
        assert program.stdout.readline() == "ready\n"
    for program in programs:
        program.stdin.write("go\n")
        program.stdin.flush()
    said = {word for program in programs for word in program.communicate(timeout=60)[0].split()}
    assert len(said) == 1


@POSIX
def test_file_and_folder_are_for_their_owner_whatever_the_umask_and_whoever_was_there(
    badge, folder
):
    for mask in (0, 0o777):
        before = os.umask(mask)
        try:
            badge().drop_id()
            made = badge().id()
        finally:
            os.umask(before)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE(file_of(folder).stat().st_mode) == 0o600
    file_of(folder).chmod(0o644)
    assert badge().id() == made
    assert stat.S_IMODE(file_of(folder).stat().st_mode) == 0o600


@POSIX
@pytest.mark.parametrize("kind", ["link", "dangling link", "FIFO", "folder"])
def test_what_is_planted_in_its_place_is_neither_followed_nor_waited_for(
    badge, folder, tmp_path, kind
):
    outside = tmp_path / "outside"
    outside.write_text("somebody-elses-id")
    folder.mkdir(parents=True)
    plant = {
        "link": lambda path: path.symlink_to(outside),
        "dangling link": lambda path: path.symlink_to(tmp_path / "nowhere"),
        "FIFO": os.mkfifo,
        "folder": lambda path: path.mkdir(),
    }[kind]
    plant(file_of(folder))
    mine = badge()
    made = mine.id()
    assert uuid.UUID(made)
    assert mine.id() == made
    assert outside.read_text() == "somebody-elses-id"
    assert not (tmp_path / "nowhere").exists()
    if kind != "folder":
        assert badge().id() == made
        assert stat.S_ISREG(file_of(folder).lstat().st_mode)


@POSIX
def test_a_link_in_the_folders_place_is_not_followed(badge, folder, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    folder.parent.mkdir()
    folder.symlink_to(elsewhere)
    mine = badge()
    assert mine.id() == mine.id()
    mine.accept("a mark")
    assert list(elsewhere.iterdir()) == []


def test_without_a_home_it_lives_in_memory_alone():
    mine = Badge(NOWHERE / "outbox", "usero-io")
    made = mine.id()
    mine.accept("a mark")
    assert (mine.id(), mine.accepted()) == (made, "a mark")
    mine.drop_id()
    assert mine.id() != made
    assert mine.accepted() is None


@POSIX
def test_on_a_read_only_disk_a_logout_counts_though_the_old_one_stays(tmp_path):
    with small_disk(tmp_path / "disk", "64k") as disk:
        folder = disk.folder / "outbox"
        kept = Badge(folder, "usero-io").id()
        subprocess.run(["mount", "-o", "remount,ro", str(disk.folder)], check=True)
        mine = Badge(folder, "usero-io")
        assert mine.id() == kept
        mine.drop_id()
        made = mine.id()
        assert made != kept
        assert mine.id() == made
        subprocess.run(["mount", "-o", "remount,rw", str(disk.folder)], check=True)
        assert mine.id() == made
        assert Badge(folder, "usero-io").id() == made


@POSIX
def test_a_full_disk_leaves_no_half_file_and_space_heals_it(tmp_path):
    with small_disk(tmp_path / "disk", "64k") as disk:
        mine = Badge(disk.folder / "outbox", "usero-io")
        (disk.folder / "outbox").mkdir(mode=0o700)
        disk.fill()
        made = mine.id()
        mine.accept("a mark")
        assert (mine.id(), mine.accepted()) == (made, "a mark")
        assert list((disk.folder / "outbox").iterdir()) == []
        disk.give_back()
        assert mine.id() == made
        assert Badge(disk.folder / "outbox", "usero-io").id() == made


def test_a_logout_makes_another_and_forgets_what_was_accepted(badge, folder):
    alias = Alias(badge())
    first = alias.id()
    badge().accept("a mark")
    second = Alias(badge(), before=alias)
    second.settle()
    assert list(folder.iterdir()) == []
    assert badge().accepted() is None
    assert second.id() != first
    assert badge().id() == second.id()
    assert alias.id() == first, "a report that was given before still goes by the old one"


def test_one_who_was_never_asked_for_keeps_the_id_of_before_the_logout(badge):
    kept = badge().id()
    alias = Alias(badge())
    after = Alias(badge(), before=alias)
    new = after.id()
    assert alias.id() == kept
    assert new != kept
    assert badge().id() == new


def test_two_logouts_in_a_row_end_both(badge):
    first = Alias(badge())
    third = Alias(badge(), before=Alias(badge(), before=first))
    assert len({first.id(), third.id()}) == 2
    assert badge().id() == third.id()
