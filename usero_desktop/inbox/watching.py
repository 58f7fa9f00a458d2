"""What the player page reads: a session replay, its chunks, and rrweb, which plays them.

Same-origin only, as everything that the inbox's page reads.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from usero_desktop import assets
from usero_desktop.inbox.chunks import unpack
from usero_desktop.inbox.page import TYPES
from usero_desktop.inbox.replies import error

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from starlette.requests import Request

    from usero_desktop.inbox.config import InboxConfig
    from usero_desktop.inbox.replays import ChunkFacts, Session
    from usero_desktop.inbox.report import Entry
    from usero_desktop.inbox.store import Store
    from usero_desktop.model.submission import JsonValue

PLAYER_FILES: Final = {
    "rrweb.js": ("rrweb.js", "dist/rrweb.umd.min.cjs"),
    "rrweb.css": ("rrweb.css", "dist/style.min.css"),
}
"""Where each is found: as `dev.py player` lays them out, or as the npm package does."""
MOST_DIGITS: Final = 15


class Watching:
    """The endpoints that the player page calls."""

    def __init__(self, config: InboxConfig, store: Store) -> None:
        """Keep what the endpoints need."""
        self._store = store
        self._player = config.player or player_folder()

    def routes(self) -> list[Route]:
        """Return the routes of the player page's data."""
        return [
            Route("/inbox/api/replays/{session_id}", self.replay),
            Route("/inbox/api/replays/{session_id}/events", self.events),
            Route("/inbox/api/replays/{session_id}/chunks/{seq}", self.chunk),
            Route("/inbox/player/{name}", self.player),
        ]

    async def replay(self, request: Request) -> Response:
        """Tell what is here of one session, and which reports were given in it."""
        found = await run_in_threadpool(self._read, request.path_params["session_id"])
        return error(404, "No such session replay") if found is None else JSONResponse(found)

    async def chunk(self, request: Request) -> Response:
        """One chunk as it came: the browser unpacks it, as it does any answer."""
        seq = request.path_params["seq"]
        if not (seq.isascii() and seq.isdecimal() and len(seq) <= MOST_DIGITS):
            return error(404, "No such chunk")
        session_id = request.path_params["session_id"]
        data = await run_in_threadpool(self._store.replays.data, session_id, int(seq))
        if data is None:
            return error(404, "No such chunk")
        headers = {"Content-Encoding": "gzip", "Cache-Control": "private, no-cache"}
        return Response(data, media_type="application/json", headers=headers)

    async def events(self, request: Request) -> Response:
        """Every event of one session as one file, for rrweb's own tools."""
        session_id = request.path_params["session_id"]
        session = await run_in_threadpool(self._store.replays.session, session_id)
        if session is None:
            return error(404, "No such session replay")
        chunks = await run_in_threadpool(self._store.replays.chunks, session_id)
        name = f'attachment; filename="replay-{session.session_id}.json"'
        return StreamingResponse(
            self._joined(session_id, chunks),
            media_type="application/json",
            headers={"Content-Disposition": name, "Cache-Control": "no-store"},
        )

    async def player(self, request: Request) -> Response:
        """One of rrweb's own files, 404 where they are not here."""
        name = request.path_params["name"]
        path = await run_in_threadpool(self._player_file, name)
        if path is None:
            return error(404, "rrweb's files are not here")
        kind = TYPES[name[name.rindex(".") :]]
        return FileResponse(path, media_type=kind, headers={"Cache-Control": "no-cache"})

    def _player_file(self, name: str) -> Path | None:
        places = (self._player / place for place in PLAYER_FILES.get(name, ()))
        return next((path for path in places if path.is_file()), None)

    def _read(self, session_id: str) -> dict[str, JsonValue] | None:
        session = self._store.replays.session(session_id)
        if session is None:
            return None
        chunks = self._store.replays.chunks(session_id)
        entries = self._store.entries_of_replay(session.said.client_id, session_id)
        return _described(session, chunks, entries)

    def _joined(self, session_id: str, chunks: Sequence[ChunkFacts]) -> Iterator[bytes]:
        between = b"["
        for chunk in chunks:
            data = self._store.replays.data(session_id, chunk.seq)
            if data is not None:
                yield between + unpack(data).strip()[1:-1]
                between = b","
        yield b"[]" if between == b"[" else b"]"


def player_folder() -> Path:
    """Return where rrweb's files are, or would be: a wheel brings them, a checkout fetches them."""
    packed = assets.path("player")
    if packed.is_dir():
        return packed
    return Path(__file__).resolve().parents[2] / "build" / "player"


def _described(
    session: Session, chunks: Sequence[ChunkFacts], entries: Sequence[Entry]
) -> dict[str, JsonValue]:
    said = session.said
    return {
        "id": session.session_id,
        "clientId": said.client_id,
        "startedAt": said.started_at,
        "endedAt": session.ended_at,
        "updatedAt": session.updated_at.isoformat(timespec="milliseconds"),
        "stopped": session.stopped,
        "startUrl": said.start_url,
        "userAgent": said.user_agent,
        "bytes": session.bytes,
        "chunks": [
            {
                "seq": chunk.seq,
                "eventCount": chunk.event_count,
                "durationMs": chunk.duration_ms,
                "droppedBefore": chunk.dropped_before,
            }
            for chunk in chunks
        ],
        "reports": [_moment(entry) for entry in entries],
    }


def _moment(entry: Entry) -> dict[str, JsonValue]:
    report = entry.report
    return {
        "id": entry.feedback_id,
        "rating": report.rating,
        "comment": report.comment,
        "pageTitle": report.page_title,
        "receivedAt": entry.received_at.isoformat(timespec="milliseconds"),
        "replayOffsetMs": report.replay_offset_ms,
    }
