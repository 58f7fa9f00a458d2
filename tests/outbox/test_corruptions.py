"""Damage at random places of the file: what a plain reader can read, the outbox has saved."""

from __future__ import annotations

import logging
import os
import shutil
from dataclasses import dataclass, field
from random import Random

import pytest
from outbox.corrupting import corrupt, fill, lead_astray, plainly_readable, try_out

from usero_desktop.outbox import database, rows, salvage, schema
from usero_desktop.outbox.database import Database


@dataclass
class Tally:
    readable: int = 0
    saved: int = 0
    parked: int = 0
    aside: int = 0
    wrong: list[str] = field(default_factory=list)


@pytest.fixture
def damage(tmp_path, clock, submission, monkeypatch, caplog):
    """Damage an outbox again and again, each time anew, and return what came of it."""
    # Hundreds of outboxes: nothing here is about what reaches the disk.
    unsynced = tuple(pragma.replace("FULL", "OFF") for pragma in database._PRAGMAS)
    monkeypatch.setattr(database, "_PRAGMAS", unsynced)
    monkeypatch.setattr(os, "fsync", lambda _handle: None)
    caplog.set_level(logging.CRITICAL)
    original = tmp_path / "original" / "reports.sqlite3"
    made = fill(original, clock, Random(7))
    whole, content = plainly_readable(original), original.read_bytes()
    clock.pass_seconds(1_000)

    def run(seeds, how=corrupt):
        tally = Tally()
        for seed in seeds:
            what, raw = how(content, seed)
            path = tmp_path / str(seed) / "reports.sqlite3"
            shutil.rmtree(path.parent, ignore_errors=True)
            path.parent.mkdir(mode=0o700)
            path.write_bytes(raw)
            seen = try_out(path, made, whole, clock, submission)
            tally.readable += seen.readable
            tally.saved += seen.saved
            tally.parked += seen.parked
            tally.aside += seen.was_set_aside
            tally.wrong += [f"{seed} ({what}): {it}" for it in seen.wrong]
        return tally

    return run


@pytest.mark.promise("A6")
def test_damage_loses_nothing_that_can_be_read(damage):
    tally = damage(range(1_000, 1_025))
    assert tally.wrong == []
    assert tally.aside


@pytest.mark.faults
@pytest.mark.timeout(300)
@pytest.mark.promise("A6")
def test_five_hundred_damages_lose_nothing_that_can_be_read(damage, figure):
    tally = damage(range(500))
    assert tally.wrong == []
    assert tally.saved >= tally.readable > 5_000
    assert tally.parked <= 10
    figure(
        f"500 damages, {tally.aside} files set aside, 0 exceptions; {tally.readable:,} reports"
        f" readable for a plain reader, all kept, {tally.saved - tally.readable:,} more saved"
    )


@pytest.mark.faults
@pytest.mark.timeout(600)
@pytest.mark.promise("A6")
def test_no_wrong_bit_on_the_first_page_loses_anything(damage, figure):
    def flip(content, at):
        raw = bytearray(content)
        raw[at] ^= 1 << Random(at).randrange(8)
        return "flip", bytes(raw)

    tally = damage(range(schema.PAGE_BYTES), flip)
    assert tally.wrong == []
    assert tally.aside > 1_000
    figure(f"one wrong bit in each byte of the first page, {tally.aside} set aside: nothing lost")


@pytest.mark.bites("A6")
def test_an_outbox_that_forgets_a_damaged_file_is_found_out(damage, monkeypatch, figure):
    monkeypatch.setattr(salvage, "_copy", lambda _reader, _target: None)
    lost = [it for it in damage(range(1_000, 1_020)).wrong if "is lost" in it]
    assert lost
    figure(f"without saving what is readable: {len(lost)} reports lost in 20 damages")


@pytest.mark.bites("A6")
def test_an_outbox_that_believes_what_it_reads_is_found_out(damage, monkeypatch, figure):
    monkeypatch.setattr(rows, "is_whole", lambda _data, _known: True)
    sent = [it for it in damage(range(20, 40)).wrong if "would be sent" in it]
    assert sent
    figure(f"without digests: {len(sent)} damaged reports or pictures sent in 20 damages")


@pytest.mark.bites("A6")
def test_an_outbox_that_takes_a_wrong_page_number_for_a_full_disk_is_found_out(
    damage, monkeypatch, figure
):
    where = range(20)
    assert damage(where, how=lead_astray).wrong == []
    monkeypatch.setattr(Database, "_only_says_full", lambda _self, _error: False)
    refused = [it for it in damage(where, how=lead_astray).wrong if "disk is full" in it]
    assert refused
    figure(f"without looking through the file: {len(refused)} of 20 outboxes take nothing more")
