"""What plugins add to a report, and in which order what is said of it counts."""

import json
import threading

import pytest
from servers import serving

from usero_desktop.core.question import frozen
from usero_desktop.errors import ConfigError
from usero_desktop.model.user import Person, User
from usero_desktop.model.written import Written

PATIENCE = 30


class Adds:
    """A plugin that answers one thing, and keeps what it was shown."""

    def __init__(self, name, answer):
        self.name, self.answer, self.seen = name, answer, []

    def on_feedback_submit(self, context, submission):
        self.seen.append(submission)
        return self.answer


@pytest.fixture
def sent(feedback_for):
    """Submit a report with these plugins; what the server got of it."""

    def send(*plugins, report=None, **options):
        with serving() as server:
            feedback = feedback_for(server.url, plugins=list(plugins), **options)
            written = Written(**{"rating": 3, **(report or {})})
            feedback.submit_written(written).result(PATIENCE)
            feedback.close()
        return server.requests[-1].json

    return send


def test_patches_merge_in_the_order_of_the_list_the_later_winning(sent):
    first = Adds("first", {"page_url": "app://a", "metadata": {"both": 1, "first": 1}})
    second = Adds("second", {"page_url": "app://b", "metadata": {"both": 2, "deep": {"x": 1}}})
    body = sent(first, second, metadata={"both": 0, "deep": {"y": 2}, "host": 0})
    assert body["pageUrl"] == "app://b"
    found = {key: body["metadata"][key] for key in ("both", "first", "deep", "host")}
    assert found == {"both": 2, "first": 1, "deep": {"x": 1}, "host": 0}


def test_the_order_of_the_list_counts_and_not_who_is_quicker(sent):
    let_go = threading.Event()

    class Slow(Adds):
        def on_feedback_submit(self, context, submission):
            let_go.wait(PATIENCE)
            return self.answer

    class Quick(Adds):
        def on_feedback_submit(self, context, submission):
            let_go.set()
            return self.answer

    body = sent(Slow("slow", {"page_title": "slow"}), Quick("quick", {"page_title": "quick"}))
    assert body["pageTitle"] == "quick"
    let_go.clear()
    body = sent(Quick("quick", {"page_title": "quick"}), Slow("slow", {"page_title": "slow"}))
    assert body["pageTitle"] == "slow"


def test_all_see_the_same_report_without_what_the_others_add(sent):
    plugins = [Adds(name, {"metadata": {name: 1}}) for name in ("a", "b")]
    body = sent(*plugins, metadata={"host": 1}, app_name="Ledger")
    assert plugins[0].seen == plugins[1].seen
    [seen] = plugins[0].seen
    assert (seen.rating, seen.metadata["host"], seen.metadata["appName"]) == (3, 1, "Ledger")
    assert seen.submission_id == seen.metadata["submissionId"] == body["metadata"]["submissionId"]
    assert not {"a", "b"} & seen.metadata.keys()


def test_nothing_of_what_a_plugin_is_shown_can_be_changed(sent):
    class Mutates(Adds):
        def on_feedback_submit(self, context, submission):
            self.seen = submission
            for change in (
                lambda: setattr(submission, "rating", 1),
                lambda: submission.metadata.__setitem__("host", 2),
                lambda: submission.metadata["deep"].__setitem__("x", 2),
                lambda: submission.metadata["list"].append(3),
                lambda: submission.metadata["list"][0].__setitem__("y", 2),
            ):
                with pytest.raises((AttributeError, TypeError)):
                    change()
            return {"metadata": {"tried": True}}

    theirs = {"host": 1, "deep": {"x": 1}, "list": [{"y": 1}]}
    metadata = sent(Mutates("mutates", None), metadata=theirs)["metadata"]
    assert {key: metadata[key] for key in theirs} == theirs
    assert metadata["tried"] is True


