"""An outbox without a file, for as long as the process lives."""

import pytest

from usero_desktop.errors import OutboxError
from usero_desktop.outbox.store import Outbox


def test_an_outbox_without_a_path_lives_in_memory(clock, submission, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    outbox = Outbox(None, clock)
    report = submission(pictures=2)
    outbox.put(report)
    assert outbox.claim("me").submission == report
    outbox.tidy()
    outbox.wipe()
    assert outbox.list() == ()
    outbox.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.promise("A5")
def test_an_error_in_memory_takes_nothing_away(clock, submission):
    outbox = Outbox(None, clock)
    report = submission(pictures=1)
    outbox.put(report)
    with pytest.raises(OutboxError):
        outbox.put(report)  # SQLite has one of that id
    assert outbox.read(report.submission_id) == report
    outbox.close()
