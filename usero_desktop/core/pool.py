"""Two threads for work that takes too long for the GUI: pictures, keys, the disk."""

from __future__ import annotations

import atexit
import os
import queue
import threading
from time import monotonic
from typing import TYPE_CHECKING, Final, TypeVar
from weakref import WeakSet

from usero_desktop.cancellation import checkpoint, heed
from usero_desktop.logs import guest_logger

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
log = guest_logger()

LAST_SECONDS: Final = 0.2
"""What the program's end waits for the next steps of jobs that end with it."""

_passing: Final[WeakSet[Pool]] = WeakSet()


class Pool:
    """Runs jobs on daemon threads that are started when first needed.

    Not concurrent.futures: its threads are joined when the interpreter ends, so that one
    stuck job, a keyring that never answers, would keep the host's process alive.
    """

    def __init__(self, threads: int = 2, *, ends_with_program: bool = False) -> None:
        """`threads` is the most that run at once.

        With `ends_with_program` its jobs are cancelled at their next step where the program ends
        in the middle of them, whether the pool is closed by then or not; see `cancellation`.
        """
        self._limit = threads
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._unfinished = 0
        self._closed = False
        self._cancelled = False
        self._process = os.getpid()
        if ends_with_program:
            _passing.add(self)

    def run(self, job: Callable[[], T], done: Callable[[T | BaseException], None]) -> None:
        """Do `job` on a thread of the pool, then call `done` there with its result.

        `done` gets the exception where `job` raised one. After `close` no job is
        taken any more and `done` is not called. May be called on any thread.
        """

        def work() -> None:
            try:
                checkpoint()
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
            if len(self._threads) < min(self._unfinished, self._limit):
                name = f"usero-pool-{len(self._threads) + 1}"
                thread = threading.Thread(target=self._serve, name=name, daemon=True)
                self._threads.append(thread)
                thread.start()

    def close(self, timeout: float = 0.0) -> None:
        """Take no more jobs; wait up to `timeout` seconds for those that were taken.

        Threads end once they have done them; a stuck one is left behind.
        """
        with self._lock:
            if not self._closed:
                self._closed = True
                for _ in self._threads:
                    self._jobs.put(None)
        deadline = monotonic() + timeout
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(max(deadline - monotonic(), 0))

    @property
    def has_threads(self) -> bool:
        """Whether its threads are of this process: a forked child has none of them."""
        return self._process == os.getpid()

    def cancel(self) -> None:
        """Take no more jobs, begin none of those that wait, and end the others at their next step.

        `close` waits for that. May be called on any thread.
        """
        self._cancelled = True
        self.close()

    def _serve(self) -> None:
        heed(lambda: self._cancelled)
        while (work := self._jobs.get()) is not None:
            try:
                work()
            except Exception:  # the thread is for other jobs, too; who asked is not here to hear
                log.exception("The answer to a background job failed.")
            finally:
                # Or its picture would be kept until the next job.
                del work
                with self._lock:
                    self._unfinished -= 1


@atexit.register
def _cancel_passing() -> None:
    pools = [pool for pool in tuple(_passing) if pool.has_threads]
    for pool in pools:
        pool.cancel()
    deadline = monotonic() + LAST_SECONDS
    for pool in pools:
        pool.close(max(deadline - monotonic(), 0.0))
