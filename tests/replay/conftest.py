from __future__ import annotations

from contextlib import contextmanager

import pytest
from replay.playing import VERSIONS, missing, open_stage

from usero_desktop.replay.reel import Reel


@contextmanager
def staged(request, chromium):
    if missing():
        pytest.skip("rrweb is not here: python3 packaging/dev.py player")
    play = open_stage(chromium, request.param)
    try:
        yield play
    finally:
        play.close()


@pytest.fixture(params=VERSIONS)
def stage(request, chromium):
    """Call it with a recording to have it played; a test with it runs once a version of rrweb.

    The test fails if rrweb had anything to say at all, or something was fetched.
    """
    with staged(request, chromium) as play:
        yield play.shown
        complaints = play.complaints
    assert complaints == []


@pytest.fixture(params=VERSIONS)
def lenient(request, chromium):
    """As `stage`, for recordings that are meant to be complained of."""
    with staged(request, chromium) as play:
        yield play.shown


@pytest.fixture
def reel():
    made = Reel(30, 16_384)
    yield made
    made.close()
