"""A server's words that name a file or a picture elsewhere: the kernel sees nothing of it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import PIL.Image
import pytest
from flows.desk import desk
from flows.traces import calls, elsewhere
from servers import reply, serving

pytestmark = [
    pytest.mark.faults,
    pytest.mark.screen,
    pytest.mark.timeout(180),
    pytest.mark.skipif(sys.platform != "linux", reason="strace is a Linux matter"),
]

STRACE = ("strace", "-f", "-ttt", "-s", "4096", "-e", "trace=network,%file", "-o")


@pytest.fixture(scope="module")
def planted():
    """A picture with so short a path that the panel puts no place to break in it."""
    with tempfile.TemporaryDirectory(prefix="", dir="/tmp") as folder:
        path = Path(folder, "p")
        PIL.Image.new("RGB", (333, 77), "red").save(path, "png")
        yield path


@pytest.fixture(scope="module")
def observed(tmp_path_factory, planted):
    """The calls while the panel shows the server's words, and those once they are rich text."""
    folder = tmp_path_factory.mktemp("observed")
    trace = folder / "trace"
    words = f'<img src = "file://{planted}" > <img src = "http://192.0.2.1/p" >'
    body = {"error": words, "issues": {"host": [words]}}
    under = [*STRACE, str(trace)]
    with (
        serving(lambda *_: reply(400, body)) as server,
        desk(server.url, folder / "data", under=under) as user,
    ):
        user.click("usero_launcher")
        user.click("usero_rating_2")
        user.click("usero_send")
        user.until_story("failed")
        user.until(lambda: any(words in said for said in user.state["words"]), "the words")
        user.grab()
        enriched = time.time()
        assert user.ask("enrich", "<img") >= 1
        user.grab()
    found = calls(trace)
    return (
        [call for at, call in found if at <= enriched],
        [call for at, call in found if at > enriched],
    )


def naming(found, path):
    return [call for call in found if json.dumps(str(path)) in call]


@pytest.mark.promise("C7")
def test_a_servers_words_open_no_file_and_no_way_out(observed, planted, figure):
    before, _ = observed
    assert any("connect(" in call and "127.0.0.1" in call for call in before), "it was sent"
    assert any(call.startswith("open") for call in before), "strace did not even see files"
    assert naming(before, planted) == []
    assert elsewhere(before) == []
    figure("words with <img>: 0 opens of its file, 0 sockets but local ones")


@pytest.mark.bites("C7")
def test_the_same_eyes_see_the_file_opened_by_rich_text(observed, planted, figure):
    _, after = observed
    assert any(call.startswith("open") for call in naming(after, planted))
    figure("the same label with rich text: the file is opened, and seen")


@pytest.mark.bites("C7")
def test_the_same_eyes_see_a_socket_to_elsewhere(tmp_path):
    trace = tmp_path / "trace"
    # No packet of this kind is sent by connecting.
    source = "import socket; socket.socket(type=socket.SOCK_DGRAM).connect_ex(('192.0.2.1', 9))"
    subprocess.run([*STRACE, str(trace), sys.executable, "-c", source], check=True, timeout=60)
    assert elsewhere(call for _, call in calls(trace))
