"""Where this computer cannot keep a report, the panel says no more than is true."""

from __future__ import annotations

import sys
import textwrap
import threading

import pytest
from rights import run_as_ordinary
from servers import accepted, free_port, serving
from ui.form import Form
from ui.process import environment

from usero_desktop.core.feedback import Feedback
from usero_desktop.core.ticket import Ticket, TicketState
from usero_desktop.i18n import Texts
from usero_desktop.qt import QtWidgets

NOT_KEPT = "It could not be sent, and this computer could not save it."
THANKS = "Thank you!"


class Story:
    """Everything the panel has said, from the beginning."""

    def __init__(self, widget):
        self.notices = []
        widget._backstage.working().controller.changed.connect(self._on_changed)

    def _on_changed(self, state):
        words = Texts("en").say(state.notice.text) if state.notice is not None else ""
        if words and words not in self.notices:
            self.notices.append(words)

    @property
    def claims(self):
        return [words for words in self.notices if "Saved" in words]


@pytest.fixture
def nowhere(tmp_path):
    """A folder that cannot be made, for root neither: a file stands in its place."""
    (tmp_path / "home").write_text("a file")
    return tmp_path / "home" / "data"


@pytest.fixture
def opened(qtbot, window, attach, monkeypatch):
    def open_(patience_ms=3000, **options):
        from usero_desktop.outbox import worker
        from usero_desktop.ui.form import controller

        monkeypatch.setattr(controller, "PATIENCE_MS", patience_ms)
        # By itself it would try again in between.
        monkeypatch.setattr(worker, "retry_delay", lambda *_, **__: 3_600.0)
        widget = attach(window, **options)
        story = Story(widget)
        widget.open()
        form = Form(qtbot, window)
        form.widget, form.story = widget, story
        return form

    return open_


@pytest.mark.promise("A5")
def test_without_a_writable_home_a_report_goes_straight_out(opened, nowhere, inbox, figure):
    form = opened(data_dir=nowhere)
    form.choose(4)
    form.type("From a kiosk.")
    form.send()
    form.wait_for(THANKS)

    assert [report.comment for report in inbox.new()] == ["From a kiosk."]
    assert form.comment.toPlainText() == ""
    assert form.story.notices == [THANKS]
    figure("the panel opens, sends, thanks")


@pytest.mark.promise("A5")
def test_a_report_that_is_not_kept_is_never_called_saved(opened, nowhere, qtbot, figure):
    form = opened(data_dir=nowhere, base_url=f"http://127.0.0.1:{free_port()}", patience_ms=1)
    form.choose(2)
    form.type("Nowhere to go.")
    with qtbot.waitSignal(form.widget.failed, timeout=20_000):
        form.send()
    form.wait_for(NOT_KEPT)

    assert (form.rating, form.comment.toPlainText()) == (2, "Nowhere to go.")
    form.click(form.part("action_copy"))
    assert QtWidgets.QApplication.clipboard().text() == "Nowhere to go."
    assert form.says("Copied")
    assert form.story.claims == []
    figure("0 times called saved; the text stays and can be copied")


@pytest.mark.bites("A5")
def test_a_panel_that_believes_every_ticket_is_found_out(opened, nowhere, qtbot, monkeypatch):
    monkeypatch.setattr(Ticket, "kept", True)
    form = opened(data_dir=nowhere, base_url=f"http://127.0.0.1:{free_port()}", patience_ms=1)
    form.type("Nowhere to go.")
    form.send()
    qtbot.waitUntil(lambda: form.comment.toPlainText() == "", timeout=20_000)

    assert form.story.claims


@pytest.mark.promise("A5")
def test_while_it_is_under_way_it_is_being_sent_and_no_more(opened, nowhere, qtbot):
    held, released = [], threading.Event()

    def hold(request, connection):
        held.append(request)
        released.wait(20)
        return accepted(request, connection)

    with serving(hold) as server:
        form = opened(data_dir=nowhere, base_url=server.url, patience_ms=1)
        form.type("Slowly.")
        form.send()
        qtbot.waitUntil(lambda: bool(held), timeout=20_000)
        qtbot.wait(50)
        assert form.says("Sending…")
        assert form.story.notices == []
        released.set()
        form.wait_for(THANKS)

    assert form.story.notices == [THANKS]


