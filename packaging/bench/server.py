"""A server in a process of its own that answers as the API does, after a given latency.

It does nothing with what comes, so that its own time is next to none, and keeps when the
first byte of each request came (the clock is the machine's, the same in every process). As
a module it starts and asks that process; as a script it is the process.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
import urllib.request
from pathlib import Path
from typing import IO, Any

from beside import Beside

LOG = "/bench/log"
END = b"\r\n\r\n"


class Server(Beside):
    """The process, for the bench."""

    def __init__(self, latency: float) -> None:
        """`latency` in seconds goes before each answer."""
        super().__init__([sys.executable, str(Path(__file__).resolve()), str(latency)])

    def read_address(self, output: IO[str]) -> None:
        self.port = int(output.readline())

    @property
    def url(self) -> str:
        """Its address as a base_url."""
        return f"http://127.0.0.1:{self.port}"

    def take_log(self) -> list[dict[str, Any]]:
        """Return what came since the last time: path, headers, body, first_byte in ns."""
        # No proxy: the server is on this machine.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(self.url + LOG, timeout=30) as reply:
            log: list[dict[str, Any]] = json.load(reply)
        return log


class _Connection(asyncio.Protocol):
    """One connection, one request at a time."""

    def __init__(self, log: list[dict[str, Any]], latency: float) -> None:
        self._log, self._latency = log, latency
        self._clear()

    def _clear(self) -> None:
        self._bytes = bytearray()
        self._first = 0
        self._head = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        if not self._first:
            self._first = time.monotonic_ns()
        self._bytes += data
        if not self._head:
            end = self._bytes.find(END)
            if end < 0:
                return
            self._head = bytes(self._bytes[:end])
            del self._bytes[: end + len(END)]
        if len(self._bytes) >= _length(self._head):
            path = self._head.split(b" ", 2)[1].decode()
            request = {"path": path, "head": self._head, "body": self._bytes}
            request["first_byte"] = self._first
            self._clear()
            self._take(path, request)

    def _take(self, path: str, request: dict[str, Any]) -> None:
        if path == LOG:
            told = [{name: _text(value) for name, value in each.items()} for each in self._log]
            self._log.clear()
            self._answer(json.dumps(told).encode())
            return
        self._log.append(request)
        answer = _body(path, len(request["body"]))
        if self._latency:
            asyncio.get_running_loop().call_later(self._latency, self._answer, answer)
        else:
            self._answer(answer)

    def _answer(self, body: bytes) -> None:
        head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
        if isinstance(self._transport, asyncio.WriteTransport):
            self._transport.write(f"{head}{len(body)}\r\n\r\n".encode() + body)


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


def _text(value: object) -> object:
    return value.decode("latin-1") if isinstance(value, bytes | bytearray) else value


def _body(path: str, size: int) -> bytes:
    if path == "/api/screenshots":
        shot = {"fileName": "a.png", "url": "/a.png", "fileSize": size, "mimeType": "image/png"}
        return json.dumps({"success": True, "screenshot": shot}).encode()
    return b'{"success": true, "feedbackId": "fb_1"}'


async def _serve(latency: float) -> None:
    log: list[dict[str, Any]] = []
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(log, latency), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(float(sys.argv[1])))
