"""A1: what was acknowledged is there after a power cut."""

import sqlite3
from functools import partial

import pytest
from faults.mounted import mounted_disk
from faults.outboxwriter import OutboxWriter
from faults.powercuts import cut_power
from faults.wrong_writers import NaiveWriter, careless_sqlite

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

SEED = 20_261_125
LONGEST = 10_000


@pytest.fixture
def disk(tmp_path):
    with mounted_disk(tmp_path / "disk") as disk:
        yield disk


@pytest.mark.promise("A1")
def test_what_is_acknowledged_survives_power_cuts(disk, tmp_path, figure):
    writer = OutboxWriter(SEED)
    toll = cut_power(disk, writer, tmp_path, cuts=300, longest=LONGEST, seed=SEED, reports=5_000)
    figure(str(toll))
    assert (toll.lost, toll.returned, toll.altered, toll.unreadable) == (0, 0, 0, 0)
    assert toll.cuts >= 300
    assert toll.acknowledged >= 5_000


@pytest.mark.bites("A1")
def test_power_cuts_find_reports_that_are_just_written(disk, tmp_path, figure):
    toll = cut_power(disk, NaiveWriter(), tmp_path, cuts=24, longest=1_000, seed=SEED)
    figure(f"files without a sync: {toll.lost:,} of {toll.acknowledged:,} lost")
    assert toll.lost > toll.acknowledged / 2


@pytest.mark.bites("A1")
@pytest.mark.parametrize(
    "settings",
    [{"synchronous": "OFF"}, {"journal_mode": "WAL", "synchronous": "NORMAL"}],
    ids=["off", "wal-normal"],
)
def test_power_cuts_find_an_outbox_that_does_not_sync(
    disk, tmp_path, figure, monkeypatch, settings
):
    careless = careless_sqlite(**settings)
    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=careless))
    writer = OutboxWriter(SEED)
    toll = cut_power(disk, writer, tmp_path, cuts=40, longest=1_000, seed=SEED)
    assert careless.overruled
    harm = toll.lost + toll.returned + toll.altered + toll.unreadable
    figure(f"{settings}: {harm:,} of {toll.changes:,} changes undone")
    assert harm
