"""Links, FIFOs and folders planted at every name the outbox uses: nothing goes through them."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from usero_desktop.errors import OutboxError
from usero_desktop.outbox import schema
from usero_desktop.outbox.store import Outbox

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links and FIFOs of POSIX")

PATIENCE = 30
SIDE, EARLIER = (f".side-{version}" for version in (schema.VERSION, schema.VERSION - 1))
OTHERS = (".reserve", ".damaged-{now}", ".corrupt-{now}", SIDE, EARLIER)
NAMES = ("", *OTHERS, *(f"{name}-journal" for name in ("", *OTHERS) if name != ".reserve"))


def link_to_a_file(path, outside):
    path.symlink_to(outside / "target")


def link_to_nothing(path, outside):
    path.symlink_to(outside / "not there")


def link_to_a_fifo(path, outside):
    os.mkfifo(outside / "fifo")
    path.symlink_to(outside / "fifo")


PLANTED = {
    "a link to a file": link_to_a_file,
    "a link to nothing": link_to_nothing,
    "a link to a FIFO": link_to_a_fifo,
    "a FIFO": lambda path, _outside: os.mkfifo(path),
    "a folder": lambda path, _outside: path.mkdir(),
}


@pytest.fixture
def outside(tmp_path):
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "target").write_bytes(b"somebody's own file")
    (folder / "target").chmod(0o644)
    return folder


def what_is_in(folder):
    """What makes out a folder and all that lies in it, without opening a FIFO."""
    found = {}
    for path in sorted(Path(folder).rglob("*")):
        facts = path.lstat()
        content = path.read_bytes() if stat.S_ISREG(facts.st_mode) else b""
        found[path.name] = (facts.st_ino, oct(facts.st_mode), content)
    return found


def in_time(work):
    """Do `work` on a thread and return what it gave or raised; a hang is a failure."""
    told = []

    def run():
        try:
            told.append(work())
        except OutboxError as error:
            told.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(PATIENCE)
    assert told, "it hangs"
    return told[0]


def use(path, clock, submission):
    """Use an outbox in each way that touches one of its names; return what was put."""
    outbox = Outbox(path, clock)
    report = submission(pictures=1)
    outbox.put(report)
    outbox.tidy()
    outbox.close()
    assert path.is_file()
    assert not path.is_symlink()
    raw = bytearray(path.read_bytes())
    raw[: schema.PAGE_BYTES] = bytes(schema.PAGE_BYTES)
    path.write_bytes(raw)  # damaged: it is set aside
    outbox = Outbox(path, clock)
    kept = outbox.read(report.submission_id)
    outbox.close()
    assert kept == report
    return kept


@pytest.mark.promise("J2")
@pytest.mark.parametrize("what", PLANTED)
def test_nothing_goes_through_what_is_planted(tmp_path, clock, submission, outside, what, figure):
    for number, ending in enumerate(NAMES):
        path = tmp_path / str(number) / "reports.sqlite3"
        path.parent.mkdir(mode=0o777)
        for old in outside.glob("fifo"):
            old.unlink()
        now = int(clock.now())
        PLANTED[what](path.with_name(path.name + ending.format(now=now)), outside)
        before = what_is_in(outside)
        given = in_time(lambda path=path: use(path, clock, submission))
        assert not isinstance(given, OutboxError), (ending, str(given))
        assert what_is_in(outside) == before, ending
        ours = [it for it in path.parent.iterdir() if stat.S_ISREG(it.lstat().st_mode)]
        assert {stat.S_IMODE(it.lstat().st_mode) for it in ours} == {0o600}
    figure(f"{what} at {len(NAMES)} names: 0 bytes through it, no hang, the report kept beside it")


@pytest.mark.promise("J2")
@pytest.mark.parametrize("what", PLANTED)
def test_what_is_planted_in_the_folders_place_fails_closed(
    tmp_path, clock, submission, outside, what
):
    PLANTED[what](tmp_path / "outbox", outside)
    before = what_is_in(outside)
    outbox = Outbox(tmp_path / "outbox" / "reports.sqlite3", clock)
    given = in_time(lambda: outbox.put(submission()))
    outbox.close()
    assert what_is_in(outside) == before
    if what != "a folder":
        assert given.code in {"outbox_foreign", "outbox_unwritable"}


@pytest.mark.promise("J2", "J3")
def test_a_link_to_a_folder_in_the_folders_place_fails_closed(tmp_path, clock, submission, outside):
    (tmp_path / "outbox").symlink_to(outside)
    before = what_is_in(outside)
    outbox = Outbox(tmp_path / "outbox" / "reports.sqlite3", clock)
    with pytest.raises(OutboxError) as caught:
        outbox.put(submission())
    assert caught.value.code == "outbox_foreign"
    outbox.wipe()
    assert what_is_in(outside) == before


@pytest.mark.bites("J2")
def test_an_outbox_that_opens_whatever_is_there_is_found_out(
    path, clock, submission, outside, monkeypatch
):
    path.parent.mkdir()
    link_to_nothing(path.with_name(path.name + ".reserve"), outside)
    monkeypatch.setattr("usero_desktop.outbox.place.Place.clear", lambda *_: None)
    monkeypatch.setattr("usero_desktop.outbox.reserve.NO_WAITING", 0)
    monkeypatch.setattr("usero_desktop.outbox.reserve.Reserve._size", lambda _: 0)
    before = what_is_in(outside)
    use(path, clock, submission)
    assert what_is_in(outside) != before
