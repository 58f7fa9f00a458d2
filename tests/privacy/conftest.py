from __future__ import annotations

import os
import sys

import pytest
from privacy.observed import KINDS, observe


@pytest.fixture(scope="session", params=KINDS)
def observed(request, tmp_path_factory):
    """One whole session: without Qt, with PySide6, with PyQt6."""
    if sys.platform != "linux":
        pytest.skip("the machine's own addresses are read from Linux")
    return observe(request.param, tmp_path_factory.mktemp("session"))


@pytest.fixture(scope="session")
def headless(tmp_path_factory):
    """One without Qt, which also has to export what it cannot send."""
    if sys.platform != "linux":
        pytest.skip("the machine's own addresses are read from Linux")
    return observe("headless", tmp_path_factory.mktemp("headless"))


@pytest.fixture(scope="session", params=KINDS)
def disguised(request, tmp_path_factory):
    """The same by a user and on a host that are really called so."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("another name for the user and the host takes root, on Linux")
    return observe(request.param, tmp_path_factory.mktemp("disguised"), disguised=True)


@pytest.fixture(scope="session")
def wrong(tmp_path_factory):
    """The session of a program that tells what it should not."""
    if sys.platform != "linux":
        pytest.skip("the machine's own addresses are read from Linux")
    return observe("headless", tmp_path_factory.mktemp("wrong"), wrong=True)
