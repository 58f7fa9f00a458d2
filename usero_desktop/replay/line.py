"""One session on its way to a server while it goes on: announced, chunk by chunk, and ended."""

from __future__ import annotations

import json
import random
import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING, Final, NamedTuple

from usero_desktop.api.product import user_agent
from usero_desktop.errors import Busy, Refused, Unreachable
from usero_desktop.logs import guest_logger
from usero_desktop.model.recording import Recording
from usero_desktop.outbox.roles import Interrupted

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from usero_desktop.api.client import UseroClient
    from usero_desktop.model.recording import Chunk
    from usero_desktop.model.submission import Submission
    from usero_desktop.plugin import PluginContext
    from usero_desktop.rrweb.events import Event

log = guest_logger("usero_desktop.replay")

STUCK_SECONDS: Final = 1.0
"""A request that has been under way for so long is not waited for at the end."""


class Target(NamedTuple):
    """Where a session goes: the server and the project there."""

    base_url: str
    client_id: str
    allow_insecure: bool

    @classmethod
    def of(cls, its: PluginContext | Submission) -> Self:
        """Return where reports go."""
        return cls(its.base_url, its.client_id, its.allow_insecure)


@dataclass(frozen=True, slots=True)
class Beat:
    """When a stream does what, in seconds."""

    chunk: float = 10.0
    """From the first event that waits to when it is sent."""
    start: float = 1.0
    """From the begin of a recording to that of its stream: by then all is told, mostly."""
    settle: float = 0.5
    """From when nobody looks any more to the pause: what is told of that comes along."""
    idle: float = 300.0
    """Nobody has done anything for so long: it pauses."""
    anew: float = 300.0
    """From one snapshot to the next at most: a player that seeks begins at one."""
    report: float = 5.0
    """So long no request is begun once a report may be on its way, unless that has arrived."""
    retry: float = 0.5
    """Before a chunk is tried again, doubled each time, as the web SDK does it."""
    retries: int = 4
    away: float = 10.0
    """Before another begin where a chunk was dropped, doubled each time."""
    away_most: float = 300.0
    farewell: float = 1.0
    """What the last chunk and the end may take where the program ends, or the recording goes on."""
    moment: float = 0.015
    """The same where nothing of it is to be left at once: what takes longer is kept on disk."""


class Line:
    """One session at one server. For the stream's thread, but for what names others.

    The server's final no, of whatever, is raised as Refused: the session is over then.
    """

    def __init__(
        self,
        client: UseroClient,
        client_id: str,
        beat: Beat,
        *,
        rest: Callable[[float], bool],
        let_reports_go: Callable[[], None],
        is_held: Callable[[], bool],
    ) -> None:
        """`rest` waits so many seconds, and returns whether all is over; see Stream."""
        self._client, self._client_id, self._beat = client, client_id, beat
        self._rest, self._let_reports_go, self._is_held = rest, let_reports_go, is_held
        self._name = str(uuid.uuid4())
        self._seq = 0
        self.unsent: tuple[int, Chunk] | None = None
        """The chunk that was dropped last, with the number that stays its own."""
        self._busy_since: float | None = None
        self.session_id: str | None = None
        """The server's name for it, None while it has none. Any thread."""
        self.started_ms = 0
        """When its first event was, in milliseconds since 1970. Any thread."""
        self.is_well = False
        """Whether the server took the last thing it was sent. Any thread."""
        self.has_begun = False
        """Whether the server has something of it. Any thread."""
        self.dropped = 0
        """Chunks that were left out since the last one that was sent."""
        self.retry_after: float | None = None
        """The server's wish, in seconds, behind what it would not take."""

    @property
    def next_seq(self) -> int:
        """The number of the next chunk."""
        return self._seq

    @property
    def is_stuck(self) -> bool:
        """Whether nothing is to be expected of the server for now. Any thread."""
        since = self._busy_since
        is_slow = since is not None and monotonic() - since > STUCK_SECONDS
        return is_slow or not self.is_well

    def open(self, meta: Event, anonymous_id: str | None) -> bool:
        """Announce a session that begins with `meta`; whether the server could be asked.

        Raises Refused where it wants none.
        """
        href = json.loads(meta.data)["data"].get("href")
        started = moment(meta.timestamp_ms)
        recording = Recording(
            sdk_session_id=self._name,
            started_at=started,
            ended_at=started,
            offset_ms=0,
            start_url=href if isinstance(href, str) and href else None,
            user_agent=user_agent(),
            chunks=(),
        )

        def announce() -> None:
            answer = self._client.create_replay(
                self._client_id, anonymous_id or self._name, recording
            )
            if answer.session_id is None:
                raise Refused(
                    f"The server takes no recording ({answer.drop_reason or 'no reason'}).",
                    status=200,
                    code="no_replay",
                )
            self.session_id, self.started_ms = answer.session_id, meta.timestamp_ms

        return self._done(announce, 0)

    def send(self, chunk: Chunk, is_wanted: Callable[[], bool], *, retries: int) -> bool:
        """Send the next chunk; False where it was dropped, and counted.

        It is, where it cannot be sent after so many `retries`, and where it is not wanted any
        more. A number under which the server may have something stays its own.
        """
        session_id, seq = self.session_id, self._seq
        if session_id is None:
            return False
        told = replace(chunk, dropped_before=chunk.dropped_before + self.dropped)

        def look(_sent: int) -> None:
            if self._is_held():
                raise Interrupted

        def send() -> None:
            self._client.send_chunk(self._client_id, session_id, seq, told, on_sent=look)

        self._seq = seq + 1
        if self._done(send, retries, is_wanted):
            self.dropped = 0
            self.has_begun = True
            return True
        self.unsent = seq, told
        self.dropped += 1 + chunk.dropped_before
        return False

    def end(self, ended_ms: int) -> bool:
        """Say that it is whole, once; whether the server has heard that."""
        session_id = self.session_id
        return session_id is not None and self._done(
            lambda: self._client.finalise_replay(self._client_id, session_id, moment(ended_ms)), 0
        )

    def _done(
        self,
        job: Callable[[], None],
        retries: int,
        is_wanted: Callable[[], bool] = lambda: True,
    ) -> bool:
        """Do `job`, again where that may help; whether it was done."""
        tried = 0
        while True:
            self._let_reports_go()
            if not is_wanted():
                return False
            self._busy_since, self.retry_after = monotonic(), None
            try:
                job()
            except Interrupted:
                continue  # a report goes first
            except (Unreachable, Busy) as error:
                self.is_well = False
                log.debug("A part of the session replay could not be sent: %s", error)
                pause = self._beat.retry * 2**tried * (1 + random.random() / 4)  # noqa: S311
                if isinstance(error, Busy) and error.retry_after is not None:
                    self.retry_after = error.retry_after
                    pause = max(pause, error.retry_after)
                if tried >= retries or pause > self._beat.away or self._rest(pause):
                    return False
                tried += 1
            else:
                self.is_well = True
                return True
            finally:
                self._busy_since = None


def moment(milliseconds: int) -> datetime:
    """Return a time in milliseconds since 1970 as one of UTC."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
