"""Every screen can be read: nothing is clipped."""

from __future__ import annotations

from ui.clipping import faults
from ui.gallery import SCREENS, show


def test_every_screen_can_be_read(window, attach):
    window.resize(1000, 1100)
    widget = attach(window)
    widget.open()
    found = {}
    for name in SCREENS:
        show(widget, name)
        found[name] = faults(widget._panel)

    assert {name: wrong for name, wrong in found.items() if wrong} == {}
