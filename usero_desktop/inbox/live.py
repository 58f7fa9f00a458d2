"""GET /inbox/events: news for the page as server-sent events.

Each reader follows the database from the last seq it saw, so a reader that was away misses
nothing and a slow one holds nothing up. Event-loop thread only.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from usero_desktop.inbox.search import Filter

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.responses import Response

    from usero_desktop.inbox.report import Entry
    from usero_desktop.inbox.store import Store

KEEP_ALIVE_SECONDS: Final = 15.0
RETRY_MS: Final = 1000
MOST_DIGITS: Final = 15
LONGEST_CATCH_UP: Final = 200
"""Entries told one by one to a reader that comes back; the page reads lists anyway."""


class Live:
    """Who is listening, and a bell to wake them."""

    def __init__(self, store: Store) -> None:
        """Follow `store`."""
        self._store = store
        self._bells: set[asyncio.Event] = set()
        self._closing = False

    def announce(self) -> None:
        """Wake every reader: something was added to the store."""
        for bell in self._bells:
            bell.set()

    def close(self) -> None:
        """End every stream, so that the server can stop."""
        self._closing = True
        self.announce()

    @property
    def readers(self) -> int:
        """How many streams are open."""
        return len(self._bells)

    async def events(self, request: Request) -> Response:
        """Answer with the stream.

        It starts behind the header ``Last-Event-ID`` (a browser sends it on reconnecting),
        else behind the parameter ``after``, else at what is newest now.
        """
        told = request.headers.get("last-event-id") or request.query_params.get("after", "")
        told = told[:MOST_DIGITS]
        latest = await run_in_threadpool(self._store.latest)
        # More than there is was seen in another data folder: begin with what is here.
        start = min(int(told), latest) if told.isdecimal() else latest
        named, _ = await run_in_threadpool(self._store.people_since, None)
        recorded, _ = await run_in_threadpool(self._store.replays.since, None)
        return StreamingResponse(
            self._follow(start, latest, named, recorded),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    async def _follow(self, seq: int, latest: int, named: int, recorded: int) -> AsyncIterator[str]:
        bell = asyncio.Event()
        self._bells.add(bell)
        try:
            # The first event gives the browser an id to come back with.
            hello = json.dumps({"latest": latest})
            yield f"retry: {RETRY_MS}\nid: {seq}\nevent: hello\ndata: {hello}\n\n"
            while not self._closing:
                bell.clear()  # before reading: what comes meanwhile rings again
                news = Filter(after=seq, limit=LONGEST_CATCH_UP)
                for entry in reversed(await run_in_threadpool(self._store.entries, news)):
                    seq = entry.seq
                    yield _event(entry)
                named, people = await run_in_threadpool(self._store.people_since, named)
                for client_id, user_id in people:
                    told = json.dumps({"clientId": client_id, "userId": user_id})
                    yield f"event: person\ndata: {told}\n\n"
                recorded, sessions = await run_in_threadpool(self._store.replays.since, recorded)
                for session_id in sessions:
                    yield f"event: replay\ndata: {json.dumps({'id': session_id})}\n\n"
                try:
                    await asyncio.wait_for(bell.wait(), KEEP_ALIVE_SECONDS)
                except TimeoutError:
                    yield ": still here\n\n"
        finally:
            self._bells.discard(bell)


def _event(entry: Entry) -> str:
    data = json.dumps(
        {
            "id": entry.feedback_id,
            "seq": entry.seq,
            "environment": entry.report.environment,
            "rating": entry.report.rating,
        }
    )
    return f"id: {entry.seq}\nevent: feedback\ndata: {data}\n\n"
