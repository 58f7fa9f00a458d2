from __future__ import annotations

from pathlib import Path

import pytest
from app.seen import in_sight
from guarded import no_faults as no_faults  # noqa: PLC0414 - a fixture
from guarded import run_offscreen

from usero_desktop import policy
from usero_desktop.app.preferences.window import Preferences
from usero_desktop.policy import Policy
from usero_desktop.settings import save

ROOM = Path(__file__).parent


def pytest_collection_modifyitems(items):
    run_offscreen(items, ROOM)


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


@pytest.fixture
def preferences(qtbot, path):
    """Have the Settings window come, with these settings in the file; `heard` is what it saves."""

    def make(settings=None, **system):
        if settings is not None:
            save(settings, path)
        window = Preferences(settings, path=path, **system)
        window.heard = []
        window.saved.connect(window.heard.append)
        return in_sight(qtbot, window)

    return make
