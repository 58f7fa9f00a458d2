"""A recording that a plugin adds: shown before Send by its length and size, and left out."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from recordings import recording

from usero_desktop.core.preview import written_out
from usero_desktop.model.choice import Choice
from usero_desktop.model.written import Written

RECORDING = recording()
SHOWN = {"durationMs": 30_000, "fileSize": RECORDING.size, "chunks": 3}


class Records:
    name = "records"

    def __init__(self, answer=RECORDING):
        self.answer, self.seen = answer, []

    def on_feedback_submit(self, context, submission):
        self.seen.append(submission)
        return {"recording": self.answer}


def test_a_plugins_recording_goes_with_the_report_and_is_named_by_its_length_and_size(feedback_for):
    preview = feedback_for(plugins=[Records()]).composer.preview(Written(rating=3))
    assert preview.submission.recording is RECORDING
    assert preview.parts["sessionReplayId"] == SHOWN
    assert preview.total_bytes == preview.body_bytes + RECORDING.size
    body = json.loads(written_out(preview.submission))
    assert (body["recording"], body["replayOffsetMs"]) == (SHOWN, 29_000)


def test_it_takes_the_place_of_one_that_the_server_has(feedback_for):
    written = Written(rating=3, session_replay_id="r-1", replay_offset_ms=5)
    made = feedback_for(plugins=[Records()]).composer.compose(written)
    assert (made.session_replay_id, made.replay_offset_ms) == (None, None)


def test_one_that_is_switched_off_is_offered_and_stays_here(feedback_for):
    choice = Choice(off=frozenset({"sessionReplayId"}))
    preview = feedback_for(plugins=[Records()]).composer.preview(Written(rating=3, choice=choice))
    assert preview.submission.recording is None
    assert preview.parts["sessionReplayId"] == SHOWN
    assert "sessionReplayId" not in preview.sent_parts


def test_one_that_turns_up_after_somebody_has_looked_stays_here(feedback_for):
    plugin = Records(None)
    feedback = feedback_for(plugins=[plugin])
    seen = frozenset(feedback.composer.preview(Written(rating=3)).parts)
    plugin.answer = RECORDING
    assert feedback.composer.compose(Written(rating=3, choice=Choice(seen=seen))).recording is None


def test_a_report_that_is_edited_shows_the_plugin_the_recording_it_had(feedback_for):
    plugin = Records(None)
    made = feedback_for(plugins=[plugin]).composer.compose(Written(rating=3, recording=RECORDING))
    assert made.recording is plugin.seen[0].recording is RECORDING


@pytest.mark.parametrize(
    "answer",
    ["rec", RECORDING.chunks, replace(RECORDING, chunks=()), replace(RECORDING, offset_ms=-1)],
)
def test_what_is_no_recording_is_named_and_left_out(feedback_for, answer, caplog):
    made = feedback_for(plugins=[Records(answer)]).composer.compose(Written(rating=3))
    assert made.recording is None
    [line] = [r.getMessage() for r in caplog.records if "records" in r.getMessage()]
    assert "recording must be a" in line
