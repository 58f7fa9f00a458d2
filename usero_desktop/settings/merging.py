"""What becomes of settings that two have changed at once."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TypeVar

from usero_desktop.settings.values import Program, Settings

Record = TypeVar("Record", Settings, Program)


def merged(since: Settings, wanted: Settings, found: Settings) -> Settings:
    """Return `found` with what was changed from `since` to `wanted`, and no more."""
    programs = []
    for theirs in found.programs:
        before, after = since.named(theirs.client_id), wanted.named(theirs.client_id)
        if after is not None:
            programs.append(after if before is None else _changed(before, after, theirs))
        elif before is None:
            programs.append(theirs)  # another one added it meanwhile
    known = {its.client_id for its in found.programs}
    programs += [
        ours
        for ours in wanted.programs
        # What another one removed meanwhile stays so, unless it was changed here.
        if ours.client_id not in known and since.named(ours.client_id) != ours
    ]
    return replace(_changed(since, wanted, found), programs=tuple(programs))


def _changed(before: Record, after: Record, now: Record) -> Record:
    changes = {
        its.name: getattr(after, its.name)
        for its in fields(before)
        if getattr(after, its.name) != getattr(before, its.name)
    }
    return replace(now, **changes)
