"""What the clipboard and the pointer bring along: local files, three of them, none too large."""

from __future__ import annotations

import io
import threading

import PIL.Image
import pytest
from servers import lure
from ui.form import mime, striped

from usero_desktop.model.picture import PictureSource
from usero_desktop.qt import QtCore, QtGui
from usero_desktop.ui.capture import intake

LIMIT = "You can attach up to three screenshots. Remove one to add another."
LOCAL = "Only files from this computer can be attached."
FOREIGN = (
    "http://127.0.0.1:{port}/cat.png", "https://127.0.0.1:{port}/cat.png",
    "ftp://127.0.0.1:{port}/cat.png", "file://127.0.0.1/share/cat.png",
    "smb://127.0.0.1:{port}/share/cat.png", "data:image/png;base64,iVBORw0KGgo=",
    "qrc:/cat.png", "javascript:alert(1)",
)  # fmt: skip

pytestmark = pytest.mark.promise("G7")


@pytest.fixture
def shot(tmp_path):
    path = tmp_path / "shot.png"
    assert striped().save(str(path))
    return QtCore.QUrl.fromLocalFile(str(path))


@pytest.fixture
def counted():
    """A port, and whether anybody came to it."""
    with lure() as port:
        yield port


@pytest.mark.parametrize("address", FOREIGN)
def test_what_is_elsewhere_is_neither_fetched_nor_attached(form, counted, address):
    form.drop(mime(urls=[QtCore.QUrl(address.format(port=counted.port))]))

    assert form.says(LOCAL)
    assert form.thumbnails == []
    assert not counted.visited()


def test_of_a_mixture_the_local_ones_are_taken_and_the_rest_is_said(form, counted, shot, figure):
    web = [QtCore.QUrl(address.format(port=counted.port)) for address in FOREIGN]
    form.drop(mime(urls=[web[0], shot, *web[1:], shot]))

    form.wait_for_pictures(2)
    assert form.says(LOCAL)
    assert not counted.visited()
    figure(f"{len(FOREIGN)} foreign addresses, 0 fetched")


def test_of_a_thousand_files_the_first_three_are_opened(form, tmp_path, shot, figure):
    missing = [QtCore.QUrl.fromLocalFile(str(tmp_path / f"{n}.png")) for n in range(997)]
    form.drop(mime(urls=[shot] * 3 + missing))

    form.wait_for_pictures(3)
    assert form.says(LIMIT)
    assert not any("could not be found" in words for words in form.words)
    figure("1,000 files dropped: 3 taken, 997 never opened, and said so")


def test_an_image_of_a_hundred_megabytes_from_the_clipboard_is_taken(qapp, figure):
    image = QtGui.QImage(5000, 5000, QtGui.QImage.Format.Format_RGB32)
    image.fill(QtGui.QColor(10, 120, 200))
    [job], foreign = intake.jobs_of(mime(image=image), PictureSource.CLIPBOARD)

    picture = job()
    assert (picture.width, picture.height, foreign) == (5000, 5000, False)
    figure(f"{image.sizeInBytes() // 1_000_000} MB of pixels from the clipboard")


def test_a_picture_that_is_dragged_out_of_a_browser_is_taken_and_its_address_left(form, counted):
    web = QtCore.QUrl(f"http://127.0.0.1:{counted.port}/cat.png")
    form.drop(mime(image=striped(), urls=[web]))

    form.wait_for_pictures(1)
    assert not form.says(LOCAL)
    assert not counted.visited()


def test_a_pixmap_that_the_host_copied_is_pasted(form, qapp):
    qapp.clipboard().setPixmap(QtGui.QPixmap.fromImage(striped()))
    form.add_picture("paste")

    form.wait_for_pictures(1)


def test_what_shines_through_in_a_copied_picture_lies_on_white(qapp):
    image = striped().convertToFormat(QtGui.QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(2)
    for x in range(20):
        image.setPixelColor(x, 0, QtGui.QColor(0, 0, 0, 0))
    image.setPixelColor(20, 0, QtGui.QColor(0, 0, 0, 255))
    [job], _ = intake.jobs_of(mime(image=image), PictureSource.CLIPBOARD)
    picture = PIL.Image.open(io.BytesIO(job().data)).convert("RGB")

    assert picture.size == (image.width(), image.height())
    assert [picture.getpixel((x, 0)) for x in (0, 19, 20)] == [(255, 255, 255)] * 2 + [(0, 0, 0)]
    assert picture.getpixel((20, 1)) == image.pixelColor(20, 1).getRgb()[:3]


@pytest.mark.parametrize("size", [(20_000, 10), (10, 20_000), (7_100, 7_100)])
def test_a_larger_one_is_refused_before_it_is_copied(form, qtbot, size):
    image = QtGui.QImage(*size, QtGui.QImage.Format.Format_Mono)
    image.fill(0)
    form.drop(mime(image=image))

    qtbot.waitUntil(lambda: any("too many pixels" in words for words in form.words))
    assert form.thumbnails == []


@pytest.mark.bites("G7")
def test_an_intake_that_takes_every_address_for_a_file_is_found_out(
    form, monkeypatch, counted, qtbot
):
    monkeypatch.setattr(intake, "_is_here", lambda _url: True)
    form.drop(mime(urls=[QtCore.QUrl(FOREIGN[0].format(port=counted.port))]))

    qtbot.waitUntil(lambda: any("not an ordinary file" in words for words in form.words))
    assert not form.says(LOCAL)


def test_a_file_on_a_disk_that_hangs_keeps_no_other_picture_and_no_report_waiting(
    form, widget, qtbot, shot, tmp_path, monkeypatch
):
    from usero_desktop.capture import source

    read, hanging = source.read_file, threading.Event()

    def read_slowly(path):
        if "hangs" in str(path):
            hanging.wait(60)
        return read(path)

    monkeypatch.setattr(source, "read_file", read_slowly)
    stuck = [QtCore.QUrl.fromLocalFile(str(tmp_path / f"hangs-{i}.png")) for i in range(2)]
    form.drop(mime(urls=stuck))
    form.drop(mime(urls=[shot]))
    qtbot.waitUntil(lambda: len(form.thumbnails) == 1)
    done = threading.Event()
    widget._backstage.session.pool.run(lambda: None, lambda _nothing: done.set())
    qtbot.waitUntil(done.is_set)
    hanging.set()
