"""A host that forks after a report was written: each process has its own of everything."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from contextlib import suppress

import pytest
from servers import serving

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")

PATIENCE = 60

# The parent's worker is in the middle of sending when the process is copied, time and again.
PROGRAM = """
import json, os, sys, threading
from usero_desktop.core import fork
from usero_desktop.core.feedback import Feedback
{change}
feedback = Feedback("client_demo", base_url=sys.argv[1], data_dir=sys.argv[2])
first = feedback.submit(rating=1, comment="before")
children = []
for number in range(int(sys.argv[3])):
    feedback.submit(rating=2, comment=f"parent {{number}}")
    pid = os.fork()
    if pid == 0:
        names = [thread.name for thread in threading.enumerate()]
        assert names == ["MainThread"], names
        ticket = feedback.submit(rating=3, comment=f"child {{number}}")
        try:
            first.result(0)
        except Exception as error:
            assert error.code == "forked", error
        done = feedback.flush(40)
        ticket.result(20)
        feedback.close()
        if sys.argv[4] == "_exit":
            os._exit(0 if done else 3)
        sys.exit(0 if done else 3)
    children.append(pid)
codes = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children]
done = feedback.flush(40)
first.result(20)
feedback.close()
print(json.dumps([done, codes]))
"""

SHARING = "fork.watch = lambda feedback: None"
"""A child that goes on with its parent's connection, locks and worker."""


def fork_on(folder, url, children, *, change="", ending="_exit", patience=PATIENCE):
    """Run the program; return its exit status and what it wrote, or None where it hung."""
    command = [sys.executable, "-c", PROGRAM.format(change=change)]
    child = subprocess.Popen(
        [*command, url, str(folder), str(children), ending],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    with child:
        try:
            told, log = child.communicate(timeout=patience)
        except subprocess.TimeoutExpired:
            return None
        finally:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)  # its children, too
    return child.returncode, told, log


@pytest.mark.promise("H6")
@pytest.mark.parametrize(
    "ending, children", [("exit", 3), pytest.param("_exit", 12, marks=pytest.mark.faults)]
)
def test_parent_and_children_deliver_each_report_once(tmp_path, ending, children, figure):
    with serving() as server:
        status, told, log = fork_on(tmp_path, server.url, children, ending=ending)
    assert status == 0, log
    assert json.loads(told) == [True, [0] * children]
    assert log == ""
    wanted = ["before"]
    for number in range(children):
        wanted += [f"parent {number}", f"child {number}"]
    assert Counter(request.json["comment"] for request in server.requests) == Counter(wanted)
    figure(f"{children} forks in the middle of sending: {len(wanted)} reports, each once")


@pytest.mark.faults
@pytest.mark.bites("H6")
def test_a_child_that_shares_its_parents_worker_is_found_out(tmp_path):
    with serving() as server:
        done = fork_on(tmp_path, server.url, 1, change=SHARING, patience=8)
    assert done is None or done[0] != 0 or json.loads(done[1]) != [True, [0]]


@pytest.mark.promise("H4", "H6")
def test_importing_and_making_one_registers_nothing_at_forks(tmp_path):
    program = """
import os, sys
def register_at_fork(**handlers):
    raise AssertionError(handlers)
import threading, random, logging, concurrent.futures.thread, weakref, uuid
os.register_at_fork = register_at_fork
import usero_desktop as usero
feedback = usero.Feedback("client_demo", data_dir=sys.argv[1])
feedback.reports()
feedback.close()
"""
    subprocess.run([sys.executable, "-c", program, tmp_path], check=True, timeout=PATIENCE)
