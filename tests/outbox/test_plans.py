"""No statement of the worker's round, nor of a put, reads the whole table."""

from __future__ import annotations

import re

import pytest

from usero_desktop.model.submission import Receipt
from usero_desktop.outbox.record import Failure
from usero_desktop.outbox.rows import moment
from usero_desktop.outbox.store import Outbox


@pytest.fixture
def plans(path, clock):
    """Have an outbox, and what SQLite plans for each statement that it executes."""
    outbox = Outbox(path, clock)
    found: dict[str, list[str]] = {}
    heard: list[str] = []
    outbox._database.run(lambda db: db.set_trace_callback(heard.append))

    def explain():
        outbox._database.run(lambda db: db.set_trace_callback(None))
        for statement in heard:
            if re.match("SELECT|UPDATE|DELETE|INSERT", statement):
                plan = outbox._database.run(
                    lambda db, it=statement: db.execute(f"EXPLAIN QUERY PLAN {it}").fetchall()
                )
                found[statement] = [row[3] for row in plan]
        return found

    yield outbox, explain
    outbox.close()


def scans(found):
    """Return the statements that read a table from end to end."""
    return {
        statement: plan
        for statement, plan in found.items()
        if any(re.match(r"SCAN (report|picture|upload)", step) for step in plan)
    }


def test_no_statement_of_a_round_reads_a_whole_table(plans, submission, clock):
    outbox, explain = plans
    trouble = Failure("unreachable", "No.")
    reports = [submission(pictures=1) for _ in range(4)]
    for report in reports:
        outbox.put(report)
    outbox.claim("me", only=reports[0].submission_id)
    outbox.claim("me")
    outbox.renew(reports[0].submission_id, "me")
    outbox.holds(reports[0].submission_id, "me")
    outbox.defer(reports[0].submission_id, "me", trouble, seconds=1)
    outbox.reject(reports[1].submission_id, "me", trouble, again_in=5)
    outbox.claim("me")
    at = moment(clock.now())
    outbox.done(Receipt(reports[2].submission_id, "feedback", at), next_for="me")
    outbox.sweep(reports[2].submission_id)
    outbox.seconds_to_next()
    outbox.pending()
    outbox.has_pending()
    outbox.find(reports[3].submission_id)
    found = explain()
    assert len(found) > 40
    assert scans(found) == {}


def test_a_statement_that_does_is_found(plans, submission):
    outbox, explain = plans
    outbox.put(submission())
    outbox.list()
    assert scans(explain())
