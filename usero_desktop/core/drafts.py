"""What is written in one form and not sent yet, kept for the next start where the host wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.core import fork
from usero_desktop.paths import may_exist

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from usero_desktop.config import Options
    from usero_desktop.core.feedback import Feedback
    from usero_desktop.core.lane import Lane
    from usero_desktop.outbox.drafts import KeptDraft


class FormDraft:
    """The draft of one form in the outbox's file. Any thread; waits for the disk.

    Every method raises OutboxError where the file cannot be read or written.
    """

    def __init__(self, lane: Lane, path: Path, options: Options) -> None:
        """`lane` has its outbox at `path`; the form is known by its server and project."""
        self._lane, self._path = lane, path
        self._name = f"{options.base_url} {options.client_id}"

    def save(self, kept: KeptDraft) -> None:
        """Keep it in place of what is kept."""
        self._lane.outbox().drafts.save(self._name, kept)

    def load(self) -> KeptDraft | None:
        """Return what is kept, None for nothing; looking makes no files."""
        return self._lane.outbox().drafts.load(self._name) if may_exist(self._path) else None

    def drop(self, writers: Collection[str]) -> None:
        """Delete what is kept, if one of `writers` wrote it."""
        if may_exist(self._path):
            self._lane.outbox().drafts.drop(self._name, writers)


def draft_of(feedback: Feedback) -> FormDraft:
    """Return what is written to the project and server of `feedback`, as it is kept on disk."""
    fork.watch(feedback)
    lane, path = feedback._lanes.disk, feedback._path  # noqa: SLF001 - no business of a host's
    return FormDraft(lane, path, feedback.options)
