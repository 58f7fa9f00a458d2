"""A race: masked fields that scroll, change their size and their parent while they are recorded.

A program: it prints how many pictures were told, and how many pixels of a field are in them.
"""

from __future__ import annotations

import sys
import threading

from replay.composed import Composed
from replay.drawn import GROUND, Drawn, Pace
from replay.hosts import Waits

from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.ui.masking.rules import Rules

SECONDS = 4
FIELDS = 60


class Race(QtWidgets.QScrollArea):
    """Sixty masked fields, magenta on yellow, that are never still."""

    def __init__(self):
        super().__init__()
        self.resize(500, 400)
        page = QtWidgets.QWidget()
        page.setStyleSheet("background: #104020")
        rows = QtWidgets.QVBoxLayout(page)
        self.groups = [QtWidgets.QGroupBox() for _ in range(4)]
        for group in self.groups:
            QtWidgets.QVBoxLayout(group)
            rows.addWidget(group)
        self.fields = []
        for number in range(FIELDS):
            field = QtWidgets.QLineEdit(f"secret {number} " * 3)
            field.setProperty("usero_mask", True)
            field.setStyleSheet("background: #ffff00; color: #ff00ff; border: 2px solid #ffff00")
            self.groups[number % 4].layout().addWidget(field)
            self.fields.append(field)
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.step = 0

    def move_on(self):
        self.step += 1
        bar = self.verticalScrollBar()
        bar.setValue(self.step * 37 % max(bar.maximum(), 1))
        if self.step % 3 == 0:
            field = self.fields[self.step % FIELDS]
            self.groups[self.step // 3 % 4].layout().insertWidget(self.step % 5, field)
        if self.step % 5 == 0:
            self.resize(480 + self.step * 7 % 60, 380 + self.step * 11 % 60)
        if self.step % 7 == 0:
            field = self.fields[self.step * 5 % FIELDS]
            field.setVisible(not field.isVisible())


class Unequal(Rules):
    """Forgets the mask of what is at an odd place: a wrong program."""

    def own_cover(self, widget):
        return None if widget.pos().y() % 2 else super().own_cover(widget)


def leaks(image):
    """Pixels that are a field's: yellow, magenta, or between them; all else is grey or dark."""
    return sum(
        count
        for count, colour in image.getcolors(image.width * image.height)
        if colour[0] > 150 and max(colour) - min(colour) > 100
    )


def run(rules):
    application = QtWidgets.QApplication([])
    race, pace = Race(), Pace()
    pace.slowness = 0.02  # at four pictures a second it would find little
    race.show()
    told = Drawn(Waits(), rules, children=True, pace=pace)
    scrolling, drawing = QtCore.QTimer(race), QtCore.QTimer(race)
    scrolling.timeout.connect(race.move_on)
    drawing.timeout.connect(lambda: (told.show(race), told.patches.draw_due()))
    scrolling.start(16)
    drawing.start(11)
    QtCore.QTimer.singleShot(SECONDS * 1000, application.quit)
    application.exec()
    scrolling.stop()
    drawing.stop()
    told.settle()
    told.close()
    pictures, leaked = 0, 0
    composed = Composed(GROUND)
    for event in told.events:
        before = set(composed.pictures)
        composed.take(event)
        for fresh in set(composed.pictures) - before:
            pictures += 1
            leaked += leaks(composed.pictures[fresh][1])
    sys.stdout.write(f"{pictures} {leaked}\n")
    assert threading.active_count() == 1


if __name__ == "__main__":
    run(Unequal() if "wrong" in sys.argv else Rules())
