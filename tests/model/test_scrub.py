"""Secrets go, ordinary words stay, and nothing that comes makes it stumble."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model.secrets import ADDRESSES, ORDINARY, SECRETS, is_hidden

from usero_desktop.model.scrub import REDACTED, SHAPES, scrub, scrub_address, scrub_text

json_value = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
TEXTS = [text for text, _ in SECRETS.values()]
GLUE = [
    "password", "token", "=", ":", ": ", "://", "@", "?", "&", '"', "'", "\\", "-", "--",
    "bearer ", "Basic ", "eyJ", ".", " ", "\n", REDACTED, "aB3", "a" * 40,
]  # fmt: skip
# Pieces of secrets put together in any order find more than letters do.
pieces = st.lists(st.sampled_from(TEXTS + GLUE) | st.text(max_size=4), max_size=12).map("".join)


@pytest.mark.promise("I3")
@pytest.mark.parametrize("name", sorted(SECRETS))
@pytest.mark.parametrize("around", ["{}", "log: {}", "{} and so on", "[{}]", "x\n{}\ny", "({})"])
def test_a_planted_secret_is_replaced_wherever_it_stands(name, around):
    text, secret = SECRETS[name]

    scrubbed = scrub_text(around.format(text))

    assert is_hidden(secret, scrubbed)
    assert REDACTED in scrubbed


@pytest.mark.promise("I3")
def test_a_secret_is_found_at_any_depth_and_in_keys(figure):
    for text, secret in SECRETS.values():
        deep = {"log": [{"lines": ["first", text]}], text: 1}
        assert is_hidden(secret, repr(scrub(deep)))
    figure(f"{len(SECRETS)} planted secrets, 0 left; {len(ORDINARY)} ordinary texts untouched")


@pytest.mark.promise("I3")
@pytest.mark.parametrize(
    "key",
    ["password", "dbPassword", "DB_PASSWD", "clientSecret", "api_key", "apiKey", "X-Api-Key",
     "token", "accessToken", "refresh_token", "Authorization", "Cookie", "Set-Cookie",
     "private_key", "passwords", "aws.secret", "credentials"],
)  # fmt: skip
@pytest.mark.parametrize("value", ["plain words", 12345, ["a", "b"], {"inner": "x"}])
def test_what_its_key_calls_a_secret_is_replaced_whatever_it_is(key, value):
    assert scrub({"settings": {key: value}, "plan": "pro"}) == {
        "settings": {key: REDACTED},
        "plan": "pro",
    }


@pytest.mark.promise("I3")
@pytest.mark.parametrize(
    "item",
    [{"has_password": True}, {"token": None}, {"password": ""}, {"max_tokens": 4096},
     {"monkey": "x"}, {"author": "Ann"}, {"secretary": "Ann"}, {"keyboard": "de"},
     {"tokenizer": "bpe"}, {"key": "F5"}, {"cookie_policy": "strict"}],
)  # fmt: skip
def test_a_key_that_only_sounds_like_one_keeps_its_value(item):
    assert scrub(item) == item


@pytest.mark.promise("I3")
@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_stays_as_it_is(text):
    assert scrub_text(text) == text
    assert scrub(text) == text


@pytest.mark.promise("I3")
@pytest.mark.parametrize("address, expected", ADDRESSES)
def test_an_address_loses_what_is_personal_in_it(address, expected):
    assert scrub_address(address) == expected


@settings(max_examples=500, deadline=None, derandomize=True)
@given(pieces | st.text())
def test_scrubbing_twice_is_scrubbing_once(text):
    once = scrub_text(text)

    assert scrub_text(once) == once
    assert scrub_address(scrub_address(text)) == scrub_address(text)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(json_value)
def test_no_value_makes_it_stumble(value):
    assert scrub(scrub(value)) == scrub(value) or value != value  # noqa: PLR0124 - NaN


EVIL = ("a_", "a-", "password", "password=", '"', "'\"", "\\", "://", "a://a", "?a=", "eyJ", "x@",
        "-----BEGIN ", "bearer ", "basic ", "sk-", "--a", "Token:",
        "authorization:", "A")  # fmt: skip


@pytest.mark.parametrize("piece", EVIL)
def test_no_text_takes_it_long(piece):
    text = (piece * 10_000)[:10_000]  # longer ones never travel
    started = time.process_time()
    scrub(text)

    assert time.process_time() - started < 1  # a pattern that backtracks takes minutes


def test_every_shape_says_why():
    assert all(len(shape.reason.split()) >= 3 for shape in SHAPES)


@pytest.mark.bites("I3")
@pytest.mark.parametrize("left_out", range(len(SHAPES)))
def test_a_scrubber_without_one_of_its_shapes_is_found_out(monkeypatch, left_out):
    fewer = SHAPES[:left_out] + SHAPES[left_out + 1 :]
    monkeypatch.setattr("usero_desktop.model.scrub.SHAPES", fewer)

    assert [name for name, (text, secret) in SECRETS.items()
            if not is_hidden(secret, scrub_text(text))]  # fmt: skip
