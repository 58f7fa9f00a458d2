"""The public API's calls about session replays: announced, chunk by chunk, and the end."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse
from starlette.routing import Route

from usero_desktop.inbox.bodies import BodyTooLarge, read_json_body
from usero_desktop.inbox.chunks import BadChunk, count_events
from usero_desktop.inbox.replays import ChunkFacts, NewSession
from usero_desktop.inbox.replies import EarlyReply, error
from usero_desktop.inbox.rules import chunk_issues, finalise_issues, parse_object, replay_issues
from usero_desktop.model import limits, wire

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from usero_desktop.inbox.config import InboxConfig
    from usero_desktop.inbox.live import Live
    from usero_desktop.inbox.replays import Session
    from usero_desktop.inbox.store import Store

BODY_TOO_LARGE = "Request body too large (max 256KB)"
CHUNK_TOO_LARGE = "Chunk too large (max 4MB)"
NO_SESSION = "No such session"
CLOSED = "The session takes no more chunks"
NO_OBJECT = {"body": ["Must be a JSON object"]}

SESSION = f"{wire.REPLAY_PATH}/{{session_id}}"
CHUNK = f"{SESSION}/{wire.CHUNKS}/{{seq}}"

# Why a session is not accepted; the contract names no words for it.
UNKNOWN_CLIENT = "unknown_client"
SWITCHED_OFF = "replay_disabled"


class Recordings:
    """The endpoints that recorders call."""

    def __init__(self, config: InboxConfig, store: Store, live: Live) -> None:
        """Keep what the endpoints need."""
        self._config = config
        self._store = store
        self._live = live

    def routes(self) -> list[Route]:
        """Return the routes of the replay calls, and of the settings that go before them."""
        return [
            Route(wire.REPLAY_PATH, self.create, methods=["POST"]),
            Route(CHUNK, self.chunk, methods=["POST", "PUT"]),
            Route(f"{SESSION}/{wire.FINALISE}", self.finalise, methods=["POST"]),
            Route(wire.FEEDBACK_PATH, self.settings, methods=["GET"]),
        ]

    async def settings(self, request: Request) -> Response:
        """GET /api/feedback?clientId=…: what the project's owner says of session replays."""
        client_id = request.query_params.get(wire.CLIENT_FIELD, "")
        if not client_id:
            return error(400, wire.CLIENT_REQUIRED)
        refusal = self._refuse(client_id, request.headers.get("origin"))
        if refusal is not None:
            return refusal
        return JSONResponse({"settings": {"sessionContext": self._config.session_context}})

    async def create(self, request: Request) -> Response:
        """POST /api/replay-sessions; a client this inbox does not know is not accepted."""
        return await self._take(request, self._create)

    async def finalise(self, request: Request) -> Response:
        """POST …/finalise; it may be said again."""
        session_id = request.path_params["session_id"]
        return await self._take(request, lambda *said: self._finalise(session_id, *said))

    async def chunk(self, request: Request) -> Response:
        """PUT …/chunks/{seq} with headers, or POST with parameters; one that is here stays."""
        try:
            data = await read_json_body(request, limits.CHUNK_BYTES)
        except BodyTooLarge:
            return EarlyReply(413, CHUNK_TOO_LARGE)
        if request.method == "PUT":
            said = {name: request.headers.get(its) for name, its in wire.CHUNK_FIELDS.items()}
        else:
            said = {name: request.query_params.get(name) for name in wire.CHUNK_FIELDS}
        given = {name: value for name, value in said.items() if value is not None}
        reply = await run_in_threadpool(
            self._keep_chunk,
            request.path_params["session_id"],
            given | {"seq": request.path_params["seq"]},
            data,
            request.headers.get("origin"),
        )
        self._live.announce()
        return reply

    async def _take(
        self, request: Request, keep: Callable[[bytes, str | None], JSONResponse]
    ) -> Response:
        try:
            raw = await read_json_body(request)
        except BodyTooLarge:
            return EarlyReply(413, BODY_TOO_LARGE)
        reply = await run_in_threadpool(keep, raw, request.headers.get("origin"))
        self._live.announce()
        return reply

    def _create(self, raw: bytes, origin: str | None) -> JSONResponse:
        body = parse_object(raw)
        issues = NO_OBJECT if body is None else replay_issues(body)
        if body is None or issues:
            return error(400, wire.INVALID_DATA, issues)
        client = self._config.client(body[wire.CLIENT_FIELD])
        if client is None:
            return _not_accepted(UNKNOWN_CLIENT)
        if not client.allows(origin):
            return error(403, wire.DOMAIN_NOT_ALLOWED)
        if not self._config.replays or self._config.session_context == "never":
            return _not_accepted(SWITCHED_OFF)
        try:
            session_id = self._store.replays.create(_new_session(body))
        except sqlite3.Error:
            return error(500, wire.INTERNAL_ERROR)
        return JSONResponse({"accepted": True, "sessionReplayId": session_id})

    def _keep_chunk(
        self, session_id: str, said: dict[str, str], data: bytes, origin: str | None
    ) -> JSONResponse:
        refusal = self._refuse_chunk(session_id, said, origin)
        if refusal is not None:
            return refusal
        chunk = ChunkFacts(
            seq=int(said["seq"]),
            event_count=int(said["eventCount"]),
            duration_ms=int(said["durationMs"]),
            dropped_before=int(said.get("droppedBefore", "0")),
            size=len(data),
        )
        if not self._store.replays.has_chunk(session_id, chunk.seq):
            issues = _chunk_body_issues(chunk, data)
            if issues:
                return error(400, wire.INVALID_DATA, issues)
        try:
            kept = self._store.replays.add_chunk(session_id, chunk, data)
        except sqlite3.Error:
            return error(500, wire.INTERNAL_ERROR)
        return JSONResponse({"success": True}) if kept else error(409, CLOSED)

    def _refuse_chunk(
        self, session_id: str, said: dict[str, str], origin: str | None
    ) -> JSONResponse | None:
        session = self._store.replays.session(session_id)
        if session is None:
            return error(404, NO_SESSION)
        issues = chunk_issues(said)
        if issues:
            return error(400, wire.INVALID_DATA, issues)
        refusal = self._refuse_other(session, said[wire.CLIENT_FIELD], origin)
        if refusal is not None:
            return refusal
        return error(409, CLOSED) if session.closed else None

    def _finalise(self, session_id: str, raw: bytes, origin: str | None) -> JSONResponse:
        session = self._store.replays.session(session_id)
        if session is None:
            return error(404, NO_SESSION)
        body = parse_object(raw)
        issues = NO_OBJECT if body is None else finalise_issues(body)
        if body is None or issues:
            return error(400, wire.INVALID_DATA, issues)
        refusal = self._refuse_other(session, body[wire.CLIENT_FIELD], origin)
        if refusal is not None:
            return refusal
        try:
            self._store.replays.finalise(session_id, body["endedAt"])
        except sqlite3.Error:
            return error(500, wire.INTERNAL_ERROR)
        return JSONResponse({"success": True})

    def _refuse_other(
        self, session: Session, client_id: str, origin: str | None
    ) -> JSONResponse | None:
        # Whose session it is stays between the two: to another client there is none.
        if session.said.client_id != client_id:
            return error(404, NO_SESSION)
        return self._refuse(client_id, origin)

    def _refuse(self, client_id: str, origin: str | None) -> JSONResponse | None:
        client = self._config.client(client_id)
        if client is None:
            return error(404, wire.INVALID_CLIENT)
        return None if client.allows(origin) else error(403, wire.DOMAIN_NOT_ALLOWED)


def _not_accepted(reason: str) -> JSONResponse:
    return JSONResponse({"accepted": False, "dropReason": reason})


def _new_session(body: dict[str, Any]) -> NewSession:
    return NewSession(
        client_id=body[wire.CLIENT_FIELD],
        sdk_session_id=body["sdkSessionId"],
        anonymous_id=body[wire.ANONYMOUS_FIELD],
        started_at=body["startedAt"],
        start_url=body.get("startUrl") or None,
        user_agent=body.get("userAgent") or None,
    )


def _chunk_body_issues(chunk: ChunkFacts, data: bytes) -> dict[str, list[str]]:
    try:
        events = count_events(data)
    except BadChunk as problem:
        return {"body": [str(problem)]}
    if events == chunk.event_count and events > 0:
        return {}
    return {"eventCount": [f"Must be the number of events in the body, which is {events}"]}
