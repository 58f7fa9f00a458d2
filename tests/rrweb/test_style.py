from __future__ import annotations

import pytest

from usero_desktop.rrweb import style


@pytest.mark.parametrize(
    "text, properties",
    [
        ("", {}),
        ("left:4px;top:5px", {"left": "4px", "top": "5px"}),
        (" Left : 4px ; ;top", {"left": "4px"}),
        ("--Own: a; color: red; color: blue", {"--Own": "a", "color": "blue"}),
        ("background:url(data:a;b,c);top:1px", {"background": "url(data:a;b,c)", "top": "1px"}),
        ("font:12px 'a;b', \"c;(\";top:1px", {"font": "12px 'a;b', \"c;(\"", "top": "1px"}),
        (r"font:'a\';b';top:1px", {"font": r"'a\';b'", "top": "1px"}),
        ("width:calc((1px + 2px));top:1px", {"width": "calc((1px + 2px))", "top": "1px"}),
    ],
)
def test_a_style_is_its_properties(text, properties):
    assert style.parsed(text) == properties
    assert style.parsed(style.text(properties)) == properties


def test_a_property_keeps_its_place_when_it_changes():
    properties = {"left": "1px", "top": "2px"}
    style.put(properties, "LEFT", " 9px ")
    assert style.text(properties) == "left:9px;top:2px"
    style.take(properties, "Left")
    style.take(properties, "left")
    assert style.text(properties) == "top:2px"


def test_one_that_overlaps_another_counts_from_then_on():
    properties = {"border": "1px solid red", "border-color": "blue", "top": "1px"}
    style.put(properties, "border", "2px solid green")
    assert style.text(properties) == "border-color:blue;top:1px;border:2px solid green"


@pytest.mark.parametrize("value", ["4px", "url(data:a;b,c)", "'a;b'"])
def test_a_value_is_one_value(value):
    assert style.is_value(value)


@pytest.mark.parametrize(
    "value", ["", " ", "4px;top:5px", "4px;", "url(a);b", "'a", "url(a", "4px\\"]
)
def test_more_than_a_value_is_none(value):
    assert not style.is_value(value)


@pytest.mark.parametrize("text", ["", "top:1px;", "a:'b;c'", "a:url(b;'c)')", "a:b)", r"a:\";b:c"])
def test_a_style_is_whole(text):
    assert style.is_whole(text)


@pytest.mark.parametrize("text", ["le'ft:4px;top:9px", "a:url(b;c:d", 'a:"b', "a:b\\", "a:(')"])
def test_what_a_browser_would_read_on_in_is_not(text):
    assert not style.is_whole(text)
