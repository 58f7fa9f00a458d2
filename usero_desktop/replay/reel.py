"""The last seconds of what happened, and the recording that is made of them."""

from __future__ import annotations

import threading
from time import monotonic
from typing import TYPE_CHECKING, Final, cast

from usero_desktop.loading import load_gently
from usero_desktop.replay.timeline import Timeline
from usero_desktop.replay.worker import STOP_SECONDS, Worker
from usero_desktop.rrweb.buffer import RollingBuffer
from usero_desktop.rrweb.pace import Pace

if TYPE_CHECKING:
    from usero_desktop.model.recording import Recording
    from usero_desktop.replay.tap import Tap
    from usero_desktop.rrweb.events import Event

AGAIN_SECONDS: Final = 1.0
"""A recording that is no older is given again: "What is sent" asks at each word."""

FOLD_MS: Final = 1_000
"""From one look at what is too old to the next, at least."""

OF_RECORDINGS: Final = (
    "uuid",
    "platform",
    "importlib.metadata",
    "usero_desktop.model.recording",
    "usero_desktop.replay.ready",
)
"""What is loaded once a recording is made of it: 3 MB that a program does without until then."""


class Reel:
    """Takes events, forgets what is too old, and makes a `Recording`. Any thread."""

    def __init__(
        self, seconds: float, bytes_per_second: int, timeline: Timeline | None = None
    ) -> None:
        """Keep `seconds`, of so many bytes each, packed; from now on there is a thread for it.

        `timeline` is the one that an earlier reel of the same program went by.
        """
        self.timeline = timeline or Timeline()
        # Held for a moment: what is appended is on a page of the tap's, or comes behind it.
        self._lock = threading.Lock()
        self._tap: Tap | None = None
        self.worker = Worker()
        self._buffer = RollingBuffer(seconds)
        self.pace = Pace(bytes_per_second)
        self._seconds = seconds
        self._began_ms: int | None = None
        self._folded_ms = 0
        self._last: tuple[float, Recording] | None = None

    @property
    def wants_snapshot(self) -> bool:
        """Whether nothing is kept until a recording begins anew; see `RollingBuffer`."""
        return self._buffer.wants_snapshot

    @property
    def seconds(self) -> float:
        """How long a recording is that is made now, about; 0 where nothing happened yet."""
        if self._began_ms is None:
            return 0.0
        return min(max(self.timeline.now_ms() - self._began_ms, 0) / 1000, self._seconds)

    def take(self, event: Event) -> None:
        """Keep `event`."""
        with self._lock:
            if self._began_ms is None:
                self._began_ms = event.timestamp_ms
            self._buffer.append(event)
            if self._tap is not None:
                self._tap.take(event)
        self.pace.spend(event)
        if event.timestamp_ms - self._folded_ms >= FOLD_MS:
            self._folded_ms = event.timestamp_ms
            self.worker.post(self._fold)

    def recording(self, moment_ms: int, timeout: float) -> Recording | None:
        """Return what happened before now, with the moment of a report in it.

        None where the worker does not come to it within `timeout` seconds, or nothing happened
        yet. One that was made within the last second is given once more.
        """
        made = self.worker.asked(lambda: self._made(moment_ms), timeout)
        return cast("Recording | None", made)

    def set_tap(self, tap: Tap | None) -> None:
        """Have `tap` take what is recorded from its next page on; None ends that."""
        with self._lock:
            if self._tap is not None:
                self._tap.shut()
            self._tap = tap

    def page(self, timeout: float) -> tuple[Event, ...]:
        """Open the tap, and return what comes before all that it takes from now on.

        That is a Meta, a full snapshot and, where it was anywhere, the mouse; () where the worker
        does not come to it within `timeout` seconds, or there is no page yet: the tap is shut then.
        """
        given_up = threading.Event()
        made = self.worker.asked(lambda: self._page(given_up), timeout)
        if isinstance(made, tuple) and made:
            return made
        with self._lock:
            given_up.set()
            if self._tap is not None:
                self._tap.shut()
        return ()

    def mark(self, event: Event) -> None:
        """Have the tap take what is for it alone."""
        with self._lock:
            if self._tap is not None:
                self._tap.take(event)

    def drawn(self) -> tuple[Event, ...]:
        """Return what the tap has taken, and have it begin anew behind that."""
        with self._lock:
            return () if self._tap is None else self._tap.drawn()

    def shut(self) -> bool:
        """Shut the tap until the next page; whether there was anything in it."""
        with self._lock:
            return self._tap is not None and self._tap.shut()

    def close(self, timeout: float = STOP_SECONDS) -> None:
        """End the thread, and wait for that so long. May be repeated."""
        self.worker.stop(timeout)

    # ------------------------------------------------------------ the worker

    def _fold(self) -> None:
        self._buffer.fold(self.timeline.now_ms())

    def _page(self, given_up: threading.Event) -> tuple[Event, ...]:
        with self._lock:
            if self._tap is None or given_up.is_set():
                return ()
            self._tap.open()
            self._buffer.take_in()
        now = self.timeline.now_ms()
        page = self._buffer.page(now)
        if page is None:
            return ()
        mouse = page.mouse(now)
        return (*page.snapshot(now), *(() if mouse is None else (mouse,)))

    def _made(self, moment_ms: int) -> Recording | None:
        load_gently(OF_RECORDINGS, rest=self.worker.rest)
        from usero_desktop.replay.ready import once_more, recording_of

        if self._last is not None and monotonic() - self._last[0] < AGAIN_SECONDS:
            return once_more(self._last[1])
        events = self._buffer.events(self.timeline.now_ms())
        if not events:
            return None
        recording = recording_of(events, moment_ms)
        self._last = monotonic(), recording
        return recording
