"""A small raw-socket server for answers that no proper server gives."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator

    Answer = Callable[["Request", socket.socket], bytes | None]


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


def reply(status=200, body=b"", *, headers=(), content_type="application/json") -> bytes:
    """A whole HTTP reply; `body` may be anything JSON knows."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = [f"HTTP/1.1 {status} Answer", f"Content-Type: {content_type}"]
    lines += [f"Content-Length: {len(raw)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + raw


def accepted(request: Request, _connection=None) -> bytes:
    """What Usero answers to a good request."""
    if request.path.endswith("/api/screenshots"):
        name = request.body.split(b'filename="')[1].split(b'"')[0].decode()
        shot = {"fileName": name, "url": f"/s/{name}", "fileSize": 5, "mimeType": "image/png"}
        return reply(200, {"success": True, "screenshot": shot})
    return reply(200, {"success": True, "feedbackId": "fb_1"})


@dataclass
class Server:
    port: int
    scheme: str = "http"
    requests: list[Request] = field(default_factory=list)
    arrived: SimpleQueue[Request] = field(default_factory=SimpleQueue)
    connections: int = 0

    @property
    def url(self):
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def paths(self):
        return [request.path for request in self.requests]


@contextmanager
def serving(
    answer: Answer = accepted, *, port: int = 0, tls: ssl.SSLContext | None = None
) -> Iterator[Server]:
    """Answer each request with `answer(request, connection)`; None closes the connection."""
    listener = socket.create_server(("127.0.0.1", port))
    server = Server(listener.getsockname()[1], "https" if tls else "http")
    open_now: set[socket.socket] = set()

    def serve(connection: socket.socket) -> None:
        with suppress(OSError, ValueError):
            if tls:
                connection = tls.wrap_socket(connection, server_side=True)
                open_now.add(connection)
            with connection.makefile("rb") as incoming:
                while (request := _read(incoming)) is not None:
                    server.requests.append(request)
                    server.arrived.put(request)
                    raw = answer(request, connection)
                    if not isinstance(raw, bytes):
                        break
                    connection.sendall(raw)
        connection.close()

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                server.connections += 1
                open_now.add(connection)
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for connection in open_now:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()
        thread.join(5)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def _read(incoming) -> Request | None:
    first = incoming.readline()
    if not first.strip():
        return None
    method, path, _ = first.decode("latin-1").split(" ", 2)
    headers = {}
    while line := incoming.readline().strip():
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.lower()] = value.strip()
    body = incoming.read(int(headers.get("content-length", "0")))
    return Request(method, path, headers, body)
