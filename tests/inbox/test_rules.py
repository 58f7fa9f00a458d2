from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from usero_desktop.inbox.report import report_from_wire, report_to_wire
from usero_desktop.inbox.rules import FEEDBACK_CHECKS, feedback_issues, parse_object
from usero_desktop.inbox.search import haystack

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(FEEDBACK_CHECKS)), anything, max_size=6))
@settings(max_examples=300)
def test_whatever_comes_is_either_refused_by_field_or_can_be_kept(body):
    parsed = parse_object(json.dumps(body).encode())
    if parsed is None or feedback_issues(parsed):
        return
    report = report_from_wire(parsed)
    written = json.dumps(report_to_wire(report), ensure_ascii=False).encode()
    assert (
        report_from_wire({k: v for k, v in json.loads(written).items() if v is not None}) == report
    )
    assert haystack(report) == haystack(report).casefold()


@given(st.binary(max_size=200))
def test_any_bytes_are_an_object_or_nothing(raw):
    assert parse_object(raw) is None or isinstance(parse_object(raw), dict)
