"""A report that was refused is shown in words, changed and sent again."""

from __future__ import annotations

import io
import json
import zipfile

import PIL.Image
import pytest
from servers import accepted, free_port, reply, serving
from ui.form import Form, Key
from ui.shelf import SPAM, Shelf, kept, refused

import usero_desktop as usero
from usero_desktop.outbox.store import Outbox
from usero_desktop.qt import QtWidgets

COMMENT = "Buy the\nbest amounts."


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


@pytest.fixture
def picture(tmp_path):
    made = tmp_path / "picture.png"
    PIL.Image.effect_noise((320, 240), 60).convert("RGB").save(made)
    return made


@pytest.fixture
def taker():
    """A server that takes everything."""
    with serving(accepted) as running:
        yield running


@pytest.fixture
def opened(qtbot, window, attach, data, taker):
    """Open the panel over what stands in the outbox."""

    def open_(**options):
        widget = attach(window, base_url=taker.url, data_dir=data, **options)
        widget.open()
        form = Form(qtbot, window)
        form.widget, form.shelf = widget, Shelf(form, qtbot)
        return form

    return open_


def posts(server):
    return [r.json for r in server.requests if r.path == "/api/feedback"]


@pytest.mark.promise("B7")
@pytest.mark.parametrize(
    "status, body, words",
    [
        (400, SPAM, "Looks like an advertisement"),
        (403, {"error": "Domain not allowed"}, "does not accept reports from desktop programs"),
        (404, {"error": "Invalid client ID"}, "does not know this program's feedback project"),
    ],
)
def test_a_refusal_is_told_in_words_and_stays(
    qtbot, window, attach, data, figure, status, body, words
):
    with serving(lambda *_: reply(status, body)) as server:
        widget = attach(window, base_url=server.url, data_dir=data)
        widget.open()
        form = Form(qtbot, window)
        form.choose(2)
        form.type("Buy this.")
        with qtbot.waitSignal(widget.failed, timeout=20_000):
            form.send()
        qtbot.waitUntil(lambda: any(words in said for said in form.words))
        widget.close()

    assert (form.rating, form.comment.toPlainText()) == (2, "Buy this.")
    [record] = kept(data)
    assert record.state == "rejected"
    figure(f"{status}: said, kept")


@pytest.mark.bites("B7")
def test_an_outbox_that_drops_what_was_refused_is_found_out(
    qtbot, window, attach, data, monkeypatch
):
    monkeypatch.setattr(Outbox, "reject", lambda self, name, *_, **__: self.delete(name))
    with serving(lambda *_: reply(400, SPAM)) as server:
        widget = attach(window, base_url=server.url, data_dir=data)
        widget.open()
        form = Form(qtbot, window)
        form.type("Buy this.")
        with qtbot.waitSignal(widget.failed, timeout=20_000):
            form.send()
        form.wait_for("Looks like an advertisement")

    assert kept(data) == ()


@pytest.mark.promise("B7")
def test_what_is_sent_after_a_refusal_takes_the_refused_ones_place(qtbot, window, attach, data):
    answers = [reply(400, SPAM)]
    with serving(lambda r, c: answers.pop() if answers else accepted(r, c)) as server:
        attach(window, base_url=server.url, data_dir=data).open()
        form = Form(qtbot, window)
        form.type("Buy this.")
        form.send()
        form.wait_for("Looks like an advertisement")
        form.comment.selectAll()
        form.type("The amounts do not line up.")
        form.send()
        form.wait_for("Thank you!")

        assert [post["comment"] for post in posts(server)][1:] == ["The amounts do not line up."]
    assert kept(data) == ()


@pytest.mark.promise("B7")
def test_what_an_earlier_run_could_not_send_is_told_at_open(opened, data):
    refused(data, rating=1, comment=COMMENT)
    refused(data, comment="Another one.")
    form = opened()
    form.wait_for("2 reports could not be sent.")
    form.shelf.show()

    words = form.shelf.words(1)
    assert {"Could not be sent", "Buy the"} <= set(words)
    assert "The server did not accept this report. Change it and send it again." in words
    assert "The server says: “Comment: Looks like an advertisement”" in words


@pytest.mark.promise("B7")
def test_a_refused_report_comes_back_whole_is_changed_and_replaces_the_old_one(
    qtbot, opened, data, picture, taker, figure
):
    mine = refused(
        data, rating=3, comment=COMMENT, user_email="mira@example.org", screenshots=[picture]
    )
    form = opened()
    form.wait_for("1 report could not be sent.")
    form.type("Begun before.")
    form.choose(1)
    form.shelf.show().press("edit")
    qtbot.waitUntil(lambda: form.comment.toPlainText() == COMMENT)

    assert form.comment.isVisible()
    assert form.comment.hasFocus()
    assert form.rating == 3
    assert form.share.isChecked()
    assert form.email.text() == "mira@example.org"
    [thumbnail] = form.thumbnails
    assert not thumbnail.pixmap().isNull(), "the outbox keeps no previews"
    form.key(Key.Key_End)
    form.type(" Changed.")
    with qtbot.waitSignal(form.widget.delivered, timeout=20_000):
        form.send()
    form.wait_for("Thank you!")

    [post] = posts(taker)
    assert post["comment"] == COMMENT + " Changed."
    assert (post["rating"], len(post["screenshots"])) == (3, 1)
    assert post["metadata"]["submissionId"] != mine
    assert (form.rating, form.comment.toPlainText()) == (1, "Begun before."), "the draft is back"
    assert kept(data) == ()
    figure("rating, comment, address and picture edited; 1 report arrived, 0 drafts lost")


