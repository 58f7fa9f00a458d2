"""Until Send is pressed nothing leaves: every socket of the host, as the kernel sees it."""

from __future__ import annotations

import sys
import time

import pytest
from api.apart import unshare
from flows.desk import desk
from flows.traces import calls, outward

pytestmark = [
    pytest.mark.faults,
    pytest.mark.screen,
    pytest.mark.timeout(180),
    pytest.mark.skipif(sys.platform != "linux", reason="strace is a Linux matter"),
]


@pytest.fixture(scope="module")
def observed(tmp_path_factory):
    """The network calls of a whole story: those before Send was pressed, and those after.

    The host's network has no way out; what it tries is seen all the same.
    """
    folder = tmp_path_factory.mktemp("observed")
    trace = folder / "trace"
    under = [*unshare("--net"), "strace", "-f", "-ttt", "-e", "trace=network", "-o", str(trace)]
    options = {"user": {"id": "u_1", "email": "ada@example.com"}}
    with desk("https://usero.io", folder / "data", kind="demo", under=under, **options) as user:
        user.click("usero_launcher")
        user.click("usero_rating_4")
        user.type("Written, and thought better of")
        for count, source in enumerate(("usero_picture_screen", "usero_picture_window"), 1):
            user.click("usero_add_screenshot")
            user.click(source)
            user.until(lambda count=count: user.ask("thumbnails") == count, "the picture")
        user.key("Escape")
        user.until_story("closed")
        user.click("usero_launcher")
        user.until_story("opened", 2)
        user.until(lambda: user.ask("comment"), "what was written")
        for somebody in (None, {"id": "u_2"}):  # out and in again, as somebody else
            user.ask("option", {"user": somebody})
        sending = time.time()
        user.click("usero_send")
        user.until_story("queued")
        user.until(lambda: outward(call for at, call in calls(trace) if at > sending), "a try")
    found = calls(trace)
    return (
        [call for at, call in found if at <= sending],
        [call for at, call in found if at > sending],
    )


@pytest.mark.promise("D5")
def test_not_one_packet_from_the_import_to_the_moment_before_send(observed, figure):
    before, _ = observed
    assert sum("AF_UNIX" in call for call in before) >= 1, "strace did not even see the screen's"
    assert outward(before) == []
    figure("opened, typed, 2 pictures, closed, opened, another user: 0 sockets but local ones")


@pytest.mark.bites("D5")
def test_the_same_eyes_see_the_attempt_once_send_is_pressed(observed, figure):
    _, after = observed
    assert any("connect(" in call for call in outward(after))
    figure("the attempt after Send is seen")
