"""What becomes of settings that two have changed at once."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from usero_desktop.settings.values import Program, Settings

if TYPE_CHECKING:
    from collections.abc import Iterable


def merged(since: Settings, wanted: Settings, found: Settings) -> Settings:
    """Return `found` with what was changed from `since` to `wanted`, and no more."""
    programs = []
    for theirs in found.programs:
        before, after = since.named(theirs.client_id), wanted.named(theirs.client_id)
        if after is not None:
            programs.append(after if before is None else _with_changes(theirs, before, after))
        elif before is None:
            programs.append(theirs)  # another one added it meanwhile
    known = {its.client_id for its in found.programs}
    programs += [
        ours
        for ours in wanted.programs
        # What another one removed meanwhile stays so, unless it was changed here.
        if ours.client_id not in known and since.named(ours.client_id) != ours
    ]
    changes = _changes(since, wanted, Settings._fields) | {"programs": tuple(programs)}
    return found._replace(**changes)  # type: ignore[arg-type]


def _with_changes(now: Program, before: Program, after: Program) -> Program:
    changes = _changes(before, after, (its.name for its in fields(Program)))
    return replace(now, **changes)  # type: ignore[arg-type]


def _changes(before: object, after: object, names: Iterable[str]) -> dict[str, object]:
    """Return what of `names` is another in `after` than it was `before`."""
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in names)
    return {name: new for name, old, new in pairs if new != old}
