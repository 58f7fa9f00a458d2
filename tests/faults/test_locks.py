"""A9: locks that fail, as on many a network home, stop nobody."""

import time
from contextlib import contextmanager

import pytest
from faults.mounted import mounted_disk
from servers import serving

from usero_desktop.config import Options
from usero_desktop.core.feedback import Feedback
from usero_desktop.outbox import database

pytestmark = [pytest.mark.faults, pytest.mark.timeout(120)]

LONGEST = 5.0
PATIENCE = 30
COMMENT = "from a network home"


@contextmanager
def submitted(folder, error):
    """Submit a report with such locks; gives its ticket, the seconds it took, and the server."""
    with mounted_disk(folder, lock_error=error) as disk, serving() as server:
        options = Options.create("client_demo", base_url=server.url, data_dir=disk.folder)
        with Feedback.from_options(options) as feedback:
            began = time.monotonic()
            ticket = feedback.submit(comment=COMMENT)
            yield ticket, time.monotonic() - began, server


@pytest.mark.promise("A9")
@pytest.mark.parametrize("error", ["ENOSYS", "EINVAL", "EIO", "ENOLCK", "EACCES"])
def test_a_report_is_delivered_though_locks_fail(tmp_path, figure, error):
    with submitted(tmp_path / "home", error) as (ticket, took, server):
        assert took < LONGEST
        assert not ticket.kept
        assert ticket.result(PATIENCE)
        assert [request.json["comment"] for request in server.requests] == [COMMENT]
    figure(error)


@pytest.mark.bites("A9")
def test_an_outbox_that_waits_long_for_its_lock_is_found(tmp_path, figure, monkeypatch):
    monkeypatch.setattr(database, "BUSY_SECONDS", LONGEST + 1)
    with submitted(tmp_path / "home", "ENOLCK") as (_, took, _):
        assert took > LONGEST
    figure("a wait of six seconds for a lock")
