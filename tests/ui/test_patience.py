"""Who sends is not kept waiting, also where this computer was the slow one."""

from __future__ import annotations

import threading

from servers import accepted, serving
from ui.form import Form
from ui.shelf import kept

from usero_desktop.core.feedback import Feedback

SAVED = "Saved. It is still on its way."


def test_a_report_that_is_kept_only_after_the_patience_has_ended_is_called_saved_then(
    qtbot, window, attach, tmp_path, monkeypatch
):
    from usero_desktop.ui.form import controller

    monkeypatch.setattr(controller, "PATIENCE_MS", 20)
    submit, disk, server_side = Feedback.submit_written, threading.Event(), threading.Event()

    def submit_slowly(self, written, **more):
        disk.wait(20)
        return submit(self, written, **more)

    def stay_silent(request, _connection):
        server_side.wait(20)
        return accepted(request)

    monkeypatch.setattr(Feedback, "submit_written", submit_slowly)
    with serving(stay_silent) as server:
        widget = attach(window, base_url=server.url)
        widget.open()
        form = Form(qtbot, window)
        form.type("Slow disk.")
        with qtbot.waitSignal(widget._backstage.session.controller._sender._patience.timeout):
            form.send()
        assert form.says("Sending…"), "it is not safe yet"
        disk.set()
        form.wait_for(SAVED)
        assert form.comment.toPlainText() == ""
        assert [record.submission.comment for record in kept(tmp_path / "data")] == ["Slow disk."]
        server_side.set()
        form.wait_for("Thank you!")
