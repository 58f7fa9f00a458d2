"""The public API as a widget speaks it: feedback, screenshots, identify and ping."""

from __future__ import annotations

import sqlite3
import threading
from typing import TYPE_CHECKING, Any

from python_multipart.exceptions import FormParserError
from starlette.concurrency import run_in_threadpool
from starlette.formparsers import MultiPartException
from starlette.responses import JSONResponse
from starlette.routing import Route

from usero_desktop.inbox.bodies import (
    JSON_BYTES,
    READ_BYTES,
    BodyTooLarge,
    Upload,
    read_json_body,
    read_upload,
)
from usero_desktop.inbox.replies import EarlyReply, error
from usero_desktop.inbox.report import Entry, Identity, StoredImage, report_from_wire
from usero_desktop.inbox.rules import (
    feedback_issues,
    identify_issues,
    metadata_too_large,
    parse_object,
)
from usero_desktop.model import limits, wire

if TYPE_CHECKING:
    from starlette.datastructures import UploadFile
    from starlette.requests import Request
    from starlette.responses import Response

    from usero_desktop.inbox.config import InboxConfig
    from usero_desktop.inbox.live import Live
    from usero_desktop.inbox.store import Store

TOO_LARGE = "Request body too large (max 256KB)"
MIME_CHARACTERS = 100
NO_OBJECT = {"body": ["Must be a JSON object"]}


