"""Feedback without a window: what a program, a script or the widget hands reports to."""

from __future__ import annotations

import threading
from time import monotonic
from typing import TYPE_CHECKING

from usero_desktop import api, outbox
from usero_desktop.config import FIXED, UNSET, Options
from usero_desktop.core.dispatch import Dispatcher
from usero_desktop.errors import UseroError
from usero_desktop.loading import load_gently
from usero_desktop.model.clock import SystemClock
from usero_desktop.paths import may_exist, outbox_path

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Self

    from usero_desktop.config import Unset
    from usero_desktop.core.assemble import Screenshot
    from usero_desktop.core.delivery import HttpDelivery
    from usero_desktop.core.events import Event
    from usero_desktop.core.ticket import Ticket
    from usero_desktop.model.clock import Clock
    from usero_desktop.outbox.store import Outbox
    from usero_desktop.outbox.worker import Worker

CLOSE_SECONDS = 2.0
"""An exit waits this long at most for a report that is on its way."""

POLL_SECONDS = 0.5
"""How often `flush` looks at the outbox when nothing is told: others may be sending too."""


class Feedback:
    """Takes reports, keeps them on disk and delivers them in the background.

    Making one costs next to nothing: no thread, file or connection before the first report.
    Every method may be called on any thread; those that wait say so.
    """

    def __init__(self, client_id: str | None = None, **options: object) -> None:
        """`options` are those of `Options`; raises ConfigError where one is wrong."""
        self._set_up(Options.create(client_id, **options), SystemClock(), None, None)

    @classmethod
    def from_options(
        cls,
        options: Options,
        *,
        clock: Clock | None = None,
        random: Callable[[], float] | None = None,
        lease_seconds: float | None = None,
    ) -> Self:
        """Make one from options that are checked already.

        `clock`, `random` (numbers from 0 to 1) and `lease_seconds`, how long a claim on a
        report outlives a process that died, are for tests.
        """
        feedback = cls.__new__(cls)
        feedback._set_up(options, clock or SystemClock(), random, lease_seconds)  # noqa: SLF001
        return feedback

    def _set_up(
        self,
        options: Options,
        clock: Clock,
        random: Callable[[], float] | None,
        lease_seconds: float | None,
    ) -> None:
        self._options = options
        self._clock = clock
        self._lease_seconds = lease_seconds
        self._path = outbox_path(options.data_dir)
        self._outbox: Outbox | None = None
        self._lock = threading.Lock()
        self._settled = threading.Condition()
        self._closed = False
        self._wanted = threading.Event()
        self._dispatcher = Dispatcher()
        self._dispatcher.subscribe(self._wake_flush)
        self._random = random
        self._delivery: HttpDelivery | None = None
        self._worker: Worker | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def options(self) -> Options:
        """The settings that the next report is made with."""
        return self._options

    def update(self, options: Options) -> None:
        """Make reports to come with `options` (see `Options.updated`); raises ConfigError.

        `client_id`, `base_url` and `data_dir` must be what they were.
        """
        fixed = {name: getattr(options, name) for name in FIXED}
        self._options.updated(**fixed)
        self._options = options

    def submit(
        self,
        *,
        rating: int | None = None,
        comment: str | None = None,
        user_email: str | None = None,
        screenshots: Sequence[Screenshot] = (),
        metadata: Mapping[str, object] | None = None,
        page_url: str | Unset | None = UNSET,
        page_title: str | Unset | None = UNSET,
        environment: str | Unset | None = UNSET,
        context: Mapping[str, object] | None = None,
    ) -> Ticket:
        """Keep a report safe on disk and return its ticket; delivery goes on by itself.

        `rating` is 1 to 4, `comment` at most 1000 UTF-16 units; one of the two is needed.
        `screenshots` are up to three files, encoded pictures, PIL images or `Picture`s.
        `metadata` comes on top of the options' own; `context` is further automatic metadata
        that goes first where the whole is too large. UNSET means what the options say, None for a
        page the default (``app://…`` and the program's name).

        Waits for the disk, never for the network. Raises InvalidFeedback, also for a
        value of the wrong kind, ImageError, ConfigError for a placeholder `environment`,
        OutboxError where the report cannot be kept, UseroError after `close`.
        """
        self.hasten()
        from usero_desktop.core.assemble import assemble

        self._refuse_closed()
        submission = assemble(
            self._options,
            self._clock,
            rating=rating,
            comment=comment,
            user_email=user_email,
            screenshots=screenshots,
            metadata=metadata,
            page_url=page_url,
            page_title=page_title,
            environment=environment,
            context=context,
        )
        submission_id = submission.submission_id
        ticket = self._dispatcher.open(submission_id)
        try:
            self._store().put(submission)
        except BaseException:
            self._dispatcher.discard(submission_id)
            raise
        self._started().post(lambda: self._dispatcher.announce(submission_id))
        if self._closed:  # meanwhile, on another thread: the report is for the next start
            self._dispatcher.leave_open()
        return ticket

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Call `listener` on the worker thread for every event; call the result to end that.

        What it raises is logged and does no harm.
        """
        return self._dispatcher.subscribe(listener)

    def start(self) -> None:
        """Deliver what an earlier run left; does nothing where there is no outbox."""
        if not self._closed and may_exist(self._path):
            self._started().start()

    def prepare(self) -> None:
        """Load what sending needs, without the network, so that sending is quick later.

        For the moment a user begins to write, and for a thread that nobody waits for: it
        takes half a second, most of it spent resting so that the user's keys come first;
        `hasten` and `submit` end the resting.
        """
        parts = ("usero_desktop.core.assemble", *outbox.PARTS, "usero_desktop.core.delivery")
        load_gently((*parts, *api.PARTS), rest=self._wanted.wait)
        if not self._closed:
            self._started().post(self._warm_up)

    def hasten(self) -> None:
        """Say that a report is about to come. Returns at once."""
        self._wanted.set()

    def retry_now(self) -> None:
        """Try again at once what waits for a better moment: the network is back.

        Returns at once.
        """
        if not self._closed and may_exist(self._path):
            self._started().post(lambda: self._store().hurry())
            self._started().resume()

    def flush(self, timeout: float) -> bool:
        """Wait up to `timeout` seconds until nothing is left to send; True where that is so.

        Raises OutboxError where the outbox cannot be read.
        """
        deadline = monotonic() + timeout
        if not may_exist(self._path):
            return True
        self.start()
        while self._store().pending():
            left = deadline - monotonic()
            if left <= 0 or self._closed:
                return False
            with self._settled:
                self._settled.wait(min(left, POLL_SECONDS))
        return True

    def close(self, timeout: float = CLOSE_SECONDS) -> None:
        """Stop within `timeout` seconds; what is under way may end, the rest stays on disk.

        Further calls do nothing. `submit` raises from now on.
        """
        with self._lock:
            if self._closed:
                return
            self._closed = True
        self.hasten()
        ended = self._worker is None or self._worker.stop(timeout)
        self._dispatcher.leave_open()
        self._wake_flush(None)
        if ended and self._outbox is not None:
            self._outbox.close()

    def _started(self) -> Worker:
        """Return the worker, made when first needed: an idle widget costs next to nothing."""
        with self._lock:
            if self._worker is None:
                from random import random

                from usero_desktop.core.delivery import HttpDelivery
                from usero_desktop.outbox.worker import Worker

                self._delivery = HttpDelivery(
                    outbox=self._store, clock=self._clock, progress=self._dispatcher.progress
                )
                self._worker = Worker(
                    outbox=self._store,
                    delivery=self._delivery,
                    observer=self._dispatcher,
                    clock=self._clock,
                    random=self._random or random,
                )
            return self._worker

    def _store(self) -> Outbox:
        with self._lock:
            if self._outbox is None:
                # Here and not above: sqlite3 is loaded once there is something to keep.
                from usero_desktop.outbox.store import LEASE_SECONDS, Outbox

                lease = self._lease_seconds or LEASE_SECONDS
                self._outbox = Outbox(self._path, self._clock, lease_seconds=lease)
            return self._outbox

    def _warm_up(self) -> None:
        from usero_desktop.core.context import automatic_metadata

        self._store().pending()
        options = self._options
        automatic_metadata(options)
        if self._delivery is not None:
            self._delivery.client(options.base_url, allow_insecure=options.allow_insecure)

    def _wake_flush(self, _event: Event | None) -> None:
        with self._settled:
            self._settled.notify_all()

    def _refuse_closed(self) -> None:
        if self._closed:
            raise UseroError(
                "This Feedback was closed and takes no more reports; make a new one.",
                code="closed",
            )
