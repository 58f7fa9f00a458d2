"""The next start of a program whose outbox met a fault."""

from __future__ import annotations

from datetime import timedelta

from faults.keeper import REPORT, STARTED, Still, outbox_file, report

from usero_desktop.outbox.store import Outbox

ANOTHER = "0f0e7a52-6e0b-4b4c-8d6e-0a8a1c6f1d22"
USUAL = {f"reports.sqlite3{ending}" for ending in ("", "-journal", ".reserve")}
LATER = Still(STARTED + timedelta(hours=1))
"""A start so much later that every lease is over."""


def next_start(run, *, may_set_aside=False):
    """Open the outbox as the next start of the program does, and say what is wrong with it."""
    outbox = Outbox(outbox_file(run.folder), LATER)
    outbox.put(report(ANOTHER))
    record = outbox.find(REPORT)
    outbox.hurry()
    claims = {}
    while (claim := outbox.claim("a later start")) is not None:
        claims[claim.submission_id] = claim
    outbox.close()
    wrong = []
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
