"""Whatever is given to a document as an event: it never raises, and what it returns plays."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from fuzz.recordings import SEEDS, check, check_events
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rrweb.stories import START, Story

from usero_desktop.rrweb.document import Document
from usero_desktop.rrweb.events import Event

FUZZ = Path(__file__).parents[1] / "fuzz" / "run.py"

numbers = st.integers() | st.floats() | st.sampled_from((0, 1, 2, 3, 4, 5, 7, 8, 20, 21, -1))
words = st.text(max_size=5) | st.sampled_from(("div", "html", "src", "style", "left", "a;b", ""))
values = st.recursive(
    st.none() | st.booleans() | numbers | words,
    lambda some: st.lists(some, max_size=3) | st.dictionaries(words, some, max_size=3),
    max_leaves=8,
)
seeds = st.integers(0, 2**32)


@given(st.lists(values.map(lambda told: json.dumps(told).encode()) | st.binary(), max_size=5))
@example([b"[" * 100_000])
@example([b'{"type":3,"timestamp":1790000000000,"data":' * 3000])
@example([b'{"type":3,"timestamp":1790000000000,"data":{"source":' + b"9" * 5000 + b"}}"])
@example([json.dumps({"type": 2}).encode("utf-16")])
def test_what_is_no_event_is_left_out(told):
    story = Story(Random(1)).more(5)
    document = check_events([*story.events, *(Event(START, data) for data in told)])
    assert document.faults == len(told)


@given(seeds, st.lists(st.tuples(st.integers(0, 10**6), values), min_size=1, max_size=30))
@settings(max_examples=60)
def test_events_with_anything_in_them_are_played_as_far_as_they_can_be(seed, changes):
    told = [json.loads(event.data) for event in Story(Random(seed)).more(20).events]
    for where, value in changes:
        spoil(told, where, value)
    check_events(Event(time(event), json.dumps(event).encode()) for event in told)


@given(seeds, seeds)
@settings(max_examples=60)
def test_events_that_are_lost_twice_there_or_out_of_order_do_not_stop_the_others(seed, other):
    told = Story(Random(seed)).more(30).events
    random = Random(other)
    check_events(random.choices(told, k=9) + [event for event in told if random.random() < 0.9])


@given(seeds)
def test_lines_with_bytes_changed_are_played_as_far_as_they_can_be(seed):
    random = Random(seed)
    data = bytearray(random.choice(SEEDS))
    for _ in range(random.randint(1, 9)):
        at = random.randrange(len(data))
        data[at : at + random.randint(0, 3)] = random.choice((b'"', b"}", b"1", b"\xff", b"{}"))
    check(bytes(data))


@pytest.mark.faults
@pytest.mark.timeout(180)
@pytest.mark.skipif(sys.platform != "linux", reason="atheris is there for Linux")
def test_coverage_guided_fuzzing_finds_nothing():
    done = subprocess.run(
        [sys.executable, FUZZ, "recordings", "--minutes", "0.25"],
        capture_output=True, text=True, check=False, timeout=150,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert "Done " in done.stderr


@pytest.mark.parametrize("wrong", ["believes everything", "takes nothing"])
def test_a_document_that_does_not_hold_it_is_found_out_by_the_same_check(monkeypatch, wrong):
    right = Document.apply

    def apply(self, event):
        if wrong == "takes nothing" and b'"source":0' in event.data:
            return event
        right(self, event)
        return event

    monkeypatch.setattr(Document, "apply", apply)
    found = 0
    for seed in range(20):
        random = Random(seed)
        told = [e for e in Story(random).more(30).events if e.is_meta or random.random() < 0.7]
        try:
            check_events(told)
        except (AssertionError, KeyError, AttributeError):
            found += 1
    assert found > 10


def time(told):
    return told.get("timestamp") if isinstance(told, dict) else START


def spoil(told, where, value):
    """Put `value` in the place of something in it."""
    places = list(every_place(told))
    holder, key = places[where % len(places)]
    holder[key] = value


def every_place(told):
    if isinstance(told, dict | list):
        for key in told if isinstance(told, dict) else range(len(told)):
            yield told, key
            yield from every_place(told[key])
