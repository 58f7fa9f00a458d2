"""A program that ends with work pending is gone soon, and the work is still there."""

import io
import random
import subprocess
import sys
import threading
import time

import pytest
from core.database import ask, end_leases
from PIL import Image
from servers import accepted, reply, serving

from usero_desktop.config import Options
from usero_desktop.core.feedback import Feedback

PATIENCE = 60
LONGEST = 2.0
SPARE = 2.0
"""For ending an interpreter on a machine that runs other tests beside."""

PROGRAM = """
import sys, threading, time
from usero_desktop.core.feedback import Feedback
from usero_desktop.core.pool import Pool
from usero_desktop.model.picture import Picture
feedback = Feedback("client_demo", base_url=sys.argv[1], data_dir=sys.argv[2])
manner, picture = sys.argv[3], open(sys.argv[4], "rb").read()
pool = Pool()
feedback.submit(rating=4, comment="mine", screenshots=[Picture(picture, "image/png", 9, 9)])
if manner == "encode":
    # The next report's picture is being prepared, as the panel does it.
    pool.run(lambda: feedback.submit(rating=1, screenshots=[picture] * 3), print)
sys.stdin.readline()
started = time.monotonic()
if sys.argv[5] == "close":
    pool.close()
    feedback.close()
print(time.monotonic() - started, flush=True)
"""

STUCK = """
class Stuck(threading.Thread):
    def __init__(self, **options):
        super().__init__(**{**options, "daemon": False})
threading.Thread = Stuck
"""
"""A program whose threads keep it alive."""


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A picture that takes seconds to decode, encode and upload."""
    path = tmp_path_factory.mktemp("large") / "noise.png"
    file = io.BytesIO()
    noise = random.Random(1).randbytes(2000 * 1500 * 3)
    Image.frombytes("RGB", (2000, 1500), noise).save(file, "PNG", compress_level=1)
    path.write_bytes(file.getvalue())
    return path


def ends(folder, url, manner, picture, way, *, ready, change=""):
    """Run the program, end it once `ready`; return its own seconds, and ours until it is gone."""
    program = PROGRAM.replace(
        "from usero_desktop.model.picture", change + "\nfrom usero_desktop.model.picture"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", program, url, str(folder), manner, str(picture), way],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with child:
        try:
            assert ready.wait(PATIENCE)
            started = time.monotonic()
            told, _ = child.communicate("go\n", timeout=LONGEST + SPARE + 4)
            assert child.returncode == 0
            return float(told.splitlines()[-1]), time.monotonic() - started
        except subprocess.TimeoutExpired:
            return None
        finally:
            child.kill()


class Server:
    """Answers as the manner of ending needs it."""

    def __init__(self, manner):
        self.manner = manner
        self.ready, self.over = threading.Event(), threading.Event()

    def __call__(self, request, _connection):
        self.ready.set()
        if self.manner == "reencode" and request.path.endswith("screenshots"):
            return reply(400, {"error": "File too large (max 10MB)"})
        self.over.wait(PATIENCE)  # accepts, and never answers
        return None


@pytest.mark.promise("A12")
@pytest.mark.parametrize("way", ["close", "leave"])
@pytest.mark.parametrize(
    "manner",
    [
        "hang",
        pytest.param("encode", marks=pytest.mark.faults),
        pytest.param("reencode", marks=pytest.mark.faults),
    ],
)
def test_a_program_is_gone_in_two_seconds_and_its_report_is_kept(
    tmp_path, large, manner, way, figure
):
    answer = Server(manner)
    with serving(answer) as server:
        took = ends(tmp_path, server.url, manner, large, way, ready=answer.ready)
        answer.over.set()
    assert took is not None, "it did not end"
    own, whole = took
    assert own <= LONGEST + 0.5
    assert whole <= LONGEST + SPARE
    states = dict(ask(tmp_path, "SELECT rating, state FROM (SELECT json_extract(body, '$.rating')"
                                " AS rating, state FROM report)"))  # fmt: skip
    assert states[4] in ("queued", "sending")
    figure(f"{manner}, {way}: {own:.2f} s of its own, gone after {whole:.1f} s, kept")


@pytest.mark.faults
@pytest.mark.promise("A12")
def test_what_was_kept_is_delivered_by_the_next_start(tmp_path, large):
    answer = Server("hang")
    with serving(answer) as server:
        assert ends(tmp_path, server.url, "hang", large, "leave", ready=answer.ready)
        answer.over.set()
    end_leases(tmp_path)
    with serving(lambda request, _: accepted(request), port=server.port) as again:
        options = Options.create("client_demo", base_url=again.url, data_dir=tmp_path)
        with Feedback.from_options(options) as feedback:
            feedback.start()
            assert feedback.flush(PATIENCE)
    assert [request.json["comment"] for request in again.requests[-1:]] == ["mine"]


@pytest.mark.faults
@pytest.mark.bites("A12")
def test_a_program_whose_threads_keep_it_alive_is_found_out(tmp_path, large):
    answer = Server("hang")
    with serving(answer) as server:
        took = ends(tmp_path, server.url, "hang", large, "leave", ready=answer.ready, change=STUCK)
        answer.over.set()
    assert took is None
