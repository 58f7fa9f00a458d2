from __future__ import annotations

import pytest
from replay.playing import VERSIONS, missing, open_stage


@pytest.fixture(params=VERSIONS)
def stage(request, chromium):
    """Call it with a recording to have it played; a test with it runs once a version of rrweb.

    The test fails if rrweb had anything to say at all, or something was fetched.
    """
    if missing():
        pytest.skip("rrweb is not here: python3 packaging/dev.py player")
    play = open_stage(chromium, request.param)

    def show(recording):
        play.load(recording)
        return play

    yield show
    complaints = play.complaints
    play.close()
    assert complaints == []
