"""The same race told in words: what is masked is never still, and a recorder looks all the while.

Fields are masked by themselves, labels by what they are in; both change their places, their sizes,
their parents. Half of the boxes they move between fade, and are told as pictures.

A program: it prints how many events and pictures were told, how many masked words, and how often
something was in them that is masked: letters, pixels.
"""

from __future__ import annotations

import base64
import io
import itertools
import json
import re
import sys
import threading

from PIL import Image
from replay.drawn import Pace
from replay.hosts import Waits
from replay.race import SECONDS, Race, leaks

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.replay.recorder import source
from usero_desktop.replay.recorder.in_pictures import PictureRules
from usero_desktop.replay.recorder.masking import Masks
from usero_desktop.replay.recorder.patches import Patches
from usero_desktop.replay.settings import Settings
from usero_desktop.replay.worker import Worker
from usero_desktop.rrweb import nodes

PICTURE = re.compile(rb"data:image/[a-z]+;base64,([A-Za-z0-9+/=]+)")
SECRET = re.compile(rb"secret|yellow box")
LABELS = 12


class ToldRace(Race):
    """With labels that are masked because of what they are in, and that stay in there."""

    def __init__(self):
        super().__init__()
        self.labels, self.out = [], None
        for number in range(LABELS):
            label = QtWidgets.QLabel(f"secret label {number}")
            if number % 3 == 0:
                picture = QtGui.QPixmap(60, 14)
                picture.fill(QtGui.QColor("#ffff00"))
                label = QtWidgets.QLabel()
                label.setPixmap(picture)
            label.setToolTip("yellow box")
            self.groups[number % 2].layout().addWidget(label)
            self.labels.append(label)
        for group in self.groups[:2]:
            group.setTitle("secret group")
            group.setProperty("usero_mask", True)
        for group in self.groups[1:3]:
            effect = QtWidgets.QGraphicsOpacityEffect(group)
            effect.setOpacity(0.9)
            group.setGraphicsEffect(effect)

    def move_on(self):
        super().move_on()
        step = self.step
        if step % 2 == 0:
            label = self.labels[step // 2 % LABELS]
            self.groups[step // 2 % 2].layout().insertWidget(step % 4, label)
        if step % 11 == 0:
            self._take_out(self.fields[step * 3 % len(self.fields)])

    def _take_out(self, field):
        """Make a window of a field, and put the one before back."""
        if self.out is not None:
            self.groups[self.step % 4].layout().addWidget(self.out)
            self.out.show()
        self.out = field
        field.setParent(None)
        field.show()


class Unequal(Masks):
    """Forgets the mask of what is at an odd place: a wrong program."""

    def own_cover(self, widget):
        return None if widget.pos().y() % 2 else super().own_cover(widget)


def run(kind):
    source.Masks = kind
    # Without the rule that masks every field: what is marked alone is masked.
    settings = Settings(mask_all_inputs=False)
    application = QtWidgets.QApplication([])
    race, pace, worker, events = ToldRace(), Pace(), Worker(), []
    pace.slowness = 0.02  # at four pictures a second it would find little
    ids, clock = itertools.count(nodes.FIRST_FREE), itertools.count(1_000)
    recorder = source.Recorder(
        events.append,
        settings,
        clock.__next__,
        ids=ids,
        patches=Patches(
            PictureRules(kind(settings)),
            worker,
            pace,
            emit=events.append,
            new_id=ids.__next__,
            now_ms=clock.__next__,
        ),
    )
    race.show()
    recorder.start()
    moving, looking = QtCore.QTimer(race), QtCore.QTimer(race)
    moving.timeout.connect(race.move_on)
    looking.timeout.connect(recorder.look)
    moving.start(16)
    looking.start(11)
    QtCore.QTimer.singleShot(SECONDS * 1000, application.quit)
    application.exec()
    moving.stop()
    looking.stop()
    assert recorder.is_recording
    Waits().waitUntil(lambda: worker.asked(lambda: True, 30), 30_000)
    recorder.stop()
    worker.stop()
    tell(events)


def tell(events):
    pictures = leaked = words = letters = 0
    for event in events:
        letters += len(SECRET.findall(event.data))
        words += event.data.decode().count("•" * 8)
        for found in PICTURE.findall(event.data):
            with Image.open(io.BytesIO(base64.b64decode(found))) as image:
                leaked += leaks(image.convert("RGB"))
            pictures += 1
    kinds = {json.loads(event.data)["type"] for event in events}
    assert kinds >= {2, 3, 4}
    sys.stdout.write(f"{len(events)} {pictures} {words} {letters} {leaked}\n")
    assert threading.active_count() == 1


if __name__ == "__main__":
    run(Unequal if "wrong" in sys.argv else Masks)
