"""Where reports are kept until they are delivered."""

from __future__ import annotations

import os
import shutil
import stat
from collections import Counter
from typing import TYPE_CHECKING, Final

from usero_desktop import policy
from usero_desktop.cli.checks.finding import Check, Finding, State, Subject
from usero_desktop.paths import NOWHERE, data_dir, outbox_paths, shown_path

if TYPE_CHECKING:
    from pathlib import Path

    from usero_desktop.model.submission import JsonValue
    from usero_desktop.outbox.examination import Examination

ROOM_BYTES: Final = 100_000_000
"""Less than this is said: a report with three pictures may have 30 MB, and is written twice."""


def _look(subject: Subject) -> tuple[Finding, ...]:
    from usero_desktop.outbox.examination import Condition, examine
    from usero_desktop.outbox.record import ReportState

    rules = policy.read()
    if not rules.outbox:
        sentence = f"Nothing is kept here: {rules.source} forbids that. Reports go out from memory."
        return (Finding("outbox", State.OK, sentence, facts={"folder": None}),)
    folder = data_dir(subject.data_dir)
    shown = shown_path(folder)
    facts: dict[str, JsonValue] = {"folder": shown}
    trouble = _why_not_writable(folder)
    if trouble:
        advice = "Choose another folder with --data-dir or USERO_DESKTOP_DATA_DIR."
        return (Finding("outbox", State.FAILED, trouble, advice, facts),)
    there = filter(os.path.exists, outbox_paths(folder))  # not the one that may not be looked at
    found = {path: examine(path) for path in there}
    counts: Counter[ReportState] = Counter()
    for its in found.values():
        counts.update(its.counts)
    waiting = counts[ReportState.QUEUED] + counts[ReportState.SENDING]
    refused = counts[ReportState.REJECTED]
    room = shutil.disk_usage(_nearest(folder)).free
    facts |= {"outboxes": len(found), "waiting": waiting, "refused": refused, "free_bytes": room}
    troubles = [_said(path, its) for path, its in found.items() if its.condition not in _FINE]
    troubles += [said for path in found if (said := _too_open(path))]
    if room < ROOM_BYTES:
        troubles.append(f"The disk has room for {room // 1_000_000} MB more.")
    facts["troubles"] = list(troubles)
    sentence = f"{shown}: {waiting} to be sent, {refused} refused, {room // 10**9} GB free."
    if troubles:
        is_bad = any(its.condition is Condition.UNREADABLE for its in found.values())
        state = State.FAILED if is_bad else State.WARNING
        return (Finding("outbox", state, f"{' '.join(troubles)} {sentence}", facts=facts),)
    advice = "See: usero-desktop outbox list" if refused else ""
    return (Finding("outbox", State.OK, sentence, advice, facts),)


_FINE: Final = frozenset({"good", "busy", "interrupted"})
"""Conditions that nobody has to do anything about."""


def _said(path: Path, found: Examination) -> str:
    what = {
        "newer": "was written by a newer version of usero-desktop; this one leaves it alone",
        "damaged": "is damaged; the next program to use it saves what is readable",
    }
    return f"{shown_path(path)} {what.get(found.condition, 'cannot be read')} ({found.reason})."


def _too_open(path: Path) -> str:
    """Say that others may read an outbox, "" where they may not; its next use closes it."""
    if os.name != "posix":
        return ""
    for it in (path.parent, path):
        if stat.S_IMODE(it.lstat().st_mode) & 0o077:
            return f"Others on this computer may read {shown_path(it)}; its next use closes it."
    return ""


def _why_not_writable(folder: Path) -> str:
    if folder == NOWHERE:
        return "This user has no home folder, so reports are kept in memory alone."
    place = _nearest(folder)
    if not place.is_dir():
        return f"{shown_path(place)} is not a folder, so no report can be kept there."
    if not os.access(place, os.W_OK | os.X_OK):
        return f"{shown_path(place)} may not be written to, so no report can be kept there."
    return ""


def _nearest(folder: Path) -> Path:
    """Return `folder`, or what is there of the way to it."""
    place = folder.absolute()
    while not os.path.lexists(place) and place != place.parent:
        place = place.parent
    return place


OUTBOX = Check(("outbox",), _look)
