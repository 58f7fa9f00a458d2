"""Plugins in a window: when they begin and end, on which thread, and what they cannot do."""

from __future__ import annotations

import gc
import threading
from time import monotonic, sleep

import pytest
from ui.form import Form

import usero_desktop as usero
from usero_desktop.plugin import Plugin
from usero_desktop.qt import QtCore, QtWidgets

THANKS = "Thank you!"
PATIENCE = 20_000


class Notes(Plugin):
    def __init__(self, name="notes", *, needs_gui=False):
        self.name, self.needs_gui = name, needs_gui
        self.told, self.threads, self.context = [], set(), None

    def _note(self, what):
        self.told.append(what)
        self.threads.add(threading.current_thread())

    def on_init(self, context):
        self.context = context
        self._note("init")

    def on_feedback_submit(self, context, submission):
        self._note("submit")
        return {"metadata": {self.name: submission.comment}}

    def after_delivery(self, context, report):
        self._note(report.comment)

    def on_destroy(self, context):
        self._note("destroy")


def send(form, qtbot, comment="Words"):
    form.choose(3)
    form.type(comment)
    form.send()
    form.wait_for(THANKS)


def test_a_plugin_begins_with_attach_takes_part_and_ends_with_the_widget(
    attach, window, inbox, qtbot
):
    plugin = Notes()
    widget = attach(window, plugins=[plugin])
    with qtbot.waitSignal(widget.ready, timeout=PATIENCE):
        pass
    assert plugin.told == ["init"]  # before anybody opened the panel
    widget.open()
    send(Form(qtbot, window), qtbot)
    assert inbox.new()[0].metadata["notes"] == "Words"
    qtbot.waitUntil(lambda: "Words" in plugin.told, timeout=PATIENCE)
    widget.destroy()
    widget.destroy()
    qtbot.waitUntil(lambda: "destroy" in plugin.told, timeout=PATIENCE)
    assert plugin.told == ["init", "submit", "Words", "destroy"]
    assert threading.main_thread() not in plugin.threads


def test_one_that_needs_the_gui_is_called_there_and_may_touch_qt(attach, window, inbox, qtbot):
    class Title(Notes):
        def on_feedback_submit(self, context, submission):
            super().on_feedback_submit(context, submission)
            focus = QtWidgets.QApplication.focusWidget()
            return {"metadata": {"focus": type(focus).__name__, "title": window.windowTitle()}}

    plugin = Title(needs_gui=True)
    window.setWindowTitle("Ledger")
    widget = attach(window, plugins=[plugin])
    assert not widget.when_ready()
    with qtbot.waitSignal(widget.ready, timeout=PATIENCE):
        pass
    widget.open()
    send(Form(qtbot, window), qtbot)
    assert inbox.new()[0].metadata["title"] == "Ledger"
    qtbot.waitUntil(lambda: "Words" in plugin.told, timeout=PATIENCE)
    widget.destroy()
    assert plugin.told == ["init", "submit", "Words", "destroy"]
    assert plugin.threads == {threading.main_thread()}


def test_one_that_keeps_the_gui_waiting_is_named(attach, window, inbox, qtbot, caplog):
    class Slow(Plugin):
        name, needs_gui = "slow", True

        def on_feedback_submit(self, context, submission):
            end = monotonic() + 0.06
            while monotonic() < end:
                pass

    widget = attach(window, plugins=[Slow()])
    widget.open()
    send(Form(qtbot, window), qtbot)
    assert "The plugin slow kept your program waiting for over 50 ms in on_feed" in caplog.text


def test_what_takes_long_is_done_beside_the_gui(attach, window, inbox, qtbot, caplog):
    threads = []

    class Packing(Plugin):
        name, needs_gui = "packing", True

        def on_feedback_submit(self, context, submission):
            title = window.windowTitle()  # on the GUI thread

            def rest():
                threads.append(threading.current_thread())
                sleep(0.06)
                return {"metadata": {"title": title}}

            return rest

    window.setWindowTitle("Ledger")
    widget = attach(window, plugins=[Packing()])
    widget.open()
    send(Form(qtbot, window), qtbot)
    assert inbox.new()[0].metadata["title"] == "Ledger"
    assert threading.main_thread() not in threads
    assert "kept your program waiting" not in caplog.text


