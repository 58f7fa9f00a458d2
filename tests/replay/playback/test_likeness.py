"""The preview shows what the window looked like, and what rrweb's player will show."""

from __future__ import annotations

import pytest
from replay.likeness import ssim
from replay.playback.shown import client, dark, form, painted, pillow, shown, table
from replay.playing import VERSIONS, missing, open_stage

from usero_desktop.qt import QtWidgets

LEAST = 0.99
HOSTS = (form, table, dark)


def mask(window):
    """Have what a host may mask be masked: one thing as text, one as a box."""
    for label in window.findChildren(QtWidgets.QLabel, "secret"):
        label.setProperty("usero_mask", True)
    for dial in window.findChildren(QtWidgets.QDial):
        dial.setProperty("usero_block", True)


@pytest.mark.parametrize("host", HOSTS)
def test_it_looks_as_the_window_looked(qtbot, works, record, host):
    window = shown(qtbot, host())
    take = record(mask_all_inputs=False)
    grabbed = pillow(window.grab().toImage())
    assert ssim(client(painted(qtbot, works, take.events), window), grabbed) >= LEAST


@pytest.mark.browser
@pytest.mark.replay
@pytest.mark.parametrize("host", HOSTS)
def test_it_looks_as_it_will_in_rrweb(qtbot, works, record, chromium, host):
    if missing():
        pytest.skip("rrweb is not here: python3 packaging/dev.py player")
    window = shown(qtbot, host())
    mask(window)
    take = record()
    play = open_stage(chromium, next(iter(VERSIONS)))
    try:
        play.load(take.events)
        play.seek(play.length)
        assert ssim(painted(qtbot, works, take.events), play.picture()) >= LEAST
    finally:
        play.close()
