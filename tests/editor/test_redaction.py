"""What is blacked out is gone: whatever lies above and below, wherever, and after a crop.

Two pictures that differ in nothing but what is covered must become the same bytes.
"""

from __future__ import annotations

from math import ceil, floor

import pytest
from editor.easel import noise
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from usero_desktop.annotation.drawing import Drawing
from usero_desktop.annotation.geometry import frame
from usero_desktop.annotation.marks import Mark, MarkKind, Point, Rect
from usero_desktop.qt import QtCore, QtGui, pixels_of
from usero_desktop.ui.canvas import paint
from usero_desktop.ui.canvas.paint import burned, flattened
from usero_desktop.ui.canvas.scene import Scene
from usero_desktop.ui.canvas.view import View

SIZE = (96, 64)
ONE, OTHER = noise(*SIZE, seed=1), noise(*SIZE, seed=2)
ZOOMS = (0.3, 0.5, 1.0, 1.7, 3.0)


def mark_of(kind, points, colour="#facc15", width=3.0):
    text = "secret" if kind is MarkKind.TEXT else ""
    least = {MarkKind.STEP: 1, MarkKind.PEN: 4, MarkKind.HIGHLIGHTER: 4}.get(kind, 2)
    return Mark(kind, tuple(points[:least]), colour, width, text, 1)


coordinates = st.floats(-30, 120) | st.integers(-30, 120).map(float)
places = st.builds(Point, coordinates, coordinates)
ways = st.lists(places, min_size=4, max_size=4)
colours = st.sampled_from(["#facc15", "#ffffff", "#000000"])
marks = st.builds(mark_of, st.sampled_from(MarkKind), ways, colours, st.floats(1, 12))
blackouts = st.builds(mark_of, st.just(MarkKind.BLACKOUT), ways)
crops = st.none() | st.builds(
    Rect, st.floats(0, 60), st.floats(0, 40), st.floats(1, 60), st.floats(1, 40)
)


def pixels_below(drawing):
    """Return the pixels that a black-out touches: worked out here, and not by the painter."""
    found = QtGui.QRegion()
    for mark in drawing.marks:
        if mark.kind is MarkKind.BLACKOUT:
            around = frame(mark)
            left, top = floor(around.left), floor(around.top)
            size = ceil(around.right) - left, ceil(around.bottom) - top
            found = found.united(QtCore.QRect(left, top, *size))
    return found.intersected(QtCore.QRect(0, 0, *SIZE))


def other_below(drawing):
    """Return the picture with other pixels under the black-outs."""
    image = QtGui.QImage(ONE)
    painter = QtGui.QPainter(image)
    painter.setClipRegion(pixels_below(drawing))
    painter.drawImage(0, 0, OTHER)
    painter.end()
    return image


def shown(image, drawing):
    """Return what the canvas shows at a zoom of 1."""
    area = drawing.area
    view = View(area, 1.0, 0, 0)
    part = QtCore.QRect(0, 0, int(area.width), int(area.height))
    return Scene(image).painted(part, view, drawing, ground=QtGui.QColor("white"))


def bytes_of(image):
    return bytes(pixels_of(image))


def leaks(drawing):
    """Return what makes other bytes of the two."""
    below = other_below(drawing)
    return [
        make.__name__ for make in (flattened, burned, shown)
        if bytes_of(make(ONE, drawing)) != bytes_of(make(below, drawing))
    ]  # fmt: skip


WHOLE = [Point(0, 0), Point(96, 64)]
WORST = (
    mark_of(MarkKind.HIGHLIGHTER, [Point(0, 20), Point(30, 22), Point(60, 20), Point(96, 20)]),
    mark_of(MarkKind.BLACKOUT, [Point(10.4, 8.6), Point(50.5, 40.3)]),
    mark_of(MarkKind.PEN, [Point(0, 30), Point(30, 12), Point(60, 30), Point(96, 20)]),
    mark_of(MarkKind.BLACKOUT, [Point(40.5, 30.5), Point(110, 90)]),
)


@pytest.fixture(scope="module", autouse=True)
def _application(qapp):
    """Texts are painted with an application's letters."""


