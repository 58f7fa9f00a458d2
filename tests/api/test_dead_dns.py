"""A name server that never answers, in a network of the test's own."""

import json
import time

import pytest
from api.apart import run_apart

pytestmark = [pytest.mark.faults, pytest.mark.timeout(120)]

LIMIT = 2.0
EXIT = 2.0
SLACK = 1.5

SILENCE = """
import json, socket, sys, time
silent = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)  # takes questions, answers none
silent.bind(("127.0.0.1", 53))
silent.settimeout(30)
"""

ASK_CLIENT = """
from usero_desktop.api.client import UseroClient
from usero_desktop.errors import Unreachable
client = UseroClient("https://usero.example", feedback_seconds=float(sys.argv[1]))
started = time.monotonic()
try:
    client.send_feedback(b"{}")
except Unreachable as error:
    took = time.monotonic() - started
    print(json.dumps([error.code, took, silent.recv(512).count(b"usero"), time.time()]))
"""

ASK_FEEDBACK = """
from usero_desktop.core.feedback import Feedback
feedback = Feedback("client_demo", base_url="https://usero.example", data_dir=sys.argv[1])
feedback.submit(rating=3, comment="what somebody wrote")
asked = silent.recv(512).count(b"usero")  # now the worker waits for the name
leaving = time.time()
feedback.close()
with Feedback("client_demo", base_url="https://usero.example", data_dir=sys.argv[1]) as again:
    kept = [record.submission.comment for record in again.reports()]
print(json.dumps([kept, asked, leaving]), flush=True)
"""

ASK_PLAINLY = """
try:
    socket.create_connection(("usero.example", 443), timeout=float(sys.argv[1]))
except OSError:
    pass
print(json.dumps([time.time()]))
"""


@pytest.fixture
def silent_name_server(tmp_path):
    """What to lay over the system's own settings: one name server, asked once, for long."""
    resolv, switch = tmp_path / "resolv.conf", tmp_path / "nsswitch.conf"
    resolv.write_text("nameserver 127.0.0.1\noptions timeout:6 attempts:1\n")
    switch.write_text("hosts: files dns\n")
    return {resolv: "/etc/resolv.conf", switch: "/etc/nsswitch.conf"}


def run(source, *arguments, over):
    """What the program said, and when it had ended."""
    done = run_apart(SILENCE + source, *arguments, over=over, network=False)
    ended = time.time()
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), ended


@pytest.mark.promise("C3")
def test_a_look_up_without_an_answer_ends_at_the_deadline(silent_name_server, figure):
    (code, took, asked, said), ended = run(ASK_CLIENT, LIMIT, over=silent_name_server)
    assert asked == 1
    assert code == "unreachable_timeout"
    assert LIMIT * 0.9 <= took <= LIMIT + SLACK
    assert ended - said <= EXIT + SLACK
    figure("a name server that never answers is waited for until the deadline")


@pytest.mark.promise("A12")
def test_a_program_that_waits_for_a_name_ends_within_two_seconds(
    silent_name_server, tmp_path, figure
):
    (kept, asked, leaving), ended = run(ASK_FEEDBACK, tmp_path / "data", over=silent_name_server)
    assert asked == 1
    assert kept == ["what somebody wrote"]
    assert ended - leaving <= EXIT + SLACK
    figure("in a look-up without an answer: gone within 2 s, 1 report kept")


@pytest.mark.bites("C3")
def test_a_plain_look_up_waits_for_the_name_server(silent_name_server, figure):
    started = time.time()
    (said,), _ = run(ASK_PLAINLY, LIMIT, over=silent_name_server)
    assert said - started > LIMIT + SLACK
    figure("a plain connection's limit does not hold for the look-up")
