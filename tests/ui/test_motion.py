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


def test_a_host_that_leaves_it_to_the_system_later_has_that_asked_once(
    qtbot, window, attach, monkeypatch
):
    asked = []
    # What a desktop answers stands above; here it is when it is asked.
    monkeypatch.setattr("usero_desktop.ui.session.reduces_motion", lambda: asked.append(1) or True)
    widget = attach(window, reduced_motion=False)
    widget.open()
    qtbot.waitUntil(lambda: widget._session is not None)
    assert asked == []
    widget.update(reduced_motion=None)
    qtbot.waitUntil(lambda: widget._overlay._is_still)
    widget.update(reduced_motion=False)
    widget.update(reduced_motion=None)

    assert widget._overlay._is_still
    assert asked == [1]
