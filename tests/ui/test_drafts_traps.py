"""Two windows, a send under way, a picture on its way: no draft is lost, doubled or mixed."""

from __future__ import annotations

import threading
import time

import pytest
from servers import accepted_after, free_port, serving
from ui.form import Form, mime, striped

from usero_desktop.core.feedback import Feedback
from usero_desktop.core.pool import Pool
from usero_desktop.errors import OutboxError
from usero_desktop.model.picture import PictureSource
from usero_desktop.ui.capture.intake import jobs_of
from usero_desktop.ui.form import drafts


def left(widget):
    """How many drafts wait for a widget like `widget`."""
    return len(drafts._left.get(widget._backstage.lease._key, []))


def until_ended(qtbot):
    """Wait until what was begun when a widget went is at its end."""
    names = lambda: [t.name for t in threading.enumerate()]  # noqa: E731
    qtbot.waitUntil(lambda: "usero-end" not in names(), timeout=20_000)


def words(qtbot, window):
    return Form(qtbot, window).comment.toPlainText()


# ---------------------------------------------------------------- two windows


def test_each_window_keeps_its_own_words(qtbot, attach, another):
    one, two = another(), another()
    first, second = attach(one), attach(two)
    first.open()
    Form(qtbot, one).type("In the one.")
    second.open()
    Form(qtbot, two).type("In the other.")
    first.destroy()
    third = attach(one)
    qtbot.waitUntil(lambda: third.is_open)

    assert words(qtbot, one) == "In the one."
    assert words(qtbot, two) == "In the other."
    second.destroy()
    fourth = attach(two)
    qtbot.waitUntil(lambda: fourth.is_open)
    assert words(qtbot, one) == "In the one."
    assert words(qtbot, two) == "In the other."


def test_words_of_a_window_that_went_come_to_one_with_an_empty_form_and_to_no_other(
    qtbot, attach, another
):
    one, two, three = another(), another(), another()
    first, second, third = attach(one), attach(two), attach(three)
    first.open()
    Form(qtbot, one).type("In the one.")
    second.open()
    Form(qtbot, two).type("In the other.")
    second.close()
    third.open()
    third.close()
    first.destroy()
    second.open()
    assert words(qtbot, two) == "In the other."
    third.open()

    assert words(qtbot, three) == "In the one."
    assert left(first) == 0


# ---------------------------------------------------------------- sending


def test_a_draft_that_is_being_handed_over_does_not_come_back_once_it_is_queued(
    qtbot, window, attach, inbox, monkeypatch
):
    gate, submit = threading.Event(), Feedback.submit_written

    def held(*arguments, **options):
        gate.wait(20)
        return submit(*arguments, **options)

    monkeypatch.setattr(Feedback, "submit_written", held)
    first = attach(window)
    first.open()
    form = Form(qtbot, window)
    form.type("On its way.")
    form.send()
    first.destroy()
    second = attach(window)
    qtbot.wait(20)
    assert not second.is_open
    gate.set()
    until_ended(qtbot)
    second.open()

    assert words(qtbot, window) == ""
    assert left(first) == 0
    qtbot.waitUntil(lambda: second._backstage.session is not None)
    second._backstage.session.feedback.start()
    qtbot.waitUntil(lambda: len(inbox.new()) == 1, timeout=20_000)


def test_a_draft_that_is_queued_and_being_sent_does_not_come_back(qtbot, window, attach):
    gate = threading.Event()

    with serving(accepted_after(gate)) as server:
        first = attach(window, base_url=server.url)
        queued = []
        first.queued.connect(queued.append)
        first.open()
        form = Form(qtbot, window)
        form.type("On its way.")
        form.send()
        qtbot.waitUntil(lambda: bool(queued))
        assert form.says("Sending…")
        first.destroy()
        gate.set()
        until_ended(qtbot)
        second = attach(window, base_url=server.url)
        second.open()

        assert words(qtbot, window) == ""


def test_a_panel_that_is_closed_while_sending_and_opened_again_tells_how_that_goes_on(
    qtbot, window, attach
):
    gate = threading.Event()

    with serving(accepted_after(gate)) as server:
        widget = attach(window, base_url=server.url)
        widget.open()
        form = Form(qtbot, window)
        form.type("On its way.")
        form.send()
        widget.close()
        widget.open()
        assert form.says("Sending…")
        assert form.comment.isReadOnly()
        gate.set()
        form.wait_for("Thank you!")

    assert words(qtbot, window) == ""


def test_words_that_could_not_be_handed_over_come_back(qtbot, window, attach, monkeypatch):
    gate = threading.Event()

    def refuse(*_arguments, **_options):
        gate.wait(20)
        raise OutboxError("No room.", code="outbox_full", count=1000)

    monkeypatch.setattr(Feedback, "submit_written", refuse)
    first = attach(window)
    first.open()
    form = Form(qtbot, window)
    form.choose(2)
    form.type("On its way.")
    form.attach_pictures(1)
    form.wait_for_pictures(1)
    form.send()
    first.destroy()
    second = attach(window)
    gate.set()
    until_ended(qtbot)
    second.open()
    form = Form(qtbot, window)
    form.wait_for_pictures(1)

    assert (form.rating, words(qtbot, window)) == (2, "On its way.")


