"""The one thread that empties the outbox; it knows no HTTP, only a `deliver` that may fail."""

from __future__ import annotations

import threading
import uuid
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from usero_desktop.errors import Busy, OutboxError, Refused, Unreachable, UseroError
from usero_desktop.logs import guest_logger
from usero_desktop.outbox.ledger import GROUP, Ledger
from usero_desktop.outbox.record import Failure, ReportState
from usero_desktop.outbox.roles import ClaimLost
from usero_desktop.outbox.schedule import PAUSE_SECONDS, again_in, is_expired, retry_delay
from usero_desktop.outbox.trail import Trail

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.model.clock import Clock
    from usero_desktop.model.submission import SentReport
    from usero_desktop.outbox.record import Claim
    from usero_desktop.outbox.roles import Delivery, Observer
    from usero_desktop.outbox.store import Outbox

log = guest_logger()

WATCH_SECONDS: Final = 1.0
"""How often a report that another process is sending is looked at."""

REST_SECONDS: Final = 15.0
"""Idle for this long, the worker closes its connections."""

SIDE_SECONDS: Final = 60.0
"""How often an outbox is looked at from which an older program is sending; a claim ends in that."""

TROUBLE_SECONDS: Final = 60.0
"""How long to leave an outbox alone that could not be read."""


@dataclass(frozen=True, slots=True)
class _Rest:
    """How long there is nothing to do: `seconds` None means until woken."""

    seconds: float | None
    drained: bool


