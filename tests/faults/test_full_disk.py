"""A4, the whole way: reports are taken while the disk has not one free byte, and arrive."""

import os
import sys
from collections import Counter

import pytest
from outbox.smalldisk import small_disk
from servers import serving

from usero_desktop.config import Options
from usero_desktop.core.feedback import Feedback
from usero_desktop.errors import OutboxError
from usero_desktop.model.picture import Picture
from usero_desktop.outbox.reserve import RESERVE_BYTES, STEP_BYTES

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a tmpfs is Linux's")

PATIENCE = 30
MORE_THAN_THE_RESERVE_HOLDS = 2 * RESERVE_BYTES // STEP_BYTES + 2


def pictures():
    return [Picture(os.urandom(1_500_000), "image/png", 30, 20) for _ in range(3)]


@pytest.mark.promise("A4")
def test_words_are_taken_on_a_full_disk_and_all_arrive_once_there_is_space(
    tmp_path, figure, caplog
):
    with small_disk(tmp_path / "disk", "24m") as disk, serving() as server:
        options = Options.create("client_demo", base_url=server.url, data_dir=disk.folder)
        with Feedback.from_options(options) as feedback:
            feedback.submit(comment="before").result(PATIENCE)
            disk.fill()
            with pytest.raises(OutboxError, match="without") as caught:
                feedback.submit(comment="with pictures", screenshots=pictures())
            assert caught.value.code == "outbox_disk_full_pictures"
            tickets = []
            for number in range(MORE_THAN_THE_RESERVE_HOLDS):
                disk.fill()  # whatever was given back, others take at once
                tickets.append(feedback.submit(comment=f"words {number}"))
            for ticket in tickets:
                if not ticket.kept:
                    ticket.result(PATIENCE)
            disk.give_back()
            after = feedback.submit(comment="after", screenshots=pictures())
            after.result(PATIENCE)
            assert after.kept
            for ticket in tickets:
                ticket.result(PATIENCE)  # without another start of the program
        came = Counter(it.json["comment"] for it in server.requests if it.path == "/api/feedback")
    assert came == Counter(["before", *(f"words {it}" for it in range(len(tickets))), "after"])
    assert [record for record in caplog.records if record.exc_info] == []
    figure(
        f"0 bytes free: {len(tickets)} reports of words taken, "
        f"{sum(ticket.kept for ticket in tickets)} of them on disk; each arrived once"
    )
