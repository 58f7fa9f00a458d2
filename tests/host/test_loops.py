"""Hosts with modal dialogs, loops within slots, no window in sight, and forks."""

from __future__ import annotations

import os

import pytest
from host.program import run

# What each host of programs/loops.py prints.
HOSTS = {
    "modal_dialog": "visible True\nanswer 1",
    "dialog_alone": "visible True\nanswer 1",
    "callbacks": "asked 4",
    "callbacks_that_end_it": "inert True True",
    "slot_of_the_hosts": "delivered 1",
    "no_window": "shown []\nstill here",
    "hidden_with_its_panel": "still here",
}


@pytest.mark.promise("H6")
@pytest.mark.parametrize("host", HOSTS)
def test_in_a_host_with_loops_of_its_own_all_goes_its_way(inbox, tmp_path, host, figure):
    done = run("loops", inbox.url, tmp_path, host)

    assert (done.returncode, done.stdout) == (0, f"{HOSTS[host]}\nended 5\n"), done.stderr
    assert "Traceback" not in done.stderr
    figure(f"{host.replace('_', ' ')}: goes on")


@pytest.mark.promise("H6")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_host_may_fork_while_its_widget_is_at_work(inbox, tmp_path, figure):
    done = run("forks", inbox.url, tmp_path)

    assert done.returncode == 0, done.stderr
    # The children of multiprocessing, of os._exit, and those in which ours leave first.
    assert done.stdout == "working\n[0, 3, 4] 8\n"
    assert "Traceback" not in done.stderr
    figure("17 forks in the middle of 8 reports: each child ends, each report arrives once")
