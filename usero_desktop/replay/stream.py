"""A session that is sent while it goes on, by a thread of its own.

It begins with a snapshot, alone in its chunk, and goes on with what happens, a chunk about every
ten seconds. Where something could not be sent it is dropped and counted, and a new snapshot
follows: what is missing is skipped then. So nothing waits on disk while it goes on, and little
in memory. When it ends at once, what could not be sent by then is kept on disk for the next one
(`remainder.py`).
"""

from __future__ import annotations

import math
import os
import threading
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Final

from usero_desktop import api
from usero_desktop.errors import Refused, Unreachable
from usero_desktop.loading import load_gently
from usero_desktop.logs import guest_logger
from usero_desktop.replay.line import Beat, Line
from usero_desktop.replay.remainder import Kept
from usero_desktop.replay.tap import Tap
from usero_desktop.replay.worker import Worker
from usero_desktop.rrweb.chunks import pack
from usero_desktop.rrweb.events import feedback

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from usero_desktop.api.client import UseroClient
    from usero_desktop.model.recording import Chunk
    from usero_desktop.replay.line import Target
    from usero_desktop.replay.running import Running
    from usero_desktop.rrweb.events import Event

log = guest_logger("usero_desktop.replay")

PAGE_SECONDS: Final = 5.0
"""What the recording's own thread has to make a snapshot."""

BEAT: Final = Beat()


