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
        Route("/inbox/page/{name}", _page_file),
        Route("/inbox/faces/{name}", _face),
    ]


async def _index(_request: Request) -> Response:
    return await _serve("inbox/index.html")


async def _page_file(request: Request) -> Response:
    name = request.path_params["name"]
    return await _serve(f"inbox/{name}") if _PAGE_FILE.fullmatch(name) else _missing()


async def _face(request: Request) -> Response:
    name = request.path_params["name"]
    return await _serve(f"faces/{name}") if _FACE_FILE.fullmatch(name) else _missing()


async def _serve(name: str) -> Response:
    try:
        content = await run_in_threadpool(_read, name)
    except OSError:
        return _missing()
    suffix = name[name.rindex(".") :]
    return Response(
        content,
        headers={
            "Content-Type": TYPES[suffix],
            "Content-Security-Policy": POLICY,
            "Cache-Control": "no-cache",
        },
    )


def _read(name: str) -> bytes:
    return assets.path(name).read_bytes()


def _missing() -> Response:
    return error(404, "Not found")
