"""Kills a program at many moments of keeping and sending a report, and counts what arrives."""

from __future__ import annotations

import signal
import socket
import time
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from faults.sender import PATIENCE, drain, start, submit_and_send, submit_recorded
from flows.recorded import NAME, Usero
from servers import accepted, serving

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from faults.sender import Sender
    from servers import Request, Server

FEEDBACK = "/api/feedback"


@dataclass(frozen=True)
class Moment:
    """When to kill: `after` seconds from the start, or from what the server does.

    `request` 1 is the screenshot, 2 the report, 0 none of them; `answered` is whether the
    server answers it first.
    """

    after: float
    request: int = 0
    answered: bool = False


@dataclass
class Toll:
    """What the kills cost."""

    kills: int = 0
    lost: int = 0
    doubles: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.lost} lost, {self.doubles} doubles, "
            f"{len(self.wrong)} of them elsewhere than between request and stored reply"
        )

    def add(self, other: Toll) -> None:
        self.kills += other.kills
        self.lost += other.lost
        self.doubles += other.doubles
        self.wrong += other.wrong


class Lane:
    """One data folder and one server, and one program after the other on them."""

    story = staticmethod(submit_and_send)

    def __init__(self, folder: Path, *, wrong: str = "") -> None:
        self._folder = folder
        self._wrong = wrong
        self._numbers = count()
        self._sender: Sender | None = None
        self._moment = Moment(0.0)
        self._seen = 0
        self.toll = Toll()

    def kill_at(self, moments: Callable[[float], Moment], *, kills: int) -> Toll:
        """Kill so often; `moments` gives one when told how long an undisturbed run takes."""
        with serving(self._answer) as server:
            undisturbed = max(self._duration(server.url) for _ in range(3))
            while self.toll.kills < kills:
                self._one(server, moments(undisturbed))
        names = {file.name for file in self._folder.rglob("*.sqlite3*")}
        if any("damaged" in name or "corrupt" in name for name in names):
            self.toll.wrong.append(f"a store is set aside: {names}")
        return self.toll

    def _duration(self, url: str) -> float:
        sender = start(self.story, url, self._folder, "first", self._wrong)
        sender.wait_for("ready")
        began = time.monotonic()
        sender.wait_for("drained")
        took = time.monotonic() - began
        sender.end()
        return took

    def _one(self, server: Server, moment: Moment) -> None:
        comment = f"report {next(self._numbers)}"
        server.requests.clear()
        self._moment, self._seen = moment, 0
        sender = start(self.story, server.url, self._folder, comment, self._wrong)
        sender.wait_for("ready")
        self._sender = sender
        if not moment.request:
            time.sleep(moment.after)
            sender.signal(signal.SIGKILL)
        code = sender.end()
        self._sender = None
        settle(server)
        before = reports_of(server.requests, comment)
        deliver_the_rest(server.url, self._folder, self._wrong)
        settle(server)
        arrived = reports_of(server.requests, comment)
        self._judge(sender, code, before, arrived)
        self._look(server.requests)

    def _look(self, requests: list[Request]) -> None:
        """Say in the toll what else is wrong with what arrived."""

    def _judge(self, sender, code, before, arrived) -> None:
        toll = self.toll
        if code == -signal.SIGKILL:
            toll.kills += 1
        if "kept" in sender.told and not arrived:
            toll.lost += 1
        if len(arrived) < 2:
            return
        toll.doubles += 1
        ambiguous = len(before) == 1 and "delivered" not in sender.told
        if len(arrived) > 2 or not ambiguous or len(set(arrived)) > 1:
            toll.wrong.append(f"{self._moment}: {arrived}, after {sender.told}")

    def _answer(self, request: Request, connection: socket.socket) -> bytes:
        self._seen += 1
        sender, moment = self._sender, self._moment
        if sender is None or moment.request != self._seen:
            return self._usual(request, connection)
        answer = self._usual(request, connection)
        if moment.answered:
            connection.sendall(answer)
        time.sleep(moment.after)
        sender.signal(signal.SIGKILL)
        return b"" if moment.answered else answer

    def _usual(self, request: Request, connection: socket.socket) -> bytes:
        del connection
        return accepted(request)


class RecordedLane(Lane):
    """The same with a recording behind each report.

    Its requests are the screenshot, the announcement, the report, three chunks and the end.
    """

    story = staticmethod(submit_recorded)

    def __init__(self, folder: Path, *, wrong: str = "") -> None:
        super().__init__(folder, wrong=wrong)
        self._usero = Usero()

    def _usual(self, request: Request, connection: socket.socket) -> bytes:
        return self._usero(request, connection)

    def _look(self, requests: list[Request]) -> None:
        reports = [request.json for request in requests if request.path == FEEDBACK]
        for session in {report.get("sessionReplayId") for report in reports}:
            if session is None:
                self.toll.wrong.append(f"{self._moment}: the report came without its recording")
                continue
            own = [it.path for it in requests if f"/{session}/" in it.path]
            numbers = [path.partition("?")[0].rpartition("/")[2] for path in own]
            if list(dict.fromkeys(numbers)) != ["0", "1", "2", "finalise"]:
                self.toll.wrong.append(f"{self._moment}: of the recording came {numbers}")
        names = {it.json["sdkSessionId"] for it in requests if it.path == NAME}
        if len(names) != 1:
            self.toll.wrong.append(f"{self._moment}: announced as {names}")


def deliver_the_rest(url: str, folder: Path, wrong: str) -> None:
    """Start the program anew, and wait until it has nothing left to send."""
    helper = start(drain, url, folder, wrong)
    helper.wait_for("drained")
    helper.end()


def settle(server: Server) -> None:
    """Wait until all that ended programs have sent is read."""
    with socket.create_connection(("127.0.0.1", server.port)) as probe:
        # Connections are taken in their order: once this one is answered, all others are.
        probe.sendall(b"GET /probe HTTP/1.1\r\n\r\n")
        assert probe.recv(1)
    deadline = time.monotonic() + PATIENCE
    while any(connection.fileno() != -1 for connection in tuple(server.held)):
        assert time.monotonic() < deadline, "a connection stays open"
        time.sleep(0.001)


def reports_of(requests: list[Request], comment: str) -> list[str]:
    """Return the submission ids under which this report arrived, one for each time."""
    bodies = [request.json for request in requests if request.path == FEEDBACK]
    return [it["metadata"]["submissionId"] for it in bodies if it["comment"] == comment]