class Worker:
    """Sends what is due, waits for what is not; every method may be called on any thread.

    The thread starts with the first `start` and is a daemon: it never keeps a process alive.
    """

    def __init__(
        self,
        *,
        outbox: Callable[[], Outbox],
        delivery: Delivery,
        observer: Observer,
        clock: Clock,
        random: Callable[[], float],
        pause_seconds: float = PAUSE_SECONDS,
    ) -> None:
        """`outbox` is called on the worker thread, when it is first needed.

        `pause_seconds` lies between two reports.
        """
        self._outbox = outbox
        self._delivery = delivery
        self._observer = observer
        self._clock = clock
        self._random = random
        self._pause = pause_seconds
        self._owner = uuid.uuid4().hex
        self._ledger = Ledger(
            self._owner,
            clock,
            group=1 if pause_seconds else GROUP,
            tell=observer.delivered,
        )
        self._change = threading.Condition()
        self._woken = False
        self._stopping = False
        self._aborted = False
        self._abandoned = False
        self._jobs: deque[Callable[[], None]] = deque()
        self._thread: threading.Thread | None = None
        self._taken: deque[str] = deque()
        self._trail = Trail(self._owner, delivery, random, lambda: bool(self._taken))
        self._next_send = 0.0
        self._held_until = 0.0
        self._wish: Busy | None = None
        self._trouble = ""

    @property
    def running(self) -> bool:
        """Whether the thread has been started and has not ended."""
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Start the thread, or wake it where it runs: there is something to do."""
        with self._change:
            if self._stopping:
                return
            self._woken = True
            self._change.notify()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="usero-outbox", daemon=True)
                self._thread.start()

    def post(self, job: Callable[[], None]) -> None:
        """Have the worker do `job` before anything else; an exception in it is logged."""
        self._jobs.append(job)
        self.start()

    def take(self, submission_id: str) -> None:
        """Try this report at once, though others wait for the network: somebody waits for it."""
        self._taken.append(submission_id)
        self._delivery.make_way()
        self.start()

    def resume(self) -> None:
        """Try again what waits because the network was gone."""
        self._held_until = 0.0
        self._delivery.make_way()
        self.start()

    def finish(self) -> None:
        """End once what is due is sent. Returns at once."""
        with self._change:
            self._stopping = True
            self._change.notify()

    def stop(self, timeout: float) -> bool:
        """Finish what is due within `timeout` seconds, then break off; True once ended.

        What is not sent stays in the outbox.
        """
        self.finish()
        return self._join(timeout * 0.75) or self._break_off(timeout * 0.25)

    def abandon(self, timeout: float) -> bool:
        """Break off at once and leave the outbox alone; True once ended within `timeout` seconds.

        For an outbox that is about to be deleted. No request goes out after this.
        """
        self._abandoned = True
        self.finish()
        return self._break_off(timeout)

    def _break_off(self, timeout: float) -> bool:
        self._aborted = True
        self._delivery.abort()
        return self._join(timeout)

    def _join(self, timeout: float) -> bool:
        thread = self._thread
        if thread is None or thread is threading.current_thread():
            return thread is None
        thread.join(timeout)
        return not thread.is_alive()

    def _run(self) -> None:
        rested = True
        while not self._aborted:
            try:
                self._do_jobs()
                rest = self._step()
                self._trouble = ""
                if rest.drained and self._delivery.follow_up():
                    rest = _Rest(0, drained=False)  # there may be more to send by now
            except OutboxError as error:
                self._warn(str(error))
                rest = _Rest(TROUBLE_SECONDS, drained=True)
            except Exception:  # the one thread that sends lives on: there is no other
                log.exception("The feedback outbox could not be worked on.")
                rest = _Rest(TROUBLE_SECONDS, drained=True)
            if rest.seconds == 0:
                rested = False
                continue
            if self._stopping and rest.drained:
                break
            seconds = rest.seconds
            if not rest.drained:
                self._wait(seconds, even_stopping=True)
            elif rested or (seconds is not None and seconds <= REST_SECONDS):
                self._wait(seconds)
            elif not self._wait(REST_SECONDS):
                self._delivery.rest()
                rested = True
        self._give_back()
        self._delivery.rest()

    def _give_back(self) -> None:
        """Put back what was claimed ahead, so that the next start finds it."""
        if not self._abandoned:
            with suppress(OutboxError):  # the leases end by themselves
                self._ledger.give_back(self._outbox())
                self._trail.give_back(self._outbox())

    def _warn(self, trouble: str) -> None:
        """Log it once, however often it is met before it is over."""
        if trouble != self._trouble:
            log.warning("%s", trouble)
        self._trouble = trouble

    def _step(self) -> _Rest:
        """Send one report, or find out how long there is none to send."""
        pause = self._next_send - self._clock.monotonic()
        if pause > 0:
            return _Rest(pause, drained=False)
        outbox = self._outbox()
        if self._ledger.is_due:
            self._ledger.keep(outbox)
        held = self._held_until - self._clock.monotonic()
        claim = self._next_claim(outbox, is_held=held > 0)
        if claim is not None:
            if held > 0 and self._wish is not None:
                self._put_back(outbox, claim, self._wish, wish=held)
            else:
                self._send(outbox, claim)
            self._next_send = self._clock.monotonic() + self._pause
            return _Rest(0, drained=False)
        if held <= 0 and self._trail.step(
            outbox, aborted=lambda: self._aborted, abandoned=lambda: self._abandoned
        ):
            return _Rest(0, drained=False)
        elsewhere = self._settle(outbox)
        seconds = outbox.seconds_to_next()
        if seconds is not None:
            seconds = max(seconds, held, 0.01)
        if elsewhere:
            seconds = min(seconds or WATCH_SECONDS, WATCH_SECONDS)
        if seconds is None or seconds > REST_SECONDS:
            seconds = self._tidied(outbox, seconds, held)
        return _Rest(seconds, drained=True)

    def _tidied(self, outbox: Outbox, seconds: float | None, held: float) -> float | None:
        """Do what has time, and return how long there is none to send after that."""
        is_left = outbox.tidy()
        again = outbox.seconds_to_next()  # what lay beside the outbox may be in it now
        if again is not None:
            seconds = max(again, held, 0.01)
        return min(seconds or SIDE_SECONDS, SIDE_SECONDS) if is_left else seconds

    def _next_claim(self, outbox: Outbox, *, is_held: bool) -> Claim | None:
        """Return the next report: any that is due, or in a hold only what was just written."""
        claim = None
        while claim is None and self._taken:
            claim = outbox.claim(self._owner, only=self._taken.popleft())
        if claim is None:
            claim = self._ledger.next(outbox, is_held=is_held)
        if claim is None and not is_held:
            claim = outbox.claim(self._owner)
        return claim

    def _send(self, outbox: Outbox, claim: Claim) -> None:
        submission_id = claim.submission_id
        self._observer.sending(submission_id)
        try:
            report = self._delivery.deliver(claim, self._owner)
        except Refused as error:
            self._park(outbox, claim, error)
        except ClaimLost:
            pass  # `_settle` finds out what became of it
        except (Unreachable, Busy) as error:
            self._put_back(outbox, claim, error)
        except OutboxError as error:
            # Progress could not be kept; the lease ends by itself if this fails too.
            self._put_back(outbox, claim, error)
        except Exception as error:  # a fault of ours at one report keeps no other from being sent
            log.exception("A feedback report could not be sent.")
            wrapped = Unreachable(
                f"The report could not be sent ({type(error).__name__}).",
                code="unexpected",
                reason=type(error).__name__,
            )
            self._put_back(outbox, claim, wrapped)
        else:
            self._close(outbox, claim, report)

    def _close(self, outbox: Outbox, claim: Claim, report: SentReport) -> None:
        if self._abandoned:
            self._observer.delivered(report)
            return
        self._ledger.add(report)
        if self._ledger.is_due:
            self._ledger.keep(outbox)
        if claim.submission.pictures or claim.recording is not None:
            outbox.sweep(claim.submission_id)

    def _park(self, outbox: Outbox, claim: Claim, error: Refused) -> None:
        if self._abandoned:
            return
        again = None if is_expired(claim.waited, claim.attempts + 1) else again_in(error.status)
        if again is not None:
            _tell_developer(error)
        outbox.reject(claim.submission_id, self._owner, Failure.of(error), again_in=again)
        self._observer.rejected(claim.submission_id, error)

    def _put_back(
        self, outbox: Outbox, claim: Claim, error: UseroError, *, wish: float | None = None
    ) -> None:
        """Have the report tried again later, in `wish` seconds at the earliest."""
        submission_id = claim.submission_id
        if self._aborted:
            if not self._abandoned:
                outbox.release(submission_id, self._owner)
            return
        attempts = claim.attempts + 1
        if is_expired(claim.waited, attempts):
            expired = Refused(
                f"The report could not be sent for thirty days and is kept; the last time: {error}",
                status=0,
                code="expired",
            )
            outbox.reject(submission_id, self._owner, Failure.of(expired))
            self._observer.rejected(submission_id, expired)
            return
        if wish is None and isinstance(error, Busy):
            wish = error.retry_after
        delay = retry_delay(attempts, random=self._random, retry_after=wish)
        outbox.defer(submission_id, self._owner, Failure.of(error), seconds=delay)
        if error is not self._wish and (isinstance(error, Unreachable) or wish is not None):
            # The others would fare no better: the round ends. What is written meanwhile is
            # tried at once all the same, unless the server itself has asked to wait.
            self._held_until = self._clock.monotonic() + delay
            self._wish = error if isinstance(error, Busy) else None
        self._observer.deferred(submission_id, error, delay)

    def _settle(self, outbox: Outbox) -> bool:
        """Tell what became of watched reports; True while another process sends one."""
        elsewhere = False
        for submission_id in self._observer.watched():
            record = outbox.find(submission_id)
            if record is None:
                self._observer.lost(submission_id)
            elif record.receipt is not None:
                self._observer.arrived(record.receipt)
            elif record.state is ReportState.REJECTED and record.failure is not None:
                self._observer.rejected(submission_id, record.failure.as_refused())
            elif record.state is ReportState.SENDING:
                elsewhere = True
        return elsewhere

    def _do_jobs(self) -> None:
        while self._jobs:
            job = self._jobs.popleft()
            try:
                job()
            except UseroError as error:
                log.debug("%s", error)
            except Exception:  # who posted it is on another thread, and hears nothing of it
                log.exception("A step of the feedback worker failed.")

    def _wait(self, seconds: float | None, *, even_stopping: bool = False) -> bool:
        """Wait until woken, True, or until `seconds` have passed, False."""
        with self._change:
            if not (self._woken or self._jobs or (self._stopping and not even_stopping)):
                self._change.wait(seconds)
            woken = self._woken or bool(self._jobs) or self._stopping
            self._woken = False
        return woken


_told: Final[set[str]] = set()


def _tell_developer(error: Refused) -> None:
    """Log, once a process, what only the project's owner can mend."""
    if error.code not in _told:
        _told.add(error.code)
        log.warning("%s Reports wait, and are tried once a day.", error)
