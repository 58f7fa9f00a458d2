"""Damage done to an outbox's file at random, and what an outbox must make of it.

What is readable is found independently: by a plain reader that knows nothing but SQL.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

from recordings import recording

from usero_desktop.errors import OutboxError
from usero_desktop.model.picture import Picture
from usero_desktop.model.submission import Receipt, Submission
from usero_desktop.outbox import rows
from usero_desktop.outbox.record import Failure, ReportState
from usero_desktop.outbox.store import Outbox

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from usero_desktop.model.clock import Clock

REPORTS = 24
DELIVERED = 4


@dataclass
class Seen:
    """What one damaged file led to."""

    readable: int = 0
    saved: int = 0
    parked: int = 0
    was_set_aside: bool = False
    wrong: list[str] = field(default_factory=list)


def fill(path: Path, clock: Clock, chance: Random) -> dict[str, Submission]:
    """Fill an outbox so that its tables have pages above pages; return its reports."""
    outbox = Outbox(path, clock)
    made = {}
    for number in range(REPORTS):
        submission = Submission(
            submission_id=str(UUID(int=chance.getrandbits(128), version=4)),
            client_id="client_demo",
            base_url="https://usero.io",
            created_at=datetime.fromtimestamp(clock.now() + number, UTC),
            comment=f"Report {number}: {chance.randbytes(200).hex()} 😀",
            metadata={"log": chance.randbytes(2500).hex()},
            pictures=tuple(
                Picture(chance.randbytes(9_000 + 7_000 * i), "image/png", 30, 20)
                for i in range(number % 4)
            ),
            recording=recording(3, padding=6_000, name=f"r-{number}") if number % 3 == 0 else None,
        )
        outbox.put(submission)
        made[submission.submission_id] = submission
    for submission in list(made.values())[:DELIVERED]:
        outbox.recordings.keep_session(submission.submission_id, "session")
        now = datetime.fromtimestamp(clock.now(), UTC)
        outbox.done(Receipt(submission.submission_id, "feedback", now))
    outbox.claim("me")
    outbox.close()
    return made


def corrupt(content: bytes, seed: int) -> tuple[str, bytes]:
    """Return `content` with damage of a random kind at a random place, and its description."""
    chance = Random(seed)
    raw = bytearray(content)
    at = chance.randrange(len(raw))
    kind = chance.choice(("flip", "flip", "garble", "zero", "truncate"))
    if chance.random() < 0.3:
        at %= 4096  # the first page, which says where everything is, is hit often enough
    if kind == "flip":
        raw[at] ^= 1 << chance.randrange(8)
    elif kind == "truncate":
        del raw[at:]
    else:
        length = min(chance.choice((4, 64, 512, 4096, 16_384)), len(raw) - at)
        raw[at : at + length] = bytes(length) if kind == "zero" else chance.randbytes(length)
    return f"{kind} at {at}", bytes(raw)


def lead_astray(content: bytes, number: int) -> tuple[str, bytes]:
    """Return `content` in which the `number`th long value goes on at a page far beyond its end."""
    raw = bytearray(content)
    # https://sqlite.org/fileformat2.html#pointer_map_or_ptrmap_pages: the second page says of
    # each from the third on what it is, 3 for the first one of a long value, and of whose.
    told = [(page, 4096 + 5 * (page - 3)) for page in range(3, len(raw) // 4096 + 1)]
    page, at = [(page, at) for page, at in told if raw[at] == 3][number]
    owner = int.from_bytes(raw[at + 1 : at + 5], "big")
    place = raw.index(page.to_bytes(4, "big"), 4096 * (owner - 1), 4096 * owner)
    raw[place : place + 4] = b"\xee" * 4
    return f"page {page} lost to page {owner}", bytes(raw)


def plainly_readable(path: Path) -> set[tuple[str, str]]:
    """Return id and words of each report that a plain reader finds, from both ends."""
    found: set[tuple[str, str]] = set()
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        for order in ("ASC", "DESC"):
            try:
                rows = db.execute(
                    "SELECT submission_id, body FROM report NOT INDEXED"
                    f" WHERE body != '' ORDER BY rowid {order}"
                )
                found.update(rows)
            except (sqlite3.Error, UnicodeError):
                continue
    return found


def try_out(
    path: Path,
    made: dict[str, Submission],
    whole: set[tuple[str, str]],
    clock: Clock,
    fresh: Callable[[], Submission],
) -> Seen:
    """Use an outbox whose file is damaged as a program does, and look at what it makes of it."""
    bodies = {name: replace(it, pictures=(), recording=None) for name, it in made.items()}
    seen = Seen()
    readable = plainly_readable(path)
    intact = {name for name, _ in readable & whole}
    outbox = Outbox(path, clock)
    try:
        claims = _drain(outbox)
        outbox.tidy()
        claims += _drain(outbox)
        _check_recordings(outbox, made, seen)
        record = {it.submission_id: it for it in outbox.list()}
        extra = fresh()
        outbox.put(extra)
        if [it.submission for it in _drain(outbox)] != [extra]:
            seen.wrong.append("a new report is not taken")
    except OutboxError as error:
        seen.wrong.append(f"refused: {error}")
        return seen
    finally:
        outbox.close()
    for claim in claims:
        _check_claim(claim, made.get(claim.submission_id), seen)
    taken = {claim.submission_id for claim in claims}
    for name in sorted(intact):
        kept = record.get(name)
        if kept is None or kept.submission != bodies[name]:
            seen.wrong.append(f"{name} could be read, and is lost")
        elif kept.failure == rows.DAMAGED:
            seen.parked += 1  # its digest was hit: somebody has to look at it
        elif name not in taken and kept.state is not ReportState.SENDING:
            seen.wrong.append(f"{name} is kept, but never sent: {kept.state} {kept.failure}")
    lost = {name for name, _ in readable if name in made} - set(record)
    seen.wrong += [f"{name} could be read in part, and is lost" for name in lost - intact]
    seen.readable = len(intact)
    seen.saved = sum(
        name in record and it == record[name].submission for name, it in bodies.items()
    )
    aside = [it for it in path.parent.iterdir() if ".corrupt-" in it.name]
    seen.was_set_aside = bool(aside)
    if any(".damaged-" in it.name for it in path.parent.iterdir()):
        seen.wrong.append("what was set aside is not looked through")
    return seen


def _drain(outbox: Outbox) -> list[Any]:
    claims = []
    while (claim := outbox.claim("me")) is not None:
        claims.append(claim)
        outbox.defer(claim.submission_id, "me", Failure("unreachable", "No."), seconds=1e4)
    return claims


def _check_claim(claim: Any, original: Submission | None, seen: Seen) -> None:
    if original is None or replace(claim.submission, pictures=()) != replace(
        original, pictures=(), recording=None
    ):
        seen.wrong.append(f"garbage would be sent: {claim.submission}")
        return
    kept = claim.recording and claim.recording.recording
    if kept is not None and kept != original.recording.without_data():
        seen.wrong.append(f"garbage would be recorded: {kept}")
    for position, picture in enumerate(claim.submission.pictures):
        if position not in claim.damaged and picture.data != original.pictures[position].data:
            seen.wrong.append(f"a damaged picture would be sent: {position}")
    if len(claim.submission.pictures) != len(original.pictures):
        seen.wrong.append("a picture is missing, and nobody is told")


def _check_recordings(outbox: Outbox, made: dict[str, Submission], seen: Seen) -> None:
    """Go through all that would be sent of recordings."""
    while (claim := outbox.recordings.claim("me")) is not None:
        chunks = made[claim.submission_id].recording.chunks
        while (found := outbox.recordings.next_chunk(claim)) is not None:
            position, chunk = found
            if chunk.data != chunks[position].data:
                seen.wrong.append(f"a damaged chunk would be sent: {position}")
            claim = replace(claim, position=position + 1)
        outbox.recordings.defer(claim.submission_id, "me", seconds=1e4)
