"""What is drawn is in the picture after Done, and nothing of what was taken away."""

from __future__ import annotations

import io

import pytest
from ui.editor_hand import EditorHand, pixels
from ui.form import Form

from usero_desktop.annotation.marks import MarkKind, Rect
from usero_desktop.core.drafts import draft_of
from usero_desktop.errors import ImageError
from usero_desktop.qt import QtWidgets
from usero_desktop.ui.editor import making

SIZE = (80, 60)
SECRET = (10, 10, 30, 25)
UNCHANGED = "Your marks could not be put into the screenshot. Open it and try again."


@pytest.fixture
def editor(qtbot, form, widget):
    form.attach_pictures(1, *SIZE)
    form.wait_for_pictures(1)
    return EditorHand(qtbot, form, widget)


def black_out(editor, box=SECRET):
    left, top, right, bottom = box
    editor.add(MarkKind.BLACKOUT, ((left, top), (right, bottom)))


def test_done_puts_the_drawing_into_the_picture_at_its_place(qtbot, form, widget):
    form.attach_pictures(3, *SIZE)
    form.wait_for_pictures(3)
    editor = EditorHand(qtbot, form, widget)
    before = editor.pictures
    editor.open(2)
    black_out(editor)
    editor.done()
    after = editor.pictures

    assert after[0] is before[0]
    assert after[2] is before[2]
    assert pixels(after[1]).crop(SECRET).getcolors() == [(20 * 15, (0, 0, 0))]


def test_what_is_uploaded_and_previewed_holds_nothing_of_what_was_below(editor, form, inbox):
    from PIL import Image

    original = pixels(editor.pictures[0])
    editor.open()
    black_out(editor)
    editor.done()
    preview = Image.open(io.BytesIO(editor.pictures[0].preview)).convert("RGB")
    form.choose(3)
    form.send()
    form.wait_for("Thank you!")
    [report] = inbox.new()
    [shot] = report.screenshots
    stored = Image.open(io.BytesIO(inbox.image(shot))).convert("RGB")

    assert preview.size == SIZE
    for picture in (stored, preview):
        assert picture.crop(SECRET).getcolors() == [(20 * 15, (0, 0, 0))]
    assert stored.crop((31, 0, 80, 60)).tobytes() == original.crop((31, 0, 80, 60)).tobytes()


def test_a_cropped_picture_is_as_small_as_its_crop(editor):
    original = pixels(editor.pictures[0])
    editor.open()
    editor.editing.crop_to(Rect(5, 6, 40, 30))
    editor.done()
    [picture] = editor.pictures

    assert (picture.width, picture.height) == (40, 30)
    assert pixels(picture).tobytes() == original.crop((5, 6, 45, 36)).tobytes()


def test_a_crop_that_is_framed_and_not_applied_counts_at_done(editor):
    from usero_desktop.ui.canvas.editing import Tool

    editor.open()
    editor.editing.use(Tool.CROP)
    editor.editing.frame_crop(Rect(0, 0, 20, 20))
    editor.done()

    assert editor.pictures[0].width == 20


def test_marks_can_be_changed_and_deleted_when_it_is_opened_again(editor):
    original = pixels(editor.pictures[0])
    editor.open()
    editor.add(MarkKind.ARROW, ((40, 40), (70, 20)))
    editor.add(MarkKind.BOX, ((50, 5), (75, 15)))
    editor.done()
    marked = pixels(editor.pictures[0])
    editor.open()
    assert [mark.kind for mark in editor.marks] == [MarkKind.ARROW, MarkKind.BOX]
    for _ in range(2):
        editor.editing.select(0)
        editor.editing.remove_selected()
    editor.done()

    assert marked.tobytes() != original.tobytes()
    assert pixels(editor.pictures[0]).tobytes() == original.tobytes()


def test_a_black_out_cannot_be_taken_away_when_it_is_opened_again(editor):
    editor.open()
    black_out(editor)
    editor.add(MarkKind.ARROW, ((70, 50), (60, 40)))
    editor.done()
    editor.open()

    assert [mark.kind for mark in editor.marks] == [MarkKind.ARROW]
    image = editor.editing.image
    left, top, right, bottom = SECRET
    colors = {image.pixel(x, y) for x in range(left, right) for y in range(top, bottom)}
    assert colors == {0xFF000000}


