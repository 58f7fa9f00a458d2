"""The pictures on the page "What is sent": as large as there is room, and opened from there."""

from __future__ import annotations

import zipfile

import pytest
from ui.editor_hand import EditorHand
from ui.form import mime, noisy, striped
from ui.review import PATIENCE, Review

from usero_desktop.qt import QtCore, QtGui, QtWidgets


@pytest.fixture
def page(qtbot, window):
    return Review(qtbot, window)


@pytest.fixture
def shown(attach, page):
    """Attach, and look at what is sent."""

    def show():
        widget = attach(page.window)
        widget.open()
        page.choose(3)
        page.look()
        return widget

    return show


def test_a_picture_is_shown_as_large_as_there_is_room_from_the_very_bytes_that_are_sent(
    shown, page, qtbot
):
    widget = shown()
    widget._backstage.session.adder.take_dropped(mime(image=noisy(900, 600)))
    qtbot.waitUntil(lambda: page.has("review_shot"), timeout=PATIENCE)
    shot, review = page.part("review_shot"), widget._backstage.session.review
    qtbot.waitUntil(lambda: None not in review.state.images, timeout=PATIENCE)
    [picture] = review.state.preview.submission.pictures
    [image] = review.state.images
    sent = QtGui.QImage.fromData(picture.data).convertToFormat(image.format())
    assert image == sent
    assert shot.width() > page.panel.width() * 0.7
    assert abs(shot.width() / shot.height() - 1.5) < 0.02
    page.click(page.part("back"))
    assert review.state.images == ()


def test_a_picture_of_a_few_pixels_is_not_blown_up_and_a_huge_one_is_made_smaller(
    shown, page, qtbot
):
    widget = shown()
    adder, review = widget._backstage.session.adder, widget._backstage.session.review
    adder.take_dropped(mime(image=striped(40, 30)))
    adder.take_dropped(mime(image=striped(4000, 500)))
    is_here = lambda: len(review.state.images) == 2 and None not in review.state.images  # noqa: E731
    qtbot.waitUntil(is_here, timeout=PATIENCE)
    sizes = {(image.width(), image.height()) for image in review.state.images}
    assert sizes == {(40, 30), (1024, 128)}
    shots = page.panel.findChildren(QtWidgets.QWidget, "usero_review_shot")
    assert min(shot.width() for shot in shots) == 40
    assert all(shot.width() <= page.part("review_shots").width() for shot in shots)


def test_a_click_on_a_picture_opens_it_and_what_is_drawn_is_followed(shown, page, qtbot):
    widget = shown()
    widget._backstage.session.adder.take_dropped(mime(image=striped(300, 200)))
    qtbot.waitUntil(lambda: page.has("review_shot"), timeout=PATIENCE)
    before = widget._backstage.session.controller.state.draft.pictures[0]
    shot = page.part("review_shot")
    assert shot.accessibleName() == "Edit screenshot 1"
    page.click(shot)
    hand = EditorHand(qtbot, page, widget)
    hand.wait_open()
    hand.add()
    hand.click("done")
    review = widget._backstage.session.review
    qtbot.waitUntil(lambda: review.state.preview.submission.pictures[0] is not before)
    qtbot.waitUntil(lambda: None not in review.state.images, timeout=PATIENCE)
    [image], [after] = review.state.images, review.state.preview.submission.pictures
    assert image == QtGui.QImage.fromData(after.data).convertToFormat(image.format())
    assert page.is_shown


def test_the_pictures_that_arrive_are_those_that_are_shown_byte_for_byte(
    shown, page, qtbot, inbox, tmp_path
):
    widget = shown()
    adder, review = widget._backstage.session.adder, widget._backstage.session.review
    adder.take_dropped(mime(image=striped(300, 200)))
    adder.take_dropped(mime(image=noisy(60, 40)))
    qtbot.waitUntil(lambda: len(review.state.images) == 2, timeout=PATIENCE)
    seen = [picture.data for picture in review.state.preview.submission.pictures]
    review.export(str(tmp_path / "copy.zip"))
    page.wait_for("A copy was saved.")
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        saved = [archive.read(f"screenshot-{n}.png") for n in (1, 2)]
    page.click(page.part("back"))
    report = page.sent(inbox)
    arrived = [inbox.image(shot) for shot in report.screenshots]
    assert seen == saved == arrived


def test_a_picture_of_a_few_pixels_is_not_hidden_by_its_pencil(shown, page, qtbot):
    widget = shown()
    widget._backstage.session.adder.take_dropped(mime(image=striped(20, 15)))
    qtbot.waitUntil(lambda: page.has("review_shot"), timeout=PATIENCE)
    shot, review = page.part("review_shot"), widget._backstage.session.review
    qtbot.waitUntil(lambda: None not in review.state.images, timeout=PATIENCE)
    drawn = shot.grab().toImage()
    corner = QtCore.QRect(QtCore.QPoint(), QtCore.QSize(20, 15))
    corner.moveCenter(shot.rect().center())
    [image] = review.state.images
    shown_pixels = drawn.copy(corner).convertToFormat(image.format())
    assert shown_pixels == image