@pytest.mark.parametrize("arrives", [False, True])
def test_words_that_no_disk_keeps_come_back_unless_they_arrive(
    qtbot, window, attach, tmp_path, arrives
):
    (tmp_path / "file").write_text("no folder")
    gate, port = threading.Event(), free_port()

    with serving(accepted_after(gate), port=port) as server:
        first = attach(window, base_url=server.url, data_dir=tmp_path / "file")
        queued = []
        first.queued.connect(queued.append)
        first.open()
        form = Form(qtbot, window)
        form.type("Nowhere else.")
        form.send()
        qtbot.waitUntil(lambda: bool(queued) and bool(server.requests))
        assert not queued[0].kept
        first.destroy()
        if arrives:
            gate.set()
        until_ended(qtbot)
        gate.set()
        second = attach(window, base_url=server.url, data_dir=tmp_path / "file")
        second.open()

        assert words(qtbot, window) == ("" if arrives else "Nowhere else.")


# ---------------------------------------------------------------- pictures


def picture_behind(gate):
    [job], _ = jobs_of(mime(image=striped()), PictureSource.CLIPBOARD)
    return lambda: gate.wait(20) and job()


@pytest.fixture
def pictures():
    pool = Pool(threads=1)
    yield pool
    pool.close(20)


@pytest.mark.parametrize("when", ["before the next widget", "after it has opened"])
def test_a_picture_that_is_being_made_when_its_widget_goes_comes_to_the_next(
    qtbot, window, attach, pictures, when
):
    gate = threading.Event()
    first = attach(window)
    first.open()
    form = Form(qtbot, window)
    form.type("With a picture.")
    first._backstage.session.controller.pictures.add([picture_behind(gate)], pool=pictures)
    first.destroy()
    if when == "before the next widget":
        gate.set()
        pictures.close(20)
    second = attach(window)
    qtbot.waitUntil(lambda: second.is_open)
    form = Form(qtbot, window)
    qtbot.waitUntil(lambda: second._backstage.session is not None)
    if when != "before the next widget":
        assert second._backstage.session.controller.state.adding == 1
        gate.set()
    form.wait_for_pictures(1)

    assert second._backstage.session.controller.state.adding == 0
    assert words(qtbot, window) == "With a picture."


def test_a_picture_that_cannot_be_made_leaves_the_words_and_nothing_waits(
    qtbot, window, attach, pictures, tmp_path
):
    gate = threading.Event()
    first = attach(window)
    first.open()
    form = Form(qtbot, window)
    form.type("With a picture.")

    def fail():
        gate.wait(20)
        raise OSError

    first._backstage.session.controller.pictures.add([fail], pool=pictures)
    form.send()
    assert form.says("Sending…"), "Send waits for the picture"
    first.destroy()
    gate.set()
    pictures.close(20)
    second = attach(window)
    qtbot.waitUntil(lambda: second.is_open and second._backstage.session is not None)

    assert second._backstage.session.controller.state.adding == 0
    assert words(qtbot, window) == "With a picture."


def test_a_picture_of_a_form_that_went_never_comes_to_another_one(qtbot, attach, another, pictures):
    gate, one, two = threading.Event(), another(), another()
    first, second = attach(one), attach(two)
    first.open()
    Form(qtbot, one).type("With a picture.")
    first._backstage.session.controller.pictures.add([picture_behind(gate)], pool=pictures)
    second.open()
    Form(qtbot, two).type("Without.")
    first.destroy()
    gate.set()
    pictures.close(20)
    second.close()
    second.open()

    assert Form(qtbot, two).thumbnails == []
    assert left(first) == 1


# ---------------------------------------------------------------- deleting everything


def test_deleting_everything_empties_the_forms_of_all_windows(qtbot, attach, another):
    windows = [another() for _ in range(3)]
    widgets = [attach(window) for window in windows]
    for number, widget in enumerate(widgets):
        widget.open()
        Form(qtbot, windows[number]).type(f"number {number}")
    widgets[0].destroy()
    with qtbot.waitSignal(widgets[1].data_deleted, timeout=20_000):
        widgets[1].delete_my_data()

    assert words(qtbot, windows[1]) == ""
    qtbot.waitUntil(lambda: words(qtbot, windows[2]) == "")
    assert left(widgets[0]) == 0


def test_words_do_not_come_back_where_their_widget_goes_before_it_hears_of_the_deletion(
    qtbot, window, attach
):
    first = attach(window)
    first.open()
    Form(qtbot, window).type("Deleted.")
    first.delete_my_data()
    first.destroy()
    until_ended(qtbot)
    second = attach(window)
    second.open()

    assert words(qtbot, window) == ""


def test_words_do_not_come_back_where_everything_was_deleted_in_the_turn_their_widget_went_in(
    window, attach
):
    first = attach(window)
    first.open()
    Form(None, window).comment.setPlainText("Deleted.")
    before = drafts.wipes_of("client_demo")
    first.delete_my_data()
    deadline = time.monotonic() + 20
    while drafts.wipes_of("client_demo") == before and time.monotonic() < deadline:
        time.sleep(0.005)  # no turn of the event loop, in which the form would hear of it
    first.destroy()

    assert drafts.wipes_of("client_demo") > before
    assert left(first) == 0


def test_what_is_written_after_the_deletion_is_kept(qtbot, window, attach):
    first = attach(window)
    first.open()
    with qtbot.waitSignal(first.data_deleted, timeout=20_000):
        first.delete_my_data()
    Form(qtbot, window).type("New.")
    first.destroy()
    second = attach(window)
    qtbot.waitUntil(lambda: second.is_open)

    assert words(qtbot, window) == "New."


def test_a_project_keeps_its_words_when_those_of_another_are_deleted(qtbot, attach, another):
    one, two = another(), another()
    first, second = attach(one), attach(two, "client_other")
    first.open()
    Form(qtbot, one).type("Kept.")
    with qtbot.waitSignal(second.data_deleted, timeout=20_000):
        second.delete_my_data()

    assert words(qtbot, one) == "Kept."
