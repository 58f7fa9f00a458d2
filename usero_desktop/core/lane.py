"""One way of a report to the server: an outbox, its tickets, and the worker that empties it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from usero_desktop import loading
from usero_desktop.core.dispatch import Dispatcher
from usero_desktop.core.introductions import Introduction, Introductions
from usero_desktop.model.clock import SystemClock
from usero_desktop.paths import outbox_path

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from usero_desktop.config import Options
    from usero_desktop.core.delivery import HttpDelivery
    from usero_desktop.core.dispatch import Listeners
    from usero_desktop.core.ticket import Ticket
    from usero_desktop.errors import OutboxError
    from usero_desktop.model.clock import Clock
    from usero_desktop.model.submission import Submission
    from usero_desktop.model.user import Person
    from usero_desktop.outbox.store import Outbox
    from usero_desktop.outbox.worker import Worker

MEMORY_BYTES: Final = 100_000_000
"""The most that waits in memory, where nothing can be kept on disk."""


@dataclass(frozen=True, slots=True)
class Seams:
    """What tests and the bench set, None for the real thing.

    `random` gives numbers from 0 to 1. `lease_seconds` is how long a claim on a report
    outlives a process that died, `pause_seconds` what lies between two reports.
    """

    clock: Clock = field(default_factory=SystemClock)
    random: Callable[[], float] | None = None
    lease_seconds: float | None = None
    pause_seconds: float | None = None


class Lane:
    """Takes reports and delivers them; every method may be called on any thread.

    `path` is the outbox's file, None for one in memory. Nothing is made before it is needed:
    an idle widget costs next to nothing.
    """

    def __init__(
        self, path: Path | None, options: Options, listeners: Listeners, seams: Seams
    ) -> None:
        self._path = path
        self._options = options
        self._seams = seams
        self.tickets = Dispatcher(listeners)
        # Held while a report is put, so that each is either deleted with the others or new.
        self._put_lock = threading.Lock()
        self._outbox_lock = threading.Lock()
        self._outbox: Outbox | None = None
        # Held while the data is deleted, so that nobody starts to send in between.
        self._worker_lock = threading.Lock()
        folder = outbox_path(options.client_id, options.data_dir).parent
        self._introductions = Introductions(folder)
        self._delivery: HttpDelivery | None = None
        self._worker: Worker | None = None

    def keep(
        self,
        submission: Submission,
        *,
        replaces: str | None = None,
        not_kept: OutboxError | None = None,
    ) -> Ticket:
        """Put the report into the outbox and have it sent; raises OutboxError.

        `not_kept` says why it is not on disk, where this lane is the one in memory.
        """
        submission_id = submission.submission_id
        with self._put_lock:
            ticket = self.tickets.open(
                submission, recall=lambda: self._recall(submission_id), not_kept=not_kept
            )
            try:
                self.outbox().put(submission, replaces=replaces)
            except BaseException:
                self.tickets.discard(submission_id)
                raise
        worker = self.worker()
        worker.post(lambda: self.tickets.announce(submission_id))
        worker.take(submission_id)
        return ticket

    def _recall(self, submission_id: str) -> bool:
        outbox = self.outbox()
        is_recalled = self.tickets.cancel(submission_id, lambda: outbox.withdraw(submission_id))
        if not is_recalled:
            self.worker().start()  # what became of it while nobody looked
        return is_recalled

    def tell_deleted(self) -> None:
        """Have those who wait for a report that was deleted hear of it. Returns at once.

        Nothing is sent for that. Where no worker is at work none begins: nobody waits then.
        """
        worker = self._worker
        if worker is not None and worker.running:
            worker.start()

    @property
    def open_outbox(self) -> Outbox | None:
        """The outbox, None where nobody has needed it yet."""
        return self._outbox

    def outbox(self) -> Outbox:
        """Return the outbox, made when first needed."""
        with self._outbox_lock:
            if self._outbox is None:
                # Here and not above: sqlite3 is loaded once there is something to keep.
                with loading.importing:
                    from usero_desktop.outbox.store import LEASE_SECONDS, Caps, Outbox

                size = self._options.outbox_bytes
                if self._path is None:
                    size = min(size, MEMORY_BYTES)
                self._outbox = Outbox(
                    self._path,
                    self._seams.clock,
                    caps=Caps(self._options.outbox_reports, size),
                    lease_seconds=self._seams.lease_seconds or LEASE_SECONDS,
                    keeps_history=self._options.keep_history,
                )
            return self._outbox

    def worker(self) -> Worker:
        """Return the worker, made when first needed."""
        with self._worker_lock:
            if self._worker is None:
                with loading.importing:
                    # Not the module's own numbers: a host may have seeded those.
                    from random import SystemRandom

                    from usero_desktop.core.delivery import HttpDelivery
                    from usero_desktop.outbox.schedule import PAUSE_SECONDS
                    from usero_desktop.outbox.worker import Worker

                pause = self._seams.pause_seconds
                self._delivery = HttpDelivery(
                    outbox=self.outbox,
                    clock=self._seams.clock,
                    progress=self.tickets.progress,
                    introductions=self._introductions,
                )
                self._worker = Worker(
                    outbox=self.outbox,
                    delivery=self._delivery,
                    observer=self.tickets,
                    clock=self._seams.clock,
                    random=self._seams.random or SystemRandom().random,
                    pause_seconds=PAUSE_SECONDS if pause is None else pause,
                )
            return self._worker

    def introduce(self, person: Person) -> None:
        """Have the server told who is speaking, without a report. Any thread, for once."""
        options = self._options
        self._introductions.expect(
            Introduction(
                base_url=options.base_url,
                client_id=options.client_id,
                person=person,
                said_at=self._seams.clock.now(),
                allow_insecure=options.allow_insecure,
            )
        )
        self.worker().start()

    def warm_up(self) -> None:
        """Open the outbox and make the client, without the network. For the worker's thread."""
        self.outbox().has_pending()
        delivery = self._delivery
        if delivery is not None:
            options = self._options
            delivery.client(options.base_url, allow_insecure=options.allow_insecure)

    def hurry(self) -> None:
        """Try at once what waits for a better moment. Returns at once."""
        if self._worker_lock.locked():
            return  # a worker is being made, which begins with a round; or all is being deleted
        worker = self.worker()
        worker.post(lambda: self.outbox().hurry())
        worker.resume()

    def wipe(self, timeout: float) -> None:
        """Break off what is being sent and delete all there is; raises OutboxError.

        Waits up to `timeout` seconds for the worker. New reports are taken as before.
        """
        with self._worker_lock:
            worker, self._worker, self._delivery = self._worker, None, None
            if worker is not None:
                worker.abandon(timeout)
            self._introductions.forget()
            with self._put_lock:
                self.outbox().wipe()
                lost = self.tickets.opened()
        for submission_id in lost:
            self.tickets.lost(submission_id)

    def finish(self) -> None:
        """Have the worker end once it has sent what is due. Returns at once."""
        worker = self._worker
        if worker is not None:
            worker.finish()

    def close(self, timeout: float) -> None:
        """Stop within `timeout` seconds; what is not sent stays in the outbox."""
        worker = self._worker
        ended = worker is None or worker.stop(timeout)
        self.tickets.leave_open()
        if ended and self._outbox is not None:
            self._outbox.close()