@pytest.mark.parametrize("does", ["fails", "hangs"])
def test_what_is_done_beside_the_gui_may_fail_or_hang(attach, window, inbox, qtbot, caplog, does):
    go = threading.Event()

    def rest():
        if does == "hangs":
            go.wait(30)
        raise RuntimeError("no")

    class Packing(Plugin):
        name, needs_gui = "packing", True

        def on_feedback_submit(self, context, submission):
            return rest

    widget = attach(window, plugins=[Packing()])
    widget.open()
    send(Form(qtbot, window), qtbot)
    go.set()
    assert len(inbox.new()) == 1
    said = {"fails": "failed in on_feedback", "hangs": "did not answer within 2000 ms"}[does]
    assert said in caplog.text


def test_ready_comes_without_plugins_too_and_never_before_one_can_listen(attach, window, qtbot):
    widget = attach(window)
    with qtbot.waitSignal(widget.ready, timeout=PATIENCE):
        assert widget.when_ready()


def test_another_thread_waits_for_ready_and_the_gui_never_does(attach, window, qtbot):
    go, told = threading.Event(), []

    class Slow(Plugin):
        name = "slow"

        def on_init(self, context):
            go.wait(30)

    widget = attach(window, plugins=[Slow()])
    began = monotonic()
    assert widget.when_ready(30) is False
    assert monotonic() - began < 5
    thread = threading.Thread(target=lambda: told.append(widget.when_ready(30)))
    thread.start()
    go.set()
    thread.join(30)
    assert told == [True]


def test_plugins_are_exchanged_while_the_widget_stays(attach, window, inbox, qtbot):
    stays, goes, comes = Notes("stays"), Notes("goes"), Notes("comes")
    widget = attach(window, plugins=[stays, goes])
    widget.open()
    with qtbot.waitSignal(widget.ready, timeout=PATIENCE):
        widget.update(plugins=[stays, comes])
    send(Form(qtbot, window), qtbot)
    metadata = inbox.new()[0].metadata
    assert (metadata["stays"], metadata["comes"]) == ("Words", "Words")
    assert "goes" not in metadata
    qtbot.waitUntil(lambda: goes.told == ["init", "destroy"], timeout=PATIENCE)


def test_plugins_that_come_later_take_part_and_go_again(attach, window, inbox, qtbot):
    plugin = Notes()
    widget = attach(window)
    widget.open()
    form = Form(qtbot, window)
    send(form, qtbot, "one")
    widget.update(plugins=[plugin])
    send(form, qtbot, "two")
    widget.update(plugins=None)
    send(form, qtbot, "three")
    assert [report.metadata.get("notes") for report in inbox.new()] == [None, "two", None]


def test_what_the_user_has_filled_in_no_plugin_changes(attach, window, inbox, qtbot, caplog):
    class Bold(Plugin):
        name = "bold"

        def on_feedback_submit(self, context, submission):
            return {
                "rating": 1,
                "comment": "Its words",
                "user_email": "its@example.org",
                "screenshots": [b"x"],
                "page_title": "Its title",
            }

    widget = attach(window, plugins=[Bold()])
    widget.open()
    send(Form(qtbot, window), qtbot)
    [report] = inbox.new()
    assert (report.rating, report.comment, report.user_email) == (3, "Words", None)
    assert (report.screenshots, report.page_title) == ((), "Its title")
    assert "rating is the user's, who has read it before Send" in caplog.text


