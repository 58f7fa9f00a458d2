"""Whatever bytes come for an answer, through a real socket and the whole client.

`check(data)` has a server send `data` for a feedback and for a screenshot. Either gives what
the API reference documents, or raises one of the three errors that say what to do next.
"""

from __future__ import annotations

import math
import socket
import tempfile
from contextlib import closing
from pathlib import Path

import httpcore

from usero_desktop.api.client import UseroClient
from usero_desktop.errors import ApiError, Busy, Refused, Unreachable
from usero_desktop.model.submission import UploadedScreenshot

AT_MOST = 100_000  # bytes that fit into a socket at once; the client reads less than that
SECONDS = 5.0

_FRAME = b"HTTP/1.1 %d Answer\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
_SHOT = (
    b'{"success":true,"screenshot":{"fileName":"a.png","url":"/a","fileSize":5,'
    b'"width":4,"height":3,"mimeType":"image/png"}}'
)


def whole(status: int, body: bytes) -> bytes:
    """A proper reply with that body."""
    return _FRAME % (status, len(body), body)


SEEDS = [
    whole(200, b'{"success":true,"feedbackId":"fb_1"}'),
    whole(200, _SHOT),
    whole(200, b'\xef\xbb\xbf{"success":true,"feedbackId":"\\ud83d\\ude00"}'),
    whole(200, b'{"success":true,"feedbackId":"\\ud800"}'),
    whole(200, b"<html>Please sign in</html>"),
    whole(200, b"[" * 60_000),
    whole(200, b'{"success":true,"feedbackId":' + b"9" * 60_000 + b"}"),
    whole(400, b'{"error":"Invalid data provided","issues":{"rating":["Too big"]}}'),
    whole(400, b'{"error":"\\ud800","issues":{"\\udfff":["\\ud800",{},[[]]]}}'),
    whole(400, b'{"error":"Metadata too large (max 10KB)"}'),
    whole(403, b'{"error":"Domain not allowed"}'),
    whole(413, b"<html>413 Request Entity Too Large</html>"),
    b"HTTP/1.1 503 No\r\nRetry-After: Tue, 14 Nov 2023 22:13:30 GMT\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 429 No\r\nRetry-After: 1e18\r\nRetry-After: nan\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 302 Found\r\nLocation: https://xn--/\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b; expires=never; =;;\r\nContent-Length: 2\r\n\r\n{}",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\n{}   \r\n0\r\nT: 1\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Encoding: br, gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x00",
    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.0 200 OK\r\n\r\n{}",
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nx",
]


class _Canned(httpcore.NetworkBackend):
    """Connects to a socket of this machine that has the same answer for everybody."""

    def __init__(self) -> None:
        self.answer = b""
        self._inner = httpcore.SyncBackend()
        self._folder = tempfile.TemporaryDirectory()  # kept for as long as we are
        self._path = str(Path(self._folder.name) / "socket")
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(self._path)
        self._listener.listen()
        self._peer: socket.socket | None = None

    def connect_tcp(self, *_: object, **__: object) -> httpcore.NetworkStream:
        stream = self._inner.connect_unix_socket(self._path)
        self.hang_up()
        self._peer, _ = self._listener.accept()
        self._peer.sendall(self.answer)
        self._peer.shutdown(socket.SHUT_WR)
        return stream

    def hang_up(self) -> None:
        if self._peer is not None:
            self._peer.close()
            self._peer = None


_server = _Canned()


def ask(data: bytes) -> tuple[str | ApiError, UploadedScreenshot | ApiError]:
    """What a feedback and a screenshot come to when `data` is the answer."""
    _server.answer = data[:AT_MOST]
    client = UseroClient("http://localhost", feedback_seconds=SECONDS, screenshot_seconds=SECONDS)
    client._backend._inner = _server
    with closing(client):
        try:
            feedback: str | ApiError = client.send_feedback(b"{}")
        except (Unreachable, Busy, Refused) as error:
            feedback = error
        try:
            shot: UploadedScreenshot | ApiError = client.upload_screenshot(
                "c", b"x", "image/png", "a"
            )
        except (Unreachable, Busy, Refused) as error:
            shot = error
    _server.hang_up()
    return feedback, shot


def check(data: bytes) -> None:
    """Raise where an answer of these bytes breaks a promise."""
    feedback, shot = ask(data)
    if isinstance(feedback, str):
        assert 0 < len(feedback.encode()) <= 2048
        assert b"feedbackId" in data, "a success out of nothing"
    if isinstance(shot, UploadedScreenshot):
        for text in (shot.file_name, shot.url, shot.mime_type):
            assert 0 < len(text.encode()) <= 2048
        for count in (shot.file_size, shot.width or 0, shot.height or 0):
            assert type(count) is int
            assert 0 <= count < 1 << 40
        assert b"screenshot" in data, "a success out of nothing"
    for error in (feedback, shot):
        if isinstance(error, ApiError):
            _check_error(error, data)


def _check_error(error: ApiError, data: bytes) -> None:
    assert error.code != "too_slow", "waited for what had come long since"
    assert len(str(error).encode()) < 100_000  # it can be kept and shown
    if isinstance(error, Busy) and error.retry_after is not None:
        assert math.isfinite(error.retry_after)
        assert 0 < error.retry_after <= 86_400
    if isinstance(error, Refused):
        assert b"error" in data or error.status == 413, "a refusal out of nothing"
        for words in (error.error, *error.issues, *sum(error.issues.values(), ())):
            assert len(words) <= 500
            words.encode()
