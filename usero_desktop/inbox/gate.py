"""The door of the inbox: who may speak to it at all, and the headers every answer carries."""

from __future__ import annotations

import asyncio
import ipaddress
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response

from usero_desktop.inbox.config import is_loopback
from usero_desktop.inbox.replies import error
from usero_desktop.model.wire import CHUNK_FIELDS

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from usero_desktop.inbox.config import InboxConfig

API: Final = "/api/"

CORS: Final = {"Access-Control-Allow-Origin": "*"}

PREFLIGHT: Final = {
    **CORS,
    "Access-Control-Allow-Methods": "GET, POST, PUT, OPTIONS",
    "Access-Control-Allow-Headers": ", ".join(("Content-Type", "Accept", *CHUNK_FIELDS.values())),
    "Access-Control-Max-Age": "86400",
}

EVERYWHERE: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

OWN_PAGE_ONLY: Final = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def headers_for(path: str) -> dict[str, str]:
    """Return the headers of every answer under `path`: the API's are open, the page's are not."""
    return EVERYWHERE | (CORS if is_for_senders(path) else OWN_PAGE_ONLY)


class Gate:
    """ASGI middleware; a fault-injecting one would stand right behind it.

    - A Host header that is neither an address nor a name of this machine is refused: a web
      page whose name was pointed at 127.0.0.1 (DNS rebinding) sends its own name there.
    - The public API answers any origin, preflights included. The page's own addresses
      answer the page alone.
    """

    def __init__(self, app: ASGIApp, config: InboxConfig) -> None:
        """Stand in front of `app`."""
        self._app = app
        self._config = config

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        for_senders = is_for_senders(scope["path"])
        added = headers_for(scope["path"])

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                answered = MutableHeaders(scope=message)
                for name, value in added.items():
                    answered.setdefault(name, value)
            await send(message)

        answer = self._answer_here(scope, headers, for_senders=for_senders)
        if answer is not None:
            await answer(scope, receive, send_on)
            return
        if for_senders and self._config.latency:
            await asyncio.sleep(self._config.latency)
        await self._app(scope, receive, send_on)

    def _answer_here(self, scope: Scope, headers: Headers, *, for_senders: bool) -> Response | None:
        if not self._is_ours(headers.get("host", "")):
            return error(421, "This inbox does not go by that name; use its address")
        if for_senders:
            return Response(None, 204, PREFLIGHT) if scope["method"] == "OPTIONS" else None
        # The page's data is for the page: what another site's page fetches says so.
        from_elsewhere = headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}
        if from_elsewhere and scope["path"].startswith("/inbox/"):
            return error(403, "Other sites cannot read the inbox")
        return None

    def _is_ours(self, host: str) -> bool:
        name = _without_port(host)
        return bool(name) and (
            is_loopback(name) or name == self._config.host.lower() or _is_address(name)
        )


def is_for_senders(path: str) -> bool:
    """Whether it is the public API, which answers any origin, and preflights of its own accord."""
    return path.startswith(API)


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower()


def _is_address(name: str) -> bool:
    # An address cannot be pointed elsewhere the way a name can.
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
