"""How plugins begin, what they are told and given, how they are exchanged, and how they end."""

import logging
import os
import threading
from time import monotonic

import pytest
from servers import free_port, serving

from usero_desktop.core.events import Delivered
from usero_desktop.model.user import User
from usero_desktop.plugin import Plugin

PATIENCE = 30


class Watches(Plugin):
    """Notes each hook, with the thread it ran on."""

    def __init__(self, name="watches"):
        self.name = name
        self.told, self.threads, self.contexts = [], set(), []
        self.delivered = threading.Event()

    def _note(self, what, context):
        self.told.append(what)
        self.threads.add(threading.current_thread())
        self.contexts.append(context)

    def on_init(self, context):
        self._note("init", context)

    def on_feedback_submit(self, context, submission):
        self._note("submit", context)
        return {}

    def after_delivery(self, context, report):
        self._note(("delivered", report.rating, report.receipt.feedback_id), context)
        self.delivered.set()

    def on_destroy(self, context):
        self._note("destroy", context)


def test_the_four_hooks_are_called_in_their_order_on_no_thread_of_the_hosts(feedback_for):
    plugin = Watches()
    with serving() as server:
        feedback = feedback_for(server.url, plugins=[plugin])
        assert feedback.when_ready(PATIENCE)
        feedback.submit(rating=4).result(PATIENCE)
        assert plugin.delivered.wait(PATIENCE)
        feedback.close()
        feedback.close()
    assert plugin.told == ["init", "submit", ("delivered", 4, "fb_1"), "destroy"]
    assert threading.current_thread() not in plugin.threads
    assert len(set(map(id, plugin.contexts))) == 1
    assert all(thread.daemon and thread.name == "usero-plugin-watches" for thread in plugin.threads)


def test_a_plugin_of_one_hook_and_no_base_is_one(feedback_for):
    class Tiny:
        name = "tiny"

        def on_feedback_submit(self, context, submission):
            return {"metadata": {"tiny": context.client_id}}

    feedback = feedback_for(plugins=[Tiny()])
    assert feedback.when_ready(0)
    ticket = feedback.submit(rating=1)
    assert feedback.read(ticket.submission_id).metadata["tiny"] == "client_demo"


def test_between_hooks_there_is_no_thread(feedback_for):
    plugin = Watches()
    feedback = feedback_for(plugins=[plugin])
    assert feedback.when_ready(PATIENCE)
    for thread in plugin.threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()


def test_ready_is_when_each_has_begun_or_failed_to(feedback_for):
    go = threading.Event()

    class Slow(Plugin):
        name = "slow"

        def on_init(self, context):
            go.wait(PATIENCE)

    class Fails(Plugin):
        name = "fails"

        def on_init(self, context):
            raise RuntimeError("no")

    feedback = feedback_for(plugins=[Slow(), Fails()])
    assert feedback.when_ready(0) is False
    go.set()
    assert feedback.when_ready(PATIENCE) is True


def test_ready_is_at_once_without_plugins(feedback_for):
    assert feedback_for().when_ready() is True


def test_a_report_that_an_earlier_run_left_is_told_of_too(feedback_for):
    port = free_port()
    feedback = feedback_for(f"http://127.0.0.1:{port}")
    feedback.submit(rating=2)
    feedback.close()
    plugin = Watches()
    feedback = feedback_for(f"http://127.0.0.1:{port}", plugins=[plugin])
    with serving(port=port):
        feedback.start()
        feedback.retry_now()
        assert plugin.delivered.wait(PATIENCE)
    assert plugin.told == ["init", ("delivered", 2, "fb_1")]


def test_nobody_waits_for_what_follows_a_delivery(feedback_for, heard):
    go = threading.Event()

    class Waits(Plugin):
        name = "waits"

        def after_delivery(self, context, report):
            go.wait(PATIENCE)

    with serving() as server:
        feedback = feedback_for(server.url, plugins=[Waits()])
        story = heard(feedback)
        for _ in range(3):
            feedback.submit(rating=4)
        for _ in range(3):
            story.next(Delivered)
        go.set()


def test_those_gone_end_and_those_new_begin_and_who_stays_goes_on(feedback_for):
    stays, goes, comes = Watches("stays"), Watches("goes"), Watches("comes")
    feedback = feedback_for(plugins=[stays, goes])
    assert feedback.when_ready(PATIENCE)
    feedback.update(plugins=[comes, stays])
    assert feedback.when_ready(PATIENCE)
    feedback.submit(rating=1)
    feedback.close()
    assert stays.told == ["init", "submit", "destroy"]
    assert goes.told == ["init", "destroy"]
    assert comes.told == ["init", "submit", "destroy"]


def test_other_options_leave_plugins_alone_and_none_ends_them(feedback_for):
    plugin = Watches()
    feedback = feedback_for(plugins=[plugin])
    assert feedback.when_ready(PATIENCE)
    feedback.update(environment="beta")
    assert plugin.contexts[0].environment == "beta"
    assert plugin.told == ["init"]
    feedback.update(plugins=None)
    feedback.submit(rating=1)
    feedback.close()
    assert plugin.told == ["init", "destroy"]