def test_leaving_a_report_as_it_is_brings_back_the_draft(qtbot, opened, data):
    refused(data, comment=COMMENT)
    form = opened()
    form.type("Begun before.")
    form.wait_for("1 report could not be sent.")
    form.shelf.show().press("edit")
    qtbot.waitUntil(lambda: form.comment.toPlainText() == COMMENT)
    assert not form.says("1 report could not be sent."), "it is the one in the form"
    form.type(" half changed")
    form.click(form.part("action_leave"))

    assert form.comment.toPlainText() == "Begun before."
    assert form.says("1 report could not be sent.")
    [record] = kept(data)
    assert record.submission.comment == COMMENT


@pytest.mark.promise("B7")
def test_a_refused_report_is_sent_again_as_it_is(qtbot, opened, data):
    mine = refused(data, comment=COMMENT)
    # The report goes where it was written for; the server there has been mended meanwhile.
    with serving(accepted, port=_port_of(data)) as mended:
        form = opened()
        form.wait_for("1 report could not be sent.")
        with qtbot.waitSignal(form.widget.delivered, timeout=20_000):
            form.shelf.show().press("retry")
        form.wait_for("Nothing is waiting. Every report you wrote here was sent, or deleted.")
        assert form.says("Thank you!")
        [post] = posts(mended)

    assert post["metadata"]["submissionId"] == mine
    assert kept(data) == ()


def _port_of(data):
    [record] = kept(data)
    return int(record.submission.base_url.rpartition(":")[2])


@pytest.mark.promise("B7")
def test_a_copy_is_saved_where_the_user_says(qtbot, opened, data, picture, tmp_path, figure):
    mine = refused(data, comment=COMMENT, screenshots=[picture])
    form = opened()
    form.wait_for("1 report could not be sent.")
    form.shelf.show()
    _save_as(form, qtbot, tmp_path / "copy.zip")
    form.shelf.until_words("A copy was saved.")

    with zipfile.ZipFile(tmp_path / "copy.zip") as copy:
        report = json.loads(copy.read("report.json"))
        pictures = [name for name in copy.namelist() if name.startswith("screenshot-")]
        PIL.Image.open(io.BytesIO(copy.read(pictures[0]))).load()
    assert COMMENT in json.dumps(report, ensure_ascii=False).replace("\\n", "\n")
    assert len(pictures) == 1
    [record] = kept(data)
    assert record.submission_id == mine
    _save_as(form, qtbot, tmp_path / "no such folder" / "copy.zip")
    qtbot.waitUntil(lambda: any("Choose another place" in words for words in form.shelf.words()))
    figure("saved and exported; 1 place that cannot be written is said in words")


def _save_as(form, qtbot, path):
    form.shelf.press("export")
    dialog = None

    def is_open():
        nonlocal dialog
        found = [w for w in QtWidgets.QApplication.topLevelWidgets()
                 if isinstance(w, QtWidgets.QFileDialog) and w.isVisible()]  # fmt: skip
        dialog = found[0] if found else None
        return dialog is not None

    qtbot.waitUntil(is_open)
    assert dialog.selectedFiles()[0].endswith(".zip")
    # The dialog itself will not take a folder that is not there; one may go while it is open.
    dialog.fileSelected.emit(str(path))
    dialog.close()


@pytest.mark.promise("B7")
def test_one_that_is_refused_again_says_so_and_stays(qtbot, opened, data):
    refused(data, comment=COMMENT)
    with serving(lambda *_: reply(404, {"error": "Invalid client ID"}), port=_port_of(data)):
        form = opened()
        form.wait_for("1 report could not be sent.")
        with qtbot.waitSignal(form.widget.failed, timeout=20_000):
            form.shelf.show().press("retry")
        form.shelf.until_words(
            "The server does not know this program's feedback project. "
            "Please tell the makers of this program. It will be tried again once a day."
        )

    assert form.shelf.words()[0] == "Could not be sent"
    assert len(kept(data)) == 1


@pytest.mark.promise("B11")
def test_what_was_written_to_others_is_none_of_this_panels_business(qtbot, opened, data, figure):
    nowhere = f"http://127.0.0.1:{free_port()}"
    with usero.Feedback("client_other", base_url=nowhere, data_dir=data) as other:
        other.submit(comment="For somebody else.")
        form = opened()
        form.shelf.open()
        form.wait_for("Nothing is waiting. Every report you wrote here was sent, or deleted.")
        with qtbot.waitSignal(form.widget.data_deleted, timeout=20_000):
            form.widget.delete_my_data()
        assert [r.submission.comment for r in other.reports()] == ["For somebody else."]
    figure("in the panel: 0 of the other project's reports listed, 0 deleted")
