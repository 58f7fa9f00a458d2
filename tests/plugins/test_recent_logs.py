"""The program's last log lines travel along: bounded, without secrets, and at no cost to it."""

import logging
import subprocess
import sys
import weakref

import pytest

from usero_desktop.plugins import RecentLogs

log = logging.getLogger("ledger.db")


@pytest.fixture(autouse=True)
def _loud():
    log.setLevel(logging.DEBUG)
    yield
    log.setLevel(logging.NOTSET)


def test_the_last_lines_travel_along_the_oldest_first(feedback_for, metadata_of):
    feedback = feedback_for(RecentLogs(count=2))
    log.info("one")
    log.warning("two %s", 2)
    log.error("three")
    lines = metadata_of(feedback)["recentLogs"]
    assert [line.partition(" ")[2] for line in lines] == [
        "WARNING ledger.db: two 2",
        "ERROR ledger.db: three",
    ]


def test_no_more_bytes_than_wanted_the_newest_first(feedback_for, metadata_of):
    feedback = feedback_for(RecentLogs(size=200))
    for number in range(20):
        log.info("line %s %s", number, "x" * 50)
    lines = metadata_of(feedback)["recentLogs"]
    assert 1 <= len(lines) <= 3
    assert "line 19" in lines[-1]


def test_one_endless_line_is_cut(feedback_for, metadata_of):
    feedback = feedback_for(RecentLogs())
    log.info("x" * 100_000)
    [line] = metadata_of(feedback)["recentLogs"]
    assert len(line) < 500


def test_secrets_are_taken_out(feedback_for, metadata_of):
    feedback = feedback_for(RecentLogs(), scrub_metadata=False)
    log.info("connecting with password=hunter2")
    [line] = metadata_of(feedback)["recentLogs"]
    assert "hunter2" not in line


def test_levels_and_loggers_are_chosen(feedback_for, metadata_of):
    feedback = feedback_for(RecentLogs(level=logging.WARNING, loggers=("ledger",)))
    log.info("too quiet")
    log.warning("heard")
    logging.getLogger("ledgers").warning("of another name")
    logging.getLogger("other").error("of another one")
    [line] = metadata_of(feedback)["recentLogs"]
    assert line.endswith("heard")


def test_what_we_log_ourselves_is_no_line(feedback_for, metadata_of):
    feedback = feedback_for(RecentLogs())
    logging.getLogger("usero_desktop").error("ours")
    logging.getLogger("usero_desktop.plugin.x").error("ours, too")
    assert "recentLogs" not in metadata_of(feedback)


class Bad:
    def __str__(self):
        log.info("from within")
        raise RuntimeError("no")


def test_what_cannot_be_written_out_harms_nobody(feedback_for, metadata_of):
    feedback = feedback_for(RecentLogs())
    handled = logging.raiseExceptions
    logging.raiseExceptions = False
    try:
        log.info("%s", Bad())
        log.info("%d", "no number")
        log.info("\ud800 half a letter")
    finally:
        logging.raiseExceptions = handled
    lines = metadata_of(feedback)["recentLogs"]
    assert lines.pop().endswith("half a letter")
    assert all(line.endswith("from within") for line in lines)  # the host's own, as it writes


def test_an_exception_is_named_and_nothing_of_the_hosts_kept_alive(
    feedback_for, metadata_of, monkeypatch
):
    feedback = feedback_for(RecentLogs())

    class Thing:
        pass

    thing = Thing()
    seen = weakref.ref(thing)
    monkeypatch.setattr(log, "propagate", False)  # pytest keeps what it sees
    error = ValueError("no")
    log.error("saving %s failed", thing, exc_info=error)
    del thing
    assert metadata_of(feedback)["recentLogs"][0].endswith("failed (ValueError)")
    assert seen() is None


def test_the_factory_is_given_back_with_the_last_that_used_it(feedback_for, tmp_path):
    before = logging.getLogRecordFactory()
    plugin = RecentLogs()
    one = feedback_for(plugin, data_dir=tmp_path / "1")
    two = feedback_for(plugin, data_dir=tmp_path / "2")
    assert logging.getLogRecordFactory() is not before
    one.close()
    assert logging.getLogRecordFactory() is not before
    two.close()
    assert logging.getLogRecordFactory() is before


def test_who_has_chained_a_factory_behind_ours_keeps_it(feedback_for, metadata_of):
    before = logging.getLogRecordFactory()
    plugin = RecentLogs()
    feedback = feedback_for(plugin)
    ours, told = logging.getLogRecordFactory(), []

    def theirs(*values, **named):
        told.append(values[0])
        return ours(*values, **named)

    logging.setLogRecordFactory(theirs)
    try:
        log.info("heard by both")
        assert len(metadata_of(feedback)["recentLogs"]) == 1
        feedback.close()
        assert logging.getLogRecordFactory() is theirs
        log.info("heard by theirs")
        assert told.count("ledger.db") == 2
        assert not plugin._lines
    finally:
        logging.setLogRecordFactory(before)


def test_the_hosts_own_logging_is_as_it_was():
    """A handler at the root would silence what comes out where a host has set nothing up."""
    program = """
import logging, sys, tempfile
import usero_desktop as usero
from usero_desktop.plugins import RecentLogs
feedback = usero.Feedback("client_demo", data_dir=tempfile.mkdtemp(), plugins=[RecentLogs()])
feedback.when_ready()
logging.getLogger("a").warning("by the last resort")
logging.basicConfig(format="%(message)s", stream=sys.stdout)
logging.warning("by basicConfig")
feedback.close()
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert (done.stdout, done.stderr) == ("by basicConfig\n", "by the last resort\n")
