"""What is shown before Send is what the server gets, and what is switched off it never gets."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from servers import serving

from usero_desktop.config import Options
from usero_desktop.core.assemble import assemble
from usero_desktop.core.preview import written_out
from usero_desktop.model import wire
from usero_desktop.model.choice import METADATA, NEEDED, Choice, parts_of
from usero_desktop.model.clock import SystemClock
from usero_desktop.model.metadata import REQUIRED_KEY, TRUNCATED_KEY
from usero_desktop.model.picture import Picture
from usero_desktop.model.user import Person, User
from usero_desktop.model.written import Written

PATIENCE = 30
PICTURE = Picture(b"\x89PNG" + b"one" * 99, "image/png", 4, 3)
ADA = Person("anon", User("u_1", "ada@example.com", "Ada", {"plan": "pro"}))
PAGE = {"page_url": "app://ledger/3", "page_title": "Ledger", "referrer": "app://start/"}


class Adds:
    """A plugin that answers with metadata of its own, and keeps what it was shown."""

    def __init__(self, answer, name="adds"):
        self.name, self.answer, self.seen = name, answer, []

    def on_feedback_submit(self, context, submission):
        self.seen.append(submission)
        return self.answer


def off(*names):
    return Choice(off=frozenset(names))


def previewed(feedback, written):
    """Look at what would be sent, and send it: what was shown, and what the server got."""
    preview = feedback.composer.preview(written)
    known = replace(written, submission_id=preview.submission.submission_id)
    feedback.submit_written(known).result(PATIENCE)
    return preview


def test_what_is_shown_is_what_is_posted_byte_for_byte(feedback_for):
    plugin = Adds({"metadata": {"log": ["one", "two"]}, "page_title": "Day book"})
    with serving() as server:
        feedback = feedback_for(server.url, plugins=[plugin], metadata={"plan": {"of": "Größe"}})
        written = Written(
            rating=3, comment=" Hi ", user_email="a@b.co", person=ADA, context={"qt": "6"},
            choice=off("metadata.python", "pageUrl"), **PAGE,
        )  # fmt: skip
        preview = previewed(feedback, written)
        feedback.close()
    [posted] = [r.body for r in server.requests if r.path == wire.FEEDBACK_PATH]
    assert wire.feedback_body(preview.submission, ()) == posted
    assert json.loads(written_out(preview.submission)) == json.loads(posted)
    assert preview.body_bytes == len(posted)
    assert plugin.seen[0] == replace(plugin.seen[1], created_at=plugin.seen[0].created_at)


def test_pictures_are_written_out_by_name_and_size_as_they_are_uploaded(feedback_for):
    with serving() as server:
        feedback = feedback_for(server.url)
        preview = previewed(feedback, Written(rating=3, screenshots=[PICTURE, PICTURE]))
        feedback.close()
    uploads = [r.body for r in server.requests if r.path == wire.SCREENSHOTS_PATH]
    shown = json.loads(written_out(preview.submission))["screenshots"]
    assert shown[0] == {
        "fileName": "screenshot-1.png", "fileSize": len(PICTURE.data), "mimeType": "image/png",
        "width": 4, "height": 3,
    }  # fmt: skip
    assert all(any(shot["fileName"].encode() in body for body in uploads) for shot in shown)
    assert preview.total_bytes == preview.body_bytes + 2 * len(PICTURE.data)


def test_what_is_not_finished_can_be_looked_at(feedback_for):
    preview = feedback_for(metadata={"plan": "pro"}).composer.preview(
        Written(user_email="not one yet")
    )
    assert preview.submission.user_email == "not one yet"
    assert preview.parts["metadata.plan"] == "pro"


def test_what_is_switched_off_is_still_offered_with_its_value(feedback_for):
    plugin = Adds({"metadata": {"log": [1]}})
    feedback = feedback_for(plugins=[plugin], metadata={"plan": {"a": 1}})
    names = ("metadata.plan", "metadata.log", "pageUrl", "sessionReplayId", "metadata.userId")
    written = Written(
        rating=1, person=ADA, session_replay_id="r", replay_offset_ms=5, choice=off(*names), **PAGE
    )
    preview = feedback.composer.preview(written)
    assert not preview.sent_parts & {*names, "metadata.anonymousId"}
    assert {name: preview.parts[name] for name in names} == {
        "metadata.plan": {"a": 1}, "metadata.log": [1], "pageUrl": "app://ledger/3",
        "sessionReplayId": "r", "metadata.userId": "u_1",
    }  # fmt: skip
    assert preview.submission.replay_offset_ms is None
    assert preview.submission.person is None
    assert "plan" not in plugin.seen[0].metadata


def test_what_a_plugin_was_not_shown_it_cannot_bring_back_under_another_name(feedback_for):
    class Copies(Adds):
        def on_feedback_submit(self, context, submission):
            return {"metadata": {"copy": dict(submission.metadata)}}

    feedback = feedback_for(plugins=[Copies(None)], metadata={"plan": "pro-plan"})
    preview = feedback.composer.preview(Written(rating=1, choice=off("metadata.plan")))
    assert "pro-plan" not in written_out(preview.submission)


def test_who_is_not_to_be_named_is_not_introduced_to_the_server_either(feedback_for):
    with serving() as server:
        feedback = feedback_for(server.url)
        for choice in (off("metadata.userId"), off("metadata.anonymousId")):
            feedback.submit_written(Written(rating=1, person=ADA, choice=choice)).result(PATIENCE)
        feedback.flush(PATIENCE)
        feedback.close()
    assert {r.path for r in server.requests} == {wire.FEEDBACK_PATH}
    said = b"".join(r.body for r in server.requests)
    assert not [word for word in (b"u_1", b"anon", b"Ada", b"ada@") if word in said]


def test_what_turns_up_after_somebody_has_looked_stays_here(feedback_for):
    plugin = Adds({"metadata": {"log": 1}})
    feedback = feedback_for(plugins=[plugin], metadata={"plan": "pro"}, disable_page_context=True)
    seen = frozenset(feedback.composer.preview(Written(rating=1)).parts)
    plugin.answer = {"metadata": {"log": 2, "late": 3}, "session_replay_id": "r"}
    feedback.update(metadata={"plan": "free", "new": {"key": 1}}, disable_page_context=None)
    written = Written(rating=1, person=ADA, context={"qt": "6"}, choice=Choice(seen=seen), **PAGE)
    later = feedback.composer.preview(written).submission
    assert frozenset(parts_of(later)) == seen
    assert (later.metadata["plan"], later.metadata["log"]) == ("free", 2)  # values may change
    assert later.person is later.session_replay_id is None


def test_what_there_is_too_much_of_is_offered_and_comes_back_where_something_else_goes(
    feedback_for,
):
    feedback = feedback_for(metadata={"large": "x" * 9_000, "larger": "y" * 9_500})
    preview = feedback.composer.preview(Written(rating=1))
    assert "metadata.larger" not in preview.sent_parts
    assert preview.parts["metadata.larger"] == "y" * 9_500
    preview = feedback.composer.preview(Written(rating=1, choice=off("metadata.large")))
    assert "metadata.larger" in preview.sent_parts
    assert "large" not in preview.submission.metadata.get(TRUNCATED_KEY, ())


# ------------------------------------------------------------ whatever it is

keys = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=8)
trees = st.recursive(
    st.none() | st.booleans() | st.integers() | st.just("MARK"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=12,
)
layers = st.dictionaries(keys, trees, max_size=6)


def marked(value, mark):
    """`value` in which every text and every key below the first tells where it comes from."""
    match value:
        case "MARK":
            return mark
        case dict():
            return {f"{mark}{key}": marked(item, mark) for key, item in value.items()}
        case list():
            return [marked(item, mark) for item in value]
    return value


def assembled(layers, choice, *, scrubs):
    host, context, added = (
        {key: marked(item, f"<{key!r}>") for key, item in layer.items()} for layer in layers
    )
    options = Options.create("client_demo", metadata=host, scrub_metadata=scrubs)
    written = Written(rating=1, context=context, person=ADA, choice=choice, **PAGE)
    return assemble(options, SystemClock(), written, added=added)


@given(st.tuples(layers, layers, layers), st.data(), st.booleans())
def test_a_part_that_is_switched_off_never_travels_nor_what_lies_in_it(found, data, scrubs):
    whole = parts_of(assembled(found, None, scrubs=scrubs))
    switched = data.draw(st.sets(st.sampled_from(sorted(whole))))
    sent = assembled(found, Choice(off=frozenset(switched)), scrubs=scrubs)
    left = parts_of(sent)
    needed = {METADATA + name for name in NEEDED}
    assert not set(left) & switched - needed
    person = {"metadata.userId", "metadata.anonymousId"}
    expected = set(whole) - (switched - needed) - (person if switched & person else set())
    assert set(left) == expected
    assert all(left[name] == whole[name] for name in expected - needed)
    said = wire.feedback_body(sent, ()).decode()
    for name in switched - needed:
        key = name.removeprefix(METADATA)
        assert json.dumps(f"<{key!r}>", ensure_ascii=False)[1:-1] not in said


@given(st.tuples(layers, layers, layers), st.tuples(layers, layers, layers))
def test_nothing_travels_that_nobody_has_seen(before, after):
    seen = frozenset(parts_of(assembled(before, None, scrubs=True)))
    sent = parts_of(assembled(after, Choice(seen=seen), scrubs=True))
    assert set(sent) <= seen | {METADATA + name for name in NEEDED}
    assert METADATA + REQUIRED_KEY in sent


@pytest.mark.parametrize("name", sorted(NEEDED))
def test_what_says_which_report_it_is_cannot_be_switched_off(name):
    assert Choice(off=frozenset({METADATA + name}), seen=frozenset()).of_metadata({name: 1})
