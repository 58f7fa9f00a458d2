"""A real disk without a free byte: the panel refuses pictures in words, and keeps the words."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from outbox.smalldisk import small_disk
from servers import accepted, free_port, serving
from ui.form import Form
from ui.shelf import kept

import usero_desktop as usero
from usero_desktop.outbox.reserve import RESERVE_BYTES
from usero_desktop.outbox.store import Outbox

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a tmpfs is Linux's")

REFUSED = (
    "The disk is too full for pictures. Send it without them, or free some space first."
)  # fmt: skip


@pytest.fixture
def disk(tmp_path):
    with small_disk(tmp_path / "disk", "24m") as mounted:
        yield mounted


@pytest.fixture
def opened(disk, qtbot, window, attach):
    """Open the panel over an outbox on the disk, fill that, and write a report with a picture."""

    def open_(url):
        data = disk.folder / "data"
        deliver(data)
        widget = attach(window, data_dir=data, base_url=url)
        widget.open()
        form = Form(qtbot, window)
        form.widget, form.data = widget, data
        disk.fill()
        form.choose(2)
        form.type("The words fit.")
        add_picture(form)
        return form

    return open_


def deliver(data):
    """Have an earlier run deliver a report: from then on there is an outbox with its reserve."""
    with (
        serving(accepted) as server,
        usero.Feedback("client_demo", base_url=server.url, data_dir=data) as feedback,
    ):
        feedback.submit(comment="Earlier.").result(20)
    assert [path.stat().st_size for path in data.rglob("*.reserve")] == [RESERVE_BYTES]


def add_picture(form):
    form.attach_pictures(1, 300, 300)
    form.wait_for_pictures(1)


def send(form, qtbot):
    """Press Send, and tell what became of the report: "kept", or why not."""
    told = []
    form.widget.queued.connect(lambda ticket: told.append("kept" if ticket.kept else "not kept"))
    form.widget.failed.connect(lambda error: told.append(error.code))
    form.send()
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    return told[0]


def check_refused(form, qtbot):
    assert send(form, qtbot) == "outbox_disk_full_pictures"
    form.wait_for(REFUSED)
    assert (form.rating, form.comment.toPlainText()) == (2, "The words fit.")
    assert len(form.thumbnails) == 1


@pytest.mark.promise("A4")
def test_the_words_are_kept_the_picture_is_refused_and_space_heals_it(opened, disk, qtbot, figure):
    form = opened(f"http://127.0.0.1:{free_port()}")
    check_refused(form, qtbot)
    assert disk.free() == 0
    form.click(form.part("without_pictures"))
    form.wait_for("Saved. It will be sent when you're back online.")
    assert not form.says(REFUSED)
    assert form.comment.toPlainText() == ""

    disk.give_back()
    form.type("There is room again.")
    add_picture(form)
    form.send()
    qtbot.waitUntil(lambda: form.comment.toPlainText() == "", timeout=20_000)
    assert {(it.submission.comment, it.picture_count) for it in kept(form.data)} == {
        ("The words fit.", 0), ("There is room again.", 1)
    }  # fmt: skip
    figure("panel, 0 bytes free: picture refused in words, words kept; space given back: both kept")


@pytest.mark.promise("A4")
def test_online_they_are_sent_without_the_picture_and_the_next_one_with_it(opened, disk, qtbot):
    with serving(accepted) as server:
        form = opened(server.url)
        check_refused(form, qtbot)
        assert server.requests == []
        form.click(form.part("without_pictures"))
        form.wait_for("Thank you!")
        [words] = server.requests
        assert words.json["comment"] == "The words fit."
        assert "screenshots" not in words.json

        disk.give_back()
        form.type("There is room again.")
        add_picture(form)
        form.send()
        form.wait_for("Thank you!")
        assert server.paths()[1:] == ["/api/screenshots", "/api/feedback"]
        assert len(server.requests[-1].json["screenshots"]) == 1


@pytest.mark.bites("A4")
def test_an_outbox_that_leaves_the_pictures_out_by_itself_is_found_out(opened, qtbot, monkeypatch):
    put = Outbox.put

    def put_words(self, submission, **options):
        put(self, replace(submission, pictures=()), **options)

    monkeypatch.setattr(Outbox, "put", put_words)
    form = opened(f"http://127.0.0.1:{free_port()}")
    assert send(form, qtbot) == "kept"
