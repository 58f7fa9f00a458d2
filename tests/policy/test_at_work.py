"""A policy at work in one process, where plugins, updates and older reports meet it."""

from __future__ import annotations

import json

import pytest
from feedbacks import feedbacks
from recordings import recording

from usero_desktop import paths, policy
from usero_desktop.config import Options
from usero_desktop.core.feedback import Feedback
from usero_desktop.errors import UseroError
from usero_desktop.inbox.config import Client, InboxConfig
from usero_desktop.inbox.server import running
from usero_desktop.model.written import Written
from usero_desktop.plugin import Plugin

NOBODY = "http://127.0.0.1:9"


@pytest.fixture
def ruled(monkeypatch):
    """Have this process know another policy: what a test can do, and no user's variable."""

    def rule(**values):
        found = policy.Policy(source="the test's", **values)
        monkeypatch.setattr(policy, "_known", {policy.CODE: found})
        return found

    return rule


@pytest.fixture
def inbox():
    with running(InboxConfig(clients=(Client("client_demo"),))) as inbox:
        yield inbox


@pytest.fixture
def feedback_for(tmp_path):
    with feedbacks(tmp_path / "data") as make:
        yield make


class Eager(Plugin):
    """Wants all that a plugin can have."""

    name = "eager"

    def __init__(self, picture):
        self.picture = picture
        self.seen = None

    def on_feedback_submit(self, context, submission):
        self.seen = (context.user_id(), context.anonymous_id(), submission.person)
        return {
            "screenshots": [self.picture], "user_email": "zz@example.com",
            "session_replay_id": "rs_1", "replay_offset_ms": 5, "page_title": "Mine",
            "metadata": {"userId": "u-1", "plan": "pro"},
        }  # fmt: skip


@pytest.fixture
def picture():
    from io import BytesIO

    from PIL import Image

    file = BytesIO()
    Image.effect_noise((40, 30), 50).save(file, "PNG")
    return file.getvalue()


def test_a_plugin_adds_nothing_that_may_not_be_sent_and_harms_no_report(
    ruled, feedback_for, inbox, picture
):
    ruled(screenshots=False, replay=False, identity=False)
    eager = Eager(picture)
    feedback = feedback_for(inbox.url, plugins=[eager], user={"id": "u-7"})
    feedback.identify({"id": "u-8"})

    feedback.submit(comment="Here.").result(timeout=60)

    [entry] = inbox.store.entries()
    report = entry.report
    assert (report.screenshots, report.user_email, report.session_replay_id) == ((), None, None)
    assert report.page_title == "Mine"
    assert report.metadata["plan"] == "pro"
    assert "userId" not in report.metadata
    assert eager.seen == (None, None, None)


def test_without_a_policy_the_same_plugin_adds_all_of_it(feedback_for, inbox, picture):
    feedback_for(inbox.url, plugins=[Eager(picture)]).submit(comment="Here.").result(timeout=60)

    [entry] = inbox.store.entries()
    assert len(entry.report.screenshots) == 1
    assert entry.report.user_email == "zz@example.com"
    assert entry.report.session_replay_id == "rs_1"


def test_no_change_of_the_options_gets_past_a_policy(ruled):
    rules = ruled(base_url="https://house.example", screenshots=False, identity=False, outbox=False)
    options = Options.create("client_demo", base_url="https://elsewhere.example", user={"id": "u"})

    options = options.updated(
        show_screenshot_option=True, show_email_option=True, remember_email=True,
        keep_drafts=True, user={"id": "u-2"}, get_user=dict, identify_now=True,
    )  # fmt: skip

    assert options.base_url == rules.base_url
    assert (options.user, options.get_user) == (None, None)
    assert not any(
        getattr(options, name)
        for name in ("show_screenshot_option", "show_email_option", "remember_email",
                     "keep_drafts", "keep_history", "identify_now")
    )  # fmt: skip
    # Nor does it count as a change of what cannot change.
    assert options.updated(base_url="https://elsewhere.example", keep_history=True) == options


def test_an_address_that_would_not_do_is_none_of_a_pinned_machines_business(ruled):
    ruled(base_url="https://house.example")

    options = Options.create("client_demo", base_url="http://plain.example")

    assert options.base_url == "https://house.example"


