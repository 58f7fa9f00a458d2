"""What the outboxes hold, for who looks at it: reports that are not sent, and what was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.errors import OutboxError

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from usero_desktop.core.lane import Lane
    from usero_desktop.model.submission import Submission
    from usero_desktop.outbox.history import SentEntry
    from usero_desktop.outbox.record import Record


class Shelf:
    """Looks into `lanes`, all of them; see Feedback for what each method promises.

    Every method may be called on any thread, waits for the disk and raises OutboxError.
    """

    def __init__(
        self, lanes: Callable[[], tuple[Lane, ...]], is_closed: Callable[[], bool]
    ) -> None:
        """`lanes` returns those that may hold something; once `is_closed`, no worker is woken."""
        self._lanes, self._is_closed = lanes, is_closed

    def reports(self) -> tuple[Record, ...]:
        """Return the reports that wait or were refused, the oldest first."""
        found = [record for lane in self._lanes() for record in lane.outbox().list()]
        waiting = (record for record in found if record.submission is not None)
        return tuple(sorted(waiting, key=lambda record: record.created_at))

    def read(self, submission_id: str) -> Submission | None:
        """Return a whole report, as far as it may be sent; None where it is not here."""
        for lane in self._lanes():
            submission = lane.outbox().read(submission_id)
            if submission is not None:
                from usero_desktop.core import allowed

                return allowed.of_kept(submission)
        return None

    def retry(self, submission_id: str) -> bool:
        """Have a report sent now; False where there is none."""
        for lane in self._lanes():
            if lane.outbox().retry(submission_id):
                if not self._is_closed():
                    lane.worker().take(submission_id)
                return True
        return False

    def delete(self, submission_id: str) -> bool:
        """Delete a report; False where there is none."""
        for lane in self._lanes():
            if lane.outbox().delete(submission_id):
                if not self._is_closed():
                    lane.tell_deleted()
                return True
        return False

    def export(self, submission_id: str, path: str | os.PathLike[str]) -> None:
        """Write a report to a .zip."""
        from usero_desktop.core.export import export_report

        submission = self.read(submission_id)
        if submission is None:
            raise OutboxError("The report is not in the outbox any more.", code="outbox_gone")
        export_report(submission, path)

    def history(self) -> tuple[SentEntry, ...]:
        """Return what was sent, the last first."""
        found = [entry for lane in self._lanes() for entry in lane.outbox().history.list()]
        return tuple(sorted(found, key=lambda entry: entry.sent_at, reverse=True))

    def forget(self, submission_id: str | None) -> bool:
        """Forget one report that was sent, or all; False where none was remembered."""
        # In each, also where one of them knew it.
        found = [lane.outbox().history.forget(submission_id) for lane in self._lanes()]
        return any(found)
