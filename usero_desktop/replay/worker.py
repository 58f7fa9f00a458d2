"""The thread beside a recording.

It compares and packs pictures, forgets what is too old, and puts together what is sent.
"""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING, Final

from usero_desktop.logs import guest_logger

if TYPE_CHECKING:
    from collections.abc import Callable

log = guest_logger("usero_desktop.replay")

STOP_SECONDS: Final = 0.03
"""What `stop` waits. A strip of a picture that is being packed may take longer; then the thread
ends by itself a moment later."""


class Worker:
    """Does one job after the other on a thread of its own, from its making until `stop`.

    What goes wrong in a job is logged, from the second time on for who debugs. Any thread.
    """

    def __init__(self) -> None:
        self._wake = threading.Condition()
        self._jobs: deque[Callable[[], object]] = deque()
        self._asked: set[threading.Event] = set()
        self._is_over = False
        self._has_complained = False
        self._thread = threading.Thread(target=self._serve, name="usero-replay", daemon=True)
        self._thread.start()

    @property
    def is_over(self) -> bool:
        """Whether it is to end: a long job looks here now and then, and gives up."""
        return self._is_over

    def post(self, job: Callable[[], object], *, first: bool = False) -> None:
        """Have `job` done soon, before all that wait where it is to be the `first`."""
        with self._wake:
            if self._is_over:
                return
            (self._jobs.appendleft if first else self._jobs.append)(job)
            self._wake.notify()

    def asked(self, job: Callable[[], object], timeout: float) -> object:
        """Have `job` done before all that wait, and return what it returns.

        None where that takes over `timeout` seconds, or it fails.
        """
        answers: list[object] = []
        over = threading.Event()

        def answered() -> None:
            try:
                answers.append(job())
            finally:
                over.set()

        with self._wake:
            self._asked.add(over)
        self.post(answered, first=True)
        if not self._is_over:
            over.wait(timeout)
        with self._wake:
            self._asked.discard(over)
        return answers[0] if answers else None

    def stop(self, timeout: float = STOP_SECONDS) -> None:
        """End; what waits is not done any more. It waits for that so long. May be repeated."""
        with self._wake:
            self._is_over = True
            self._jobs.clear()
            for over in self._asked:
                over.set()
            self._wake.notify()
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout)

    def wait(self, timeout: float) -> None:
        """Wait up to `timeout` seconds until it has ended."""
        self._thread.join(timeout)

    def rest(self, seconds: float) -> None:
        """Wait so many seconds, or until it is to end. For its own thread."""
        with self._wake:
            self._wake.wait_for(lambda: self._is_over, seconds)

    def _serve(self) -> None:
        while True:
            with self._wake:
                while not self._jobs and not self._is_over:
                    self._wake.wait()
                if self._is_over:
                    return
                job = self._jobs.popleft()
            try:
                job()
            except Exception as error:  # noqa: BLE001 - nobody else hears of what fails here
                # The first one is told to everybody: what follows is mostly the same, all day.
                tell = log.debug if self._has_complained else log.error
                self._has_complained = True
                tell("The recording lacks something: %s", error, exc_info=error)
            del job
