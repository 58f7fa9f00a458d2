"""A host that forks: the child has its plugins, and none of their threads."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")

PROGRAM = """
import os, sys, threading
from usero_desktop.core.feedback import Feedback

started, go = threading.Event(), threading.Event()

class Hangs:
    name = "hangs"
    def on_init(self, context):
        started.set()
        go.wait(30)

class Adds:
    name = "adds"
    def on_feedback_submit(self, context, submission):
        return {"metadata": {"process": os.getpid()}}
    def on_destroy(self, context):
        print("destroyed", os.getpid() == parent, flush=True)

parent = os.getpid()
feedback = Feedback(
    "client_demo", base_url="http://127.0.0.1:9", data_dir=sys.argv[1], plugins=[Hangs(), Adds()]
)
started.wait(30)
pid = os.fork()
kept = feedback.read(feedback.submit(rating=1).submission_id)
assert kept.metadata["process"] == os.getpid(), kept.metadata
if pid == 0:
    assert feedback.when_ready(0), "what its parent's thread does is none of the child's"
    feedback.close()
    os._exit(0)
assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
go.set()
feedback.close()
"""


def test_a_forked_child_asks_its_plugins_anew_and_waits_for_no_thread_of_its_parents(tmp_path):
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM, tmp_path],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (0, "destroyed False\ndestroyed True\n"), done.stderr
