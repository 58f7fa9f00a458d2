"""For rooms whose tests call handlers of ours: one that fails is seen, though a guard hides it."""

from __future__ import annotations

import pytest

from usero_desktop.ui import guard


@pytest.fixture(autouse=True)
def no_faults(caplog):
    """No handler of ours fails, but where the test has said `caplog.faults_expected = True`."""
    guard._seen.clear()
    yield
    # By the phase: `caplog.records` are those of the teardown alone by now.
    records = [r.getMessage() for phase in ("setup", "call") for r in caplog.get_records(phase)]
    faults = [message for message in records if "usero_desktop failed in" in message]
    assert not faults or getattr(caplog, "faults_expected", False), faults
