from __future__ import annotations

import io
import os

import PIL.Image
import pytest
from ui.form import Form, Key, mime, noisy, striped
from ui.spoken import menu_of

from usero_desktop.model import limits
from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.ui.capture import window as rendering
from usero_desktop.ui.window.overlay import Overlay

LIMIT = "You can attach up to three screenshots. Remove one to add another."
LOCAL = "Only files from this computer can be attached."
NOTHING = "There is no picture on the clipboard."


@pytest.fixture
def file(tmp_path):
    def file_(name="shot.png", width=40, height=30):
        path = tmp_path / name
        assert striped(width, height).save(str(path))
        return path

    return file_


@pytest.fixture
def clipboard(qapp):
    def put(**contents):
        QtWidgets.QApplication.clipboard().setMimeData(mime(**contents))

    return put


def sent(form, inbox):
    form.send()
    form.wait_for("Thank you!")
    [report] = inbox.new()
    return report


def take_this_window(form, window, inbox):
    """Send a picture of the window, and see that it is that, without panel and launcher."""
    line = window.line.grab().toImage()
    form.choose(3)
    form.add_picture("window")
    form.wait_for_pictures(1)
    [shot] = sent(form, inbox).screenshots

    ratio = window.devicePixelRatioF()
    assert (shot.width, shot.height) == (window.width() * ratio, window.height() * ratio)
    picture = PIL.Image.open(io.BytesIO(inbox.image(shot))).convert("RGB")
    plain = picture.getpixel((5, window.height() - 5))
    below = picture.crop((0, 60, picture.width, picture.height))
    assert below.getcolors(4) == [(below.width * below.height, plain)]
    assert not line.isNull()


@pytest.mark.promise("F1", "F8")
def test_this_window_is_taken_without_panel_and_launcher(form, window, inbox):
    take_this_window(form, window, inbox)


@pytest.mark.bites("F1")
def test_one_that_takes_the_window_from_the_screen_is_found_out(form, window, inbox, monkeypatch):
    def from_screen(subject, _mask=()):
        return subject.screen().grabWindow(0).toImage()

    monkeypatch.setattr(rendering, "render", from_screen)
    with pytest.raises(AssertionError, match=r"assert \(\d+, \d+\) == \("):  # the screen's size
        take_this_window(form, window, inbox)


@pytest.mark.bites("F8")
def test_a_panel_that_does_not_step_aside_is_found_out(form, window, inbox, monkeypatch):
    monkeypatch.setattr(Overlay, "step_aside", lambda _overlay: None)

    with pytest.raises(AssertionError, match="getcolors"):
        take_this_window(form, window, inbox)


def test_the_panel_is_where_it_was_after_a_picture_of_the_window(form):
    before = form.panel.pos(), form.launcher.geometry()
    form.add_picture("window")

    assert (form.panel.pos(), form.launcher.geometry()) == before
    assert form.panel.isVisible()
    form.wait_for_pictures(1)


def test_a_place_breathes_while_a_picture_is_on_its_way(form):
    form.add_picture("window")

    names = {w.accessibleName() for w in form.panel.findChildren(QtWidgets.QWidget)}
    assert "Adding…" in names
    form.wait_for_pictures(1)


def test_thumbnails_are_64_px_and_say_what_they_are(form):
    form.add_picture("window")
    form.wait_for_pictures(1)
    [thumbnail] = form.thumbnails

    assert thumbnail.accessibleName() == "Screenshot 1"
    assert thumbnail.width() - 5 == thumbnail.height() - 5 == 64
    assert not thumbnail.pixmap().isNull()


def test_pasting_with_keys_in_the_comment_attaches_the_picture(form, clipboard, qtbot):
    from ui.form import Modifier

    clipboard(image=striped())
    form.key(Key.Key_V, Modifier.ControlModifier, form.comment)
    form.wait_for_pictures(1)

    assert form.comment.toPlainText() == ""


def test_a_picture_that_is_pasted_arrives_pixel_by_pixel(form, clipboard, inbox):
    import io

    from PIL import Image

    clipboard(image=striped(50, 20))
    form.choose(1)
    form.add_picture("paste")
    form.wait_for_pictures(1)
    [shot] = sent(form, inbox).screenshots

    picture = Image.open(io.BytesIO(inbox.image(shot))).convert("RGB")
    expected = striped(50, 20)
    assert [picture.getpixel((x, y)) for y in range(20) for x in range(50)] == [
        expected.pixelColor(x, y).getRgb()[:3] for y in range(20) for x in range(50)
    ]


