"""What of a drawing can still be changed after it was put into the picture, and what never."""

from __future__ import annotations

import gc

import pytest

from usero_desktop.annotation.drawing import Drawing
from usero_desktop.annotation.marks import Mark, MarkKind, Point, Rect
from usero_desktop.model.picture import Picture
from usero_desktop.qt import QtGui
from usero_desktop.ui.canvas.paint import flattened
from usero_desktop.ui.form.sketches import Sketch, Sketches, split

pytestmark = pytest.mark.usefixtures("qapp")


def mark(kind, *points, width=2.0):
    return Mark(kind, tuple(Point(*p) for p in points), "#dc2626", width)


BLACK = mark(MarkKind.BLACKOUT, (10, 10), (30, 30))
BELOW = mark(MarkKind.BOX, (15, 15), (25, 25))
ACROSS = mark(MarkKind.ARROW, (20, 20), (80, 80))
UNDER_IT = mark(MarkKind.HIGHLIGHTER, (60, 70), (90, 70))
AWAY = mark(MarkKind.BOX, (100, 10), (140, 40))
DRAWING = Drawing(160, 120, (BELOW, UNDER_IT, ACROSS, AWAY, BLACK))


def picture():
    return Picture(b"data", "image/png", 160, 120)


def test_what_touches_a_black_out_is_burned_in_with_what_lies_below_that():
    burned, left = split(DRAWING)

    assert burned.marks == (BELOW, UNDER_IT, ACROSS, BLACK)
    assert left.marks == (AWAY,)


@pytest.mark.parametrize("crop", [None, Rect(5, 8, 120, 90)])
def test_in_two_steps_it_looks_as_in_one(crop):
    image = QtGui.QImage(160, 120, QtGui.QImage.Format.Format_RGB32)
    image.fill(0xFF88AACC)
    drawing = DRAWING.cropped(crop)
    burned, left = split(drawing)

    assert flattened(flattened(image, burned), left) == flattened(image, drawing)


def test_what_lies_outside_the_crop_is_gone():
    _, left = split(Drawing(160, 120, (AWAY,), Rect(0, 50, 60, 60)))

    assert left == Drawing(60, 60)


def test_an_unknown_picture_is_its_own_base_with_nothing_on_it():
    sketch = Sketches().of(picture())

    assert (sketch.base, sketch.drawing) == (None, Drawing(160, 120))


def test_pictures_with_the_same_bytes_have_sketches_of_their_own():
    one, other = picture(), picture()
    assert one == other
    sketches = Sketches()
    sketches.keep(one, Sketch(None, DRAWING))

    assert sketches.of(one).drawing == DRAWING
    assert sketches.of(other).drawing == Drawing(160, 120)


def test_a_sketch_goes_with_its_picture():
    sketches = Sketches()
    kept = picture()
    sketches.keep(kept, Sketch(picture(), DRAWING))
    assert len(sketches) == 1
    del kept
    gc.collect()

    assert len(sketches) == 0
