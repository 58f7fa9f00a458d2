"""What the stories of a streamed session share."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace

from replay.hosts import PATIENCE

from usero_desktop.replay import stream, tape
from usero_desktop.replay.line import Beat

QUICK = Beat(
    chunk=0.3, start=0.05, settle=0.05, report=5.0, retry=0.02, away=0.2, away_most=0.4,
    farewell=5.0, moment=5.0,
)  # fmt: skip
"""As a stream beats, in a test's time: what may take long there is what a test waits for."""


def beating(monkeypatch, **seconds):
    """Have streams beat faster, and otherwise as the test says."""
    monkeypatch.setattr(stream, "BEAT", replace(QUICK, **seconds))


def the_stream():
    """The stream at work, None where there is none."""
    return tape._tape and tape._tape.streaming._stream


def await_stream(qtbot):
    """Wait until the server has the first of a session, and return the session's name."""

    def has_begun():
        line = the_stream() and the_stream()._line
        return line is not None and line.has_begun and line.is_well

    qtbot.waitUntil(has_begun, timeout=PATIENCE)
    return the_stream()._line.session_id


class Watched:
    """A session as an inbox has it."""

    def __init__(self, qtbot, server, session_id):
        self._qtbot, self._replays, self.session_id = qtbot, server.store.replays, session_id

    @property
    def session(self):
        return self._replays.session(self.session_id)

    @property
    def facts(self):
        """What was said of its chunks, in their order."""
        return self._replays.chunks(self.session_id)

    @property
    def chunks(self):
        """Its chunks as they came."""
        return [self._replays.data(self.session_id, it.seq) for it in self.facts]

    def events(self):
        return [event for chunk in self._told() for event in chunk]

    def await_(self, words):
        """Wait until these words have arrived."""
        self._qtbot.waitUntil(lambda: words in str(self.events()), timeout=PATIENCE)

    def await_end(self):
        self._qtbot.waitUntil(lambda: bool(self.session.ended_at), timeout=PATIENCE)

    def rest(self):
        """The events in the chunks behind that of the last full snapshot."""
        last = max(at for at, chunk in enumerate(self._told()) if _is_snapshot(chunk))
        return [event for chunk in self._told()[last + 1 :] for event in chunk]

    def snapshots(self):
        """The events whose chunk a full snapshot is in, chunk by chunk."""
        return [chunk for chunk in self._told() if _is_snapshot(chunk)]

    def _told(self):
        return [json.loads(gzip.decompress(data)) for data in self.chunks]


def _is_snapshot(chunk):
    return any(event["type"] == 2 for event in chunk)
