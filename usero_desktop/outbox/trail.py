"""What follows a report that was delivered: its recording, sent when there is nothing better."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from usero_desktop.errors import ApiError, Busy, OutboxError, Refused, Unreachable
from usero_desktop.logs import guest_logger
from usero_desktop.outbox.roles import Interrupted
from usero_desktop.outbox.schedule import chunk_delay

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.outbox.record import RecordingClaim
    from usero_desktop.outbox.roles import Delivery
    from usero_desktop.outbox.store import Outbox

log = guest_logger()


class Trail:
    """Sends recordings for `owner`, a chunk at a time; used on the worker thread.

    Nobody waits for one and nobody is told: one that the server does not take is given up.
    """

    def __init__(
        self,
        owner: str,
        delivery: Delivery,
        random: Callable[[], float],
        is_in_the_way: Callable[[], bool],
    ) -> None:
        """Once it `is_in_the_way`, a chunk that is under way is broken off, to begin anew."""
        self._owner, self._delivery, self._random = owner, delivery, random
        self._is_in_the_way = is_in_the_way
        self._claim: RecordingClaim | None = None

    def step(
        self, outbox: Outbox, *, aborted: Callable[[], bool], abandoned: Callable[[], bool]
    ) -> bool:
        """Send the next chunk of one, or its end; False where none is to be sent now.

        What failed once `aborted` has not failed; once `abandoned`, nothing is written down.
        Raises OutboxError.
        """
        claim = self._claim or outbox.recordings.claim(self._owner)
        self._claim = None
        if claim is None:
            return False
        try:
            ahead = self._send(claim)
        except Interrupted:
            self._claim = claim
        except (Unreachable, Busy) as error:
            if not aborted():
                self._put_back(outbox, claim, error)
        else:
            if not abandoned():
                self._note(outbox, claim, ahead)
        return True

    def _send(self, claim: RecordingClaim) -> RecordingClaim | None:
        """Return a recording as it stands behind its next chunk, None where it is at its end."""
        try:
            return self._delivery.send_piece(claim, self._is_in_the_way)
        except Refused as error:
            log.info("A recording is given up: %s", error)
        except (ApiError, OutboxError, Interrupted):
            raise
        except Exception:  # a fault of ours at one recording keeps no report from being sent
            log.exception("A recording could not be sent, and is given up.")
        return None

    def _note(self, outbox: Outbox, claim: RecordingClaim, ahead: RecordingClaim | None) -> None:
        if ahead is None:
            outbox.recordings.drop(claim.submission_id)
        elif outbox.recordings.advance(ahead, self._owner):
            self._claim = replace(ahead, attempts=0)

    def give_back(self, outbox: Outbox) -> None:
        """Put back what is under way, so that the next start goes on with it."""
        self._claim = None
        outbox.recordings.release_all(self._owner)

    def _put_back(self, outbox: Outbox, claim: RecordingClaim, error: Unreachable | Busy) -> None:
        wish = error.retry_after if isinstance(error, Busy) else None
        delay = chunk_delay(claim.attempts + 1, random=self._random, retry_after=wish)
        log.debug("A chunk of a recording is tried again in %.1f s: %s", delay, error)
        outbox.recordings.defer(claim.submission_id, self._owner, seconds=delay)