def test_files_are_pasted_and_dropped(form, clipboard, file):
    clipboard(urls=[QtCore.QUrl.fromLocalFile(str(file("one.png")))])
    form.add_picture("paste")
    form.wait_for_pictures(1)
    assert form.drop_files(file("two.png"), file("three.jpg"))
    form.wait_for_pictures(3)


def test_an_empty_clipboard_is_said(form, clipboard):
    clipboard(text="words alone")
    form.add_picture("paste")

    assert form.says(NOTHING)


@pytest.mark.promise("G7")
def test_addresses_from_the_web_are_not_fetched(form):
    form.drop(mime(urls=[QtCore.QUrl("https://example.org/cat.png")]))

    assert form.says(LOCAL)
    assert form.thumbnails == []


def test_words_are_not_taken_by_the_panel(form):
    assert not form.drop(mime(text="only words"))


@pytest.mark.promise("G7")
def test_four_files_make_three_pictures_and_a_sentence(form, file):
    form.drop_files(*(file(f"{n}.png") for n in range(4)))
    assert form.says(LIMIT)
    form.wait_for_pictures(3)

    assert not form.add.isEnabled()
    assert form.add.text() == "Max 3"


@pytest.mark.promise("G7")
def test_a_thousand_files_are_survived(form, file, tmp_path):
    one = file("one.png")
    form.drop_files(*[one] * 1000)

    form.wait_for_pictures(3)
    assert form.says(LIMIT)


def test_removing_one_makes_room_again(form, file, inbox):
    form.choose(2)
    form.drop_files(file("a.png", 10, 10), file("b.png", 20, 10), file("c.png", 30, 10))
    form.wait_for_pictures(3)
    widths = [thumbnail.shown.width for thumbnail in form.thumbnails]
    second = next(
        b
        for b in form.panel.findChildren(QtWidgets.QPushButton)
        if b.accessibleName() == "Remove screenshot 2"
    )
    form.click(second)
    form.wait_for_pictures(2)

    assert form.add.isEnabled()
    assert [t.accessibleName() for t in form.thumbnails] == ["Screenshot 1", "Screenshot 2"]
    report = sent(form, inbox)
    assert [shot.width for shot in report.screenshots] == [widths[0], widths[2]]


