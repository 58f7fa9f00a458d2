"""The file is swapped for a link, and the folder too, while reports are put: none goes outside."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, suppress
from functools import partial

import pytest
from outbox.test_planted import what_is_in

from usero_desktop.errors import OutboxError
from usero_desktop.outbox.place import Place
from usero_desktop.outbox.reserve import STEP_BYTES, Reserve
from usero_desktop.outbox.store import Outbox

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links of POSIX")


@contextmanager
def link_at(place, target):
    """Have a link to `target` at `place`, and then again what stood there."""
    real = place.with_name("the real one")
    place.rename(real)
    place.symlink_to(target)
    yield
    place.unlink()
    real.rename(place)


@pytest.fixture
def swap_while_it_is_opened(monkeypatch, places):
    """Let the link be there only while SQLite opens the file: before and after all looks well."""
    connect = sqlite3.connect

    def open_another(*args, **options):
        with link_at(*places):
            return connect(*args, **options)

    def begin():
        monkeypatch.setattr(sqlite3, "connect", open_another)

    return begin


@pytest.mark.promise("J3")
def test_a_swap_while_the_file_is_opened_is_seen_before_it_is_read(
    path, clock, submission, outside, swap_while_it_is_opened, figure
):
    Outbox(path, clock).put(submission())
    before = what_is_in(outside)
    swap_while_it_is_opened()
    outbox = Outbox(path, clock)
    with pytest.raises(OutboxError) as caught:
        outbox.put(submission())
    assert caught.value.code == "outbox_unwritable"
    assert what_is_in(outside) == before
    figure("swapped exactly while it is opened: seen, 0 bytes outside")


@pytest.mark.bites("J3")
def test_an_outbox_that_only_looks_before_it_opens_is_found_out(
    path, clock, submission, outside, swap_while_it_is_opened, monkeypatch
):
    Outbox(path, clock).put(submission())
    before = what_is_in(outside)
    swap_while_it_is_opened()
    monkeypatch.setattr(Place, "confirm", lambda *_: None)
    with suppress(OutboxError):
        Outbox(path, clock).put(submission())
    assert what_is_in(outside) != before


@pytest.mark.promise("J3")
@pytest.mark.parametrize("use", [Reserve.fill, Reserve.release, partial(Reserve.is_full, size=0)])
def test_a_folder_that_is_swapped_while_the_reserve_is_in_use_leads_it_nowhere(
    path, clock, outside, monkeypatch, use
):
    path.parent.mkdir()
    place, theirs = path.with_name("reports.sqlite3.reserve"), outside / "reports.sqlite3.reserve"
    place.write_bytes(bytes(STEP_BYTES))
    theirs.write_bytes(b"theirs" * STEP_BYTES)
    before = what_is_in(outside)
    size = Reserve._size

    def swap_after(reserve):
        found = size(reserve)
        path.parent.rename(path.parent.with_name("the real one"))
        path.parent.symlink_to(outside)
        return found

    monkeypatch.setattr(Reserve, "_size", swap_after)
    with suppress(OSError):
        use(Reserve(place, clock))
    assert path.parent.is_symlink()
    assert what_is_in(outside) == before
