"""Whatever a plugin does, the report arrives as it was, and one line in the log names it."""

import sys
import threading
from datetime import UTC, datetime
from time import monotonic

import pytest
from servers import serving

from usero_desktop.config import Options
from usero_desktop.core.events import Delivered
from usero_desktop.core.plugins import Plugins
from usero_desktop.errors import UseroError
from usero_desktop.model.submission import Receipt, SentReport
from usero_desktop.plugin import Plugin

PATIENCE = 30
BUDGET = 0.25
HOOKS = ("on_init", "on_feedback_submit", "after_delivery", "on_destroy")


class Does(Plugin):
    """Does something bad in one hook, every time."""

    name = "bad"

    def __init__(self, hook, deed):
        self.calls = 0

        def act(*arguments):
            self.calls += 1
            return deed(*arguments)

        setattr(self, hook, act)


class Good(Plugin):
    name = "good"

    def on_feedback_submit(self, context, submission):
        return {"metadata": {"good": submission.rating}}


@pytest.fixture
def story(feedback_for, caplog):
    """Two reports with a bad plugin beside a good one: what arrived, and the lines that name it."""

    def tell(bad, reports=2):
        with serving() as server:
            feedback = feedback_for(server.url, plugins=[bad, Good()])
            for rating in range(1, reports + 1):
                ticket = feedback.submit(rating=rating, comment="Words", metadata={"host": 1})
                ticket.result(PATIENCE)
            feedback.close()
            bodies = [request.json for request in server.requests]
        for rating, body in enumerate(bodies, start=1):
            assert (body["rating"], body["comment"]) == (rating, "Words")
            assert (body["metadata"]["host"], body["metadata"]["good"]) == (1, rating)
        assert len(bodies) == reports
        lines = [record for record in caplog.records if "plugin bad " in record.getMessage()]
        assert {record.name for record in lines} <= {"usero_desktop.plugin.bad"}
        return [record.getMessage() for record in lines]

    return tell


def raising(error):
    def deed(*_):
        raise error

    return deed


@pytest.mark.parametrize("hook", HOOKS)
@pytest.mark.parametrize("error", [ValueError("no"), SystemExit(3), KeyboardInterrupt()])
def test_one_that_raises_is_named_once(story, hook, error):
    [line] = story(Does(hook, raising(error)))
    assert line == f"The plugin bad failed in {hook}; feedback goes on without it."


@pytest.mark.parametrize("hook", HOOKS)
def test_one_that_hangs_is_named_and_not_called_again_while_it_hangs(story, hook):
    go = threading.Event()
    plugin = Does(hook, lambda *_: go.wait(PATIENCE) and None)
    lines = story(plugin, reports=3)
    go.set()
    assert plugin.calls == 1
    if hook == "after_delivery":  # nobody waits for that, but for the end
        lines = [line for line in lines if "on_feedback_submit" not in line]
    assert lines
    assert len(lines) == len(set(lines)) <= 2


def test_send_waits_for_all_together_no_longer_than_the_time_they_have(feedback_for):
    go = threading.Event()
    plugins = []
    for number in range(5):
        plugin = Does("on_feedback_submit", lambda *_: go.wait(PATIENCE))
        plugin.name = f"hangs-{number}"
        plugins.append(plugin)
    feedback = feedback_for(plugins=plugins)
    began = monotonic()
    feedback.submit(rating=1)
    took = monotonic() - began
    go.set()
    assert BUDGET <= took < 5 * BUDGET


def test_an_answer_that_comes_late_is_left_out(feedback_for):
    go = threading.Event()

    def late(*_):
        go.wait(PATIENCE)
        return {"metadata": {"late": 1}}

    feedback = feedback_for(plugins=[Does("on_feedback_submit", late), Good()])
    kept = feedback.read(feedback.submit(rating=1).submission_id)
    go.set()
    assert "late" not in kept.metadata
    assert kept.metadata["good"] == 1


def cyclic():
    found = {}
    found["again"] = found
    return found


class Hostile(dict):
    """A mapping that cannot be looked at."""

    def items(self):
        raise RuntimeError("no")


NONSENSE = {
    "a text": "metadata",
    "a number": 3,
    "a list": [("rating", 1)],
    "no mapping within": {"metadata": [1]},
    "an unknown key": {"colour": "red"},
    "a key of another type": {3: "red"},
    "a rating of seven": {"rating": 7},
    "a comment that is a number": {"comment": 3},
    "a comment too long": {"comment": "x" * 1001},
    "no address": {"user_email": "nobody"},
    "a page that is no text": {"page_url": 3},
    "a page without end": {"page_url": "x" * 3000},
    "the default environment": {"environment": " Default "},
    "four pictures": {"screenshots": [b"x"] * 4},
    "pictures that are none": {"screenshots": [b"no picture"]},
    "a text for pictures": {"screenshots": "one.png"},
    "an offset below nothing": {"replay_offset_ms": -1},
    "an offset that is a text": {"replay_offset_ms": "1"},
    "a recording without end": {"session_replay_id": "x" * 129},
    "a recording that is a text": {"recording": "rec"},
    "too much metadata": {"metadata": {"huge": "x" * 50_000}},
    "a mapping that raises": Hostile(),
    "a mapping within that raises": {"metadata": Hostile()},
}


@pytest.mark.parametrize("answer", NONSENSE.values(), ids=NONSENSE.keys())
def test_one_that_answers_nonsense_is_named_once(story, answer):
    [line] = story(Does("on_feedback_submit", lambda *_: answer))
    assert line.startswith("The plugin bad ")
    assert "on_feedback_submit" in line


