"""Recordings that are made by tests."""

from __future__ import annotations

from replay.recorder.seen import Page

from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.replay.recorder.source import Recorder
from usero_desktop.replay.settings import Settings
from usero_desktop.rrweb.document import Document


class Take:
    """A recording that is being made: its events, and the page that they make."""

    def __init__(self, **options):
        self.events = []
        self.page = Page()
        self.document = Document()
        self.recorder = Recorder(self._take, Settings(**options), home="app://desk/")

    def _take(self, event):
        self.events.append(event)
        self.page.apply(event)
        self.document.apply(event)

    def settle(self):
        """Let the program and the recorder do all that they have begun."""
        for _ in range(400):
            QtWidgets.QApplication.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete)
            QtWidgets.QApplication.processEvents()
            self.recorder.look()
            if not self.recorder.has_more:
                break
        assert self.recorder.is_recording
        assert self.document.faults == 0, self.document.fault
        assert Page(self.document.snapshot(0)).looks() == self.page.looks()
        return self.page

    @property
    def bytes(self):
        return b"".join(event.data for event in self.events)