def test_one_object_in_two_feedbacks_has_a_context_in_each(feedback_for, tmp_path):
    plugin = Watches()
    one = feedback_for(plugins=[plugin], data_dir=tmp_path / "1")
    two = feedback_for(plugins=[plugin], data_dir=tmp_path / "2")
    assert one.when_ready(PATIENCE)
    assert two.when_ready(PATIENCE)
    first, second = plugin.contexts
    first.set("seen", 1)
    assert (first.get("seen"), second.get("seen")) == (1, None)
    one.close()
    assert plugin.told == ["init", "init", "destroy"]
    two.submit(rating=1)
    two.close()
    assert plugin.told == ["init", "init", "destroy", "submit", "destroy"]


def test_a_store_is_the_plugins_own_and_ends_with_it(feedback_for):
    one, other = Watches("one"), Watches("other")
    feedback = feedback_for(plugins=[one, other])
    assert feedback.when_ready(PATIENCE)
    one.contexts[0].set("key", "value")
    assert one.contexts[0].get("key") == "value"
    assert other.contexts[0].get("key", "nothing") == "nothing"
    feedback.close()
    assert one.contexts[0].get("key") is None


def test_a_context_knows_the_host_and_has_no_window(feedback_for, caplog):
    plugin = Watches()
    feedback = feedback_for(
        plugins=[plugin], app_name="Ledger", app_version="1.2", build="77", environment="beta"
    )
    assert feedback.when_ready(PATIENCE)
    context = plugin.contexts[0]
    assert (context.client_id, context.environment) == ("client_demo", "beta")
    assert (context.app_name, context.app_version, context.build) == ("Ledger", "1.2", "77")
    assert context.base_url == "http://127.0.0.1:9"
    assert context.offer is None
    with caplog.at_level(logging.INFO, "usero_desktop.plugin.watches"):
        context.logger.info("Hello")
    said = caplog.records[-1]
    assert (said.name, said.pathname) == ("usero_desktop.plugin.watches", __file__)


def test_a_hook_knows_whom_the_host_has_named_and_whom_nobody_has(feedback_for):
    seen = []

    class Asks(Plugin):
        name = "asks"

        def on_feedback_submit(self, context, submission):
            seen.append((context.resolve_user(), context.user_id(), context.anonymous_id()))
            return {}

    user = User(id="u-7", email="ada@example.com", traits={"plan": "pro"})
    with serving() as server:
        named = feedback_for(server.url, plugins=[Asks()], user=user)
        named.submit(rating=4).result(PATIENCE)
        named.update(user=None)
        named.submit(rating=4).result(PATIENCE)
    (first, first_id, anonymous), (second, second_id, still) = seen
    assert (first, first_id) == (user, "u-7")
    assert (second, second_id) == (None, None)
    assert anonymous
    assert still


def test_a_folder_is_the_users_alone_and_goes_with_the_users_data(feedback_for, tmp_path):
    plugin = Watches()
    feedback = feedback_for(plugins=[plugin])
    assert feedback.when_ready(PATIENCE)
    assert not list(tmp_path.glob("plugins-*"))
    folder = plugin.contexts[0].folder()
    (folder / "note.txt").write_text("x")
    if os.name == "posix":
        assert {path.stat().st_mode & 0o777 for path in (folder, folder.parent)} == {0o700}
    feedback.delete_my_data()
    assert not folder.exists()
    assert plugin.contexts[0].folder().is_dir()
    feedback.close()
    feedback_for().delete_my_data()  # also of plugins that are no longer used
    assert not folder.exists()


def test_two_plugins_of_one_name_are_one_too_many(feedback_for, caplog):
    first, second = Watches("twin"), Watches("twin")
    feedback = feedback_for(plugins=[first, second])
    assert feedback.when_ready(PATIENCE)
    feedback.submit(rating=1)
    feedback.close()
    assert first.told == ["init", "submit", "destroy"]
    assert second.told == []
    [line] = [record.getMessage() for record in caplog.records if "twin" in record.getMessage()]
    assert "two plugins of the name twin" in line


@pytest.mark.parametrize("name", ["", "Recent Logs", "recent_logs", "-x", "x--y", "ä", 3, None])
def test_a_name_that_is_none_leaves_the_plugin_out(feedback_for, caplog, name):
    plugin = Watches(name)
    feedback = feedback_for(plugins=[plugin])
    assert feedback.submit(rating=1).kept
    feedback.close()
    assert plugin.told == []
    [line] = [record.getMessage() for record in caplog.records if "A plugin" in record.getMessage()]
    assert "lower-case words" in line


def test_a_plugin_that_needs_the_gui_rests_without_a_window(feedback_for, caplog):
    plugin = Watches()
    plugin.needs_gui = True
    feedback = feedback_for(plugins=[plugin])
    assert feedback.when_ready(PATIENCE)
    feedback.submit(rating=1)
    feedback.close()
    assert plugin.told == []
    assert "watches needs a window" in caplog.text


def test_an_end_waits_no_longer_than_it_may(feedback_for):
    go = threading.Event()

    class Stays(Plugin):
        name = "stays"

        def on_destroy(self, context):
            go.wait(PATIENCE)

    feedback = feedback_for(plugins=[Stays()])
    began = monotonic()
    feedback.close(2)
    took = monotonic() - began
    go.set()
    assert 0.5 <= took < 2
