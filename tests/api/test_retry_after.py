"""How long a busy server may have us wait: its wish where that makes sense, a day at most."""

import math
import time
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st
from servers import reply, serving

from usero_desktop.api.replies import parse_retry_after
from usero_desktop.errors import Busy
from usero_desktop.outbox.schedule import SHORTEST_SECONDS, retry_delay

NOW = 1_700_000_000.0
DAY = 86_400.0

FORMS = [
    ("5", 5.0),
    (" 5 ", 5.0),
    ("2.5", 2.5),
    ("0", None),
    ("-5", None),
    ("-0.0", None),
    ("", None),
    (None, None),
    ("soon", None),
    ("5 minutes", None),
    ("0x10", None),
    ("nan", None),
    ("-inf", None),
    ("inf", DAY),
    ("1e18", DAY),
    ("9" * 5000, DAY),
    ("Tue, 14 Nov 2023 22:13:30 GMT", 10.0),
    ("Tuesday, 14-Nov-23 22:13:30 GMT", 10.0),
    ("Tue Nov 14 22:13:30 2023", 10.0),
    ("Tue, 14 Nov 2023 22:13:30 -0000", 10.0),
    ("Tue, 14 Nov 2023 22:13:30", 10.0),
    ("Tue, 14 Nov 2023 22:13:10 GMT", None),
    ("Tue, 14 Nov 0000 22:13:10 GMT", None),
    ("Tue, 99 Nov 2023 22:13:10 GMT", None),
    ("Fri, 31 Dec 9999 23:59:59 GMT", DAY),
    ("Fri, 31 Dec 9999 23:59:59 -2359", DAY),
    (f"Tue, 14 Nov 2023 22:13:30 +{'9' * 30}", None),
]


@pytest.fixture
def far_from_greenwich(monkeypatch):
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def misread(parse):
    """Return the forms that `parse` makes something else of, or that make it raise."""
    wrong = []
    for text, seconds in FORMS:
        try:
            found = parse(text, now=NOW)
        except (TypeError, ValueError):
            found = "raised"
        if found != seconds:
            wrong.append(text)
    return wrong


@pytest.mark.promise("B6")
def test_every_form_of_retry_after_is_read_or_ignored(far_from_greenwich, figure):
    assert misread(parse_retry_after) == []
    figure(f"{len(FORMS)} forms of Retry-After, read or ignored")


@pytest.mark.bites("B6")
def test_a_program_that_takes_every_wait_for_a_number_is_found_out(figure):
    wrong = misread(lambda text, **_: float(text))
    assert {"1e18", "-5", "nan", "soon", "Tue, 14 Nov 2023 22:13:30 GMT"} <= set(wrong)
    figure(f"every wait taken for a number: {len(wrong)} of {len(FORMS)} misread")


@pytest.mark.promise("B6")
@given(st.text() | st.from_regex(r"[A-Z][a-z]{2}, ?\d{1,6} [A-Z][a-z]{2} \d+ [\d:.]+ [+-]?\d+"))
def test_no_retry_after_can_do_harm(text):
    seconds = parse_retry_after(text, now=NOW)
    assert seconds is None or (math.isfinite(seconds) and 0 < seconds <= DAY)
    for attempts in (1, 5, 1000):
        least = retry_delay(attempts, random=lambda: 0.0)
        wait = retry_delay(attempts, random=lambda: 0.0, retry_after=seconds)
        assert SHORTEST_SECONDS <= least <= wait <= DAY


def asked_of(client_for, *headers, status=503):
    answer = reply(status, {"error": "Internal server error"}, headers=headers)
    with serving(lambda *_: answer) as server, pytest.raises(Busy) as caught:
        client_for(server.url).send_feedback(b"{}")
    return caught.value.retry_after


@pytest.mark.promise("B6")
@pytest.mark.parametrize(
    "headers, seconds",
    [
        (["Retry-After: 7"], 7.0),
        (["retry-after:7"], 7.0),
        (["Retry-After: 7", "Retry-After: 9000"], 7.0),
        (["Retry-After: soon", "Retry-After: 9"], None),
        (["Retry-After: 7, 9"], None),
        (["Retry-After:"], None),
        (["Retry-After: \xff\xfe"], None),
        ([f"Retry-After: {'8' * 5000}"], DAY),
        ([], None),
    ],
)
def test_the_header_is_read_from_the_wire_also_twice_empty_or_broken(client_for, headers, seconds):
    assert asked_of(client_for, *headers) == seconds


@pytest.mark.promise("B6")
@pytest.mark.parametrize("status", [408, 425, 429, 500, 503])
def test_a_date_on_the_wire_is_so_many_seconds_from_now(client_for, status):
    date = formatdate(time.time() + 3600, usegmt=True)
    wait = asked_of(client_for, f"Retry-After: {date}", status=status)
    assert 3500 < wait <= 3600
