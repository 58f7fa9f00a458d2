"""Small raw-socket servers for answers that no proper server gives.

`listening` hands every connection to a function, which may do with it as it likes; `serving`
reads requests first and sends what a function answers to each.
"""

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
    """`head` is what came before the body, byte by byte; of `headers` the last of a name counts."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    head: bytes = b""

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


def accepted_after(gate: threading.Event) -> Answer:
    """What answers so once `gate` is open; the test that has it opens it."""

    def answer(request: Request, connection: socket.socket) -> bytes:
        gate.wait()
        return accepted(request, connection)

    return answer


@dataclass
class Server:
    port: int
    scheme: str = "http"
    requests: list[Request] = field(default_factory=list)
    arrived: SimpleQueue[Request] = field(default_factory=SimpleQueue)
    connections: int = 0
    held: set[socket.socket] = field(default_factory=set)

    @property
    def url(self):
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def paths(self):
        return [request.path for request in self.requests]


@contextmanager
def listening(
    handle: Callable[[socket.socket], None], *, port: int = 0, buffer: int | None = None
) -> Iterator[Server]:
    """Hand every connection to `handle`, in a thread of its own; it is closed afterwards.

    `buffer` is how many bytes this machine takes in for a server that does not read.
    """
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if buffer is not None:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    listener.bind(("127.0.0.1", port))
    listener.listen()
    server = Server(listener.getsockname()[1])

    def serve(connection: socket.socket) -> None:
        with suppress(OSError, ValueError), connection:
            handle(connection)

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                server.connections += 1
                server.held.add(connection)
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)
        for connection in list(server.held):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()


@contextmanager
def serving(
    answer: Answer = accepted, *, port: int = 0, tls: ssl.SSLContext | None = None
) -> Iterator[Server]:
    """Answer each request with `answer(request, connection)`; None closes the connection."""

    def handle(connection: socket.socket) -> None:
        if tls:
            connection = tls.wrap_socket(connection, server_side=True)
            server.held.add(connection)
        with connection, connection.makefile("rb") as incoming:
            while (request := read_request(incoming)) is not None:
                server.requests.append(request)
                server.arrived.put(request)
                raw = answer(request, connection)
                if not isinstance(raw, bytes):
                    break
                connection.sendall(raw)

    with listening(handle, port=port) as server:
        server.scheme = "https" if tls else "http"
        yield server


class Lure:
    """A port that nobody is to come to, and whether anybody did."""

    def __init__(self, listener: socket.socket) -> None:
        listener.setblocking(False)
        self._listener = listener
        self.port: int = listener.getsockname()[1]

    def visited(self) -> bool:
        try:
            self._listener.accept()
        except BlockingIOError:
            return False
        return True


@contextmanager
def lure() -> Iterator[Lure]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield Lure(listener)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def read_request(incoming) -> Request | None:
    """Read one request of a connection's file; None where there is none, or not all of it."""
    first = incoming.readline()
    if not first.strip():
        return None
    method, path, _ = first.decode("latin-1").split(" ", 2)
    head = [first]
    headers = {}
    while (line := incoming.readline()).strip():
        head.append(line)
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.lower()] = value.strip()
    head.append(line)
    length = int(headers.get("content-length", "0"))
    body = incoming.read(length)
    if not line or len(body) < length:
        return None  # it broke off
    return Request(method, path, headers, body, b"".join(head))