def test_a_mark_under_a_black_out_does_not_come_back(editor):
    editor.open()
    editor.add(MarkKind.BOX, ((14, 14), (24, 20)))
    black_out(editor)
    editor.done()
    editor.open()

    assert editor.marks == ()


def test_done_without_a_change_leaves_the_picture_itself(editor):
    before = editor.pictures
    editor.open()
    editor.click("done")

    assert editor.window is None
    assert editor.pictures[0] is before[0]


def test_send_waits_for_a_picture_that_is_being_changed(editor, form, inbox, qtbot):
    from PIL import Image

    form.choose(2)
    editor.open()
    black_out(editor)
    editor.click("done")
    form.send()  # at once
    form.wait_for("Thank you!")
    [report] = inbox.new()
    stored = Image.open(io.BytesIO(inbox.image(report.screenshots[0]))).convert("RGB")

    assert stored.crop(SECRET).getcolors() == [(20 * 15, (0, 0, 0))]


def test_a_thumbnail_says_that_its_picture_is_being_changed(editor, form):
    editor.open()
    black_out(editor)
    before = [thumbnail.shown for thumbnail in form.thumbnails]
    editor.click("done")
    [edit, _remove] = editor.thumbnail_buttons()
    assert edit.accessibleDescription() == "Updating…"
    editor.wait_changed(before)

    assert edit.accessibleDescription() != "Updating…"


def test_where_it_cannot_be_made_the_old_picture_stays_and_a_sentence_says_so(
    editor, form, qtbot, monkeypatch
):
    def fails(*_):
        raise ImageError("no", code="picture_pixels")

    monkeypatch.setattr(making, "image_job", lambda *_: fails)
    before = editor.pictures
    form.choose(4)
    editor.open()
    black_out(editor)
    editor.click("done")
    form.send()
    form.wait_for(UNCHANGED)

    assert editor.pictures[0] is before[0]
    assert form.says("Send Feedback"), "nothing was sent"
    monkeypatch.undo()
    editor.open()
    assert [mark.kind for mark in editor.marks] == [MarkKind.BLACKOUT], "nothing is lost"


def test_a_draft_on_the_disk_holds_the_new_picture(qtbot, window, attach, tmp_path):
    widget = attach(window, keep_drafts=True)
    widget.open()
    form = Form(qtbot, window)
    form.attach_pictures(1, *SIZE)
    form.wait_for_pictures(1)
    editor = EditorHand(qtbot, form, widget)
    old = editor.pictures[0].data
    editor.open()
    black_out(editor)
    editor.done()
    new = editor.pictures[0].data
    widget.close()
    kept = draft_of(widget._backstage.session.feedback)

    def is_kept():
        draft = kept.load()
        return draft is not None and draft.sheets[0].draft.pictures[0].data == new

    qtbot.waitUntil(is_kept, timeout=10_000)
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    pieces = [old[at : at + 64] for at in range(200, len(old) - 64, 1000)]
    assert len(pieces) > 3
    assert not any(piece in file for piece in pieces for file in files)


def test_sketches_go_with_the_report(editor, form):
    import gc

    editor.open()
    editor.add()
    editor.done()
    assert len(editor.sketches) == 1
    form.choose(4)
    form.send()
    form.wait_for("Thank you!")
    gc.collect()

    assert len(editor.sketches) == 0


def test_sketches_go_with_their_picture(editor, form, qtbot):
    editor.open()
    editor.add()
    editor.done()
    form.click(editor.thumbnail_buttons()[1])
    form.wait_for_pictures(0)

    qtbot.waitUntil(lambda: len(editor.sketches) == 0)


def test_deleting_everything_closes_the_editor_and_forgets_what_was_drawn(editor, widget, qtbot):
    editor.open()
    editor.add()
    editor.done()
    sketches = editor.sketches
    editor.open()
    with qtbot.waitSignal(widget.data_deleted, timeout=10_000):
        widget.delete_my_data()
    qtbot.waitUntil(lambda: editor.window is None)

    assert len(sketches) == 0
    assert editor.pictures == ()


def test_a_text_that_is_being_written_counts_at_done(editor, qtbot):
    from usero_desktop.ui.canvas.editing import Tool

    editor.open()
    editor.editing.use(Tool.TEXT)
    canvas = editor.part("canvas")
    canvas.setFocus()
    canvas.write()
    words = canvas.findChild(QtWidgets.QPlainTextEdit)
    qtbot.keyClicks(words, "here")
    editor.done()
    editor.open()

    assert [mark.text for mark in editor.marks] == ["here"]
