"""The last of a streamed session, where its recording ended before that was sent.

It lies in the plugin's own folder, masked as it was recorded, until the next stream to the same
project has sent it, or this program's end has.
"""

from __future__ import annotations

import base64
import json
import os
import time
import uuid
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Final, NamedTuple

from usero_desktop.errors import Busy, OutboxError, Refused, Unreachable
from usero_desktop.logs import guest_logger
from usero_desktop.model.recording import Chunk
from usero_desktop.private import FILE_MODE, NO_WAITING
from usero_desktop.replay.line import Target, moment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from usero_desktop.api.client import UseroClient
    from usero_desktop.replay.line import Line

log = guest_logger("usero_desktop.replay")

KEPT_SECONDS: Final = 7 * 86_400.0
"""What is older is of no use to anybody: the server has long given the session up."""

MOST: Final = 20
"""So many are kept at most; of more, which nobody could send for days, the newest."""

_WAITING: Final = ".rest"
_TAKEN: Final = ".taken"
_BINARY: Final = getattr(os, "O_BINARY", 0)

_here: Final[set[tuple[int, Path, Target]]] = set()
"""Where this process has kept something: its id, the folder, and where that goes."""


class Remainder(NamedTuple):
    """Chunks of a session from the number `seq` on, and when that ended."""

    target: Target
    session_id: str
    seq: int
    chunks: tuple[Chunk, ...]
    ended_ms: int


class Kept:
    """What is left of sessions to one target. For the thread of a stream, and nothing raises."""

    def __init__(self, target: Target, place: Callable[[], Path]) -> None:
        """`place` returns the folder, and may raise."""
        self._target, self._place = target, place
        self._folder: Path | None = None
        self._is_sent = False

    def open(self) -> None:
        """Find the folder, for what is kept in a hurry: to make one takes its time."""
        try:
            self._folder = self._place()
        except (OutboxError, OSError) as error:
            log.debug("The end of a session replay cannot be kept: %s", error)

    def keep(self, line: Line, seq: int, chunks: tuple[Chunk, ...], ended_ms: int) -> None:
        """Keep the last chunks of the session of `line`, where the server knows that."""
        if self._folder is None or line.session_id is None or not line.has_begun:
            return
        try:
            keep(self._folder, Remainder(self._target, line.session_id, seq, chunks, ended_ms))
        except OSError as error:
            log.debug("The end of a session replay could not be kept: %s", error)

    def send(self, client: UseroClient, is_over: Callable[[], bool]) -> bool:
        """Send what was kept before, once; False where that was done already."""
        if self._is_sent:
            return False
        self._is_sent = True
        if self._folder is not None:
            send_all(client, self._folder, self._target, is_over)
        return True


def keep(folder: Path, remainder: Remainder) -> None:
    """Keep it in `folder`; raises OSError. It is there whole or not at all.

    Nothing waits for the disk itself: a power cut takes what it takes of a recording in memory.
    """
    name = f"{time.time_ns():020d}-{uuid.uuid4().hex}"
    unfinished = folder / f"{name}.new"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_WAITING | _BINARY
    try:
        with os.fdopen(os.open(unfinished, flags, FILE_MODE), "wb") as file:
            file.write(_encode(remainder))
        unfinished.replace(folder / f"{name}{_WAITING}")
    finally:
        unfinished.unlink(missing_ok=True)
    _here.add((os.getpid(), folder, remainder.target))


def send_all(
    client: UseroClient, folder: Path, target: Target, is_over: Callable[[], bool]
) -> None:
    """Send what is kept in `folder` for `target`, until it `is_over`.

    What the server does not want is dropped; what it cannot be sent just now waits on. Another
    program that sends as well sends others. For a thread that may wait for the network.
    """
    with suppress(OSError):
        for path in _tidied(folder):
            if is_over():
                return
            with suppress(FileNotFoundError):  # somebody else was faster
                remainder = _decode(path.read_bytes())
                if remainder is not None and remainder.target != target:
                    continue
                taken, is_done = path.rename(path.with_suffix(_TAKEN)), False
                try:
                    is_done = remainder is None or _is_done_with(client, remainder)
                finally:
                    if is_done:
                        taken.unlink(missing_ok=True)
                    else:
                        taken.rename(path)
                if not is_done:
                    return


def send_kept(timeout: float) -> None:
    """Send what this process has kept, for `timeout` seconds at most. For the program's end."""
    from usero_desktop.api.client import UseroClient

    deadline = monotonic() + timeout
    for process, folder, target in tuple(_here):
        left = deadline - monotonic()
        # Since Python 3.12 no thread can be started by then, which a connection may need.
        with suppress(RuntimeError, Unreachable):
            if process == os.getpid() and left > 0:
                with UseroClient(
                    target.base_url,
                    allow_insecure=target.allow_insecure,
                    chunk_seconds=left,
                    finalise_seconds=left,
                ) as client:
                    send_all(client, folder, target, lambda: monotonic() > deadline)


def _is_done_with(client: UseroClient, its: Remainder) -> bool:
    """Send it; whether it needs to be kept no more."""
    client_id = its.target.client_id
    try:
        for number, chunk in enumerate(its.chunks, its.seq):
            client.send_chunk(client_id, its.session_id, number, chunk)
        client.finalise_replay(client_id, its.session_id, moment(its.ended_ms))
    except Refused as error:
        log.info("The end of a session replay is given up: %s", error)
    except (Unreachable, Busy) as error:
        log.debug("The end of a session replay waits: %s", error)
        return False
    return True


def _tidied(folder: Path) -> list[Path]:
    """Return the files that wait, the oldest first, without those that waited for too long."""
    oldest = time.time() - KEPT_SECONDS
    for path in folder.iterdir():
        if path.suffix in {_WAITING, _TAKEN} and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
    waiting = sorted(path for path in folder.iterdir() if path.suffix == _WAITING)
    for path in waiting[:-MOST]:
        path.unlink(missing_ok=True)
    return waiting[-MOST:]


def _encode(remainder: Remainder) -> bytes:
    chunks = [
        (
            base64.b64encode(chunk.data).decode("ascii"),
            chunk.event_count,
            chunk.duration_ms,
            chunk.dropped_before,
        )
        for chunk in remainder.chunks
    ]
    return json.dumps(remainder._replace(chunks=chunks)).encode("ascii")  # type: ignore[arg-type]


def _decode(data: bytes) -> Remainder | None:
    """Return what was kept, None where that is damaged."""
    try:
        target, session_id, seq, chunks, ended_ms = json.loads(data)
        base_url, client_id, allow_insecure = target
        told = tuple(Chunk(base64.b64decode(text), *map(int, counts)) for text, *counts in chunks)
        where = Target(str(base_url), str(client_id), bool(allow_insecure))
        return Remainder(where, str(session_id), int(seq), told, int(ended_ms))
    except (ValueError, TypeError):
        return None
