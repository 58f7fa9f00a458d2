"""What is painted of a page: what stands in the recording, and nothing that it does not know."""

from __future__ import annotations

import base64
import io
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from replay.playback.shown import painted, shown
from rrweb.stories import START, Story

from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.rrweb import events
from usero_desktop.rrweb.film import Film
from usero_desktop.rrweb.nodes import DESK, Element, Text, page
from usero_desktop.ui.playback import grounds, shapes
from usero_desktop.ui.playback.css import Sheet

CSS = ".a *{position:absolute} .a .t{overflow:visible}"
RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 128, 0), (0, 0, 255), (255, 255, 255)


def box(number, style, *children, tag="div", **attributes):
    return Element(number, tag, {"style": style, **attributes}, children)


def recording(*children, css=CSS):
    desk = Element(DESK, "div", {"class": "a"}, children)
    return [
        events.meta(START, href="app://x", width=60, height=40),
        events.full_snapshot(START, page(css, desk)),
    ]


def data_address(color, size=(4, 4)):
    file = io.BytesIO()
    Image.new("RGBA", size, color).save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


def place(left, top, width, height, more=""):
    return f"left:{left}px;top:{top}px;width:{width}px;height:{height}px;{more}"


def test_what_is_in_a_box_stands_within_its_border_and_is_cut_at_it(qtbot, works):
    inner = box(21, place(5, 5, 50, 50, "background:blue"))
    outer = box(20, place(10, 10, 20, 20, "border:2px solid #ff0000;overflow:hidden"), inner)
    image = painted(qtbot, works, recording(outer))
    assert [image.getpixel(at) for at in ((10, 10), (16, 16), (17, 17), (31, 31))] == [
        RED, WHITE, BLUE, WHITE,
    ]  # fmt: skip


def test_windows_lie_over_each_other_by_their_z_index(qtbot, works):
    over = box(20, place(0, 0, 20, 20, "background:#ff0000;z-index:9"))
    under = box(21, place(10, 0, 20, 20, "background:#0000ff;z-index:2"))
    image = painted(qtbot, works, recording(over, under))
    assert [image.getpixel((x, 5)) for x in (5, 15, 25)] == [RED, RED, BLUE]


def test_sizes_may_be_shares_and_sides(qtbot, works):
    right = box(21, "right:0;top:0;width:50%;bottom:0;background:blue")
    outer = box(20, place(0, 0, 40, 20, "background:#ff0000"), right)
    image = painted(qtbot, works, recording(outer))
    assert [image.getpixel((x, 19)) for x in (19, 20, 39)] == [RED, BLUE, BLUE]


def test_grounds_lie_over_each_other_the_first_on_top(qtbot, works):
    over = "linear-gradient(#ff0000 0 0) 0px 0px/10px 40px no-repeat"
    under = "linear-gradient(#0000ff 0 0) 5px 0px/15px 40px no-repeat"
    image = painted(
        qtbot, works, recording(box(20, place(0, 0, 60, 40, f"background:{over},{under}")))
    )
    assert [image.getpixel((x, 20)) for x in (2, 7, 15, 30)] == [RED, RED, BLUE, WHITE]


@pytest.mark.parametrize("angle", ["180deg", "90deg"])
def test_a_gradient_goes_on_as_far_as_it_is_said_to(qtbot, works, angle):
    stops = "#ff0000 10px,#0000ff 10px,#0000ff 20px,#008000 20px"
    ground = place(0, 0, 40, 40, f"background:linear-gradient({angle},{stops})")
    image = painted(qtbot, works, recording(box(20, ground)))
    along = [(5, at) if angle == "180deg" else (at, 5) for at in (5, 15, 35)]
    assert [image.getpixel(at) for at in along] == [RED, BLUE, GREEN]


def test_pictures_are_shown_with_what_shines_through_them(qtbot, works):
    ground = box(20, place(0, 0, 60, 40, "background:#0000ff"))
    picture = box(21, place(0, 0, 8, 8), tag="img", src=data_address((255, 0, 0, 255)))
    clear = box(22, place(20, 0, 8, 8), tag="img", src=data_address((255, 255, 255, 0)))
    address = data_address((255, 0, 0, 255), (2, 2))
    tile = box(23, place(40, 0, 8, 8, f"background:url({address}) no-repeat;opacity:0.5"))
    image = painted(qtbot, works, recording(ground, picture, clear, tile))
    assert [image.getpixel((x, 1)) for x in (4, 24, 45)] == [RED, BLUE, BLUE]
    assert image.getpixel((41, 1)) == pytest.approx((128, 0, 127), abs=1)


