"""Whatever a program hands over: it is refused in words, or kept, and what is kept can be sent."""

import math
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from usero_desktop.config import Options
from usero_desktop.core.feedback import Feedback
from usero_desktop.errors import InvalidFeedback, UseroError
from usero_desktop.inbox import rules
from usero_desktop.model.wire import feedback_body

EXAMPLES = 150


def nested(levels):
    value = "deep"
    for level in range(levels):
        value = [value] if level % 2 else {"in": value}
    return value


def cycle():
    ring = {"name": "ring"}
    ring["again"] = [ring, ring]
    return ring


class Rude:
    """A host's own object, whose text cannot be had."""

    def __str__(self):
        raise RuntimeError("no")

    def __repr__(self):
        return "Rude()"


CHARACTERS = st.characters() | st.sampled_from("😀\u202e\u200f\ud800\udfff\x00\ufeff\N{FAMILY}")
TEXTS = st.text(CHARACTERS, max_size=40)
ODD = st.sampled_from(
    [
        math.nan, math.inf, -math.inf, 1e308, 10**400, -0.0, b"bytes", Decimal("1e999"), 1j,
        datetime.now(UTC), datetime.now(UTC).date(), cycle(), nested(100), Rude(), object,
        print, {1, 2}, ...,
    ]
)  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS | ODD,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
METADATA = st.none() | st.dictionaries(TEXTS | st.integers(), VALUES, max_size=6)
REPORTS = st.fixed_dictionaries(
    {},
    optional={
        "rating": st.sampled_from([1, 2, 3, 4, None, 0, 5, True, 2.0, "3", -1]),
        "comment": st.none() | TEXTS | st.text(CHARACTERS, min_size=480, max_size=1100) | ODD,
        "user_email": st.sampled_from([None, "", " a@b.co ", "a@b", "ä@ö.de", "\ud800@b.co", 3]),
        "metadata": METADATA | st.just({"log": "ü" * 20_000}) | ODD,
        "context": METADATA,
        "page_url": st.none() | TEXTS | st.just("app://x/" + "y" * 9_000),
        "page_title": st.none() | TEXTS,
        "environment": st.none() | TEXTS,
    },
)


class Idle:
    """A worker that sends nothing."""

    def post(self, job):
        """Leave it."""

    take = post

    def start(self):
        """Stay idle."""


@contextmanager
def keeping(folder):
    options = Options.create("client_demo", data_dir=folder, outbox_reports=100_000)
    with Feedback.from_options(options) as feedback:
        feedback._lanes.disk.worker = Idle
        yield feedback


def outcome(feedback, report):
    """Hand it over; return what the server would find wrong with what was kept, or "refused"."""
    try:
        ticket = feedback.submit(**report)
    except UseroError as error:
        return "refused" if str(error).endswith(".") else repr(error)
    kept = feedback.read(ticket.submission_id)
    assert feedback.delete(ticket.submission_id)
    assert kept.metadata["submissionId"] == ticket.submission_id
    body = rules.parse_object(feedback_body(kept, ()))
    assert body is not None
    return rules.feedback_issues(body) or rules.metadata_too_large(body)


@pytest.mark.promise("B3")
def test_any_report_is_refused_in_words_or_can_be_sent(tmp_path, figure):
    seen = {"refused": 0, "kept": 0}
    with keeping(tmp_path) as feedback:

        @settings(
            max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck),
            database=None,
        )  # fmt: skip
        @given(REPORTS)
        def hand_over(report):
            found = outcome(feedback, report)
            seen["refused" if found == "refused" else "kept"] += 1
            assert found == "refused" or not found, (found, report)

        hand_over()
    assert min(seen.values()) > EXAMPLES / 20
    figure(f"{sum(seen.values())} reports of every kind: all refused in words, or fit to be sent")


@pytest.mark.bites("B3")
def test_a_program_that_lets_anything_through_is_found_out(tmp_path, monkeypatch):
    from usero_desktop.core import assemble

    monkeypatch.setattr(assemble, "_check", lambda *_: None)
    with keeping(tmp_path) as feedback:
        assert outcome(feedback, {"rating": 5})
        assert outcome(feedback, {"rating": 1, "user_email": "a@b"})


@pytest.mark.parametrize("report", [{}, {"comment": "\ud800"[:0]}, {"rating": True}])
def test_the_refusals_name_the_field(tmp_path, report):
    with keeping(tmp_path) as feedback, pytest.raises(InvalidFeedback) as caught:
        feedback.submit(**report)
    assert list(caught.value.problems) == ["rating"]
