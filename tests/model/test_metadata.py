"""The metadata's budget, as the server counts it."""

import json
import math
from collections import OrderedDict
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usero_desktop.model import limits
from usero_desktop.model.metadata import compact_json, fit_metadata, to_json

pytestmark = pytest.mark.promise("B3")

text = st.text(st.characters(exclude_categories=()), max_size=300)  # surrogates too
leaf = st.none() | st.booleans() | st.integers() | st.floats() | text | st.binary(max_size=50)
tree = st.recursive(
    leaf, lambda inner: st.lists(inner) | st.dictionaries(text, inner), max_leaves=8
)
mapping = st.dictionaries(text, tree, max_size=6)


@settings(max_examples=80, deadline=None)
@given(mapping, mapping)
def test_whatever_comes_in_fits_and_can_be_read_again(automatic, host):
    stretched = {key * 9: [value] * 9 for key, value in host.items()}
    fitted = fit_metadata({**automatic, "submissionId": "an-id"}, stretched)
    raw = compact_json(fitted)
    assert len(raw) <= limits.METADATA_BUDGET
    assert json.loads(raw.decode("utf-8"))["submissionId"] == "an-id"


def test_the_hosts_keys_win_but_never_over_the_submission_id():
    fitted = fit_metadata(
        {"os": "Debian 12", "submissionId": "ours"}, {"os": "Mine", "submissionId": "theirs"}
    )
    assert fitted == {"os": "Mine", "submissionId": "ours"}


def test_automatic_keys_go_before_the_hosts_and_what_went_is_named():
    host = {"plan": "x" * 5000, "cart": "y" * 4000}
    fitted = fit_metadata({"submissionId": "id", "os": "Debian", "screens": "z" * 3000}, host)
    assert fitted["plan"] == host["plan"]
    assert fitted["cart"] == host["cart"]
    assert fitted["_truncated"] == ["screens"]
    assert fitted["os"] == "Debian"


def test_the_largest_of_the_hosts_keys_goes_first():
    fitted = fit_metadata({"submissionId": "id"}, {"small": "s", "huge": "h" * 20_000})
    assert fitted == {"submissionId": "id", "small": "s", "_truncated": ["huge"]}


def test_what_was_truncated_is_ours_to_say():
    assert fit_metadata({"submissionId": "id"}, {"_truncated": "theirs", "plan": "free"}) == {
        "submissionId": "id", "plan": "free",
    }  # fmt: skip


@pytest.mark.parametrize("budget", range(60, 141))
def test_the_note_of_what_was_dropped_keeps_within_the_budget_to_the_byte(budget):
    ours = {"submissionId": "0b8a3c1e-6f0e-4d2b-9b57-7b1f6b0f0e1a"}
    noted = {**ours, "_truncated": ["huge"]}
    fitted = fit_metadata(ours, {"huge": "h" * 200}, budget=budget)
    assert fitted == (noted if len(compact_json(noted)) <= budget else ours)


@pytest.mark.parametrize("number", [1e16, -1e16, 1.5e20, -1.5e20])
def test_a_number_that_javascript_writes_in_full_is_written_in_full(number):
    assert compact_json(to_json(number)) == b"%d" % number


@pytest.mark.parametrize("number", [1e15, -1e15, 1e21, -1e21, 0.5])
def test_any_other_number_stays_what_it_is(number):
    assert isinstance(to_json(number), float)


def test_emoji_are_counted_in_bytes():
    fitted = fit_metadata({"submissionId": "id"}, {"faces": "😀" * 2600})
    assert fitted == {"submissionId": "id", "_truncated": ["faces"]}


@pytest.mark.parametrize("branches", [1, 2, 5])
def test_cycles_end_however_often_they_branch(branches):
    loop: list[object] = []
    loop.extend([loop] * branches)
    own = {"loop": loop}
    own["self"] = own
    assert len(compact_json(fit_metadata({"submissionId": "id"}, own))) <= 10_000


def test_deep_nesting_ends():
    deep: object = "bottom"
    for _ in range(50_000):
        deep = [deep]
    assert "…" in json.dumps(to_json(deep), ensure_ascii=False)


def test_what_json_does_not_know_becomes_its_text_or_nothing():
    class Rude:
        def __str__(self):
            raise RuntimeError

    when = datetime(2026, 1, 2, tzinfo=UTC)
    assert to_json([math.nan, math.inf, -math.inf, 1e308 * 10]) == [None] * 4
    assert to_json({1: when, "r": Rude(), "s": "\ud800"}) == {
        "1": str(when), "r": "<Rude>", "s": "\ufffd",
    }  # fmt: skip
    assert to_json(OrderedDict(a=(1, {2}))) == {"a": [1, [2]]}
    assert to_json(10**400) is None
