"""A line on which nothing moves while a recording is sent: the next report does not wait for it."""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from dataclasses import replace

import pytest
from flows.recorded import CHUNKS, CREATE, FEEDBACK, FINALISE, RECORDING, Records, Usero, steps
from servers import listening, read_request, serving

from usero_desktop.core.delivery import HttpDelivery
from usero_desktop.errors import Unreachable
from usero_desktop.model import limits
from usero_desktop.model.recording import GZIP_MAGIC, Chunk

SOON = limits.FINALISE_SECONDS / 2
"""Seconds; whoever waits for the time limit of what is held up comes later."""
PATIENCE = 60


class Stall:
    """Holds one request up, from when it has come until it `goes_on`."""

    def __init__(self, where):
        self.where = where
        self.began, self.goes_on = threading.Event(), threading.Event()

    def __call__(self, request):
        if self.where in request.path and not self.began.is_set():
            self.began.set()
            self.goes_on.wait(PATIENCE)


@contextmanager
def stalled(recorded_for, where):
    """A program whose recording is held up `where`, and the server that does so."""
    stall = Stall(where)
    with serving(Usero(stall)) as server:
        feedback = recorded_for(server.url)
        feedback.submit(rating=3).result(PATIENCE)
        assert stall.began.wait(PATIENCE)
        feedback.update(plugins=[])
        try:
            yield feedback, server
        finally:
            stall.goes_on.set()


@pytest.mark.promise("B12")
@pytest.mark.parametrize("at", range(4))
def test_a_report_does_not_wait_for_a_chunk_that_is_not_answered(recorded_for, at):
    rest = [*CHUNKS, FINALISE]
    with stalled(recorded_for, rest[at].removeprefix("POST ")) as (feedback, server):
        assert feedback.submit(rating=1).result(SOON)
        assert steps(server) == [CREATE, FEEDBACK, *rest[: at + 1], FEEDBACK]
        assert feedback.flush(PATIENCE)
    # It goes on with what was broken off.
    assert steps(server) == [CREATE, FEEDBACK, *rest[: at + 1], FEEDBACK, *rest[at:]]


@pytest.mark.bites("B12")
def test_a_program_in_which_it_does_wait_is_found_out(recorded_for, monkeypatch):
    monkeypatch.setattr(HttpDelivery, "make_way", lambda _self: None)
    with stalled(recorded_for, "/chunks/0") as (feedback, _), pytest.raises(Unreachable):
        feedback.submit(rating=1).result(1)


@pytest.mark.promise("B12")
def test_a_report_does_not_wait_for_a_chunk_that_is_not_taken_in(recorded_for):
    large = Chunk(GZIP_MAGIC + os.urandom(3_000_000), 1, 0)
    recording = replace(RECORDING, chunks=(RECORDING.chunks[0], large))
    began, goes_on = threading.Event(), threading.Event()

    usero, paths = Usero(), []

    def handle(connection):
        with connection.makefile("rb") as incoming:
            while line := incoming.peek().partition(b"\r\n")[0]:
                if b"/chunks/1" in line and not began.is_set():
                    began.set()
                    goes_on.wait(PATIENCE)  # without a look at the rest of it
                    return
                request = read_request(incoming)
                paths.append(request.path)
                connection.sendall(usero(request, connection))

    with listening(handle, buffer=65_536) as server:
        feedback = recorded_for(server.url, plugins=[Records(recording)])
        feedback.submit(rating=3).result(PATIENCE)
        assert began.wait(PATIENCE)
        feedback.update(plugins=[])
        assert feedback.submit(rating=1).result(SOON)
        assert paths[-1] == "/api/feedback"
        goes_on.set()
        assert feedback.flush(PATIENCE)
    assert paths[-1].endswith("/finalise")
