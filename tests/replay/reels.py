"""A reel, as the tests of it and of what streams from it begin with it."""

from __future__ import annotations

import threading

from usero_desktop.rrweb import events, nodes
from usero_desktop.rrweb.nodes import DESK, Element

PAGE = nodes.page("", Element(DESK, "div"))


def begin(reel, *, ago_ms=0):
    """Have it begin with an empty page, so long ago; return when that was."""
    when = reel.timeline.now_ms() - ago_ms
    reel.take(events.meta(when, href="app://ledger/main", width=100, height=80))
    reel.take(events.full_snapshot(when, PAGE))
    return when


def busy(reel):
    """Have the worker be busy until what is returned is set."""
    began, go = threading.Event(), threading.Event()

    def work():
        began.set()
        go.wait(30)

    reel.worker.post(work)
    assert began.wait(30)
    return go
