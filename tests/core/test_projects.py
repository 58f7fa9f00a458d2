"""Programs of several makers on one computer: none sees, sends or deletes another's reports."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from servers import free_port, serving

import usero_desktop as usero
from usero_desktop.core import feedback as feedback_room
from usero_desktop.paths import outbox_path

PATIENCE = 30


@contextmanager
def two_programs(folder):
    """Two programs that keep their data in one folder, one report waiting in each."""
    url = f"http://127.0.0.1:{free_port()}"
    with (
        usero.Feedback("client_one", base_url=url, data_dir=folder) as one,
        usero.Feedback("client_two", base_url=url, data_dir=folder) as two,
    ):
        one.submit(comment="for the first")
        two.submit(comment="for the second")
        yield one, two


def comments(feedback):
    return [record.submission.comment for record in feedback.reports()]


def reached(one, other, folder):
    """What the program `one` can do with the report of the `other`."""
    theirs = other.reports()[-1].submission_id
    found = {"listed"} if "for the second" in comments(one) else set()
    found |= {"read"} if one.read(theirs) is not None else set()
    found |= {"sent again"} if one.retry(theirs) else set()
    try:
        one.export(theirs, folder / "copy.zip")
        found |= {"exported"}
    except usero.OutboxError:
        pass
    one.delete_my_data()
    found |= {"deleted"} if comments(other) != ["for the second"] else set()
    return found


@pytest.mark.promise("B11")
def test_a_program_reaches_no_report_of_anothers(tmp_path, figure):
    with two_programs(tmp_path) as (one, other):
        assert reached(one, other, tmp_path) == set()
        assert comments(one) == []
    figure("two projects in one folder: 0 of 5 ways lead to the other's report")


@pytest.mark.bites("B11")
def test_programs_that_share_a_file_are_seen_to_reach_all_of_it(tmp_path, monkeypatch):
    monkeypatch.setattr(
        feedback_room, "outbox_path", lambda _client, folder: outbox_path("client_all", folder)
    )
    with two_programs(tmp_path) as (one, other):
        found = reached(one, other, tmp_path)
    # One that is just being tried cannot be sent again by hand.
    assert found >= {"listed", "read", "exported", "deleted"}


@pytest.mark.promise("B11")
def test_a_start_sends_what_that_program_left_and_nothing_else(tmp_path):
    with two_programs(tmp_path) as (one, _):
        url = one.options.base_url
    port = int(url.rpartition(":")[2])
    with serving(port=port) as server:
        with usero.Feedback("client_one", base_url=url, data_dir=tmp_path) as again:
            again.start()
            again.retry_now()
            assert again.flush(PATIENCE)
        assert [request.json["comment"] for request in server.requests] == ["for the first"]