def test_where_nothing_may_be_kept_no_folder_is_named_whatever_asks(ruled, tmp_path, monkeypatch):
    monkeypatch.setenv(paths.ENVIRONMENT_VARIABLE, str(tmp_path))
    assert paths.data_dir() == tmp_path
    ruled(outbox=False)

    assert paths.data_dir() == paths.data_dir(tmp_path) == paths.NOWHERE


def test_a_report_of_before_is_read_as_it_may_be_sent(ruled, feedback_for, picture):
    kept = feedback_for(NOBODY).submit(
        comment="Before.", screenshots=[picture], user_email="zz@example.com"
    )
    whole = feedback_for(NOBODY).read(kept.submission_id)
    assert (len(whole.pictures), whole.user_email) == (1, "zz@example.com")
    ruled(base_url="https://house.example", screenshots=False, identity=False, replay=False)

    left = feedback_for(NOBODY).read(kept.submission_id)

    assert (left.pictures, left.user_email) == ((), None)
    assert (left.comment, left.base_url) == ("Before.", "https://house.example")


@pytest.mark.parametrize("may_record", [True, False])
def test_a_recording_of_before_goes_out_where_it_still_may(ruled, feedback_for, inbox, may_record):
    written = Written(comment="Before.", recording=recording(3))
    kept = feedback_for(NOBODY).submit_written(written)
    assert kept.kept
    ruled(base_url=inbox.url, replay=may_record)

    later = feedback_for(NOBODY)
    later.retry_now()

    assert later.flush(60)
    [entry] = inbox.store.entries()
    assert (entry.report.session_replay_id is not None) == may_record
    assert len(inbox.store.replays.since(-1)[1]) == may_record


def test_data_is_deleted_where_nothing_was_kept(ruled, inbox, tmp_path):
    ruled(outbox=False)
    with Feedback("client_demo", base_url=NOBODY, data_dir=tmp_path / "data") as feedback:
        feedback.identify({"id": "u-7"})
        ticket = feedback.submit(comment="Gone.")
        assert [record.submission.comment for record in feedback.reports()] == ["Gone."]

        feedback.delete_my_data()

        assert feedback.reports() == ()
        with pytest.raises(UseroError):
            ticket.result(timeout=60)
    assert not (tmp_path / "data").exists()


def test_what_was_kept_before_nothing_may_be_is_deleted_with_the_rest(ruled, tmp_path):
    data = tmp_path / "data"
    options = {"base_url": NOBODY, "data_dir": data}
    for client_id in ("client_demo", "client_other"):
        with Feedback(client_id, **options) as feedback:
            feedback.submit(comment="Before.")
    ruled(outbox=False)

    with Feedback("client_demo", **options) as feedback:
        feedback.delete_my_data()

    assert [path.name for path in data.iterdir()] == ["outbox-client_other"]


def test_a_policy_that_cannot_be_used_opens_no_connection(monkeypatch):
    from usero_desktop.api.client import UseroClient

    found = policy.failed("policy.toml", "There is no setting 'x'.", 3)
    monkeypatch.setattr(policy, "_known", {policy.CODE: found})

    with pytest.raises(UseroError, match=r"policy\.toml, line 3"):
        UseroClient(NOBODY)


def test_a_plugin_that_keeps_something_is_told_so_in_a_sentence(ruled, tmp_path, caplog):
    ruled(outbox=False)
    from usero_desktop.plugins import CrashReports

    options = {"base_url": NOBODY, "data_dir": tmp_path / "data", "plugins": [CrashReports()]}
    with Feedback("client_demo", **options) as feedback:
        assert feedback.when_ready(60)

    [record] = [it for it in caplog.records if "Crashes" in it.getMessage()]
    assert record.getMessage() == (
        "Crashes are not noted down: This computer's administrator lets nothing be kept on it "
        "(the test's)."
    )
    assert record.exc_info is None
    assert not (tmp_path / "data").exists()


def test_what_is_shown_of_a_policy_is_plain_values():
    found = policy.Policy("https://house.example", screenshots=False, source="policy.toml")

    assert json.loads(json.dumps(found.pinned)) == {
        "base_url": "https://house.example", "screenshots": False,
    }  # fmt: skip
    assert found.forbidden == ("screenshots",)
