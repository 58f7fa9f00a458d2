"""The page itself: a handful of files out of the resources, under a strict policy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from usero_desktop import assets
from usero_desktop.inbox.replies import error

if TYPE_CHECKING:
    from starlette.requests import Request

# Everything from this server, nothing inline, nothing from anywhere else.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)

# A recording brings its styles and pictures along, inline. The rest is as strict: it is played in
# a frame that runs no script, and nothing in it reaches another host.
REPLAY_POLICY: Final = POLICY.replace(
    "style-src 'self'; img-src 'self'",
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src data:; "
    "media-src data: blob:",
).replace("trusted-types 'none'", "trusted-types default")

# Written down here: Windows lets any program change what .js means to `mimetypes`.
TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}

_PAGE_FILE = re.compile(r"[a-z][a-z0-9-]*\.(css|js|svg)")
_FACE_FILE = re.compile(r"rating-[1-4]\.svg")


def routes() -> list[Route]:
    """Return the routes of the page and of what it is made of."""
    return [
        Route("/", _index),
        Route("/replays/{session_id}", _replay),
        Route("/inbox/page/{name}", _page_file),
        Route("/inbox/faces/{name}", _face),
    ]


async def _index(_request: Request) -> Response:
    return await _serve("inbox/index.html")


async def _replay(_request: Request) -> Response:
    answer = await _serve("inbox/replay.html", REPLAY_POLICY)
    # A browser asks for the address of every host that a link on show names, to save time.
    answer.headers["X-DNS-Prefetch-Control"] = "off"
    return answer


async def _page_file(request: Request) -> Response:
    name = request.path_params["name"]
    return await _serve(f"inbox/{name}") if _PAGE_FILE.fullmatch(name) else _missing()


async def _face(request: Request) -> Response:
    name = request.path_params["name"]
    return await _serve(f"faces/{name}") if _FACE_FILE.fullmatch(name) else _missing()


async def _serve(name: str, policy: str = POLICY) -> Response:
    try:
        content = await run_in_threadpool(_read, name)
    except OSError:
        return _missing()
    suffix = name[name.rindex(".") :]
    return Response(
        content,
        headers={
            "Content-Type": TYPES[suffix],
            "Content-Security-Policy": policy,
            "Cache-Control": "no-cache",
        },
    )


def _read(name: str) -> bytes:
    return assets.path(name).read_bytes()


def _missing() -> Response:
    return error(404, "Not found")
