"""Events are the JSON that was seen to play; what would not play is refused or impossible."""

from __future__ import annotations

import json

import pytest

from usero_desktop.rrweb import events
from usero_desktop.rrweb.events import Add, Interaction, Position
from usero_desktop.rrweb.nodes import DESK, FIRST_FREE, Element, Text, page

NOW = 1_700_000_000_000
LABEL = Element(21, "div", {"style": "left:4px"}, (Text(22, "Größe ✓"),))
WINDOW = Element(FIRST_FREE, "div", {"class": "a"}, (LABEL, Element(23, "img", {"src": "data:,"})))


def read(event):
    told = json.loads(event.data)
    assert told["timestamp"] == event.timestamp_ms == NOW
    return told["type"], told["data"]


def test_a_meta_says_where_and_how_large():
    event = events.meta(NOW, href="app://order-desk/Main", width=1002, height=725)
    assert read(event) == (4, {"href": "app://order-desk/Main", "width": 1002, "height": 725})
    assert event.is_meta
    assert not event.is_full_snapshot


def test_a_full_snapshot_is_a_whole_document():
    event = events.full_snapshot(NOW, page("p{}", Element(DESK, "div", {}, (WINDOW,))))
    kind, data = read(event)
    style = element(5, "style", {"_cssText": "p{}"})
    label = element(21, "div", {"style": "left:4px"}, text(22, "Größe ✓"))
    window = element(20, "div", {"class": "a"}, label, element(23, "img", {"src": "data:,"}))
    body = element(7, "body", {}, element(8, "div", {}, window))
    doctype = {"type": 1, "id": 2, "name": "html", "publicId": "", "systemId": ""}
    html = element(3, "html", {}, element(4, "head", {}, style), body)
    assert kind == 2
    assert data == {
        "node": {"type": 0, "id": 1, "childNodes": [doctype, html]},
        "initialOffset": {"top": 0, "left": 0},
    }
    assert event.is_full_snapshot
    assert not event.is_meta


def test_a_page_shows_the_desk_alone():
    with pytest.raises(ValueError, match="not 20"):
        page("", WINDOW)


def test_a_tree_is_added_node_by_node_parents_first():
    kind, data = read(events.mutation(NOW, adds=[Add(DESK, WINDOW, next_id=30)]))
    assert kind == 3
    assert data == {
        "source": 0, "texts": [], "attributes": [], "removes": [],
        "adds": [
            {"parentId": 8, "nextId": 30, "node": element(20, "div", {"class": "a"})},
            {"parentId": 20, "nextId": None, "node": element(21, "div", {"style": "left:4px"})},
            {"parentId": 21, "nextId": None, "node": text(22, "Größe ✓")},
            {"parentId": 20, "nextId": None, "node": element(23, "img", {"src": "data:,"})},
        ],
    }  # fmt: skip


def test_texts_attributes_and_removes_name_their_nodes():
    event = events.mutation(
        NOW,
        removes=[(8, 20)],
        texts={22: "new"},
        attributes={
            21: {
                "class": "s1",
                "title": None,
                "style": {"left": "9px", "top": None, "z-index": ""},
            },
            23: {"style": "left:1px"},
        },
    )
    assert read(event)[1] == {
        "source": 0,
        "texts": [{"id": 22, "value": "new"}],
        "attributes": [
            {
                "id": 21,
                "attributes": {
                    "class": "s1",
                    "title": None,
                    "style": {"left": "9px", "top": False, "z-index": False},
                },
            },
            {"id": 23, "attributes": {"style": "left:1px"}},
        ],
        "removes": [{"parentId": 8, "id": 20}],
        "adds": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    "change", [{"width": 5}, {"hidden": True}, {"style": {"top": 0}}, {"class": {"a": "b"}}]
)
def test_an_attribute_that_the_player_would_ignore_is_refused(change):
    with pytest.raises(TypeError, match="is text"):
        events.mutation(NOW, attributes={21: change})


@pytest.mark.parametrize("value", [5, None, True])
def test_an_attribute_of_a_node_is_text(value):
    node = Element(20, "div", {"width": value})
    with pytest.raises(TypeError, match="is text"):
        events.mutation(NOW, adds=[Add(DESK, node)])
    with pytest.raises(TypeError, match="is text"):
        events.full_snapshot(NOW, page("", Element(DESK, "div", {}, (node,))))


def test_what_svg_draws_is_made_in_its_name_space():
    tree = Element(30, "svg", {}, (Element(31, "text", {}, (Text(32, "wide"),)),))
    adds = read(events.mutation(NOW, adds=[Add(DESK, tree)]))[1]["adds"]
    assert [add["node"].get("isSVG") for add in adds] == [True, True, None]


def test_a_way_of_the_mouse_is_told_back_from_its_end():
    way = [Position(NOW - 120, 5, 6), Position(NOW - 50, 7, 8), Position(NOW, 9, 10)]
    assert read(events.mouse_moves(way)) == (3, {
        "source": 1,
        "positions": [
            {"x": 5, "y": 6, "id": 8, "timeOffset": -120},
            {"x": 7, "y": 8, "id": 8, "timeOffset": -50},
            {"x": 9, "y": 10, "id": 8, "timeOffset": 0},
        ],
    })  # fmt: skip


def test_a_clock_that_went_back_makes_no_position_of_the_future():
    way = [Position(NOW + 3000, 5, 6), Position(NOW, 7, 8)]
    offsets = [at["timeOffset"] for at in read(events.mouse_moves(way))[1]["positions"]]
    assert offsets == [0, 0]


def test_clicks_sizes_and_places_have_their_numbers():
    click = events.interaction(NOW, Interaction.DOUBLE_CLICK, x=3, y=4)
    assert read(click) == (3, {"source": 2, "type": 4, "id": 8, "x": 3, "y": 4})
    size = events.viewport(NOW, width=800, height=600)
    assert read(size) == (3, {"source": 4, "width": 800, "height": 600})
    place = events.url_change(NOW, "app://order-desk/Settings")
    assert read(place) == (
        5, {"tag": "url-change", "payload": {"href": "app://order-desk/Settings"}},
    )  # fmt: skip


def test_text_that_is_no_utf_8_does_not_stop_a_recording():
    event = events.mutation(NOW, texts={22: "half \ud800 a pair"})
    assert read(event)[1]["texts"] == [{"id": 22, "value": "half ? a pair"}]


def element(number, tag, attributes, *children):
    return {
        "type": 2, "id": number, "tagName": tag, "attributes": attributes,
        "childNodes": list(children),
    }  # fmt: skip


def text(number, words):
    return {"type": 3, "id": number, "textContent": words}
