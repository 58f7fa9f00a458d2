from __future__ import annotations

from pathlib import Path

import pytest
from guarded import no_faults as no_faults  # noqa: PLC0414 - a fixture

from usero_desktop import policy
from usero_desktop.policy import Policy

# What the offscreen platform says about itself, whatever the program does.
PLATFORM = r"This plugin does not support (raise|grabbing|propagateSizeHints|setParent)"
ROOM = Path(__file__).parent


def pytest_collection_modifyitems(items):
    for item in items:
        if ROOM in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(PLATFORM, extend=True))


@pytest.fixture
def path(tmp_path):
    """Where this test's settings file is, or will be."""
    return tmp_path / "config" / "settings.toml"


@pytest.fixture
def ruled(monkeypatch):
    """Have an administrator rule: what a process finds out once is known beforehand."""

    def rule(**values):
        monkeypatch.setitem(policy._known, policy.CODE, Policy(**values))

    return rule