def test_two_windows_share_one_plugin_object(attach, window, inbox, qtbot):
    plugin = Notes()
    other = QtWidgets.QMainWindow()
    other.resize(900, 700)
    qtbot.addWidget(other)
    other.show()
    first = attach(window, plugins=[plugin])
    second = attach(other, plugins=[plugin])
    qtbot.waitUntil(lambda: first.when_ready() and second.when_ready(), timeout=PATIENCE)
    assert plugin.told == ["init", "init"]
    first.destroy()
    qtbot.waitUntil(lambda: plugin.told[-1] == "destroy", timeout=PATIENCE)
    second.open()
    send(Form(qtbot, other), qtbot)
    assert inbox.new()[0].metadata["notes"] == "Words"


@pytest.mark.parametrize("needs_gui", [False, True])
@pytest.mark.parametrize("hook", ["on_init", "on_feedback_submit", "after_delivery", "on_destroy"])
def test_one_that_raises_in_any_hook_changes_nothing_for_the_user(
    attach, window, inbox, qtbot, caplog, hook, needs_gui
):
    plugin = Plugin()
    plugin.name, plugin.needs_gui = "bad", needs_gui

    def fail(*_):
        raise RuntimeError("no")

    setattr(plugin, hook, fail)
    widget = attach(window, plugins=[plugin])
    widget.open()
    send(Form(qtbot, window), qtbot)
    assert inbox.new()[0].comment == "Words"
    line = f"The plugin bad failed in {hook}"
    if hook == "on_destroy":
        widget.destroy()
    qtbot.waitUntil(lambda: line in caplog.text, timeout=PATIENCE)
    assert caplog.text.count("The plugin bad") == 1


@pytest.mark.parametrize(
    "deed", ["close", "destroy", "open", "delete_my_data", "toggle", "update", "deleteLater"]
)
def test_one_that_calls_back_into_the_widget_at_send_loses_no_report(
    attach, window, inbox, qtbot, deed
):
    class Calls(Plugin):
        name, needs_gui = "calls", True

        def on_feedback_submit(self, context, submission):
            self.told = deed
            if deed == "update":
                widget.update(plugins=[])
            else:
                getattr(widget, deed)()

    plugin = Calls()
    widget = attach(window, plugins=[plugin])
    widget.open()
    form = Form(qtbot, window)
    form.choose(3)
    form.type(f"It calls {deed}")
    form.send()
    if deed == "delete_my_data":  # that was the wish
        qtbot.waitUntil(lambda: "delete" in plugin.told, timeout=PATIENCE)
        return
    if deed in ("destroy", "deleteLater"):  # they wait for the network no longer than exit does
        qtbot.waitUntil(lambda: hasattr(plugin, "told"), timeout=PATIENCE)
        attach(window)
    qtbot.waitUntil(
        lambda: any(report.comment == f"It calls {deed}" for report in inbox.new()),
        timeout=PATIENCE,
    )


def test_a_window_that_is_deleted_ends_its_plugins(attach, inbox, qtbot):
    plugin, gui = Notes("plain"), Notes("gui", needs_gui=True)
    made = QtWidgets.QMainWindow()
    made.show()
    attach(made, plugins=[plugin, gui])
    qtbot.waitUntil(lambda: bool(plugin.told and gui.told), timeout=PATIENCE)
    made.deleteLater()
    QtCore.QCoreApplication.sendPostedEvents(made, QtCore.QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: plugin.told == ["init", "destroy"], timeout=PATIENCE)
    assert gui.told == ["init", "destroy"]


def test_a_window_that_nobody_keeps_goes_and_its_plugins_with_it(qtbot, tmp_path):
    plugin = Notes()
    made = QtWidgets.QMainWindow()
    usero.attach(made, client_id="client_demo", data_dir=tmp_path, plugins=[plugin])
    qtbot.waitUntil(lambda: plugin.told == ["init"], timeout=PATIENCE)
    del made
    gc.collect()
    qtbot.waitUntil(lambda: plugin.told == ["init", "destroy"], timeout=PATIENCE)


def test_a_wrong_configuration_asks_no_plugin_anything(attach, window, qtbot, caplog):
    plugin = Notes()
    widget = attach(window, client_id="YOUR_CLIENT_ID", plugins=[plugin])
    assert widget.is_inert
    assert widget.when_ready()
    qtbot.wait(50)
    assert plugin.told == []
