"""Request bodies within limits: the limit holds before the body is read whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from usero_desktop.model import limits
from usero_desktop.model.wire import CLIENT_FIELD, SCREENSHOT_FIELD

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from starlette.datastructures import FormData
    from starlette.requests import Request

JSON_BYTES: Final = 256 * 1024
"""Largest JSON body that is taken: metadata may have 10 KB, a comment 1000 characters."""

FORM_BYTES: Final = limits.SCREENSHOT_BYTES + 64 * 1024
"""Largest upload: the file, its client id and the multipart lines around them."""

READ_BYTES: Final = FORM_BYTES
"""Largest feedback that is read at all, to say in the documented words what is too large in it.

No request of the API is larger than an upload, so nobody who keeps to it meets this limit.
"""


class BodyTooLarge(MultiPartException):
    """More came, or was announced, than will be read.

    A MultiPartException because that is what makes Starlette's parser close its files.
    """

    def __init__(self) -> None:
        """Say so; the message never reaches a client."""
        super().__init__("The body is too large")


@dataclass(frozen=True, slots=True)
class Upload:
    """The fields of POST /api/screenshots; None where one is missing. `file` is open."""

    form: FormData
    file: UploadFile | None
    client_id: str | None


async def read_json_body(request: Request, limit: int = JSON_BYTES) -> bytes:
    """Read at most `limit` bytes. Raises BodyTooLarge, or ClientDisconnect."""
    return b"".join([chunk async for chunk in _within(request, limit)])


async def read_upload(request: Request) -> Upload:
    """Read a multipart form of at most `FORM_BYTES`; its files lie on disk beyond 1 MB.

    Close ``form`` afterwards. Raises BodyTooLarge, MultiPartException for what is no
    multipart form, or ClientDisconnect.
    """
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise MultiPartException("Not a multipart form")
    body = _within(request, FORM_BYTES)
    try:
        form = await MultiPartParser(
            request.headers, body, max_files=4, max_fields=16, max_part_size=4096
        ).parse()
    finally:
        await body.aclose()
    file = _first(form, SCREENSHOT_FIELD)
    client_id = _first(form, CLIENT_FIELD)
    return Upload(
        form,
        # A browser sends an empty, nameless file for an input that was left alone.
        file if isinstance(file, UploadFile) and (file.filename or file.size) else None,
        client_id if isinstance(client_id, str) and client_id else None,
    )


def _first(form: FormData, name: str) -> UploadFile | str | None:
    values = form.getlist(name)
    return values[0] if values else None


async def _within(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit:
        raise BodyTooLarge
    seen = 0
    async for chunk in request.stream():
        seen += len(chunk)
        if seen > limit:
            raise BodyTooLarge
        yield chunk
