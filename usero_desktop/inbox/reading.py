"""What the page reads: lists, single entries, environments and pictures, as JSON and files.

Same-origin only: nothing here has a CORS header, and the gate turns other sites away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, JSONResponse
from starlette.routing import Route

from usero_desktop.inbox.replies import error
from usero_desktop.inbox.report import report_to_wire
from usero_desktop.inbox.search import LARGEST_PAGE, PAGE_SIZE, Filter
from usero_desktop.model import wire

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from starlette.requests import Request
    from starlette.responses import Response

    from usero_desktop.inbox.config import InboxConfig
    from usero_desktop.inbox.report import Entry, Report
    from usero_desktop.inbox.store import Store
    from usero_desktop.model.submission import JsonValue, UploadedScreenshot

MOST_DIGITS: Final = 15
RATINGS: Final = frozenset({"1", "2", "3", "4"})

# A picture is only ever a picture: no script, no frame, no guessing what it could be.
PICTURE_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, max-age=86400, immutable",
    "Content-Disposition": "inline",
}


class Reading:
    """The endpoints that the page calls."""

    def __init__(self, config: InboxConfig, store: Store) -> None:
        """Keep what the endpoints need."""
        self._config = config
        self._store = store

    def routes(self) -> list[Route]:
        """Return the routes of the reading API."""
        return [
            Route("/inbox/api/feedback", self.listing),
            Route("/inbox/api/feedback/{feedback_id}", self.single),
            Route("/inbox/api/environments", self.environments),
            Route("/inbox/api/about", self.about),
            Route("/inbox/images/{name}", self.image),
            Route("/inbox/thumbnails/{name}", self.thumbnail),
        ]

    async def listing(self, request: Request) -> Response:
        """Newest first; see `read_filter` for the parameters."""
        try:
            chosen = read_filter(request.query_params.multi_items())
        except ValueError as problem:
            return error(400, str(problem))
        return JSONResponse(await run_in_threadpool(self._list, chosen))

    async def single(self, request: Request) -> Response:
        """One entry by its feedbackId."""
        found = await run_in_threadpool(self._read, request.path_params["feedback_id"])
        return error(404, "No such feedback") if found is None else JSONResponse(found)

    async def environments(self, _request: Request) -> Response:
        """Every environment with its count; the default's name is null."""
        found = await run_in_threadpool(self._store.environments)
        return JSONResponse(
            {"environments": [{"name": env.name, "count": env.count} for env in found]}
        )

    async def about(self, request: Request) -> Response:
        """What the empty page needs to show how to attach the widget."""
        # A client with an allowlist refuses desktop programs: an open one comes first.
        clients = sorted(self._config.clients, key=lambda client: bool(client.origins))
        return JSONResponse(
            {
                "clients": [client.client_id for client in clients],
                "baseUrl": str(request.base_url).rstrip("/"),
            }
        )

    async def image(self, request: Request) -> Response:
        """One picture, decoded and written anew."""
        return await self._picture(request, self._store.images.picture)

    async def thumbnail(self, request: Request) -> Response:
        """One picture, small."""
        return await self._picture(request, self._store.images.thumbnail)

    async def _picture(self, request: Request, make: Callable[[str, str], Path | None]) -> Response:
        image = await run_in_threadpool(self._store.image, request.path_params["name"])
        if image is None or image.served_type is None:
            return error(404, "No such picture")
        try:
            path = await run_in_threadpool(make, image.name, image.served_type)
        except OSError:
            path = None
        if path is None:
            return error(404, "This picture cannot be shown")
        return FileResponse(path, media_type=image.served_type, headers=PICTURE_HEADERS)

    def _list(self, chosen: Filter) -> dict[str, JsonValue]:
        page = self._store.page(chosen)
        return {
            "items": [self._item(entry) for entry in page.entries],
            "before": page.before,
            "total": page.total,
            "latest": page.latest,
        }

    def _read(self, feedback_id: str) -> dict[str, JsonValue] | None:
        entry = self._store.entry(feedback_id)
        return None if entry is None else self._item(entry)

    def _item(self, entry: Entry) -> dict[str, JsonValue]:
        shots = entry.report.screenshots
        return {
            "id": entry.feedback_id,
            "seq": entry.seq,
            "receivedAt": entry.received_at.isoformat(timespec="milliseconds"),
            "duplicateOf": entry.duplicate_of,
            **report_to_wire(entry.report),
            "person": self._person(entry.report),
            "replay": self._replay(entry.report),
            "screenshots": [self._shot(shot, entry.report.client_id) for shot in shots],
        }

    def _person(self, report: Report) -> dict[str, JsonValue] | None:
        """Describe who wrote a report, by its metadata and what was said of them; None: unknown."""
        user_id = report.metadata.get(wire.USER_KEY)
        anonymous_id = report.metadata.get(wire.ANONYMOUS_KEY)
        if not isinstance(user_id, str) or not isinstance(anonymous_id, str):
            return None
        found = self._store.person(report.client_id, anonymous_id, user_id)
        if found is None:
            return None
        return {
            "id": found.external_user_id,
            "email": found.email,
            "displayName": found.display_name,
            "traits": dict(found.traits),
        }

    def _replay(self, report: Report) -> dict[str, JsonValue] | None:
        """Describe the recording a report names; None where it names none.

        ``stored`` is false for one that is not in this inbox, or not for this client.
        """
        session_id = report.session_replay_id
        if session_id is None:
            return None
        session = self._store.replays.session(session_id)
        stored = session is not None and session.said.client_id == report.client_id
        return {"id": session_id, "stored": stored}

    def _shot(self, shot: UploadedScreenshot, client_id: str) -> dict[str, JsonValue]:
        """Describe one screenshot; addresses only for what this inbox stored and can show."""
        image = self._store.image(shot.file_name)
        ours = image is not None and image.client_id == client_id
        shown = image is not None and ours and image.served_type is not None
        return {
            "fileName": shot.file_name,
            "fileSize": shot.file_size,
            "mimeType": shot.mime_type,
            "width": shot.width,
            "height": shot.height,
            "stored": ours,
            "image": f"/inbox/images/{shot.file_name}" if shown else None,
            "thumbnail": f"/inbox/thumbnails/{shot.file_name}" if shown else None,
        }


