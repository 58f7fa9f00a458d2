"""Two threads for work that takes too long for the GUI: pictures, keys, the disk."""

from __future__ import annotations

import logging
import queue
import threading
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
log = logging.getLogger("usero_desktop")


class Pool:
    """Runs jobs on daemon threads that are started when first needed.

    Not concurrent.futures: its threads are joined when the interpreter ends, so that one
    stuck job, a keyring that never answers, would keep the host's process alive.
    """

    def __init__(self, threads: int = 2) -> None:
        """`threads` is the most that run at once."""
        self._limit = threads
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._started = 0
        self._unfinished = 0
        self._closed = False

    def run(self, job: Callable[[], T], done: Callable[[T | BaseException], None]) -> None:
        """Do `job` on a thread of the pool, then call `done` there with its result.

        `done` gets the exception where `job` raised one. After `close` nothing is done and
        `done` is not called. May be called on any thread.
        """

        def work() -> None:
            try:
                outcome: T | BaseException = job()
            except BaseException as error:  # noqa: BLE001 - it is the outcome
                outcome = error
            if not self._closed:
                done(outcome)

        with self._lock:
            if self._closed:
                return
            self._unfinished += 1
            self._jobs.put(work)
            if self._unfinished > self._started and self._started < self._limit:
                self._started += 1
                name = f"usero-pool-{self._started}"
                threading.Thread(target=self._serve, name=name, daemon=True).start()

    def close(self) -> None:
        """End the threads once they finish what they do; a stuck one is left behind."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            for _ in range(self._started):
                self._jobs.put(None)

    def _serve(self) -> None:
        while (work := self._jobs.get()) is not None:
            if self._closed:
                continue
            try:
                work()
            except Exception:
                log.exception("The answer to a background job failed.")
            finally:
                with self._lock:
                    self._unfinished -= 1