@pytest.fixture
def broken(tmp_path):
    """Files that are no pictures, by what is wrong with them."""

    def broken_(what):
        path = tmp_path / {"svg": "drawing.svg"}.get(what, f"{what}.png")
        if what == "text":
            path.write_text("I am not a picture.\n" * 50)
        elif what == "svg":
            path.write_text('<svg xmlns="http://www.w3.org/2000/svg"><rect width="9"/></svg>')
        elif what == "large":
            with path.open("wb") as file:
                file.write(b"\x89PNG\r\n\x1a\n")
                file.truncate(60_000_000)
        elif what == "folder":
            path.mkdir()
        elif what == "half":
            whole = tmp_path / "whole.png"
            striped(200, 200).save(str(whole))
            data = whole.read_bytes()
            path.write_bytes(data[: len(data) // 2])
        return path

    return broken_


@pytest.mark.promise("G5")
@pytest.mark.parametrize("what", ["text", "svg", "large", "missing", "folder", "half"])
def test_what_is_no_picture_is_named_and_nothing_else_is_lost(
    form, qtbot, inbox, broken, file, what
):
    form.choose(4)
    form.type("Keep me")
    form.drop_files(file("good.png"))
    form.wait_for_pictures(1)
    before = set(form.words)
    path = broken(what)
    form.drop_files(path)
    qtbot.waitUntil(lambda: bool(set(form.words) - before), timeout=20_000)

    [sentence] = [w for w in form.words if w not in before]
    assert sentence.endswith(".")
    assert path.name in sentence
    assert str(path.parent) not in sentence
    assert form.comment.toPlainText() == "Keep me"
    assert form.rating == 4
    assert len(form.thumbnails) == 1
    report = sent(form, inbox)
    assert report.comment == "Keep me"
    assert len(report.screenshots) == 1


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_named(form, qtbot, file):
    path = file("secret.png")
    path.chmod(0)
    form.drop_files(path)
    qtbot.waitUntil(lambda: any("secret.png" in words for words in form.words))


def test_send_waits_for_a_picture_that_is_on_its_way(form, inbox, clipboard):
    clipboard(image=noisy(1500, 1000))
    form.choose(4)
    form.add_picture("paste")
    form.send()
    form.wait_for("Thank you!")

    [report] = inbox.new()
    assert len(report.screenshots) == 1


def test_a_picture_that_fails_while_send_waits_is_told_and_send_can_be_pressed_again(
    form, qtbot, inbox, broken
):
    form.choose(4)
    form.drop_files(broken("text"))
    form.send()
    qtbot.waitUntil(lambda: any("text.png" in words for words in form.words))
    assert inbox.new() == []
    form.send()
    form.wait_for("Thank you!")

    assert len(inbox.new()) == 1


def test_escape_does_not_close_while_a_picture_is_on_its_way(form, widget, clipboard):
    clipboard(image=noisy(1500, 1000))
    form.add_picture("paste")
    form.key(Key.Key_Escape, target=form.comment)
    assert widget.is_open
    form.wait_for_pictures(1)
    form.key(Key.Key_Escape, target=form.comment)
    assert not widget.is_open


def file_dialog():
    [dialog] = [
        w
        for w in QtWidgets.QApplication.topLevelWidgets()
        if isinstance(w, QtWidgets.QFileDialog) and w.isVisible()
    ]
    return dialog


def test_the_file_dialog_gives_a_file_and_cancel_gives_none(form, file):
    path = file("chosen.png")
    form.add_picture("file")
    file_dialog().reject()
    assert form.thumbnails == []
    form.add_picture("file")
    dialog = file_dialog()
    dialog.selectFile(str(path))
    dialog.accept()
    form.wait_for_pictures(1)


def test_a_third_picture_that_comes_behind_a_dialog_leaves_the_keys_in_the_comment(
    form, file, qtbot, window
):
    form.attach_pictures(2)
    form.add.setFocus(QtCore.Qt.FocusReason.TabFocusReason)
    form.add_picture("file")
    dialog = file_dialog()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: not form.add.hasFocus())
    form.drop_files(file("third.png"))
    form.wait_for_pictures(3)
    dialog.reject()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)

    assert form.comment.hasFocus()
    assert not form.add.ring.is_shown


def test_the_file_dialog_opens_in_a_folder_that_there_is_with_no_name_typed(form):
    places = QtCore.QStandardPaths
    pictures = places.writableLocation(places.StandardLocation.PicturesLocation)
    assert not QtCore.QFileInfo(pictures).exists()  # the tests' own home has none
    form.add_picture("file")
    dialog = file_dialog()
    [typed] = [w for w in dialog.findChildren(QtWidgets.QLineEdit) if w.isVisible()]

    assert dialog.directory().absolutePath() == QtCore.QDir.homePath()
    assert typed.text() == ""
    dialog.reject()


def test_a_screen_that_cannot_be_taken_is_said_and_the_panel_is_back(form, qtbot, monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    before = set(form.words)
    form.choose(4)
    form.add_picture("screen")
    qtbot.waitUntil(lambda: bool(set(form.words) - before), timeout=20_000)

    [sentence] = [w for w in form.words if w not in before]
    assert sentence.endswith(".")
    qtbot.waitUntil(lambda: form.panel.x() > 0)
    assert form.rating == 4


def test_the_host_can_leave_the_block_out(qtbot, window, attach, clipboard):
    attach(window, show_screenshot_option=False).open()
    form = Form(qtbot, window)

    assert not form.has("add_screenshot")


def test_limits_are_the_apis():
    assert limits.SCREENSHOTS == 3


@pytest.mark.parametrize("name", ["more", "add_screenshot"])
def test_a_button_looks_pressed_as_long_as_its_menu_is_open(form, name):
    button = form.part(name)
    menu = menu_of(button)
    assert button.isDown()
    menu.close()

    assert not button.isDown()
