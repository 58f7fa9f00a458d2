"""What a recorder takes of the GUI thread: its processor time, in all and look by look."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


FULL = 2
"""The generation of a full collection."""


class Meter:
    """Counts from its making on, in a program that makes one before it records anything.

    Where it `is_recorded`: of one that is not, the time of its GUI thread alone is to be told,
    and nothing of a recorder is loaded there, whose memory is a part of what it costs.

    What is counted is all that Qt calls of the recorder: its event filter at every event of the
    program, its timer, and its beginning. What counting takes is in it, and so is a collection of
    Python's garbage that happens meanwhile: how long a full one takes is up to the host's objects.
    """

    def __init__(self, *, is_recorded: bool = True) -> None:
        self.begin()
        if not is_recorded:
            return
        from usero_desktop.replay import tape
        from usero_desktop.replay.recorder import source

        gc.callbacks.append(self._on_collection)
        tape.Tape._begin = self._timed(tape.Tape._begin, is_look=True)  # type: ignore[method-assign]  # noqa: SLF001
        watch: Any = source._Watch  # noqa: SLF001 - there is nothing public to measure
        watch.on_time = self._timed(watch.on_time, is_look=True)
        watch.eventFilter = self._timed(watch.eventFilter, is_look=False)

    def begin(self) -> None:
        """Count anew from here."""
        self._spent, self._events = 0.0, 0
        self._looks: list[float] = []
        self._collected: list[float] = []
        self._without: list[float] = []
        self._is_inside = self._is_looking = False
        self._thread, self._wall = time.thread_time(), time.perf_counter()

    def told(self) -> dict[str, Any]:
        """Return seconds: that passed, of the GUI thread, of the recorder; and its looks in ms.

        Those are told once more without the full collections of garbage that fell into them.
        """
        return {
            "seconds": time.perf_counter() - self._wall,
            "thread": time.thread_time() - self._thread,
            "own": self._spent,
            "events": self._events,
            "looks": [look * 1000 for look in self._looks],
            "without": [look * 1000 for look in self._without],
            "collected": [took * 1000 for took in self._collected],
        }

    def _on_collection(self, step: str, facts: dict[str, int]) -> None:
        if facts["generation"] == FULL and self._is_looking:
            if step == "start":
                self._began = time.thread_time()
            else:
                self._collected.append(time.thread_time() - self._began)

    def _timed(self, called: Callable[..., Any], *, is_look: bool) -> Callable[..., Any]:
        clock = time.thread_time

        def timed(*words: Any) -> Any:
            if self._is_inside:  # to look sends events, which are heard of within it
                return called(*words)
            before = len(self._collected)
            began, self._is_inside, self._is_looking = clock(), True, is_look
            try:
                return called(*words)
            finally:
                took, self._is_inside, self._is_looking = clock() - began, False, False
                self._spent += took
                if is_look:
                    self._looks.append(took)
                    self._without.append(took - sum(self._collected[before:]))
                else:
                    self._events += 1

        return timed
