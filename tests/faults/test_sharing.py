"""A7: several programs on one outbox."""

import threading
import time
from collections import Counter
from contextlib import ExitStack

import pytest
from faults.sender import PATIENCE, start
from faults.sharers import REPORTS, share
from servers import accepted, serving

from usero_desktop.outbox.store import LEASE_SECONDS

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

ANSWER_SECONDS = 0.02


class CountingServer:
    """Counts how often each report comes; can stop a program before its answer is there."""

    def __init__(self):
        self.came = Counter()
        self._stops = {}
        self._change = threading.Condition()

    def stop_at(self, submission_id, sender):
        """Stop `sender` once this report has come from it."""
        self._stops[submission_id] = sender

    def wait_for(self, submission_id, times):
        """Wait until the report came so often."""
        with self._change:
            assert self._change.wait_for(lambda: self.came[submission_id] >= times, PATIENCE)

    def answer(self, request, _connection):
        time.sleep(ANSWER_SECONDS)
        name = request.json["metadata"]["submissionId"]
        sender = self._stops.pop(name, None)
        if sender is not None:
            sender.stop()
        with self._change:
            self.came[name] += 1
            self._change.notify_all()
        return accepted(request)


@pytest.fixture
def programs(tmp_path):
    """Start programs with these fates on one outbox, with all they keep before they begin."""
    counting = CountingServer()
    with ExitStack() as stack:
        server = stack.enter_context(serving(counting.answer))

        def begin(*fates, wrong=""):
            senders = [start(share, server.url, tmp_path, fate, wrong) for fate in fates]
            for sender in senders:
                sender.wait_for("kept")
            for sender in senders:
                sender.pipe.send("go")
            return senders

        yield counting, begin


@pytest.mark.promise("A7")
def test_each_report_of_six_programs_arrives_once_though_one_dies_and_two_stop(programs, figure):
    counting, begin = programs
    dying, stopping, asking, *others = begin("dies", "stops", "asks", "", "", "")
    asked = asking.wait_for("holding")
    counting.stop_at(asked, asking)
    asking.pipe.send("go")
    stopped = stopping.wait_for("holding")
    stopping.wait_until_stopped()
    orphan = dying.wait_for("holding")
    # The others take over what was held, once its lease is over; then the holders go on.
    counting.wait_for(orphan, 1)
    counting.wait_for(stopped, 1)
    counting.wait_for(asked, 2)
    stopping.resume()
    asking.resume()
    for sender in (stopping, asking, *others):
        sender.wait_for("drained")
        assert sender.end() == 0
    assert dying.end() < 0
    doubles = {name: times - 1 for name, times in counting.came.items() if times > 1}
    figure(
        f"6 programs, {len(counting.came)} reports, one killed and two stopped beyond their lease: "
        f"all came, {sum(doubles.values())} double, of the one stopped after its request"
    )
    assert len(counting.came) == 6 * REPORTS
    assert doubles == {asked: 1}, f"{stopped} was stopped, {orphan} left behind"
    assert LEASE_SECONDS <= 60


@pytest.mark.bites("A7")
def test_reports_that_are_taken_without_a_lease_come_twice(programs, figure):
    counting, begin = programs
    for sender in begin("", "", wrong="takes without claiming"):
        sender.wait_for("drained")
        sender.end()
    doubles = sum(counting.came.values()) - len(counting.came)
    figure(f"without a lease: {doubles} doubles of {len(counting.came)} reports")
    assert doubles
