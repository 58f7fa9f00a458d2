"""The least that sending can cost: the same bytes by hand over raw sockets, nothing else."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 30


@dataclass(frozen=True, slots=True)
class Recording:
    """What the client under measure sent: its uploads, each whole, and the report."""

    uploads: tuple[tuple[str, bytes], ...]
    report: dict[str, Any]

    @classmethod
    def of(cls, log: list[dict[str, Any]]) -> Recording:
        """Take the last report in a server's log and the uploads before it."""
        uploads, report = [], {}
        for request in log:
            body = request["body"].encode("latin-1")
            if request["path"] == "/api/screenshots":
                uploads.append((_content_type(request["head"]), body))
            elif request["path"] == "/api/feedback":
                report = json.loads(body)
        return cls(tuple(uploads), report)


def send_by_hand(
    port: int, recording: Recording, *, pictures: bool, kept_in: Path | None = None
) -> float:
    """Send the recording to the last byte of the last answer; return the seconds it took.

    With a folder `kept_in` it is first put into a file of SQLite that survives a power cut,
    and noted there as sent in the end: what anybody must do who promises to lose nothing.
    """
    store = None if kept_in is None else _store(kept_in)
    started = time.perf_counter()
    if store is not None:
        bodies = [body for _, body in recording.uploads] if pictures else []
        with store:
            store.execute("INSERT INTO report VALUES (?)", (json.dumps(recording.report),))
            store.executemany("INSERT INTO picture VALUES (?)", ((body,) for body in bodies))
    shots: list[Any] = []
    if pictures:
        shots = [None] * len(recording.uploads)
        threads = [
            threading.Thread(target=_upload, args=(port, recording, shots, position))
            for position in range(len(shots))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    report = {**recording.report, "screenshots": shots}
    if not shots:
        del report["screenshots"]
    answer = _exchange(port, "/api/feedback", "application/json", json.dumps(report).encode())
    if store is not None:
        with store:
            store.execute("UPDATE report SET body = 'sent'")
    seconds = time.perf_counter() - started
    if store is not None:
        store.close()
    if answer.get("success") is not True or None in shots:
        message = f"The server refused what was sent by hand: {answer}"
        raise RuntimeError(message)
    return seconds


def first_byte_by_hand(port: int, recording: Recording, folder: Path) -> int:
    """Put the report on the disk, then connect and send; return when that began, in ns."""
    body = json.dumps({**recording.report, "screenshots": []}).encode()
    started = time.monotonic_ns()
    with (folder / "report").open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    _exchange(port, "/api/feedback", "application/json", body)
    return started


def _store(folder: Path) -> sqlite3.Connection:
    """Open an empty file with the settings that lose nothing."""
    path = folder / "floor.sqlite3"
    path.unlink(missing_ok=True)
    store = sqlite3.connect(path)
    for pragma in ("page_size = 16384", "journal_mode = TRUNCATE", "synchronous = FULL"):
        store.execute(f"PRAGMA {pragma}")
    store.executescript("CREATE TABLE report (body); CREATE TABLE picture (data)")
    return store


def _upload(port: int, recording: Recording, shots: list[Any], position: int) -> None:
    kind, body = recording.uploads[position]
    shots[position] = _exchange(port, "/api/screenshots", kind, body).get("screenshot")


def _exchange(port: int, path: str, kind: str, body: bytes) -> dict[str, Any]:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: {kind}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(head.encode() + body)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += _some(connection)
        got, _, rest = answer.partition(b"\r\n\r\n")
        while len(rest) < _length(got):
            rest += _some(connection)
    told: dict[str, Any] = json.loads(rest)
    return told


def _some(connection: socket.socket) -> bytes:
    piece = connection.recv(65536)
    if not piece:
        raise ConnectionError("The server closed the connection in the middle of its answer.")
    return piece


def _length(head: bytes) -> int:
    return int(_field(head.decode("latin-1"), "content-length") or 0)


def _content_type(head: str) -> str:
    return _field(head, "content-type")


def _field(head: str, wanted: str) -> str:
    for line in head.split("\r\n"):
        name, _, value = line.partition(":")
        if name.lower() == wanted:
            return value.strip()
    return ""