def read_filter(items: list[tuple[str, str]]) -> Filter:
    """Read the parameters of a listing.

    ``environment`` is an exact name, ``default=1`` asks for reports without one, ``replay=1``
    for those that came with a recording;
    ``rating`` (repeated, or with commas) is 1 to 4; ``email`` and ``q`` are parts;
    ``before`` and ``after`` are seqs; ``limit`` is 1 to 100. Raises ValueError with a
    sentence for whatever else comes.
    """
    given: Mapping[str, str] = dict(items)
    ratings = {part for name, text in items if name == "rating" for part in text.split(",")}
    ratings.discard("")
    if not ratings <= RATINGS:
        raise ValueError("rating must be 1, 2, 3 or 4")
    limit = _number(given, "limit") or PAGE_SIZE
    return Filter(
        environment=given.get("environment"),
        only_default=given.get("default") == "1",
        ratings=frozenset(int(rating) for rating in ratings),
        email=given.get("email", "").strip(),
        text=given.get("q", ""),
        only_replays=given.get("replay") == "1",
        before=_number(given, "before"),
        after=_number(given, "after"),
        limit=min(limit, LARGEST_PAGE),
    )


def _number(given: Mapping[str, str], name: str) -> int | None:
    text = given.get(name, "")
    if not text:
        return None
    if not text.isdecimal() or len(text) > MOST_DIGITS:
        message = f"{name} must be a whole number"
        raise ValueError(message)
    return int(text)