@pytest.mark.promise("A5")
def test_a_failure_that_is_known_before_the_ticket_is_here_is_told_too(
    opened, nowhere, qtbot, monkeypatch
):
    submit = Feedback.submit_written

    def late(self, written, **more):
        ticket = submit(self, written, **more)
        until = threading.Event()
        while ticket.state is not TicketState.DEFERRED:
            until.wait(0.01)  # for the worker, which tells nobody here
        return ticket

    monkeypatch.setattr(Feedback, "submit_written", late)
    form = opened(data_dir=nowhere, base_url=f"http://127.0.0.1:{free_port()}")
    form.type("Overtaken.")
    form.send()
    form.wait_for(NOT_KEPT)

    assert form.comment.toPlainText() == "Overtaken."


@pytest.mark.promise("A5")
def test_trying_again_sends_one_report(opened, nowhere, qtbot):
    port, tickets, errors = free_port(), [], []
    form = opened(data_dir=nowhere, base_url=f"http://127.0.0.1:{port}")
    form.widget.queued.connect(tickets.append)
    form.widget.failed.connect(lambda error: errors.append(error.code))
    form.type("Once.")
    form.send()
    form.wait_for(NOT_KEPT)
    with serving(accepted, port=port) as server:
        form.click(form.part("action_again"))
        form.wait_for(THANKS)
        # Whatever else were under way would be here before this one's answer is.
        form.type("Twice.")
        form.send()
        qtbot.waitUntil(lambda: len(server.requests) == 2 and form.says(THANKS), timeout=20_000)
        comments = [request.json["comment"] for request in server.requests]
        qtbot.waitUntil(lambda: all(ticket.done() for ticket in tickets), timeout=20_000)
        QtWidgets.QApplication.processEvents()  # what the worker told before that is here

    assert comments == ["Once.", "Twice."]
    assert errors == ["unreachable"], "what was replaced has not failed"


@pytest.mark.promise("A5")
def test_one_that_gets_through_after_all_is_thanked_for_and_leaves_the_form(opened, nowhere, qtbot):
    port = free_port()
    form = opened(data_dir=nowhere, base_url=f"http://127.0.0.1:{port}")
    form.type("Late.")
    form.send()
    form.wait_for(NOT_KEPT)
    with serving(accepted, port=port) as server:
        form.widget._backstage.session.feedback.retry_now()
        form.wait_for(THANKS)
        assert [request.json["comment"] for request in server.requests] == ["Late."]

    assert form.comment.toPlainText() == ""


@pytest.mark.promise("A5")
def test_what_was_written_on_stays_when_the_first_words_get_through_after_all(
    opened, nowhere, qtbot
):
    port = free_port()
    form = opened(data_dir=nowhere, base_url=f"http://127.0.0.1:{port}")
    form.type("Late.")
    form.send()
    form.wait_for(NOT_KEPT)
    form.type(" And more.")
    with serving(accepted, port=port) as server:
        form.widget._backstage.session.feedback.retry_now()
        form.wait_for(THANKS)
        assert form.comment.toPlainText() == "Late. And more."
        with qtbot.waitSignal(form.widget.delivered, timeout=20_000):
            form.send()
        assert [request.json["comment"] for request in server.requests] == [
            "Late.", "Late. And more.",
        ]  # fmt: skip

    assert form.comment.toPlainText() == ""


@pytest.mark.promise("A5")
def test_a_folder_that_may_not_be_looked_into_is_no_obstacle(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir(mode=0o000)
    source = """
        import sys
        import usero_desktop
        from usero_desktop.qt import QtCore, QtWidgets
        app = QtWidgets.QApplication([])
        window = QtWidgets.QMainWindow()
        window.show()
        widget = usero_desktop.attach(
            window, "client_demo", data_dir=sys.argv[1], base_url=sys.argv[2], locale="en"
        )
        widget.queued.connect(lambda ticket: print("kept", ticket.kept, flush=True))
        widget.delivered.connect(lambda receipt: QtCore.QTimer.singleShot(0, end))
        def end():
            words = [w.text() for w in window.findChildren(QtWidgets.QLabel) if w.isVisible()]
            print("Thank you!" in words, flush=True)
            app.quit()
        from usero_desktop.ui.widget import START_MS
        def send():
            widget.open()
            panel = window.findChild(QtWidgets.QWidget, "usero_panel")
            panel.findChild(QtWidgets.QPlainTextEdit, "usero_comment").setPlainText("kept?")
            panel.findChild(QtWidgets.QPushButton, "usero_send").click()
        QtCore.QTimer.singleShot(START_MS + 500, send)
        app.exec()
    """
    with serving(accepted) as server:
        done = run_as_ordinary(
            [sys.executable, "-W", "error", "-c", textwrap.dedent(source), str(folder), server.url],
            env=environment(),
        )

    assert done.stdout == "kept False\nTrue\n", done.stderr
    assert "Traceback" not in done.stderr
