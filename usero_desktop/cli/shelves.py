"""The outboxes of all projects on this machine, for commands that look into them."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Self

from usero_desktop.cli.exits import sentence_of
from usero_desktop.config import Options
from usero_desktop.core.feedback import Feedback
from usero_desktop.errors import OutboxError, UseroError
from usero_desktop.model.clock import SystemClock
from usero_desktop.outbox.examination import Condition, examine
from usero_desktop.outbox.store import Outbox
from usero_desktop.paths import (
    data_dir,
    may_exist,
    outbox_path,
    outbox_paths,
    project_of,
    shown_path,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from usero_desktop.outbox.history import SentEntry
    from usero_desktop.outbox.record import Record

UNIQUE: Final = 8
"""Characters of a report's id that are shown at least; a hundred reports differ in these."""


@dataclass(slots=True)
class Shelf:
    """The outbox of one project; `trouble` says why it cannot be read, "" where it can."""

    client_id: str
    path: Path
    outbox: Outbox
    chosen_data_dir: str | None
    trouble: str = ""
    reports: tuple[Record, ...] = ()

    def feedback(self) -> Feedback:
        """Return what delivers from it; raises ConfigError."""
        return Feedback.from_options(Options.create(self.client_id, data_dir=self.chosen_data_dir))


@dataclass(frozen=True, slots=True)
class Kept:
    """A report in an outbox."""

    shelf: Shelf
    record: Record


@dataclass(slots=True)
class Shelves:
    """All outboxes below a data folder, open until the block ends."""

    all: list[Shelf] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    """What was said of outboxes that are damaged, newer or cannot be read."""
    _stack: ExitStack = field(default_factory=ExitStack)

    @classmethod
    def open(
        cls, chosen_data_dir: str | None, client_id: str | None, warn: Callable[[str], None]
    ) -> Self:
        """Look into every outbox, or into that of `client_id`.

        `warn` is told, a sentence each, of one that is damaged, newer or cannot be read.
        """
        found = cls()

        def tell(sentence: str) -> None:
            found.troubles.append(sentence)
            warn(sentence)

        for path in _paths(chosen_data_dir, client_id):
            shelf = found._open(path, client_id, chosen_data_dir, tell)
            if shelf is not None:
                found.all.append(shelf)
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def is_whole(self) -> bool:
        """Whether all of them could be read."""
        return not any(shelf.trouble for shelf in self.all)

    def kept(self) -> list[Kept]:
        """Return the reports that are not sent, the oldest first."""
        found = [Kept(shelf, record) for shelf in self.all for record in shelf.reports]
        return sorted(found, key=lambda kept: kept.record.created_at)

    def find(self, beginnings: Sequence[str]) -> list[Kept]:
        """Return the reports whose ids begin so; raises UseroError where that is not one each."""
        everything = self.kept()
        names = unique(beginnings, [kept.record.submission_id for kept in everything], "report")
        return [kept for kept in everything if kept.record.submission_id in names]

    def sent(self) -> list[tuple[Shelf, SentEntry]]:
        """Return what was sent, the last first; raises OutboxError."""
        readable = [shelf for shelf in self.all if not shelf.trouble]
        found = [(shelf, entry) for shelf in readable for entry in shelf.outbox.history.list()]
        return sorted(found, key=lambda it: it[1].sent_at, reverse=True)

    def _open(
        self,
        path: Path,
        client_id: str | None,
        chosen_data_dir: str | None,
        warn: Callable[[str], None],
    ) -> Shelf | None:
        seen = examine(path)
        shown = shown_path(path)
        if seen.condition is Condition.NEWER:
            warn(
                f"The outbox {shown} was written by a newer version of usero-desktop, which alone "
                "can tell what is in it; nothing of it is changed."
            )
            if not any(path.parent.glob(f"{path.name}.side-*")):
                return None  # and none is made beside it
        outbox = Outbox(path, SystemClock())
        self._stack.callback(outbox.close)
        shelf = Shelf(client_id or "", path, outbox, chosen_data_dir)
        try:
            records = outbox.list()
        except OutboxError as error:
            shelf.trouble = sentence_of(error)
            warn(shelf.trouble)
            return shelf
        shelf.reports = tuple(it for it in records if it.submission is not None)
        if seen.condition is Condition.DAMAGED:
            count = len(shelf.reports)
            warn(
                f"The outbox {shown} was damaged. It is kept beside the new one, into which all "
                f"that is readable was saved ({count} {'report' if count == 1 else 'reports'})."
            )
        # The folder's name tells, but for one that was too long for it.
        named = project_of(path)
        written = next((it.submission.client_id for it in shelf.reports if it.submission), "")
        shelf.client_id = client_id or named or written
        return shelf


def unique(beginnings: Sequence[str], ids: Iterable[str], what: str) -> set[str]:
    """Return the ids that are meant by how they begin; raises UseroError for none and several."""
    known = list(ids)
    meant = set()
    for beginning in beginnings:
        found = [name for name in known if name.startswith(beginning.strip().lower())]
        if beginning.strip() and len(found) == 1:
            meant.add(found[0])
        elif not found or not beginning.strip():
            raise UseroError(f"There is no {what} {beginning!r} here.", code="cli_id")
        else:
            shown = ", ".join(name[: UNIQUE + 4] for name in found[:5])
            raise UseroError(
                f"{len(found)} ids begin with {beginning!r} ({shown}); give more of the one.",
                code="cli_id",
            )
    return meant


def shortened(ids: Sequence[str]) -> dict[str, str]:
    """Return for each id as much of it as tells it apart from the others."""
    length = UNIQUE
    while len({name[:length] for name in ids}) < len(set(ids)):
        length += 1
    return {name: name[:length] for name in ids}


def _paths(chosen_data_dir: str | None, client_id: str | None) -> list[Path]:
    if client_id is not None:
        path = outbox_path(client_id, chosen_data_dir)
        return [path] if path.parent.is_dir() and _has_outbox(path) else []
    home = data_dir(chosen_data_dir)
    if home.is_dir() and not os.access(home, os.R_OK | os.X_OK):
        raise OutboxError(
            f"{shown_path(home)} may not be looked into, so nothing is known of reports in it.",
            code="cli_folder",
        )
    return [path for path in outbox_paths(home) if _has_outbox(path)]


def _has_outbox(path: Path) -> bool:
    """Whether there is one, or a damaged one that waits to be looked through."""
    return may_exist(path) or any(path.parent.glob(f"{path.name}.damaged-*"))
