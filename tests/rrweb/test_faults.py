"""What does not fit is left out, said once, and the rest of it is played."""

from __future__ import annotations

import json

import pytest

from usero_desktop.rrweb import events
from usero_desktop.rrweb.document import Document
from usero_desktop.rrweb.events import Add, Interaction
from usero_desktop.rrweb.nodes import DESK, Element, Text, page
from usero_desktop.rrweb.tree import PICTURE_BYTES

NOW = 1_790_000_000_000
LABEL = Element(21, "div", {"class": "s1"}, (Text(22, "Save"),))
CHART = Element(23, "div")


@pytest.fixture
def document():
    desk = Element(DESK, "div", {}, (Element(20, "div", {"class": "a"}, (LABEL, CHART)),))
    begun = Document()
    begun.apply(events.meta(NOW, href="app://x", width=400, height=300))
    begun.apply(events.full_snapshot(NOW, page("", desk)))
    return begun


def html(document):
    return document.snapshot(NOW)[1]


def test_a_picture_for_a_widget_that_is_gone_is_left_out(document):
    document.apply(events.mutation(NOW, removes=[(20, 23)]))
    before = html(document)
    late = events.mutation(NOW, adds=[Add(23, Element(30, "img", {"src": "data:,"}))])
    assert document.apply(late) is None
    assert html(document) == before
    assert document.faults == 1
    assert document.fault == "23 is not there"


def test_what_fits_of_a_change_is_kept_without_the_rest(document):
    both = events.mutation(
        NOW,
        removes=[(20, 99), (20, 23)],
        adds=[Add(99, Text(30, "lost")), Add(20, Text(31, "kept"), next_id=21)],
        texts={22: "Open", 99: "lost"},
        attributes={21: {"class": "s2"}, 99: {"class": "lost"}, 22: {"class": "of a text"}},
    )
    fitting = events.mutation(
        NOW,
        removes=[(20, 23)],
        adds=[Add(20, Text(31, "kept"), next_id=21)],
        texts={22: "Open"},
        attributes={21: {"class": "s2"}},
    )
    assert json.loads(document.apply(both).data) == json.loads(fitting.data)
    assert document.faults == 5


def test_a_node_that_is_added_before_its_place_is_comes_after_it(document):
    late, place = Add(20, Text(30, "a"), next_id=31), Add(20, Element(31, "p"))
    inside = Add(31, Text(32, "b"))
    told = document.apply(events.mutation(NOW, adds=[inside, late, place]))
    assert [add["node"]["id"] for add in json.loads(told.data)["data"]["adds"]] == [31, 32, 30]
    children = (LABEL, CHART, late.node, Element(31, "p", {}, (inside.node,)))
    desk = Element(DESK, "div", {}, (Element(20, "div", {"class": "a"}, children),))
    assert html(document) == events.full_snapshot(NOW, page("", desk))


@pytest.mark.parametrize(
    "change",
    [
        {"removes": [(DESK, 21)]},  # it is in another one
        {"removes": [(20, 20)]},
        {"adds": [Add(21, Text(22, "there already"))]},
        {"adds": [Add(22, Text(30, "in a text"))]},
        {"adds": [Add(20, Text(30, "before a stranger"), next_id=22)]},
        {"adds": [Add(20, Element(30, "no tag"))]},
        {"adds": [Add(20, Element(30, "p", {"no name": ""}))]},
        {"adds": [Add(20, Text(2, "the doctype's id"))]},
        {"texts": {21: "it holds a text with an id of its own"}},
        {"attributes": {21: {"style": {"left": "1px;top:2px"}}}},
        {"attributes": {21: {"style": {"left": " "}}}},
        {"attributes": {21: {"style": "le'ft:4px;top:9px"}}},
        {"adds": [Add(20, Element(30, "p", {"style": "background:url(a;top:9px"}))]},
        {"attributes": {21: {"class": "s2", "style": {"left": "1px", "no name": "2px"}}}},
    ],
)
def test_what_the_player_would_not_do_is_not_done(document, change):
    before = html(document)
    assert document.apply(events.mutation(NOW, **change)) is None
    assert html(document) == before
    assert document.faults == 1


def test_a_drawing_keeps_its_name_space(document):
    drawing = Element(30, "svg", {}, (Element(31, "path", {"d": "M0 0"}),))
    document.apply(events.mutation(NOW, adds=[Add(23, drawing)]))
    assert document.faults == 0
    assert html(document).data.count(b'"isSVG":true') == 2


def test_the_mouse_is_on_a_node_that_is_there(document):
    assert document.mouse(NOW) is None
    lost = events.interaction(NOW, Interaction.CLICK, x=5, y=6, node=99)
    assert document.apply(lost) is None
    assert document.mouse(NOW) is None
    document.apply(events.interaction(NOW, Interaction.CLICK, x=5, y=6))
    (position,) = json.loads(document.mouse(NOW + 9).data)["data"]["positions"]
    assert position == {"x": 5, "y": 6, "id": DESK, "timeOffset": 0}


def test_before_a_full_snapshot_nothing_fits_and_there_is_nothing_to_tell():
    document = Document()
    assert document.is_empty
    assert document.apply(events.mutation(NOW, texts={22: "early"})) is None
    with pytest.raises(ValueError, match="full snapshot"):
        document.snapshot(NOW)


def test_it_is_logged_once_and_without_what_was_on_the_screen(document, caplog):
    for words in ("Jane Doe", "4929"):
        document.apply(events.mutation(NOW, texts={99: words}, attributes={98: {"title": words}}))
    (record,) = caplog.records
    assert record.getMessage() == (
        "A part of a session replay does not fit and is left out: 99 is not there."
    )


def test_the_oldest_pictures_are_forgotten_where_they_are_too_many(document):
    third = "data:image/webp;base64," + "A" * (PICTURE_BYTES // 3)
    for number in range(30, 36):
        picture = Element(number, "img", {"src": third, "class": "p"})
        document.apply(events.mutation(NOW, adds=[Add(23, picture)]))
    told = html(document).data.decode()
    assert told.count(third) == 2
    assert told.count('"class":"p"') == 6
    assert len(told) < PICTURE_BYTES
    assert document.size < PICTURE_BYTES + 20_000
    document.apply(events.mutation(NOW, attributes={30: {"src": third}}, removes=[(23, 35)]))
    assert html(document).data.decode().count(third) == 2
    assert document.faults == 0
