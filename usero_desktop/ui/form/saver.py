"""Keeping what is written in a form for the next start, in threads that nobody waits for."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from usero_desktop import policy
from usero_desktop.core.drafts import draft_of
from usero_desktop.errors import OutboxError
from usero_desktop.logs import guest_logger
from usero_desktop.ui.form import drafts
from usero_desktop.ui.form.desk import Sheet
from usero_desktop.ui.form.original import previewed, read_original

if TYPE_CHECKING:
    from usero_desktop.core.feedback import Feedback
    from usero_desktop.core.pool import Pool
    from usero_desktop.outbox.drafts import KeptDraft, KeptSheet
    from usero_desktop.ui.form.writing import Writing

log = guest_logger("usero_desktop.ui")

Kept: TypeAlias = tuple[tuple[Sheet, ...], frozenset[str]]
"""What is written, and the parts that the user has switched off."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """What an earlier run has kept; `lost_pictures` counts those that cannot be read."""

    sheets: tuple[Sheet, ...]
    lost_pictures: int


class Saver:
    """Writes down what is written in one form. Plain Python, as what it is written in.

    A draft that cannot be saved is said in the log, once, and never on the screen: the user
    is writing, and nothing is lost as long as the program runs.
    """

    def __init__(self, writing: Writing, feedback: Feedback, pool: Pool) -> None:
        self._writing = writing
        self._feedback, self._pool = feedback, pool
        self._writers = {uuid.uuid4().hex}
        self._mine = next(iter(self._writers))
        self._wanted = self._kept = self._with_off(())
        self._has_failed = False

    def go_on(self, feedback: Feedback, pool: Pool) -> None:
        """Write by other hands: the form is another widget's now."""
        self._feedback, self._pool = feedback, pool

    def wants(self, sheets: tuple[Sheet, ...]) -> bool:
        """Whether `sheets` are something else than what was last to be kept."""
        return self._with_off(sheets) != self._wanted

    def _with_off(self, sheets: tuple[Sheet, ...]) -> Kept:
        return sheets, drafts.off_of(self._writing.key) if sheets else frozenset()

    def save(self, sheets: tuple[Sheet, ...]) -> None:
        """Have `sheets` kept in place of what is kept. Returns at once; any thread."""
        if self.wants(sheets) or self._has_failed:
            self._wanted = self._with_off(sheets)
            self._pool.run(self._write, lambda _nothing: None)

    def write(self, sheets: tuple[Sheet, ...]) -> None:
        """Keep `sheets` in place of what is kept. Waits for the disk."""
        self._wanted = self._with_off(sheets)
        self._write()

    def drop(self) -> None:
        """Keep nothing any more. Returns at once."""
        self.save(())

    def recall(self) -> Recalled | None:
        """Return what an earlier run has kept, None for nothing. Waits; raises OutboxError."""
        kept = draft_of(self._feedback).load()
        if kept is None:
            return None
        self._writers.add(kept.writer)
        sheets = tuple(self._restored(sheet) for sheet in kept.sheets)
        # First, so that none of it travels even where the form is another's by now.
        drafts.switch(self._writing.key, kept.off, on=False)
        self._wanted = self._kept = self._with_off(sheets)
        return Recalled(sheets, kept.lost_pictures)

    def _restored(self, kept: KeptSheet) -> Sheet:
        pictures = kept.draft.pictures if policy.read().screenshots else ()
        draft = kept.draft._replace(pictures=tuple(previewed(p) for p in pictures))
        original = None
        if kept.replaces is not None:
            try:
                original = read_original(self._feedback, kept.replaces)
            except OutboxError as error:
                log.debug("%s", error)  # it is a report of its own, then
        return Sheet(draft, original)

    def _write(self) -> None:
        with drafts.saving:
            wanted = self._wanted
            if wanted == self._kept or not self._writing.is_current:
                return
            try:
                if wanted[0]:
                    draft_of(self._feedback).save(self._as_kept(wanted))
                else:
                    draft_of(self._feedback).drop(self._writers)
            except OutboxError as error:
                if not self._has_failed:
                    log.warning("What is being written is not kept for the next start: %s", error)
                self._has_failed = True
            else:
                self._kept, self._has_failed = wanted, False

    def _as_kept(self, wanted: Kept) -> KeptDraft:
        from usero_desktop.outbox.drafts import KeptDraft, KeptSheet

        sheets, off = wanted
        return KeptDraft(
            self._mine,
            tuple(
                KeptSheet(it.draft, None)
                if it.original is None
                else KeptSheet(it.draft, it.original.submission_id, it.draft != it.original.draft)
                for it in sheets
            ),
            off=off,
        )