class Stream:
    """Streams what `attach` names until `finish`, or until the server wants no more of it.

    Its methods are for any thread, and return at once.
    """

    def __init__(
        self,
        target: Target,
        whose: Callable[[], str | None],
        place: Callable[[], Path],
    ) -> None:
        """`whose` returns the anonymous id of a user whom the host has named by then.

        `place` returns a folder for what is left at its end; it may wait for the disk, and raise.
        """
        self._target, self._whose, self._beat = target, whose, BEAT
        self._kept = Kept(target, place)
        self._unsent: tuple[int, Chunk] | None = None
        """The chunk that was under way at the end."""
        self._process = os.getpid()
        self._over, self._wake = threading.Event(), threading.Event()
        self._tap = Tap(self._wake.set)
        self._source: Running | None = None
        self._epoch = 0
        """Counts the recordings: one that begins anew hides more than the one before."""
        self._client: UseroClient | None = None
        self._line: Line | None = None
        self._is_aborted = False
        self._held_until = 0.0
        self._asked_ms = 0
        self._is_flush_wanted = False
        self._last: tuple[Event, ...] = ()
        self._is_broken = True
        """Whether something is missing since the last snapshot: nothing is to follow then."""
        self._ended_ms = 0
        self._next_try = 0.0
        self._failures = 0
        self._overflows = 0
        self._page_at = 0.0
        self._ahead: tuple[Event, ...] = ()
        self._floor_ms = 0
        self._timer = threading.Timer(BEAT.farewell, self._abort)
        self._timer.name, self._timer.daemon = "usero-replay-end", True
        self._worker = Worker()
        self._worker.post(self._serve)

    @property
    def is_live(self) -> bool:
        """Whether it is not told to end, and has its thread in this process."""
        return self._process == os.getpid() and not self._over.is_set()

    def attach(self, running: Running) -> None:
        """Stream this recording from a snapshot of it on."""
        if not self.is_live:
            return
        self._next_try = monotonic() + self._beat.start
        running.reel.set_tap(self._tap)
        self._source = running
        self._wake.set()

    def detach(self) -> None:
        """Stream it no more; what was not sent yet is not sent any more."""
        self._epoch += 1
        self._let_go()

    def _let_go(self) -> None:
        source, self._source = self._source, None
        if source is not None:
            source.reel.set_tap(None)

    def reaches(self, target: Target) -> bool:
        """Whether the session goes there, and is known to be there by now."""
        line = self._line
        if not self.is_live or line is None or self._source is None or self._target != target:
            return False
        return line.has_begun and line.is_well

    def moment(self, target: Target, now_ms: int) -> tuple[str, int] | None:
        """Return the session's name at the server, and how far in it `now_ms` is.

        For a report to `target`, which nothing of the session gets in the way of from now on:
        what happened up to now follows it. None where it does not reach that.
        """
        line, source = self._line, self._source
        if line is None or line.session_id is None or source is None or not self.reaches(target):
            return None
        source.attention.note_use()
        self._held_until = monotonic() + self._beat.report
        self._is_flush_wanted = True
        self._asked_ms = now_ms
        self._wake.set()
        return line.session_id, max(0, now_ms - line.started_ms)

    def release(self, session_id: str | None) -> None:
        """Take note that a report has arrived, and which session it named."""
        if not self.is_live:
            return
        line, source = self._line, self._source
        if session_id and line and source and line.session_id == session_id:
            source.reel.mark(feedback(self._asked_ms))
        self._held_until = 0.0
        self._wake.set()

    def finish(self, *, with_rest: bool = True, at_once: bool = False) -> None:
        """End: send the rest and say that it is whole, within `Beat.farewell` seconds.

        That goes on for so long after this has returned, unless the server is known not to
        answer; `at_once` it is `Beat.moment`. What is not sent by then is kept. May be repeated.
        """
        if not self.is_live:
            return
        source = self._source
        if source is not None:
            self._ended_ms = source.reel.timeline.now_ms()
            self._last = source.reel.drawn() if with_rest else ()
        self._let_go()
        self._epoch += 0 if with_rest else 1
        self._over.set()
        self._wake.set()
        line = self._line
        if line is None or line.is_stuck:
            self._abort()
        else:
            if at_once:
                self._timer.interval = self._beat.moment
            with suppress(RuntimeError):  # the interpreter ends, and nobody waits for long
                self._timer.start()
        self._worker.stop(0)

    def wait(self, timeout: float) -> None:
        """Wait up to `timeout` seconds, behind `finish`, until nothing of it is left."""
        if self._process == os.getpid():
            self._worker.wait(timeout)

    def _abort(self) -> None:
        self._is_aborted = True
        if self._client is not None:
            self._client.abort()

    # ------------------------------------------------------------ its thread

    def _serve(self) -> None:
        try:
            for name in api.PARTS:
                if self._over.is_set():
                    return
                load_gently([name], rest=self._over.wait)
            self._stream()
        except Refused as error:
            log.info("The session replay is not streamed any more: %s", error)
        except Unreachable as error:  # there can be no connection from this machine
            log.info("The session replay is not streamed: %s", error)
        finally:
            self._line = None
            self._over.set()
            self._let_go()
            self._timer.cancel()
            self._worker.stop()

    def _stream(self) -> None:
        from usero_desktop.api.client import UseroClient  # it brings httpx

        target = self._target
        with UseroClient(target.base_url, allow_insecure=target.allow_insecure) as client:
            self._client = client
            if self._is_aborted:
                return
            self._line = line = Line(
                client,
                target.client_id,
                self._beat,
                rest=self._over.wait,
                let_reports_go=self._let_reports_go,
                is_held=self._is_held,
            )
            self._kept.open()
            while not self._over.is_set():
                self._step(line)
            self._say_goodbye(line)

    def _step(self, line: Line) -> None:
        """Do what is due, or wait until something is."""
        epoch = self._epoch  # before the recording, so that no later one's passes for its own
        source, now = self._source, monotonic()
        if source is None:
            self._rest(None)
        elif self._is_held():
            self._rest(self._held_until - now)
        elif not self._tap.is_open:
            self._resume(line, source, epoch)
        elif self._is_unseen(source):
            self._over.wait(self._beat.settle)
            if self._send_rest(line, source, epoch):
                source.reel.shut()
        elif (pause := self._pause(source, now)) > 0:
            if not (self._client and self._kept.send(self._client, self._over.is_set)):
                self._rest(pause)
        elif (
            self._send_rest(line, source, epoch) and self._page_at + self._beat.anew <= monotonic()
        ):
            self._begin(line, source, epoch)

    def _resume(self, line: Line, source: Running, epoch: int) -> None:
        """Begin where it is shut, as soon as somebody looks and the server may be asked."""
        line.dropped += self._tap.overflows - self._overflows
        self._overflows = self._tap.overflows
        pause = self._next_try - monotonic()
        if self._is_paused(source):
            self._rest(None)
        elif pause > 0:
            self._rest(pause)
        else:
            self._begin(line, source, epoch)

    def _pause(self, source: Running, now: float) -> float:
        """Return how long to wait until something is to be sent, or the user to be called idle."""
        idle = max(self._beat.idle - source.attention.idle_seconds, 0.01)
        since = self._tap.waits_since
        if since is None:
            self._is_flush_wanted = False
            return idle
        if self._is_flush_wanted or self._tap.has_enough:
            return 0.0
        return min(since + self._beat.chunk - now, idle)

    def _is_unseen(self, source: Running) -> bool:
        attention = source.attention
        return not attention.is_anything_shown or attention.idle_seconds >= self._beat.idle

    def _is_paused(self, source: Running) -> bool:
        """Whether to wait until somebody looks; then whatever happens wakes us."""
        self._tap.listens = True
        if self._is_unseen(source):
            return True
        self._tap.listens = False
        return False

    def _begin(self, line: Line, source: Running, epoch: int) -> None:
        """Send a snapshot of what is to be seen now; all that happens from now on follows it."""
        page = source.reel.page(PAGE_SECONDS)
        if not page:
            self._next_try = monotonic() + self._beat.start
            return
        chunks = pack(page[:2])
        if not chunks:
            line.dropped += 1
            source.reel.shut()
            self._next_try = monotonic() + self._beat.anew
            return
        if line.session_id is None and not line.open(page[0], self._whose()):
            self._fail(line, source)
            return
        if not self._send(line, source, chunks, epoch):
            return
        self._is_broken = False
        self._ahead, self._floor_ms = page[2:], page[0].timestamp_ms
        self._page_at, self._failures = monotonic(), 0

    def _send_rest(self, line: Line, source: Running, epoch: int) -> bool:
        """Send what has happened since; whether that went well."""
        self._is_flush_wanted = False
        return self._send(line, source, self._packed(line, source, source.reel.drawn()), epoch)

    def _packed(
        self, line: Line, source: Running | None, drawn: Iterable[Event]
    ) -> tuple[Chunk, ...]:
        """Return what has happened since as chunks, usually one, in order and behind all else."""
        events = sorted((*self._ahead, *drawn), key=lambda event: event.timestamp_ms)
        if not events:
            return ()
        floor, self._ahead = self._floor_ms, ()
        # A picture comes a moment after what happened behind it, and that may have gone already.
        events = [it if it.timestamp_ms >= floor else it.at(floor) for it in events]
        self._floor_ms = events[-1].timestamp_ms
        chunks = pack(events, chunk_seconds=math.inf)
        left_out = len(events) - sum(chunk.event_count for chunk in chunks)
        if left_out and source is not None:
            line.dropped += left_out - sum(chunk.dropped_before for chunk in chunks)
            source.reel.shut()
        return chunks

    def _send(self, line: Line, source: Running, chunks: Iterable[Chunk], epoch: int) -> bool:
        for chunk in chunks:
            # What is recorded anew hides more: no more of what was before goes out then.
            is_sent = line.send(chunk, lambda: self._epoch == epoch, retries=self._beat.retries)
            if not is_sent:
                if self._over.is_set() and self._epoch == epoch and not self._is_broken:
                    self._unsent = line.unsent
                self._fail(line, source)
                return False
        return True

    def _fail(self, line: Line, source: Running) -> None:
        """Try it with a snapshot later on; what happens until then is dropped."""
        self._is_broken = True
        if source.reel.shut():
            line.dropped += 1
        if self._source is source:
            pause = min(self._beat.away * 2**self._failures, self._beat.away_most)
            self._next_try = monotonic() + max(pause, line.retry_after or 0.0)
            self._failures += 1

    def _say_goodbye(self, line: Line) -> None:
        """Send the last of it, and say that it is whole; keep what that is not done for."""
        last: tuple[Chunk, ...] = ()
        if self._last and (self._unsent is not None or not self._is_broken):
            last = self._packed(line, None, self._last)
        ended_ms = max(self._ended_ms, self._floor_ms)
        if self._unsent is None:
            for at, chunk in enumerate(last):
                if not line.send(chunk, lambda: True, retries=0):
                    self._unsent, last = line.unsent, last[at + 1 :]
                    break
        if self._unsent is not None:
            seq, first = self._unsent
            self._kept.keep(line, seq, (first, *last), ended_ms)
        elif not line.end(ended_ms):
            self._kept.keep(line, line.next_seq, (), ended_ms)

    def _is_held(self) -> bool:
        return monotonic() < self._held_until and not self._over.is_set()

    def _let_reports_go(self) -> None:
        """Wait while a report may be on its way."""
        while self._is_held():
            self._rest(self._held_until - monotonic())

    def _rest(self, seconds: float | None) -> None:
        self._wake.wait(seconds)
        self._wake.clear()
