"""A8: a clock that leaps neither parks nor expires a report.

Real programs under libfaketime. With a monotonic clock that is shifted too, timed waits of
theirs do not end (it does not shift what they wait for): such a program only tries at once.
"""

import os
import platform
import subprocess
import sys
import time
from itertools import cycle, islice, pairwise
from pathlib import Path

import pytest
from servers import accepted, reply, serving

pytestmark = [pytest.mark.faults, pytest.mark.timeout(180)]

LIBRARY = f"/usr/lib/{platform.machine()}-linux-gnu/faketime/libfaketime.so.1"
PROGRAM = Path(__file__).with_name("patient.py")
LEAPS = ("+0d", "-400d", "+400d", "-400d", "+0d", "+400d")
ATTEMPTS = 12
"""More than a report gives up after, once it has waited for thirty days."""
PATIENCE = 30


def program(story, server, folder, **clock):
    """Start the program with a clock of libfaketime's."""
    return subprocess.Popen(
        [sys.executable, PROGRAM, story, server.url, folder],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "LD_PRELOAD": LIBRARY, **clock},
    )


def told_by(running, seconds=PATIENCE):
    with running:
        try:
            told, _ = running.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            running.kill()
            return None
        finally:
            for kind in ("faketime_shm", "sem.faketime_sem"):  # what the library left behind
                Path(f"/dev/shm/{kind}_{running.pid}").unlink(missing_ok=True)
    return told.split()


def told_by_starts(server, folder, *, then="once", steady="1"):
    """What each of many starts under leaping clocks tells, until one is not deferred."""
    told = []
    for story, leap in zip(["submit", *[then] * ATTEMPTS], cycle(LEAPS), strict=False):
        clock = {"FAKETIME": leap, "FAKETIME_DONT_FAKE_MONOTONIC": steady}
        told.append(told_by(program(story, server, folder, **clock)))
        if told[-1] != ["Deferred"]:
            break
    return told


@pytest.mark.promise("A8")
@pytest.mark.parametrize("steady", ["1", "0"], ids=["monotonic real", "monotonic shifted"])
def test_at_each_start_under_another_clock_a_report_is_tried_at_once(tmp_path, figure, steady):
    answers = [reply(503)] * ATTEMPTS
    with serving(lambda request, _: answers.pop() if answers else accepted(request)) as server:
        told = told_by_starts(server, tmp_path, steady=steady)
    figure(f"{ATTEMPTS} starts under leaping clocks, each tries at once")
    assert told == [["Deferred"]] * ATTEMPTS + [["Delivered"]]


@pytest.mark.promise("A8")
def test_a_clock_that_leaps_under_a_running_program_holds_nothing_up(tmp_path, figure):
    clock = tmp_path / "clock"
    clock.write_text("+0d")
    leaps = iter([*islice(cycle(LEAPS[1:]), ATTEMPTS)])
    came = []

    def answer(request, _connection):
        came.append(time.monotonic())
        leap = next(leaps, None)
        if leap is None:
            return accepted(request)
        clock.write_text(leap)
        return reply(503)

    facts = {"FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_NO_CACHE": "1"}
    with serving(answer) as server:
        folder = tmp_path / "data"
        assert told_by(program("submit", server, folder)) == ["Deferred"]
        told = told_by(
            program("until", server, folder, FAKETIME_DONT_FAKE_MONOTONIC="1", **facts), 120
        )
    assert told == ["Deferred"] * (ATTEMPTS - 1) + ["Delivered"]
    assert max(after - before for before, after in pairwise(came)) < PATIENCE
    figure(f"{ATTEMPTS} leaps of 400 days and more under a running program: none parks a report")


@pytest.mark.promise("A8")
@pytest.mark.parametrize("leap", ["-400d", "+400d"])
def test_a_lease_of_another_time_holds_nobody_up(tmp_path, figure, leap):
    running = []

    def answer(request, _connection):
        if running:
            running.pop().kill()  # while it holds the report
        return accepted(request)

    with serving(answer) as server:
        clock = {"FAKETIME_DONT_FAKE_MONOTONIC": "1"}
        holder = program("submit", server, tmp_path, FAKETIME=leap, **clock)
        running.append(holder)
        assert told_by(holder) == []
        assert told_by(program("once", server, tmp_path, FAKETIME="+0d", **clock)) == ["Delivered"]
    figure(f"a lease of {leap}")


@pytest.mark.bites("A8")
def test_an_outbox_that_believes_every_stamp_is_found(tmp_path, figure):
    with serving(lambda *_: reply(503)) as server:
        assert told_by(program("submit", server, tmp_path)) == ["Deferred"]
        assert told_by(program("trusting", server, tmp_path, FAKETIME="-400d"), seconds=6) is None
    figure("every stamp believed: no attempt after a leap back")


@pytest.mark.bites("A8")
def test_an_outbox_whose_reports_grow_old_by_leaps_is_found(tmp_path, figure):
    with serving(lambda *_: reply(503)) as server:
        told = told_by_starts(server, tmp_path, then="aging")
    assert told[-1] == ["Rejected"]
    figure(f"old by leaps: given up after {len(told)} attempts")
