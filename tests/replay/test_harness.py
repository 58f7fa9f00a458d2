"""What plays the recordings in these tests finds out what is wrong with one."""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops, ImageDraw
from replay import streams
from replay.likeness import ssim, worst

pytestmark = [pytest.mark.browser, pytest.mark.replay]

DATA_PICTURE = "data:image/gif;base64,R0lGODlhAQABAIABAP8AAP///yH5BAEAAAEALAAAAAABAAEAAAICRAEAOw=="

# Has playing, and not seeking, leave something behind.
ONLY_PLAYED = """rrweb.Replayer.prototype.play = ((play) => function (...args) {
  play.apply(this, args);
  const leave = () => this.iframe.contentDocument.body.setAttribute('title', 'played');
  if (args[0] === 0) this.on('finish', leave);
})(rrweb.Replayer.prototype.play)"""


def test_a_moment_shows_what_was_there_then(stage):
    play = stage(streams.counting())
    for second in (0, 4, 9):
        play.seek(second * 1000)
        assert play.text().strip() == f"{second} s"
        assert f"width: {20 + second * 20}px" in play.dom() or second == 0


def test_chunks_play_like_the_list_they_are_made_of(stage):
    play = stage(streams.counting())
    play.seek(7_500)
    whole = play.dom()
    play = stage(streams.chunks(streams.counting()))
    play.seek(7_500)
    assert play.dom() == whole


def test_the_events_of_a_moment_belong_to_it_and_those_behind_do_not(stage):
    play = stage([*streams.counting(2), streams.said(1_001, 11, "later")])
    play.seek(1_000)
    assert play.text().strip() == "1 s"
    play.seek(1_001)
    assert play.text().strip() == "later"


def test_seeking_and_playing_end_in_the_same_document(stage):
    assert stage(streams.counting()).difference(9_000) == ""


@pytest.mark.bites("K1")
def test_a_document_that_depends_on_how_one_got_there_is_found_out(lenient):
    play = lenient(streams.counting(2))
    play.page.evaluate(ONLY_PLAYED)
    assert '+ <body title="played">' in play.difference(2_000)


@pytest.mark.bites("K1")
@pytest.mark.parametrize(
    "wrong",
    [
        streams.said(100, 999, "nobody"),
        streams.mutation(100, attributes=[{"id": 999, "attributes": {"title": "x"}}]),
        streams.mutation(100, removes=[{"parentId": 7, "id": 999}]),
        streams.mutation(100, removes=[{"parentId": 4, "id": 12}]),
        streams.mutation(
            100, adds=[{"parentId": 999, "nextId": None, "node": streams.element(50, "div")}]
        ),
        streams.moved(100, 5, 5) | {"data": {"source": 1, "positions": [
            {"x": 5, "y": 5, "id": 999, "timeOffset": 0}]}},
    ],
    ids=["text", "attribute", "remove", "wrong parent", "add", "pointer"],
)  # fmt: skip
def test_a_node_that_is_not_there_is_complained_of(lenient, wrong):
    play = lenient([*streams.counting(2), wrong])
    assert play.complaints == []
    play.play(1_000)
    assert play.complaints != []


def test_what_is_fetched_is_complained_of(lenient):
    outside = streams.element(20, "img", {"src": "http://127.0.0.1:9/outside.png"})
    inside = streams.element(21, "img", {"src": DATA_PICTURE})
    play = lenient([streams.meta(), streams.snapshot(inside), streams.custom(9, "end", {})])
    assert play.complaints == []
    play = lenient([streams.meta(), streams.snapshot(outside), streams.custom(9, "end", {})])
    assert "fetched http://127.0.0.1:9/outside.png" in play.complaints


def test_a_replay_without_a_size_is_said_to_be_blank(lenient):
    play = lenient([streams.snapshot(), streams.custom(9, "end", {})])
    with pytest.raises(AssertionError, match="blank"):
        play.picture()


def test_a_picture_is_the_window_and_no_pointer(stage):
    play = stage(streams.counting())
    play.seek(10_000)
    seen = play.picture()
    assert seen.size == (400, 300)
    assert seen.getpixel((10, 140)) == seen.getpixel((215, 140)) == (0x2F, 0x6F, 0xDE)
    assert seen.getpixel((225, 140)) == (255, 255, 255)
    assert seen.getpixel((190, 160 + 2)) == (255, 255, 255)  # where the pointer is
    assert play.picture(scale=2).size == (800, 600)


def drawing():
    picture = Image.new("RGB", (203, 101), "white")
    draw = ImageDraw.Draw(picture)
    for row in range(0, 101, 20):
        draw.text((3, row), "The quick brown fox 0123456789", fill="black")
    return picture


@pytest.mark.bites("K2")
def test_a_picture_is_like_itself_and_less_so_when_it_is_shifted():
    picture = drawing()
    assert ssim(picture, picture) == pytest.approx(1, abs=1e-6)
    by_one = ssim(picture, ImageChops.offset(picture, 1, 0))
    by_three = ssim(picture, ImageChops.offset(picture, 3, 1))
    assert by_three < by_one < 0.9


def test_what_is_left_out_does_not_count():
    picture = drawing()
    other = picture.copy()
    ImageDraw.Draw(other).rectangle((40, 30, 99, 49), fill="red")
    assert ssim(picture, other) < 0.95
    assert ssim(picture, other, [(40, 30, 60, 20)]) == pytest.approx(1, abs=1e-6)
    assert ssim(picture, other, [(40, 30, 60, 18)]) < 1 - 1e-4
    value, left, top = worst(picture, other)
    assert value < 0.1
    assert (33 <= left < 100, 23 <= top < 50) == (True, True)


def test_it_is_the_formula_of_the_paper():
    one, other = drawing().crop((0, 0, 8, 8)), drawing().crop((2, 1, 10, 9))
    a, b = (list(picture.convert("L").get_flattened_data()) for picture in (one, other))
    mean_a, mean_b = sum(a) / 64, sum(b) / 64
    var_a = sum((x - mean_a) ** 2 for x in a) / 63
    var_b = sum((x - mean_b) ** 2 for x in b) / 63
    both = sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True)) / 63
    c1, c2 = 2.55**2, 7.65**2
    expected = ((2 * mean_a * mean_b + c1) * (2 * both + c2)) / (
        (mean_a**2 + mean_b**2 + c1) * (var_a + var_b + c2)
    )
    assert ssim(one, other) == pytest.approx(expected, abs=1e-4)


def test_pictures_that_cannot_be_compared_are_refused():
    with pytest.raises(ValueError, match="sizes"):
        ssim(drawing(), drawing().crop((0, 0, 50, 50)))
    with pytest.raises(ValueError, match="left"):
        ssim(drawing(), drawing(), [(0, 0, 203, 101)])
