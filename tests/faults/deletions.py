"""Kills a program while it deletes what it is sending, and looks for what was to be gone."""

from __future__ import annotations

import signal
import time
from dataclasses import dataclass, fields
from itertools import count
from random import Random
from typing import TYPE_CHECKING

from faults.kills import FEEDBACK, deliver_the_rest, settle
from faults.sender import Deletion, start, submit_and_delete
from servers import accepted, serving

if TYPE_CHECKING:
    import socket
    from pathlib import Path

    from faults.sender import Sender
    from servers import Request, Server

REPORTS = 5
"""So many in each run; the last of them is kept after the deletion."""

LENGTH = 40

ANSWER_SECONDS = 0.04
"""An answer takes up to so long: what is deleted waits, is on its way, or has arrived."""

WORDS = ("deleting", "deleted", "wiping", "wiped")


@dataclass
class DeletionToll:
    """What the kills cost."""

    kills: int = 0
    deleted: int = 0
    """Reports of which it was told that they are deleted."""
    sent: int = 0
    """Those of them that were sent by the next program."""
    left: int = 0
    """Those of them whose words stand in a file."""
    lost: int = 0
    """Reports that were kept and not deleted, and did not arrive."""

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.deleted} told deleted: {self.sent} sent afterwards, "
            f"{self.left} left in a file; {self.lost} others lost"
        )

    def add(self, other: DeletionToll) -> None:
        for field in fields(self):
            name = field.name
            setattr(self, name, getattr(self, name) + getattr(other, name))


class DeletionLane:
    """One data folder and one server, and one program after the other on them."""

    def __init__(self, folder: Path, seed: int, *, wrong: str = "") -> None:
        self._folder = folder
        self._wrong = wrong
        self._random = Random(seed)
        self._numbers = count()
        self.toll = DeletionToll()

    def kill(self, kills: int, *, at: str = "") -> DeletionToll:
        """Kill so often: at any moment at all, and as often just around the deletion.

        Or always once the word `at` is told.
        """
        with serving(self._answer) as server:
            undisturbed = self._one(server, "drained", 0.0)
            while self.toll.kills < kills:
                if at:
                    self._one(server, at, 0.0)
                elif self._random.random() < 0.5:
                    self._one(server, "ready", self._random.uniform(0, undisturbed))
                else:
                    self._one(server, self._random.choice(WORDS), self._random.uniform(0, 0.01))
        return self.toll

    def _one(self, server: Server, word: str, after: float) -> float:
        """Kill `after` seconds from `word`, judge, and return how long the program ran."""
        marks = [f"<report {next(self._numbers)}>" for _ in range(REPORTS)]
        # Long, so that what is kept later does not happen to overwrite all of it.
        comments = [*(mark * LENGTH for mark in marks[:-1]), marks[-1]]
        wipes = word.startswith("wip") or self._random.random() < 0.5
        story = Deletion(self._random.randrange(REPORTS - 1), wipes)
        sender = start(submit_and_delete, server.url, self._folder, comments, story, self._wrong)
        sender.wait_for("ready")
        began = time.monotonic()
        sender.wait_for(word)
        took = time.monotonic() - began
        time.sleep(after)
        sender.signal(signal.SIGKILL)
        self.toll.kills += sender.end() == -signal.SIGKILL
        settle(server)
        arrived = _comments(server)
        left = self._left(comments)
        server.requests.clear()
        deliver_the_rest(server.url, self._folder, self._wrong)
        settle(server)
        self._judge(sender, comments, arrived, _comments(server), left | self._left(comments))
        server.requests.clear()
        return took

    def _judge(
        self,
        sender: Sender,
        comments: list[str],
        arrived: set[str],
        later: set[str],
        left: set[str],
    ) -> None:
        told = {
            word: {said.partition(" ")[2] for said in sender.told if said.split()[0] == word}
            for word in ("kept", *WORDS)
        }
        early = set(comments[:-1])
        gone = early if told["wiped"] else told["deleted"]
        begun = early if told["wiping"] else told["deleting"]
        toll = self.toll
        toll.deleted += len(gone)
        toll.sent += len(gone & later)
        toll.left += len(gone & left)
        toll.lost += len(told["kept"] - begun - arrived - later)

    def _left(self, comments: list[str]) -> set[str]:
        marks = {comment: comment.partition(">")[0] + ">" for comment in comments}
        files = [path.read_bytes() for path in self._folder.rglob("*") if path.is_file()]
        return {it for it in comments if any(marks[it].encode() in data for data in files)}

    def _answer(self, request: Request, _connection: socket.socket) -> bytes:
        time.sleep(self._random.uniform(0, ANSWER_SECONDS))
        return accepted(request)


def _comments(server: Server) -> set[str]:
    return {it.json["comment"] for it in tuple(server.requests) if it.path == FEEDBACK}
