"""The next start of a program whose outbox met a fault."""

from __future__ import annotations

from datetime import timedelta

from faults.keeper import CHUNK, REPORT, STARTED, Still, outbox_file, report

from usero_desktop.outbox.store import Outbox

ANOTHER = "0f0e7a52-6e0b-4b4c-8d6e-0a8a1c6f1d22"
USUAL = {f"reports.sqlite3{ending}" for ending in ("", "-journal", ".reserve")}
LATER = Still(STARTED + timedelta(hours=1))
"""A start so much later that every lease is over."""


def recordings_of(outbox, run, claims):
    """Say what is wrong with the recordings: one is whole, or gone with the disk's fault."""
    wrong = []
    if claims.get(ANOTHER) is None or claims[ANOTHER].recording is None:
        wrong.append("a later recording is not kept")
    mine = claims.get(REPORT)
    if mine is not None and mine.recording is None and "error=" not in run.fault:
        wrong.append("the recording is lost")
    if mine is not None and "announced" in run.said and mine.recording.session_id != "rep_1":
        wrong.append("what the server calls the recording is forgotten")
    piece = outbox.recordings.claim("a later start")
    if "sent" in run.said and piece is not None:
        wrong.append("the recording is sent again")
    if {"done", "chunk"} & set(run.said) == {"done"} and piece is None:
        wrong.append("the recording is not gone on with")
    if piece is not None:
        at = 1 if "chunk" in run.said else 0
        if piece.position < at or outbox.recordings.next_chunk(piece)[1].data != CHUNK.data:
            wrong.append("the recording is not gone on with where it was")
    return wrong


def next_start(run, *, may_set_aside=False):
    """Open the outbox as the next start of the program does, and say what is wrong with it."""
    outbox = Outbox(outbox_file(run.folder), LATER)
    outbox.put(report(ANOTHER))
    record = outbox.find(REPORT)
    outbox.hurry()
    claims = {}
    while (claim := outbox.claim("a later start")) is not None:
        claims[claim.submission_id] = claim
    wrong = recordings_of(outbox, run, claims)
    outbox.close()
    names = {file.name for file in outbox_file(run.folder).parent.iterdir()}
    aside = sorted(name for name in names - USUAL if not name.endswith("-journal"))
    # Where the disk goes on failing to read, the file is set aside, too: once.
    if len(aside) > may_set_aside + run.cannot_read:
        wrong.append(f"left behind: {aside}")
    if ANOTHER not in claims:
        wrong.append("stuck")
    if "Traceback" in run.errors:
        wrong.append(f"not told in words: {run.errors[-200:]}")
    if not run.was_killed and not run.told and run.status:
        wrong.append(f"ended with {run.status}")
    return record, claims.get(REPORT), wrong
