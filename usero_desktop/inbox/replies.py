"""Answers in the documented words; what headers they carry is the gate's business."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from starlette.responses import JSONResponse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.types import Receive, Scope, Send

LINGER_SECONDS: Final = 5.0
LINGER_BYTES: Final = 64 * 1024 * 1024


def error(
    status: int, text: str, issues: Mapping[str, Sequence[str]] | None = None
) -> JSONResponse:
    """Return ``{"error": text}`` with `status`, and the `issues` by field where there are any."""
    body: dict[str, object] = {"error": text}
    if issues is not None:
        body["issues"] = {name: list(words) for name, words in issues.items()}
    return JSONResponse(body, status)


class EarlyReply(JSONResponse):
    """An answer given before the body was read whole; the connection closes behind it.

    Closing at once would reset the connection under a client that is still writing, and
    the answer would be lost on the way: what still comes is thrown away for a while.
    """

    def __init__(self, status: int, text: str) -> None:
        """Answer ``{"error": text}`` with `status`."""
        super().__init__({"error": text}, status, {"Connection": "close"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        """Send the whole answer, read on within limits, then end it."""
        await send(
            {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
        )
        await send({"type": "http.response.body", "body": bytes(self.body), "more_body": True})
        try:
            async with asyncio.timeout(LINGER_SECONDS):
                await _discard(receive)
        except TimeoutError:
            pass
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _discard(receive: Receive) -> None:
    seen = 0
    while seen < LINGER_BYTES:
        message = await receive()
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return
        seen += len(message.get("body", b""))
