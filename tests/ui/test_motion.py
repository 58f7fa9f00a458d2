"""How things move, and that they stop where they should."""

from __future__ import annotations

from usero_desktop.qt import QtCore
from usero_desktop.ui.style.motion import Slide


def test_a_slide_goes_all_the_way_and_only_forward(qtbot):
    owner = QtCore.QObject()
    slide, seen = Slide(owner, 60), []
    slide.moved.connect(seen.append)
    with qtbot.waitSignal(slide.finished, timeout=20_000):
        slide.run(0.0, 1.0)

    assert seen[0] > 0  # the first frame shows something
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def test_the_systems_word_ends_a_slide_that_is_under_way(qtbot, window, attach):
    widget = attach(window, reduced_motion=None)
    widget.open()
    widget._overlay.show_still(True)

    assert widget._overlay._shown == 1.0
    assert widget._overlay._is_still