@pytest.mark.parametrize("value", [cyclic(), object(), {1, 2}, float("nan"), 1 << 9999, "\ud800"])
def test_what_is_no_json_becomes_some_and_the_report_arrives(story, value):
    assert story(Does("on_feedback_submit", lambda *_: {"metadata": {"odd": value}})) == []


def test_what_is_good_beside_nonsense_is_taken(feedback_for):
    answer = {"rating": 9, "page_title": "Good", "metadata": {"small": 1, "huge": "x" * 9000}}
    feedback = feedback_for(plugins=[Does("on_feedback_submit", lambda *_: answer)])
    kept = feedback.read(feedback.submit(rating=2).submission_id)
    assert (kept.rating, kept.page_title, kept.metadata["small"]) == (2, "Good", 1)
    assert "huge" not in kept.metadata


def test_ids_that_are_ours_cannot_be_taken(feedback_for):
    answer = {"metadata": {"submissionId": "theirs", "_truncated": "theirs"}}
    feedback = feedback_for(plugins=[Does("on_feedback_submit", lambda *_: answer)])
    ticket = feedback.submit(rating=2)
    kept = feedback.read(ticket.submission_id)
    assert kept.metadata["submissionId"] == ticket.submission_id
    assert "_truncated" not in kept.metadata


def test_a_plugin_that_cannot_be_looked_at_is_left_out(feedback_for, caplog):
    class Opaque:
        name = "bad"

        def __getattribute__(self, attribute):
            raise RuntimeError(attribute)

    feedback = feedback_for(plugins=[Opaque(), Good()])
    kept = feedback.read(feedback.submit(rating=1).submission_id)
    feedback.close()
    assert kept.metadata["good"] == 1
    assert "type Opaque" in caplog.text


def test_a_class_in_a_plugins_place_is_named(feedback_for, caplog):
    feedback = feedback_for(plugins=[Good])
    feedback.submit(rating=1)
    assert "is given as a class; an object of it is meant, most likely: Good()." in caplog.text


def test_a_hook_that_cannot_be_called_is_named_and_the_others_are_called(feedback_for, caplog):
    class Mistaken(Good):
        name = "mistaken"
        on_init = "a text"

    feedback = feedback_for(plugins=[Mistaken()])
    kept = feedback.read(feedback.submit(rating=1).submission_id)
    assert kept.metadata["good"] == 1
    assert "mistaken has for on_init what cannot be called ('a text')" in caplog.text


def test_one_that_submits_a_report_itself_ends_in_no_circle(feedback_for):
    class Echoes(Plugin):
        name = "bad"
        told = 0

        def on_feedback_submit(self, context, submission):
            self.told += 1
            feedback.submit(rating=1, comment="echo")
            return {"metadata": {"echoed": True}}

    plugin = Echoes()
    feedback = feedback_for(plugins=[plugin])
    kept = feedback.read(feedback.submit(rating=3).submission_id)
    assert kept.metadata["echoed"] is True
    assert plugin.told == 1
    assert sorted(record.submission.rating for record in feedback.reports()) == [1, 3]


@pytest.mark.parametrize("hook", HOOKS)
def test_one_that_closes_the_feedback_loses_no_report(feedback_for, hook):
    with serving() as server:
        close = lambda *_: feedback.close()  # noqa: E731
        feedback = feedback_for(server.url, plugins=[Does(hook, close)])
        ticket = None
        try:
            ticket = feedback.submit(rating=1)
        except UseroError as error:  # the plugin was quicker: nothing was taken
            assert error.code == "closed"  # noqa: PT017
        began = monotonic()
        feedback.close()
        assert monotonic() - began < 5
        if ticket is not None:
            again = feedback_for(server.url)
            assert again.flush(PATIENCE)
            assert len(server.requests) == 1


def test_one_that_takes_itself_out_is_out(feedback_for):
    class Leaves(Plugin):
        name = "bad"
        told = ()

        def on_feedback_submit(self, context, submission):
            feedback.update(plugins=[])
            return {"metadata": {"last": 1}}

        def on_destroy(self, context):
            self.told += ("destroy",)

    plugin = Leaves()
    feedback = feedback_for(plugins=[plugin])
    first = feedback.read(feedback.submit(rating=1).submission_id)
    second = feedback.read(feedback.submit(rating=1).submission_id)
    feedback.close()
    assert (first.metadata.get("last"), second.metadata.get("last")) == (1, None)
    assert plugin.told == ("destroy",)


def test_one_that_recurses_without_end_is_named(story):
    def deep(*_):
        return deep()

    limit = sys.getrecursionlimit()
    [line] = story(Does("on_feedback_submit", deep))
    assert "failed in on_feedback_submit" in line
    assert sys.getrecursionlimit() == limit


def test_what_waits_behind_one_that_hangs_is_bounded(caplog):
    go = threading.Event()
    plugin = Does("after_delivery", lambda *_: go.wait(PATIENCE))
    plugins = Plugins(Options.create("client_demo", plugins=[plugin]))
    report = SentReport(Receipt("an-id", "fb_1", datetime.now(UTC)), datetime.now(UTC))
    for _ in range(100):
        plugins.hear(Delivered("an-id", report, None))
    assert len(plugins._seats[0]._calls) <= 33
    go.set()
    plugins.close(PATIENCE)
    assert plugin.calls <= 34
    [line] = [record.getMessage() for record in caplog.records]
    assert line.startswith("The plugin bad is too busy for after_delivery")
