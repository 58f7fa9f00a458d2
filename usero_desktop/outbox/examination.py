"""A look at an outbox's file that changes nothing: not even one that needs it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from usero_desktop.outbox import schema, trouble
from usero_desktop.outbox.place import uri_of
from usero_desktop.outbox.record import ReportState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

WAIT_SECONDS: Final = 2.0
"""How long another program's transaction is waited for."""


class Condition(StrEnum):
    """In which condition an outbox's file is."""

    GOOD = "good"
    NEWER = "newer"
    """A newer version of usero-desktop has written it; this one leaves it alone."""
    DAMAGED = "damaged"
    """The next program that uses it sets it aside and saves what is readable."""
    INTERRUPTED = "interrupted"
    """A program ended in the middle of a change; the next that uses it takes that back."""
    BUSY = "busy"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Examination:
    """What was seen of an outbox: how many reports are in which state, and why if not.

    `reason` are the system's or SQLite's own words where it is not good.
    """

    condition: Condition
    counts: Mapping[ReportState, int] = field(default_factory=dict)
    reason: str = ""


def examine(path: Path) -> Examination:
    """Look at an outbox's file. Any thread; waits for the disk, never raises."""
    try:
        # A read-only connection neither makes a file nor brings one up to our version.
        address = uri_of(path.absolute(), "mode=ro")
        with closing(sqlite3.connect(address, uri=True, timeout=WAIT_SECONDS)) as db:
            db.text_factory = lambda raw: raw.decode("utf-8", "replace")
            return _looked_into(db)
    except (*trouble.UNREADABLE, OSError) as error:
        return Examination(_condition(error), reason=trouble.reason(error))


def _looked_into(db: sqlite3.Connection) -> Examination:
    version = schema.version_of(db)
    if version > schema.VERSION:
        return Examination(Condition.NEWER, reason=f"version {version} of its tables")
    if version == 0:
        return Examination(Condition.GOOD)
    (first,) = db.execute("PRAGMA quick_check(1)").fetchone()
    if first != "ok":
        return Examination(Condition.DAMAGED, reason=str(first))
    known = {str(state): state for state in ReportState}
    counts: Counter[ReportState] = Counter()
    for state, count in db.execute("SELECT state, count(*) FROM report GROUP BY state"):
        # As elsewhere: what damage did to a state counts as rejected.
        counts[known.get(state, ReportState.REJECTED)] += count
    return Examination(Condition.GOOD, counts)


def _condition(error: Exception) -> Condition:
    if trouble.is_busy(error):
        return Condition.BUSY
    if trouble.is_read_only(error):
        return Condition.INTERRUPTED
    return Condition.DAMAGED if trouble.is_damage(error) else Condition.UNREADABLE