def test_not_even_the_traits_of_the_person_can_be_changed(feedback_for):
    person = Person("an-id", User("1", traits={"plan": "pro"}))
    feedback = feedback_for()
    ticket = feedback.submit_written(Written(rating=1, person=person))
    shown = frozen(feedback.read(ticket.submission_id))
    with pytest.raises(TypeError):
        shown.person.user.traits["plan"] = "free"
    assert shown.person == person


def test_none_changes_nothing(sent):
    body = sent(
        Adds("nothing", None),
        Adds("empty", {}),
        Adds("nones", {"page_title": None, "metadata": {"host": None}, "comment": None}),
        metadata={"host": 1},
        page_title="Book",
        report={"comment": "Words"},
    )
    assert (body["pageTitle"], body["metadata"]["host"], body["comment"]) == ("Book", 1, "Words")


def test_without_a_window_every_part_of_a_report_can_be_set(sent, tmp_path):
    from PIL import Image

    picture = tmp_path / "one.png"
    Image.new("RGB", (4, 4)).save(picture)
    body = sent(
        Adds(
            "all",
            {
                "rating": 1,
                "comment": "Its own words",
                "user_email": "ada@example.org",
                "referrer": "app://start",
                "environment": "beta",
                "session_replay_id": "replay-1",
                "replay_offset_ms": 1200,
                "screenshots": [picture],
            },
        )
    )
    assert len(body.pop("screenshots")) == 1
    wanted = {
        "rating": 1,
        "comment": "Its own words",
        "userEmail": "ada@example.org",
        "referrer": "app://start",
        "environment": "beta",
        "sessionReplayId": "replay-1",
        "replayOffsetMs": 1200,
    }
    assert {key: body[key] for key in wanted} == wanted


def test_secrets_in_what_plugins_add_are_taken_out_unless_the_host_says_otherwise(sent):
    added = Adds("secret", {"metadata": {"line": "password=hunter2"}, "page_url": "app://a?t=1"})
    body = sent(added)
    assert (body["metadata"]["line"], body["pageUrl"]) == ("password=[redacted]", "app://a")
    body = sent(added, scrub_metadata=False)
    assert (body["metadata"]["line"], body["pageUrl"]) == ("password=hunter2", "app://a?t=1")


def test_where_it_is_too_much_automatic_metadata_goes_first_and_the_hosts_last(sent):
    logs = Adds("logs", {"metadata": {"lines": "l" * 5000}})
    trace = Adds("trace", {"metadata": {"trace": "t" * 3000}})
    metadata = sent(logs, trace, metadata={"cart": "c" * 4000})["metadata"]
    assert len(json.dumps(metadata, separators=(",", ":"))) <= 10_000
    assert {"cart", "trace", "submissionId"} <= metadata.keys()
    assert "lines" not in metadata
    assert {"lines", "os", "python"} <= set(metadata["_truncated"])
    metadata = sent(logs, metadata={"cart": "c" * 4000})["metadata"]
    assert {"cart", "lines", "os"} <= metadata.keys()


def test_what_plugins_added_is_not_taken_for_the_hosts_own(feedback_for):
    feedback = feedback_for(plugins=[Adds("adds", {"metadata": {"added": 1}})])
    ticket = feedback.submit(rating=3, metadata={"host": 1})
    kept = feedback.read(ticket.submission_id)
    assert "added" in kept.automatic_keys
    assert "host" not in kept.automatic_keys


def test_page_context_that_is_switched_off_stays_off(sent):
    body = sent(Adds("page", {"page_url": "app://a"}), disable_page_context=True)
    assert "pageUrl" not in body


def test_the_hosts_page_is_asked_once(sent):
    asked = []
    page = lambda: asked.append(1) or "app://here"  # noqa: E731
    assert sent(Adds("adds", {"metadata": {"a": 1}}), page_url=page)["pageUrl"] == "app://here"
    assert asked == [1]


def test_plugins_that_are_no_list_are_named():
    from usero_desktop.config import Options

    for wrong in ("recent-logs", b"x", 3, {"a": 1}):
        with pytest.raises(ConfigError, match="plugins must be a list of plugins, not"):
            Options.create("client_demo", plugins=wrong)
