"""A real proxy: forwards plain requests, tunnels encrypted ones, and asks for a login."""

from __future__ import annotations

import base64
import socket
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from servers import Request, accepted, listening, reply


@dataclass
class Proxy:
    url: str = ""
    heads: list[str] = field(default_factory=list)
    """What it was asked, one request each, with all headers."""


@contextmanager
def proxying(target: int | None = None, *, login: str = ""):
    """Tunnels lead to `target`, a port of this machine; `login` is "name:password"."""
    proxy = Proxy()
    wanted = "Basic " + base64.b64encode(login.encode()).decode()

    def handle(connection: socket.socket) -> None:
        while head := _head(connection):
            proxy.heads.append(head)
            if login and f"proxy-authorization: {wanted}".lower() not in head.lower():
                connection.sendall(
                    reply(407, b"<html>", headers=['Proxy-Authenticate: Basic realm="company"'])
                )
            elif head.startswith("CONNECT"):
                _tunnel(connection, target)
                return
            else:
                _answer(connection, head)

    with listening(handle) as server:
        proxy.url = f"127.0.0.1:{server.port}"
        yield proxy


def _head(connection: socket.socket) -> str:
    head = b""
    while b"\r\n\r\n" not in head:
        piece = connection.recv(1)  # not a byte of what comes after it
        if not piece:
            return ""
        head += piece
    return head.decode("latin-1")


def _answer(connection: socket.socket, head: str) -> None:
    lines = dict(line.lower().split(": ", 1) for line in head.splitlines()[1:] if line)
    left = int(lines.get("content-length", "0"))
    while left > 0:
        left -= len(connection.recv(min(left, 65536)))
    path = head.split(" ")[1]
    connection.sendall(accepted(Request("POST", path, lines, b"")))


def _tunnel(connection: socket.socket, target: int | None) -> None:
    if target is None:
        connection.sendall(reply(502, b"<html>no such host</html>"))
        return
    with socket.create_connection(("127.0.0.1", target)) as far:
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        back = threading.Thread(target=_pass_on, args=(far, connection), daemon=True)
        back.start()
        _pass_on(connection, far)
        back.join(10)


def _pass_on(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