def test_a_path_has_its_own_colour_before_that_of_what_it_is_in(qtbot, works):
    css = CSS + ".a .f1{background:#ffffff;fill:#ff0000} .a .f2{fill:#0000ff}"
    square = "M{} 0h8v8h-8z"
    paths = (
        Element(22, "path", {"d": square.format(0)}),
        Element(23, "path", {"d": square.format(10), "fill": "#008000"}),
        Element(24, "path", {"d": square.format(20), "class": "f2", "fill": "#008000"}),
    )
    svg = Element(21, "svg", {"style": place(0, 0, 60, 40)}, paths)
    outer = box(20, place(0, 0, 60, 40), svg, **{"class": "f1"})
    image = painted(qtbot, works, recording(outer, css=css))
    assert [image.getpixel((x, 4)) for x in (4, 14, 24)] == [RED, GREEN, BLUE]


def test_text_stands_in_the_middle_of_its_line_at_its_side(qtbot, works):
    style = place(0, 0, 60, 40, "font:10px/40px sans-serif;text-align:right;color:#000000")
    image = painted(qtbot, works, recording(box(20, style, Text(21, "ii"))))
    left, top, right, bottom = image.convert("L").point(lambda value: 255 * (value < 128)).getbbox()
    assert left > 40
    assert right <= 60
    assert 12 < top < bottom < 28


def test_nothing_but_data_is_ever_a_picture(qtbot, works):
    far = box(20, place(0, 0, 60, 40), tag="img", src="https://example.com/a.png")
    near = box(21, place(0, 0, 60, 40, "background:url(file:///etc/hostname)"))
    broken = box(22, place(0, 0, 60, 40), tag="img", src="data:image/png;base64,AAAA")
    image = painted(qtbot, works, recording(far, near, broken))
    assert image.getcolors() == [(2400, WHITE)]


def test_what_is_masked_cannot_be_told_in_the_preview(qtbot, works, record):
    seen = []
    for secret in ("one planted secret", "WWW WWWWWWW WWWWWW"):
        window = QtWidgets.QMainWindow()
        label = QtWidgets.QLabel(secret)
        window.setCentralWidget(label)
        label.setProperty("usero_mask", True)
        window.resize(400, 200)
        shown(qtbot, window)
        take = record()
        seen.append(painted(qtbot, works, take.events).tobytes())
        take.recorder.stop()
        window.hide()
    assert seen[0] == seen[1]


@given(st.integers(0, 2**32).map(Random))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_recording_says_it_is_painted(qtbot, works, random):
    story = Story(random).more(30).events
    film = Film(story)
    film.seek(film.length_ms)
    assert painted(qtbot, works, story).size == film.document.extent


@given(st.text("abcdef#0123456789(), /-.degpxurl linear-gradient no-repeat"))
@settings(max_examples=200)
def test_whatever_a_ground_says_it_can_be_painted(text):
    for layer in grounds.layers(text, text, text):
        grounds.gradient(layer, QtCore.QRectF(0, 0, 10, 10))


@given(st.text("MLHVCAZmlz0123456789-., e"), st.text("()matrixtranslate0123456789e-, "))
@settings(max_examples=100)
def test_whatever_a_path_says_it_is_one(data, turned):
    shapes.path(data, is_even=True)
    shapes.transform(turned)


def test_of_two_rules_the_one_with_more_classes_wins_and_then_the_later():
    sheet = Sheet([".a .x{color:red}.x{color:blue}.a *{color:green;left:1px}", ".a .y{top:2px}"])
    assert sheet.declared("div", "x", frozenset("a")) == {"color": "red", "left": "1px"}
    assert sheet.declared("div", "x", frozenset()) == {"color": "blue"}
    assert sheet.declared("p", "y x", frozenset("a")) == {
        "color": "red", "left": "1px", "top": "2px",
    }  # fmt: skip
