"""A full outbox is told in words, pictures first, and nothing in it is thrown away."""

from __future__ import annotations

import pytest
from servers import accepted, free_port, serving
from ui.form import Form, Key
from ui.shelf import Shelf, kept, waiting

from usero_desktop.qt import QtCore

ROOM = "The reports that wait to be sent leave no room for these pictures."


def has_words(form, beginning):
    return any(words.startswith(beginning) for words in form.words)


@pytest.fixture
def opened(qtbot, window, attach, tmp_path):
    def open_(url, **options):
        widget = attach(window, data_dir=tmp_path / "data", base_url=url, **options)
        widget.open()
        form = Form(qtbot, window)
        form.widget, form.shelf, form.data = widget, Shelf(form, qtbot), tmp_path / "data"
        return form

    return open_


@pytest.mark.promise("B9")
def test_pictures_that_do_not_fit_are_told_at_the_pictures_and_the_rest_can_go(
    opened, qtbot, figure
):
    with serving(accepted) as server:
        form = opened(server.url, outbox_bytes=60_000)
        form.type("The words fit.")
        form.attach_pictures(1, 300, 300)
        form.wait_for_pictures(1)
        with qtbot.waitSignal(form.widget.failed, timeout=20_000) as failed:
            form.send()
        assert failed.args[0].code == "outbox_full_pictures"
        qtbot.waitUntil(lambda: has_words(form, ROOM))
        assert server.requests == []
        assert len(form.thumbnails) == 1
        assert form.comment.toPlainText() == "The words fit."
        form.click(form.part("without_pictures"))
        form.wait_for("Thank you!")
        [request] = server.requests

    assert request.json["comment"] == "The words fit."
    assert "screenshots" not in request.json
    assert not form.has("without_pictures")
    figure("pictures refused in words; sent without them")


@pytest.mark.promise("B9")
def test_taking_the_pictures_out_takes_the_offer_back(opened, qtbot):
    form = opened(f"http://127.0.0.1:{free_port()}", outbox_bytes=60_000)
    form.type("The words fit.")
    form.attach_pictures(1, 300, 300)
    form.wait_for_pictures(1)
    form.send()
    qtbot.waitUntil(lambda: form.has("without_pictures"))
    [remove] = [w for w in form.panel.findChildren(type(form.send_button).__mro__[1])
                if w.accessibleName() == "Remove screenshot 1"]  # fmt: skip
    form.click(remove)

    assert not form.has("without_pictures")
    assert not has_words(form, ROOM)


def test_the_offer_hands_the_focus_on_to_the_comment_when_it_is_taken(opened, qtbot):
    with serving(accepted) as server:
        form = opened(server.url, outbox_bytes=60_000)
        form.type("The words fit.")
        form.attach_pictures(1, 300, 300)
        form.wait_for_pictures(1)
        form.send()
        qtbot.waitUntil(lambda: form.has("without_pictures"))
        form.part("without_pictures").setFocus(QtCore.Qt.FocusReason.TabFocusReason)
        form.key(Key.Key_Space)
        assert not form.has("without_pictures")
        assert form.comment.hasFocus()
        form.wait_for("Thank you!")

    assert form.comment.hasFocus()


@pytest.mark.promise("B9")
def test_a_report_too_many_is_told_in_words_and_room_can_be_made(opened, qtbot, tmp_path, figure):
    dead = free_port()
    first = waiting(tmp_path / "data", dead, comment="The first.")
    form = opened(f"http://127.0.0.1:{dead}", outbox_reports=1)
    form.type("One too many.")
    form.send()
    qtbot.waitUntil(lambda: has_words(form, "1 reports are already waiting"))
    assert [record.submission_id for record in kept(form.data)] == [first], "none is evicted"
    form.shelf.show().press("delete")
    form.click(form.part("action_delete"))
    form.shelf.until_gone()
    form.click(form.part("back"))
    assert form.comment.toPlainText() == "One too many."
    form.send()
    form.wait_for("Saved. It will be sent when you're back online.")

    [record] = kept(form.data)
    assert record.submission.comment == "One too many."
    figure("told in words, 0 evicted; room made by hand")
