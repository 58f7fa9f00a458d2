"""What is blacked out or cut off is gone; what is painted is seen."""

from __future__ import annotations

import random

import pytest

from usero_desktop.annotation import inks
from usero_desktop.annotation.drawing import Drawing
from usero_desktop.annotation.geometry import bounds, text_box
from usero_desktop.annotation.marks import Mark, MarkKind, Point, Rect
from usero_desktop.qt import QtCore, QtGui
from usero_desktop.ui.canvas.paint import (
    blackout_rect,
    burned,
    flattened,
    paint_mark,
    text_size,
)

SIZE = (240, 160)
BLANK = Drawing(*SIZE)


def noise(seed):
    pixels = random.Random(seed).randbytes(SIZE[0] * SIZE[1] * 4)
    return QtGui.QImage(pixels, *SIZE, QtGui.QImage.Format.Format_RGB32).copy()


def box(kind, left, top, right, bottom, colour="#dc2626"):
    return Mark(kind, (Point(left, top), Point(right, bottom)), colour, 4)


def secret_in(rect, image, seed):
    """`image` with other noise in `rect`."""
    other = QtGui.QImage(image)
    painter = QtGui.QPainter(other)
    painter.drawImage(rect, noise(seed), rect)
    painter.end()
    assert other != image
    return other


@pytest.mark.parametrize("make", [flattened, burned])
@pytest.mark.parametrize("corner", [(20, 20), (20.4, 20.6), (-5, -5), (200.5, 100.2)])
def test_nothing_of_what_lay_under_a_blackout_is_in_the_pixels(qapp, make, corner):
    left, top = corner
    mark = box(MarkKind.BLACKOUT, left, top, left + 60.5, top + 40.5)
    drawing = BLANK.with_mark(mark).with_mark(box(MarkKind.BOX, 10, 10, 100, 100))
    image = noise(1)
    other = secret_in(blackout_rect(mark) & image.rect(), image, 2)
    assert make(image, drawing) == make(other, drawing)


@pytest.mark.parametrize("make", [flattened, burned])
def test_nothing_of_what_was_cut_off_is_in_the_pixels(qapp, make):
    drawing = BLANK.cropped(Rect(30.2, 30.7, 100, 80))
    image = noise(1)
    kept = QtCore.QRect(30, 31, 100, 80)
    other = secret_in(image.rect(), image, 2)
    painter = QtGui.QPainter(other)
    painter.drawImage(kept, image, kept)
    painter.end()
    assert make(image, drawing) == make(other, drawing)
    assert make(image, drawing) == image.copy(kept)


def test_a_blackout_is_solid_black_to_its_last_pixel(qapp):
    mark = box(MarkKind.BLACKOUT, 20.4, 20.6, 60.5, 50.5, "#ffffff")
    result = flattened(noise(1), BLANK.with_mark(mark))
    rect = blackout_rect(mark)
    assert (rect.left(), rect.top(), rect.right(), rect.bottom()) == (20, 20, 60, 50)
    assert all(
        result.pixelColor(x, y) == QtGui.QColor("black")
        for x in range(rect.left(), rect.right() + 1)
        for y in range(rect.top(), rect.bottom() + 1)
    )


def test_what_is_drawn_later_does_not_lie_on_a_blackout(qapp):
    mark = box(MarkKind.BLACKOUT, 20, 20, 60, 50)
    drawing = BLANK.with_mark(mark).with_mark(box(MarkKind.ARROW, 10, 10, 100, 80))
    assert flattened(noise(1), drawing).pixelColor(40, 35) == QtGui.QColor("black")


def test_without_marks_every_pixel_is_the_pictures_own_at_any_scale(qapp):
    image = noise(1)
    image.setDevicePixelRatio(2.0)
    result = flattened(image, BLANK)
    assert result.size() == image.size()
    assert result.devicePixelRatio() == 1.0
    image.setDevicePixelRatio(1.0)
    assert result == image


@pytest.mark.parametrize("kind", list(MarkKind))
@pytest.mark.parametrize("colour", ["#dc2626", "#ffffff", "#000000", "#facc15"])
@pytest.mark.parametrize("ground", ["white", "black", "#dc2626"])
def test_a_mark_is_seen_on_any_ground_and_paints_on_nothing_beyond_its_bounds(
    qapp, kind, colour, ground
):
    mark = box(kind, 60, 60, 160, 110, colour)
    if kind is MarkKind.STEP:
        mark = Mark(kind, (Point(100, 80),), colour, 4, number=7)
    if kind is MarkKind.TEXT:
        mark = Mark(kind, (Point(60, 60), Point(60, 60)), colour, 4, "Hier ist es")
        mark = text_box(mark, text_size(mark))
    image = QtGui.QImage(*SIZE, QtGui.QImage.Format.Format_RGB32)
    image.fill(QtGui.QColor(ground))
    before = image.copy()
    painter = QtGui.QPainter(image)
    paint_mark(painter, mark)
    painter.end()
    is_its_own_color = QtGui.QColor(colour) == QtGui.QColor(ground)
    is_plain = kind in {MarkKind.HIGHLIGHTER, MarkKind.BLACKOUT}
    black_on_black = kind is MarkKind.BLACKOUT and ground == "black"
    assert image != before or (is_plain and is_its_own_color) or black_on_black
    around = bounds(mark)
    allowed = QtCore.QRectF(around.left, around.top, around.width, around.height)
    allowed = allowed.adjusted(-3, -3, 3, 3)
    for x in range(SIZE[0]):
        for y in range(SIZE[1]):
            if not allowed.contains(QtCore.QPointF(x, y)):
                assert image.pixel(x, y) == before.pixel(x, y), (x, y)


@pytest.mark.parametrize("words", ["one line", "two\nlines", "من اليمين", "合計", ""])
def test_the_room_of_a_text_holds_all_of_its_words(qapp, words):
    mark = Mark(MarkKind.TEXT, (Point(20, 20), Point(20, 20)), "#000000", 4, words)
    mark = text_box(mark, text_size(mark))
    width, height = text_size(mark)
    assert height >= 20 * (words.count("\n") + 1)
    assert width > 0


def test_a_highlighter_leaves_dark_letters_dark_and_is_seen_on_any_ground(qapp):
    """What is bright takes the colour on; what is dark gets no brighter than letters may."""
    way = (Point(5, 20), Point(75, 20))
    for colour in inks.COLOURS[:6]:
        mark = Mark(MarkKind.HIGHLIGHTER, way, colour, 4)
        for ground, least, most in (("#ffffff", 30, 200), ("#000000", 30, 75)):
            image = QtGui.QImage(80, 40, QtGui.QImage.Format.Format_RGB32)
            image.fill(QtGui.QColor(ground))
            pixel = flattened(image, Drawing(80, 40, (mark,))).pixelColor(40, 20)
            there, before = pixel.getRgb()[:3], image.pixelColor(40, 20).getRgb()[:3]
            other = max(abs(a - b) for a, b in zip(there, before, strict=True))
            assert least <= other <= most, (colour, ground)
