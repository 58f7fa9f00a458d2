"""Whoever logs in here is not hurt by the host's handlers."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest

from usero_desktop.logs import guest_logger


class Broken(logging.Handler):
    """A handler of the host's that fails."""

    def emit(self, _record):
        raise ZeroDivisionError


@pytest.fixture
def broken():
    house, handler = logging.getLogger("usero_desktop"), Broken()
    house.addHandler(handler)
    yield
    house.removeHandler(handler)


@pytest.mark.promise("H1")
@pytest.mark.parametrize("method", ["debug", "info", "warning", "error", "exception", "critical"])
def test_a_handler_that_fails_ends_nobody_who_logs(broken, caplog, method, figure):
    caplog.set_level(logging.DEBUG)
    getattr(guest_logger(), method)("said")
    with pytest.raises(ZeroDivisionError):
        getattr(logging.getLogger("usero_desktop"), method)("said")
    figure("a log handler of the host's that raises: dropped by each of 6 methods")


def test_a_line_names_the_place_that_said_it(caplog):
    guest_logger("usero_desktop.ui").warning("so %s", "much")

    [record] = caplog.records
    assert (record.getMessage(), record.name) == ("so much", "usero_desktop.ui")
    assert record.pathname == __file__


def test_an_exception_is_in_it(caplog):
    try:
        {}["key"]
    except KeyError:
        guest_logger().exception("it failed")

    assert "KeyError: 'key'" in caplog.text


def test_a_setting_of_the_hosts_is_heeded(caplog):
    caplog.set_level(logging.ERROR, logger="usero_desktop")
    guest_logger().warning("not wanted")

    assert caplog.records == []


def test_every_way_to_say_something_names_the_line_and_the_level(caplog):
    caplog.set_level(logging.DEBUG)
    log = guest_logger()
    for say in (log.debug, log.info, log.warning, log.error, log.critical):
        say("said")
    log.log(35, "said")
    try:
        {}["key"]
    except KeyError:
        log.exception("said")

    told = [(record.levelno, record.funcName) for record in caplog.records]
    here = "test_every_way_to_say_something_names_the_line_and_the_level"
    assert told == [(level, here) for level in (10, 20, 30, 40, 50, 35, 40)]


def in_a_fresh_program(code):
    run = [sys.executable, "-c", f"import sys\nfrom usero_desktop.logs import guest_logger\n{code}"]
    return subprocess.run(run, capture_output=True, text=True, check=True, timeout=60)


def test_logging_is_loaded_with_the_first_line_that_anybody_sees():
    done = in_a_fresh_program(
        "log = guest_logger()\n"
        "log.debug('a'), log.info('b')\n"
        "print('logging' in sys.modules)\n"
        "log.warning('seen')\n"
        "print('logging' in sys.modules)\n"
    )
    assert done.stdout.split() == ["False", "True"]
    assert done.stderr == "seen\n"


def test_a_host_that_wants_every_line_gets_every_line():
    done = in_a_fresh_program(
        "import logging\n"
        "logging.basicConfig(level=logging.DEBUG, format='%(levelname)s %(message)s')\n"
        "guest_logger().debug('heard')\n"
    )
    assert done.stderr == "DEBUG heard\n"
