"""What the stories of a recording share: a plugin that adds one, and a server's answers."""

from __future__ import annotations

from core.database import ask
from recordings import recording
from servers import accepted, reply

RECORDING = recording()
NAME = "/api/replay-sessions"
CLOSED = object()
"""For an answer: the connection is closed without one."""


class Records:
    """Adds one recording to each report."""

    name = "records"

    def __init__(self, its=RECORDING):
        self.recording = its

    def on_feedback_submit(self, context, submission):
        return {"recording": self.recording}


class Usero:
    """A server's answers: to the replay calls in their order, `odd` first where that has one.

    `odd` is a function of the request that returns an answer, or None for the usual one.
    """

    def __init__(self, odd=lambda _request: None):
        self.odd = odd
        self.sessions = 0

    def __call__(self, request, connection):
        answer = self.odd(request)
        if answer is not None:
            return None if answer is CLOSED else answer
        if request.path == NAME:
            self.sessions += 1
            return reply(200, {"accepted": True, "sessionReplayId": f"rep_{self.sessions}"})
        if request.path.startswith(NAME):
            return reply(200, {"success": True})
        return accepted(request, connection)


def steps(server):
    """What was asked of a server, in short: the last words of each path."""
    return [
        f"{request.method} {request.path.partition('?')[0].removeprefix('/api/')}"
        for request in server.requests
    ]


CREATE, FEEDBACK, FINALISE = (
    "POST replay-sessions",
    "POST feedback",
    "POST replay-sessions/rep_1/finalise",
)
CHUNKS = [f"POST replay-sessions/rep_1/chunks/{seq}" for seq in range(3)]
WHOLE = [CREATE, FEEDBACK, *CHUNKS, FINALISE]


def left(folder):
    """How many recordings and chunks are left in the outbox in `folder`."""
    return [ask(folder, f"SELECT count(*) FROM {table}")[0][0] for table in ("recording", "chunk")]
