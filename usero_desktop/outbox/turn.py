"""Whose turn it is, by a clock that anybody may set.

Stamps are read by whoever has the outbox open, after a restart too, so they are of the clock
that people see. A stamp that cannot be (of the future, or due later than anything may be) was
written by a clock that was wrong: such a report is due at once, so that no leap parks one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from usero_desktop.outbox.schedule import NEVER

if TYPE_CHECKING:
    import sqlite3

Turn: TypeAlias = tuple[int, str, str, "bytes | None", int, int, float]
"""A report's rowid, submission_id, body, digest, picture_count, attempts and waited."""

BOGUS_SECONDS: Final = 86_400.0
"""No due time lies further ahead; a stamp beyond was written by a clock that was wrong."""

AHEAD_SECONDS: Final = 60.0
"""Clocks are set by so much every day; a stamp this far in the future proves nothing."""

# For every statement that writes a stamp: a leap of the clock counts for a day at most.
STAMP: Final = "waited = waited + max(0, min(86400, :now - stamped_at)), stamped_at = :now"

_AHEAD: Final = f"stamped_at > :now + {AHEAD_SECONDS}"
_TOO_LATE: Final = f"due_at > :now + {BOGUS_SECONDS + AHEAD_SECONDS} AND due_at < {NEVER}"
_IS_BOGUS: Final = (
    f"state = 'queued' AND (attempts > 0) = 0 AND {_TOO_LATE}",
    f"state = 'queued' AND (attempts > 0) = 1 AND {_TOO_LATE}",
    f"state = 'rejected' AND (attempts > 0) = 1 AND {_TOO_LATE}",
    f"state = 'queued' AND {_AHEAD}",
    f"state = 'rejected' AND {_AHEAD}",
)

_LEASE_IS_OVER: Final = (
    "state = 'sending' AND (lease_until <= :now OR lease_until > :now + 2 * :lease"
    " OR lease_until IS NULL)"
)
_FRESH: Final = "state = 'queued' AND (attempts > 0) = 0 AND due_at <= :now"
_TRIED: Final = "state = 'queued' AND (attempts > 0) = 1 AND due_at <= :now"
_AGAIN: Final = "state = 'rejected' AND (attempts > 0) = 1 AND due_at <= :now"
_COLUMNS: Final = "rowid, submission_id, body, digest, picture_count, attempts, waited"
_FIRST: Final = "ORDER BY due_at, created_at LIMIT 1"

# Each is answered by the index report_turn alone, but for the few that are being sent.
_NEXT: Final = tuple(
    f"SELECT min({moment}) FROM report WHERE {whose}"
    for moment, whose in (
        ("due_at", "state = 'queued' AND (attempts > 0) = 0"),
        ("due_at", "state = 'queued' AND (attempts > 0) = 1"),
        ("due_at", f"state = 'rejected' AND (attempts > 0) = 1 AND due_at < {NEVER}"),
        ("lease_until", "state = 'sending'"),
    )
)


def next_turn(
    db: sqlite3.Connection, now: float, *, lease: float, only: str | None = None
) -> Turn | None:
    """Return the next due report, or None: new ones first, then the longest due.

    `only` names the one report it may be.
    """
    _mend(db, now)
    narrow = "" if only is None else "AND submission_id = :only"
    for whose in (_FRESH, _LEASE_IS_OVER, _TRIED, _AGAIN):
        found: Turn | None = db.execute(
            f"SELECT {_COLUMNS} FROM report WHERE {whose} {narrow} {_FIRST}",
            {"now": now, "lease": lease, "only": only},
        ).fetchone()
        if found is not None:
            return found
    return None


def take(db: sqlite3.Connection, turn: Turn, now: float, owner: str, until: float) -> None:
    """Give the lease of a report to `owner`."""
    db.execute(
        f"UPDATE report SET state = 'sending', {STAMP}, lease_owner = :owner,"
        " lease_until = :until WHERE rowid = :rowid",
        {"now": now, "owner": owner, "until": until, "rowid": turn[0]},
    )


def park(db: sqlite3.Connection, turn: Turn, now: float, failure: str) -> None:
    """Let nobody send a report by itself any more."""
    db.execute(
        f"UPDATE report SET state = 'rejected', {STAMP}, due_at = {NEVER}, failure = :failure,"
        " attempts = max(1, attempts), lease_owner = NULL, lease_until = NULL WHERE rowid = :rowid",
        {"now": now, "failure": failure, "rowid": turn[0]},
    )


def seconds_to_next(db: sqlite3.Connection, now: float, *, lease: float) -> float | None:
    """Return the seconds until it is somebody's turn, 0 for now, None for none at all."""
    for bogus in (*_IS_BOGUS, _LEASE_IS_OVER):
        question = f"SELECT due_at FROM report WHERE {bogus} AND due_at < {NEVER} LIMIT 1"
        if db.execute(question, {"now": now, "lease": lease}).fetchone():
            return 0.0
    found = [db.execute(question).fetchone()[0] for question in _NEXT]
    moments = [float(moment) for moment in found if isinstance(moment, int | float)]
    return max(0.0, min(moments) - now) if moments else None


def _mend(db: sqlite3.Connection, now: float) -> None:
    due_at = f"CASE WHEN due_at < {NEVER} THEN :now ELSE due_at END"
    for bogus in _IS_BOGUS:
        db.execute(
            f"UPDATE report SET stamped_at = :now, due_at = {due_at} WHERE {bogus}",
            {"now": now},
        )
