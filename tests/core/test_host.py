"""What the host's own code does: it may raise, linger and answer anything."""

from __future__ import annotations

import logging
import time

import pytest
from servers import serving

from usero_desktop.core.host import call_host, host_text

PATIENCE = 30


def failing(*_values):
    raise ZeroDivisionError


def test_a_hosts_own_code_may_fail(caplog):
    assert call_host("on_open", failing, 1) is None
    assert "Your on_open callback failed" in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_what_it_answers_comes_back_and_no_code_is_none():
    assert call_host("on_open", lambda *values: values, 1, 2) == (1, 2)
    assert call_host("on_open", None) is None


@pytest.mark.parametrize("ending", [lambda: "there", failing])
def test_one_that_takes_too_long_is_named(caplog, ending):
    def slow():
        time.sleep(0.02)
        return ending()

    call_host("page_url", slow, patience=0.01)
    assert "Your page_url callback took over 10 ms" in caplog.text
    caplog.clear()
    call_host("page_url", lambda: None, patience=60)
    call_host("page_url", slow)
    assert "took over" not in caplog.text


def test_what_leaves_the_program_leaves_it():
    def interrupted():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        call_host("on_open", interrupted)


@pytest.mark.parametrize(
    "value, text",
    [("here", "here"), (lambda: "here", "here"), (None, None), (lambda: 3, None), (failing, None)],
)
def test_a_page_is_a_text_or_nothing(value, text):
    assert host_text("page_url", value) == text


@pytest.mark.promise("H1")
def test_a_page_that_cannot_be_asked_for_keeps_no_report_back(feedback_for, caplog, figure):
    with serving() as server:
        feedback = feedback_for(server.url, page_url=failing, page_title=failing, app_name="Ledger")
        feedback.submit(rating=1).result(PATIENCE)

    [post] = [request.json for request in server.requests]
    assert (post["pageUrl"], post["pageTitle"]) == ("app://ledger/", "Ledger")
    assert "Your page_url callback failed" in caplog.text
    assert "Your page_title callback failed" in caplog.text
    figure("page_url and page_title raise in submit: delivered without them")


class Broken(logging.Handler):
    """A handler of the host's that fails."""

    def emit(self, _record):
        raise ZeroDivisionError


def test_a_listener_and_a_log_that_both_fail_hold_up_no_report(feedback_for):
    house, broken = logging.getLogger("usero_desktop"), Broken()
    with serving() as server:
        feedback = feedback_for(server.url)
        feedback.subscribe(failing)
        house.addHandler(broken)
        try:
            feedback.submit(rating=1).result(PATIENCE)
        finally:
            house.removeHandler(broken)

    assert len(server.requests) == 1
