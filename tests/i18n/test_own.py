"""What a host says in place of our words is checked when it is set."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usero_desktop.errors import ConfigError
from usero_desktop.i18n import Texts
from usero_desktop.i18n.catalogs import fallback
from usero_desktop.i18n.own import checked_texts

COUNTED = "reports.pictures"
PLAIN = "error.picture_missing"


def refused(texts):
    with pytest.raises(ConfigError) as caught:
        checked_texts(texts)
    return str(caught.value)


def test_texts_and_forms_are_taken_and_copied():
    forms = {"one": "a picture", "few": "{n} pictures", "other": "{n} pictures"}
    given = {"panel.title": "How is it?", COUNTED: forms, PLAIN: "No {name}."}
    checked = checked_texts(given)
    forms["other"] = given["panel.title"] = "changed afterwards"

    assert checked["panel.title"] == "How is it?"
    assert checked[COUNTED]["other"] == "{n} pictures"
    assert Texts("en", checked)(PLAIN, name="a.png") == "No a.png."


def test_what_is_counted_may_have_one_text_for_every_number():
    assert checked_texts({COUNTED: "pictures: {n}"}) == {COUNTED: "pictures: {n}"}


@pytest.mark.parametrize(
    "name, near",
    [("panel.titel", "panel.title"), ("rating.5", "rating."), ("Panel.Send", "panel.send")],
)
def test_an_unknown_message_names_the_nearest_one(name, near):
    told = refused({name: "x"})

    assert f"no message {name!r}" in told
    assert f"did you mean {near}" in told


@pytest.mark.parametrize("name", ["zzzz", "", 3, None, "x" * 10_000, "@@locale"])
def test_an_unknown_message_that_is_near_to_none_is_refused_in_one_line(name):
    told = refused({name: "x"})

    assert told.startswith("texts: there is no message")
    assert len(told) < 150


@pytest.mark.parametrize(
    "name, text, allowed",
    [
        (PLAIN, "No {file}.", "{name}"),
        (PLAIN, "No {name} {}.", "{name}"),
        (PLAIN, "No {name.__class__}.", "{name}"),
        (PLAIN, "No {name[0]}.", "{name}"),
        (PLAIN, "No {name!r}.", "{name}"),
        (PLAIN, "No {name:>9999999}.", "{name}"),
        (PLAIN, "No {name:{name}}.", "{name}"),
        (PLAIN, "No {name", "{name}"),
        (PLAIN, "No name}", "{name}"),
        (COUNTED, "{count} pictures", "{n}"),
        (COUNTED, {"one": "one", "other": "{count} pictures"}, "{n}"),
        ("panel.title", "{n}", "none"),
        ("error.picture_pixels", "{size}", "{most}, {name}, {side}, {width}, {height}"),
    ],
)
def test_a_place_that_nothing_is_put_into_is_refused_with_those_that_there_are(name, text, allowed):
    told = refused({name: text})

    assert told.startswith(f"texts: {name} has a place")
    for place in allowed.split(", "):
        assert place in told.partition("Allowed are: ")[2]


@pytest.mark.parametrize(
    "name, text, wanted",
    [
        ("panel.title", 3, "must be a text, not 3"),
        ("panel.title", None, "must be a text, not None"),
        ("panel.title", {"other": "x"}, "must be a text, not dict"),
        (COUNTED, ["x"], "must be a text or an object of plural forms, not ['x']"),
        (COUNTED, {"other": 3}, "must be a text of zero, one, two, few, many, other, not 3"),
        (COUNTED, {"several": "x", "other": "x"}, "must be a text of zero, one, two"),
        (COUNTED, {"one": "x"}, 'has no form "other"'),
        (COUNTED, {}, 'has no form "other"'),
    ],
)
def test_what_is_no_text_is_refused_in_words(name, text, wanted):
    assert wanted in refused({name: text})


@given(st.sampled_from(sorted(fallback().messages)), st.text(max_size=40))
def test_any_text_is_refused_in_words_or_can_be_filled_in(name, text):
    try:
        own = checked_texts({name: text})
    except ConfigError:
        return
    said = Texts("en", own)(name, **dict.fromkeys(("n", *_places(name)), 1))
    if not set("{}") & set(text):
        assert said == text


def _places(name):
    message = fallback().messages[name]
    texts = [message] if isinstance(message, str) else message.values()
    return [field for t in texts for _, field, _, _ in string.Formatter().parse(t) if field]
