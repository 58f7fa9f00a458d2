"""Run a program that must keep to the modes of files, also where the tests run as root.

As a program, ``python tests/rights.py command…`` gives up root's right to write everywhere and
becomes the command. Another user's id would not do: it may not be allowed to read this Python.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys

import pytest

NOT_GIVEN_UP = 77
CAPABILITIES = (1, 2)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
PR_CAPBSET_DROP = 24


def run_as_ordinary(command: list[str], **options) -> subprocess.CompletedProcess[str]:
    """Run `command` without root's rights over files; skip the test where that is impossible."""
    if os.name != "posix":
        pytest.skip("modes of files are a matter of POSIX")
    done = subprocess.run(
        [sys.executable, __file__, *command],
        capture_output=True, text=True, check=False, timeout=100, **options,
    )  # fmt: skip
    if done.returncode == NOT_GIVEN_UP:
        pytest.skip("root cannot give up its rights here")
    return done


def _give_up() -> bool:
    if os.geteuid() != 0:
        return True
    drop = getattr(ctypes.CDLL(None), "prctl", None)  # Linux has it
    return drop is not None and not any(drop(PR_CAPBSET_DROP, c, 0, 0, 0) for c in CAPABILITIES)


if __name__ == "__main__":
    if not _give_up():
        sys.exit(NOT_GIVEN_UP)
    os.execvp(sys.argv[1], sys.argv[1:])
