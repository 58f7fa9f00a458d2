"""Pictures are decoded beside a GUI thread that decodes others."""

from __future__ import annotations

import subprocess
import sys

import pytest
from ui.form import noisy

from usero_desktop.errors import ImageError
from usero_desktop.model.picture import Picture
from usero_desktop.qt import QtCore, QtGui
from usero_desktop.ui.form.original import previewed
from usero_desktop.ui.review.enlarged import SIDE, enlarged

PROGRAM = """
import sys, threading
from usero_desktop.model.picture import Picture
from usero_desktop.qt import QtCore, QtGui
from usero_desktop.ui.review.enlarged import enlarged
data = sys.stdin.buffer.read()
picture = Picture(data, "image/png", 60, 40)
def work():
    for _ in range(2000):
        assert enlarged(picture).width() == 60
workers = [threading.Thread(target=work, daemon=True) for _ in range(2)]
for worker in workers:
    worker.start()
for _ in range(2000):
    QtGui.QImage.fromData(QtCore.QByteArray(data))
for worker in workers:
    worker.join()
"""


def png(image):
    stored = QtCore.QBuffer()
    assert QtGui.QImageWriter(stored, QtCore.QByteArray(b"PNG")).write(image)
    return bytes(stored.data().data())


def test_no_thread_waits_for_ever_for_another_one_that_decodes():
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM], input=png(noisy(60, 40)), timeout=50, check=False
    )
    assert ended.returncode == 0


@pytest.mark.parametrize(
    "size,shown", [((60, 40), (60, 40)), ((2 * SIDE, 200), (SIDE, 100)), ((1, 3 * SIDE), (1, SIDE))]
)
def test_what_is_decoded_is_made_smaller_and_never_larger(size, shown):
    picture = Picture(png(noisy(*size)), "image/png", *size)
    assert enlarged(picture).size() == QtCore.QSize(*shown)


def test_what_is_no_picture_is_said():
    with pytest.raises(ImageError):
        enlarged(Picture(b"no picture", "image/png", 60, 40))


def test_a_strip_that_is_read_back_gets_a_preview_of_a_length_that_is_bounded():
    picture = previewed(Picture(png(noisy(4000, 200)), "image/png", 4000, 200))
    assert QtGui.QImage.fromData(picture.preview).size() == QtCore.QSize(768, 192)
