"""Patches at work in a test, without the rest of a recorder: what they draw, and what they tell."""

from __future__ import annotations

import itertools
import threading

from replay.composed import Composed

from usero_desktop.replay.recorder.patches import Patches
from usero_desktop.replay.worker import Worker

NODE, GROUND = 20, 21


class Pace:
    slowness, scale, is_paused = 1.0, 1.0, False


class Drawn:
    """The patches of one widget, in the element NODE."""

    def __init__(self, qtbot, rules, *, children=False, pace=None):
        self.qtbot, self.events, self.children = qtbot, [], children
        self.worker = Worker()
        clock = itertools.count(1_000)
        self.patches = Patches(
            rules,
            self.worker,
            pace or Pace(),
            emit=self.events.append,
            new_id=itertools.count(GROUND).__next__,
            now_ms=clock.__next__,
        )

    def show(self, widget, **how):
        self.patches.show(widget, NODE, children=self.children, **how)

    def settle(self):
        """Draw until nothing is left to be drawn, and all is told."""
        self.qtbot.waitUntil(lambda: not self.patches.draw_due(), timeout=30_000)
        self.worked()

    def worked(self):
        over = threading.Event()
        self.worker.post(over.set)
        assert over.wait(30)

    def composed(self):
        made = Composed(GROUND)
        for event in self.events:
            made.take(event)
        return made

    def image(self, widget):
        return self.composed().image((widget.width(), widget.height()))

    def close(self):
        self.patches.clear()
        self.worker.stop()


def colours(image):
    return {colour for _, colour in image.getcolors(image.width * image.height)}
