"""Whoever logs in here is not hurt by the host's handlers."""

from __future__ import annotations

import logging

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