class Intake:
    """The endpoints that senders call."""

    def __init__(self, config: InboxConfig, store: Store, live: Live) -> None:
        """Keep what the endpoints need."""
        self._config = config
        self._store = store
        self._live = live
        self._large = threading.Lock()  # one at a time: a large body takes 300 MB once parsed

    def routes(self) -> list[Route]:
        """Return the API's routes."""
        return [
            Route(wire.FEEDBACK_PATH, self.feedback, methods=["POST"]),
            Route(wire.SCREENSHOTS_PATH, self.screenshots, methods=["POST"]),
            Route(wire.PING_PATH, self.ping, methods=["GET"]),
            Route(wire.IDENTIFY_PATH, self.identify, methods=["POST"]),
        ]

    async def ping(self, _request: Request) -> Response:
        """GET /api/ping: it warms the connection."""
        return JSONResponse({"ok": True})

    async def feedback(self, request: Request) -> Response:
        """POST /api/feedback.

        A body over `JSON_BYTES` is never kept. Up to `READ_BYTES` it is read for the documented
        400, above all "Metadata too large". The API's reference knows no answer for one that
        is too large as a whole: it is 413 here, beyond `READ_BYTES` before it is read.
        """
        try:
            raw = await read_json_body(request, READ_BYTES)
        except BodyTooLarge:
            return EarlyReply(413, TOO_LARGE)
        origin, referer = request.headers.get("origin"), request.headers.get("referer")
        kept = await run_in_threadpool(self._keep_feedback, raw, origin, referer)
        if not isinstance(kept, Entry):
            return kept
        self._live.announce()
        return JSONResponse({"success": True, "feedbackId": kept.feedback_id})

    async def screenshots(self, request: Request) -> Response:
        """POST /api/screenshots."""
        try:
            upload = await read_upload(request)
        except BodyTooLarge:
            return EarlyReply(400, wire.FILE_TOO_LARGE)
        except (MultiPartException, FormParserError):
            return error(400, wire.FILE_REQUIRED)
        try:
            return await self._keep_upload(upload, request)
        finally:
            await upload.form.close()

    async def identify(self, request: Request) -> Response:
        """POST /api/identify; a client this inbox does not know is not accepted."""
        try:
            raw = await read_json_body(request)
        except BodyTooLarge:
            return EarlyReply(413, TOO_LARGE)
        reply = await run_in_threadpool(self._keep_identity, raw, request.headers.get("origin"))
        self._live.announce()
        return reply

    def _keep_feedback(
        self, raw: bytes, origin: str | None, referer: str | None
    ) -> Entry | JSONResponse:
        if len(raw) > JSON_BYTES:
            return self._refuse_large(raw, origin)
        body = parse_object(raw)
        if body is None:
            return error(400, wire.INVALID_DATA, NO_OBJECT)
        refusal = self._refuse_feedback(body, origin)
        if refusal is not None:
            return refusal
        if not body.get("pageUrl") and referer:
            body["pageUrl"] = referer
        try:
            return self._store.add(report_from_wire(body))
        except sqlite3.Error:
            return error(500, wire.INTERNAL_ERROR)

    def _refuse_large(self, raw: bytes, origin: str | None) -> JSONResponse:
        with self._large:
            body = parse_object(raw)
            if body is None:
                return error(400, wire.INVALID_DATA, NO_OBJECT)
            return self._refuse_feedback(body, origin) or error(413, TOO_LARGE)

    def _refuse_feedback(self, body: dict[str, Any], origin: str | None) -> JSONResponse | None:
        issues = feedback_issues(body)
        if issues:
            return error(400, wire.INVALID_DATA, issues)
        if metadata_too_large(body):
            return error(400, wire.METADATA_TOO_LARGE)
        client = self._config.client(body[wire.CLIENT_FIELD])
        if client is None:
            return error(400, wire.INVALID_DATA, {wire.CLIENT_FIELD: ["Unknown client"]})
        return None if client.allows(origin) else error(403, wire.DOMAIN_NOT_ALLOWED)

    async def _keep_upload(self, upload: Upload, request: Request) -> Response:
        file, client_id = upload.file, upload.client_id
        if file is None:
            return error(400, wire.FILE_REQUIRED)
        if client_id is None:
            return error(400, wire.CLIENT_REQUIRED)
        refusal = self._refuse_upload(file, client_id, request.headers.get("origin"))
        if refusal is not None:
            return refusal
        image = await run_in_threadpool(self._keep_image, file, client_id)
        if image is None:
            return error(500, wire.UPLOAD_FAILED)
        shot = _screenshot(image, str(request.base_url))
        return JSONResponse({"success": True, "screenshot": shot})

    def _refuse_upload(
        self, file: UploadFile, client_id: str, origin: str | None
    ) -> JSONResponse | None:
        if not (file.content_type or "").lower().startswith("image/"):
            return error(400, wire.NOT_AN_IMAGE)
        if (file.size or 0) > limits.SCREENSHOT_BYTES:
            return error(400, wire.FILE_TOO_LARGE)
        client = self._config.client(client_id)
        if client is None:
            return error(404, wire.INVALID_CLIENT)
        return None if client.allows(origin) else error(403, wire.DOMAIN_NOT_ALLOWED)

    def _keep_image(self, file: UploadFile, client_id: str) -> StoredImage | None:
        """Store the file and its facts; None where the disk does not let us."""
        try:
            name, facts = self._store.images.keep(file.file)
            image = StoredImage(
                name=name,
                client_id=client_id,
                mime_type=(file.content_type or "").lower()[:MIME_CHARACTERS],
                file_size=file.size or 0,
                width=facts.width,
                height=facts.height,
                served_type=facts.served_type,
            )
            self._store.add_image(image)
        except (OSError, sqlite3.Error):
            return None
        return image

    def _keep_identity(self, raw: bytes, origin: str | None) -> JSONResponse:
        body = parse_object(raw)
        if body is None:
            return error(400, wire.INVALID_DATA, NO_OBJECT)
        issues = identify_issues(body)
        if issues:
            return error(400, wire.INVALID_DATA, issues)
        client = self._config.client(body[wire.CLIENT_FIELD])
        if client is not None and not client.allows(origin):
            return error(403, wire.DOMAIN_NOT_ALLOWED)
        if client is not None:
            try:
                self._store.add_identity(_identity(body))
            except sqlite3.Error:
                return error(500, wire.INTERNAL_ERROR)
        return JSONResponse({"accepted": client is not None})


def _screenshot(image: StoredImage, base_url: str) -> dict[str, Any]:
    shot: dict[str, Any] = {
        "fileName": image.name,
        "url": f"{base_url}inbox/images/{image.name}",
        "fileSize": image.file_size,
        "mimeType": image.mime_type,
    }
    if image.width is not None and image.height is not None:
        shot |= {"width": image.width, "height": image.height}
    return shot


def _identity(body: dict[str, Any]) -> Identity:
    return Identity(
        client_id=body[wire.CLIENT_FIELD],
        anonymous_id=body["anonymousId"],
        external_user_id=body["externalUserId"],
        email=body.get("email") or None,
        display_name=body.get("displayName") or None,
        traits=body.get("traits", {}),
    )
