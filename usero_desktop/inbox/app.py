"""The inbox as one Starlette application."""

from __future__ import annotations

import sqlite3
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.routing import Match, Route

from usero_desktop.inbox import page
from usero_desktop.inbox.gate import Gate, headers_for, is_for_senders
from usero_desktop.inbox.intake import Intake
from usero_desktop.inbox.live import Live
from usero_desktop.inbox.reading import Reading
from usero_desktop.inbox.recordings import Recordings
from usero_desktop.inbox.replies import error
from usero_desktop.inbox.watching import Watching
from usero_desktop.model.wire import INTERNAL_ERROR

if TYPE_CHECKING:
    from starlette.requests import Request

    from usero_desktop.inbox.config import InboxConfig
    from usero_desktop.inbox.store import Store


def create_app(config: InboxConfig, store: Store) -> Starlette:
    """Build the application over `store`, which the caller opens and closes.

    ``app.state.live`` is what a server closes first, so that open event streams end.
    """
    live = Live(store)
    app = Starlette(
        routes=[
            *Intake(config, store, live).routes(),
            *Recordings(config, store, live).routes(),
            *Reading(config, store).routes(),
            *Watching(config, store).routes(),
            Route("/inbox/events", live.events),
            *page.routes(),
        ],
        middleware=[Middleware(Gate, config=config)],
        exception_handlers={
            HTTPException: _refused,
            ClientDisconnect: _gone,
            sqlite3.Error: _failed,
            Exception: _failed,
        },
    )
    app.state.live = live
    return app


async def _refused(request: Request, problem: Exception) -> Response:
    """Answer what no route takes (404, 405) in the API's own form."""
    if not isinstance(problem, HTTPException):
        raise problem
    answer = error(problem.status_code, problem.detail)
    answer.headers.update(problem.headers or {})
    if problem.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        answer.headers["Allow"] = ", ".join(sorted(_methods(request)))
    return answer


def _methods(request: Request) -> set[str]:
    """Return every method that is answered at a path; Starlette knows the first route's alone."""
    found = {"OPTIONS"} if is_for_senders(request.scope["path"]) else set()
    for route in request.app.routes:
        if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE:
            found |= route.methods or set()
    return found


async def _gone(_request: Request, _problem: Exception) -> Response:
    """Answer nobody: the client hung up in the middle of its request."""
    return Response(status_code=400)


async def _failed(request: Request, _problem: Exception) -> Response:
    """Answer a failure of our own with the documented 500."""
    answer = error(500, INTERNAL_ERROR)
    # Starlette answers what nobody expected outside of all middleware, the gate included.
    answer.headers.update(headers_for(request.scope["path"]))
    return answer
