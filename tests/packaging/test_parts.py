"""A whole run takes some tests behind the others; between them the two take all, each once."""

from __future__ import annotations

import subprocess
import sys

# Long tests that want no window, long ones that do, and quick ones of both kinds.
FILES = ("tests/core/test_exit.py", "tests/host/test_growth.py", "tests/host/test_slots.py")


def collected(root, *options):
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, *options, *FILES], cwd=root, check=False, capture_output=True, text=True
    )
    return [line for line in done.stdout.splitlines() if "::" in line]


def test_what_runs_in_front_and_what_behind_is_all_there_is(root):
    everything = collected(root)
    front, behind = (collected(root, f"--part={part}") for part in ("front", "behind"))

    assert sorted(front + behind) == sorted(everything)
    assert behind
    assert all(test.startswith("tests/core/") for test in behind)
    long = collected(root, "-m", "faults")
    assert set(behind) == {test for test in long if test.startswith("tests/core/")}
    assert set(long) - set(behind) <= set(front)
