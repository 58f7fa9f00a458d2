"""The editor as a person meets it: opened from a thumbnail, drawn in, done with."""

from __future__ import annotations

import io

from ui.form import LEFT, Key, Modifier

from usero_desktop.annotation.marks import Mark, MarkKind, Point
from usero_desktop.qt import QtCore, QtWidgets, is_alive

RED = "#dc2626"


class EditorHand:
    """Opens the editor on one of the form's pictures and works in it."""

    def __init__(self, qtbot, form, widget):
        self._qtbot, self._form, self._widget = qtbot, form, widget

    @property
    def window(self):
        found = [
            w for w in QtWidgets.QApplication.topLevelWidgets()
            if w.objectName() == "usero_editor" and w.isVisible()
        ]  # fmt: skip
        assert len(found) <= 1
        return found[0] if found else None

    @property
    def editing(self):
        return self.window.editing

    @property
    def marks(self):
        return self.editing.drawing.marks

    def thumbnail_buttons(self, number=1):
        return self._form.thumbnails[number - 1].buttons

    def open(self, number=1):
        self._form.click(self.thumbnail_buttons(number)[0])
        self.wait_open()
        return self.window

    def wait_open(self):
        self._qtbot.waitUntil(lambda: self.window is not None and self.editing is not None)
        self._qtbot.waitExposed(self.window)

    def part(self, name):
        [found] = [
            w for w in self.window.findChildren(QtWidgets.QWidget)
            if w.objectName() == f"usero_editor_{name}"
        ]  # fmt: skip
        return found

    def click(self, name):
        part = self.part(name)
        self._qtbot.mouseClick(part, LEFT, Modifier.NoModifier, part.rect().center())

    def key(self, key, modifier=Modifier.NoModifier, on=None):
        target = on or QtWidgets.QApplication.focusWidget() or self.window
        self._qtbot.keyClick(target, key, modifier)

    def add(self, kind=MarkKind.ARROW, points=((4, 4), (20, 15)), **more):
        values = {"colour": RED, "width": 2.0} | more
        self.editing.add(Mark(kind, tuple(Point(*p) for p in points), **values))

    def done(self):
        """Press Done, and wait for the new picture."""
        before = [thumbnail.shown for thumbnail in self._form.thumbnails]
        self.click("done")
        self.wait_changed(before)

    def wait_changed(self, before):
        def is_changed():
            now = [thumbnail.shown for thumbnail in self._form.thumbnails]
            return any(a is not b for a, b in zip(before, now, strict=True))

        self._qtbot.waitUntil(lambda: self.window is None and is_changed(), timeout=20_000)

    @property
    def pictures(self):
        return self._widget._backstage.session.controller.state.draft.pictures

    @property
    def sketches(self):
        return self._widget._backstage.session.controller.writing.sketches


def pixels(picture):
    """A picture's file, as Pillow reads it."""
    from PIL import Image

    return Image.open(io.BytesIO(picture.data)).convert("RGB")


def gone(window):
    return not is_alive(window) or not window.isVisible()


__all__ = ["RED", "EditorHand", "Key", "Modifier", "QtCore", "gone", "pixels"]
