"""What a recording tells as pictures is in the preview as it was on the screen."""

from __future__ import annotations

import json

import pytest
from replay.hosts import await_recording, await_rest, recorded
from replay.likeness import ssim
from replay.playback.shown import client, painted, pillow
from replay.session.conftest import window as window  # noqa: PLC0414 - a fixture

from usero_desktop.replay import SessionReplay
from usero_desktop.rrweb.events import Event


def events_of(told):
    return [
        Event(each["timestamp"], json.dumps(each, separators=(",", ":")).encode()) for each in told
    ]


@pytest.mark.parametrize("mode", ["hybrid", "pixels"])
def test_what_paints_itself_looks_as_it_looked(qtbot, works, window, mode):
    SessionReplay(mode=mode, mask_all_inputs=False).start()
    await_recording(qtbot)
    for value in (40, 90):
        window.gauge.turn(value)
        await_rest(qtbot)
    image = client(painted(qtbot, works, events_of(recorded(qtbot))), window)
    window.field.clearFocus()
    assert ssim(image, pillow(window.grab().toImage())) >= 0.99
