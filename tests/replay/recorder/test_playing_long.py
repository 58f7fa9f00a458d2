"""Programs that do anything at all play in rrweb: without a word, and however one gets there."""

from __future__ import annotations

import random

import pytest
from replay.recorder.seen import Page
from replay.recorder.test_same import Host

from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.replay.recorder.source import Recorder
from usero_desktop.rrweb.chunks import pack

pytestmark = [
    *(pytest.mark.browser, pytest.mark.replay),
    *(pytest.mark.faults, pytest.mark.timeout(300)),
]

START = 1_790_000_000_000
STEPS = 60
LOOKS = 12


class Clock:
    now = START

    def __call__(self):
        return self.now


@pytest.mark.promise("K1")
@pytest.mark.parametrize("seed", range(4))
def test_whatever_a_program_does_plays(stage, window, seed):
    random_ = random.Random(f"played {seed}")
    host, clock, events, page = Host(window.page, random_), Clock(), [], Page()

    def take(event):
        events.append(event)
        page.apply(event)

    recorder = Recorder(take, clock=clock, home="app://desk/")
    recorder.start()
    for _ in range(STEPS):
        clock.now += random_.choice((0, 40, 200, 700))
        for _ in range(random_.randrange(1, 4)):
            host.act()
        for _ in range(random_.randrange(40)):
            QtWidgets.QApplication.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete)
            QtWidgets.QApplication.processEvents()
            recorder.look()
    assert recorder.is_recording
    recorder.stop()

    play = stage(pack(events))
    for at in sorted(random_.sample(play.moments(), LOOKS)):
        assert play.difference(at) == "", at