@pytest.mark.promise("I5")
def test_no_byte_hangs_on_what_lies_under_a_blackout(figure):
    seen = []

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(marks, max_size=4), blackouts, st.lists(marks, max_size=4), crops)
    @example(list(WORST[:1]), WORST[1], list(WORST[2:]), None)
    @example(list(WORST[:1]), WORST[1], list(WORST[2:]), Rect(20.4, 10.6, 40.2, 30.3))
    @example([], mark_of(MarkKind.BLACKOUT, WHOLE), [], None)
    def search(below, blackout, above, crop):
        drawing = Drawing(*SIZE, (*below, blackout, *above), crop)
        seen.append(sum(r.width() * r.height() for r in [pixels_below(drawing).boundingRect()]))
        assert leaks(drawing) == []

    search()
    assert sum(seen) > 10_000
    figure(f"{len(seen)} drawings with black-outs: 0 bytes hang on what lies under them")


@pytest.mark.promise("I5")
def test_every_pixel_that_a_blackout_touches_is_black_and_none_is_see_through(figure):
    drawing = Drawing(*SIZE, WORST)
    below, count = pixels_below(drawing), 0
    for make in (flattened, burned, shown):
        image = make(ONE, drawing)
        assert not image.hasAlphaChannel()
        for x in range(SIZE[0]):
            for y in range(SIZE[1]):
                if below.contains(QtCore.QPoint(x, y)):
                    count += 1
                    assert image.pixel(x, y) == 0xFF000000, (x, y)
    figure(f"{count:,} pixels under black-outs, all of them black")


@pytest.mark.promise("I5")
def test_the_file_that_is_sent_is_the_same_byte_by_byte(figure):
    drawing = Drawing(*SIZE, WORST, Rect(5, 5, 80, 50))
    files = []
    for image in (ONE, other_below(drawing)):
        data = QtCore.QByteArray()
        buffer = QtCore.QBuffer(data)
        buffer.open(QtCore.QIODevice.OpenModeFlag.WriteOnly)
        assert flattened(image, drawing).save(buffer, "PNG")
        buffer.close()
        files.append(bytes(data.data()))
    assert files[0] == files[1]
    figure("two pictures with other words under a black-out: the same PNG")


@pytest.mark.parametrize("zoom", ZOOMS)
@pytest.mark.parametrize("left,top,right,bottom", [(20, 10, 60, 40), (21.3, 9.7, 57.1, 33.9)])
def test_at_any_zoom_a_blackout_is_shown_solid(zoom, left, top, right, bottom):
    blackout = mark_of(MarkKind.BLACKOUT, [Point(left, top), Point(right, bottom)])
    pen = mark_of(MarkKind.PEN, [Point(0, 0), Point(30, 30), Point(40, 20), Point(90, 60)])
    drawing = Drawing(*SIZE, (blackout, pen))
    view = View(drawing.area, zoom, 0, 0)
    part = QtCore.QRect(0, 0, view.width, view.height)
    image = Scene(ONE).painted(part, view, drawing, ground=QtGui.QColor("white"))
    start, end = floor(floor(left) * zoom + 0.01), ceil(ceil(right) * zoom - 0.01)
    first, last = floor(floor(top) * zoom + 0.01), ceil(ceil(bottom) * zoom - 0.01)
    wrong = [
        (x, y) for x in range(start, end) for y in range(first, last)
        if image.pixel(x, y) != 0xFF000000
    ]  # fmt: skip
    assert wrong == []


def _nearly_black(painter, mark):
    painter.fillRect(paint.blackout_rect(mark), QtGui.QColor(0, 0, 0, 250))


def _smooth_at_the_edge(painter, mark):
    around = frame(mark)
    painter.fillRect(QtCore.QRectF(*around), QtGui.QColor(0, 0, 0))


def _blurred(painter, mark):
    rect = paint.blackout_rect(mark)
    ground = painter.device().copy(rect)
    keep, smooth = QtCore.Qt.AspectRatioMode(0), QtCore.Qt.TransformationMode(1)
    painter.drawImage(rect, ground.scaled(3, 3, keep, smooth).scaled(rect.size(), keep, smooth))


@pytest.mark.bites("I5")
@pytest.mark.parametrize("wrong", [_nearly_black, _smooth_at_the_edge, _blurred])
def test_a_blackout_that_lets_something_through_is_found_out(monkeypatch, wrong, figure):
    monkeypatch.setitem(paint._PAINTERS, MarkKind.BLACKOUT, wrong)
    assert leaks(Drawing(*SIZE, WORST)) == ["flattened", "burned", "shown"]
    figure(f"{wrong.__name__.strip('_').replace('_', ' ')}: found")
