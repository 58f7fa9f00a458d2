"""Metadata keeps within what the server takes, counted as JavaScript counts it."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from model.hostile import MAKERS, MAPPING, NUMBER, BadItems, BadKeys, EndlessItems, NoText, cooked
from pages.chromium import BINARY, Chromium

from usero_desktop.model import limits
from usero_desktop.model.metadata import (
    NAMED_BYTES,
    REQUIRED_KEY,
    TRUNCATED_KEY,
    compact_json,
    fit_metadata,
    merged_items,
    stringified_size,
    to_json,
)

ID = {REQUIRED_KEY: "0b8a3c1e-6f0e-4d2b-9b57-7b1f6b0f0e1a"}
OURS = {"os": "Debian 12", "screens": ["3840x2160 @2"] * 3, **ID}
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]


def tried(times):
    return settings(max_examples=times, deadline=None, derandomize=True, suppress_health_check=SLOW)


def checked(automatic, host):
    """Fit both together, and hold the result against everything that is promised of it."""
    fitted = fit_metadata(automatic, host)
    raw = compact_json(fitted)
    assert len(raw) <= limits.METADATA_BUDGET
    assert json.loads(raw.decode("utf-8")) == fitted
    assert fitted[REQUIRED_KEY] == ID[REQUIRED_KEY]
    theirs = set(merged_items(host)) - {REQUIRED_KEY, TRUNCATED_KEY}
    ours = set(automatic) - theirs - {REQUIRED_KEY}
    gone = (theirs | ours) - set(fitted)
    assert bool(gone) == (TRUNCATED_KEY in fitted)
    if theirs & gone:
        assert not ours & set(fitted), "a key of the host's went before one of ours"
    return fitted


@pytest.mark.promise("B3")
@tried(100)
@given(MAPPING)
def test_whatever_a_host_puts_in_it_fits_and_the_id_is_there(host):
    checked(OURS, cooked(host))


@pytest.mark.promise("B3")
@tried(30)
@given(MAPPING, st.integers(1, 10))
def test_it_fits_however_much_there_is_of_it(host, times):
    many = {f"{key!r:.40} {n}": value for n in range(times) for key, value in host.items()}
    checked(OURS, cooked(many))


@pytest.mark.promise("B3")
@pytest.mark.parametrize("number", range(len(MAKERS)))
def test_every_odd_value_alone_fits_and_harms_no_other(number):
    fitted = checked(OURS, {"odd": MAKERS[number](), "plan": "pro"})

    assert fitted["plan"] == "pro"
    assert "odd" in fitted or fitted[TRUNCATED_KEY] == ["screens", "os", "odd"]


@pytest.mark.promise("B3")
@pytest.mark.parametrize("kind", [BadItems, BadKeys, EndlessItems])
def test_the_mapping_itself_may_be_broken(kind):
    assert fit_metadata(OURS, kind(a=1))[REQUIRED_KEY] == ID[REQUIRED_KEY]


@pytest.mark.promise("B3")
def test_keys_of_any_kind_become_texts():
    fitted = fit_metadata(OURS, {NoText(): 1, None: 2, 3.5: 3, ("a",): 4, "\ud800": 5})

    assert fitted == {**OURS, "<NoText>": 1, "None": 2, "3.5": 3, "('a',)": 4, "\ufffd": 5}


@pytest.mark.promise("B3")
def test_a_mapping_that_cannot_be_read_costs_itself_alone():
    assert merged_items({"plan": "pro"}, BadItems(a=1), None, {"cart": 3}) == {
        "plan": "pro",
        "cart": 3,
    }


@pytest.mark.promise("B3")
def test_what_was_dropped_is_named_and_beyond_a_thousand_bytes_counted():
    host = {f"key {n} {'k' * 20}": "v" * 100 for n in range(500)}

    fitted = checked(OURS, host)

    told = fitted[TRUNCATED_KEY]
    assert len(compact_json(told)) <= NAMED_BYTES + 30
    *names, more = told
    kept = len([key for key in fitted if key in host])
    assert names[:2] == ["screens", "os"]
    assert more == f"… {500 + 2 - kept - len(names)} more"
    assert kept > 50


def test_ten_thousand_keys_are_fitted_one_by_one_and_not_each_time_anew(monkeypatch):
    counted = []
    whole = stringified_size

    def count(value):
        counted.append(len(value))
        return whole(value)

    monkeypatch.setattr("usero_desktop.model.metadata.stringified_size", count)
    fit_metadata(OURS, {str(n): "v" * 9 for n in range(10_000)})

    assert max(counted) == 1


@pytest.fixture(scope="module")
def page():
    if BINARY is None:
        pytest.skip("no Chromium on this machine")
    with Chromium() as browser:
        yield browser.page()


def as_the_server_counts(page, text):
    """Return the UTF-8 bytes of JSON.stringify of what JSON.parse makes of `text`."""
    return page.evaluate(
        "new TextEncoder().encode(JSON.stringify(JSON.parse("
        + json.dumps(text.decode("utf-8"))
        + "))).length"
    )


def swollen():
    """Return mappings whose numbers JavaScript spells out, a few bytes beyond the limit."""
    chance = random.Random(7)
    for low, high in ((1e-6, 1e-5), (1e-5, 1e-4), (1e16, 1e21), (1e20, 1e21)):
        short = [float(f"{chance.uniform(low, high):.1e}") for _ in range(5000)]
        for count in range(200, 2000, 40):
            yield {"numbers": short[:count], "rest": "x"}
    for exponent in range(-9, 25):
        yield {"numbers": [float(f"1e{exponent}")] * 900, "rest": "x"}


@pytest.mark.browser
@pytest.mark.promise("B3")
def test_javascript_never_counts_more_than_we_do(page, figure):
    most = 0
    for host in swollen():
        fitted = fit_metadata(ID, host)
        count = as_the_server_counts(page, compact_json(fitted))
        assert count <= stringified_size(fitted) <= limits.METADATA_BUDGET
        most = max(most, count)

    assert most > 9_000  # it has come close, or nothing was tried
    figure(f"JSON.stringify of a real browser: {most:,} bytes at most")


@pytest.mark.browser
@pytest.mark.promise("B3")
@tried(80)
@given(MAPPING, st.lists(NUMBER, max_size=400))
def test_javascript_agrees_about_anything_that_comes(page, host, numbers):
    fitted = fit_metadata(OURS, cooked({**host, "numbers": numbers}))

    assert as_the_server_counts(page, compact_json(fitted)) <= limits.METADATA_BUDGET


@pytest.mark.browser
@pytest.mark.bites("B3")
def test_a_fit_that_counts_its_own_bytes_is_found_out(page):
    def naive(host):
        kept = {**ID, **{key: value for key, value in host.items() if to_json(value) is not None}}
        while len(compact_json(kept)) > limits.METADATA_BUDGET:
            kept.popitem()
        return kept

    counts = [as_the_server_counts(page, compact_json(naive(host))) for host in swollen()]

    assert max(counts) > limits.METADATA_BYTES
