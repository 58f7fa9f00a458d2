"""Three screens as users have them, painted by Qt: words, a photograph, and both.

Each is the same in every run, but for the machine's typeface.
"""

from __future__ import annotations

import random

import PIL.Image
from host import spin

from usero_desktop.qt import QtCore, QtGui, QtWidgets

KINDS = ("text", "mixed", "photo")
STORY = (
    "the invoice of September was paid by Jonas and the boat is still owed to Ada what we saw on"
    " the way would fill a book nobody has time to read"
)
WORDS = STORY.split()
OCTAVES = (0.5, 0.4, 0.3, 0.25, 0.2, 0.15, 0.1, 0.05, 0.02, 0.008)
"""How much of each finer layer is in the photograph: as a lens draws, with a little grain."""

COLOUR_SHARE = 4
"""A camera sees colours this much coarser than light."""


def photograph(width: int, height: int) -> PIL.Image.Image:
    """Return what is as rough as a photograph at every size: there PNG has little to find."""
    fine, coarse = (width, height), (width // COLOUR_SHARE, height // COLOUR_SHARE)
    light, *colours = (_clouds(size, seed) for seed, size in enumerate((fine, coarse, coarse)))
    wide = [colour.resize(fine, PIL.Image.Resampling.BICUBIC) for colour in colours]
    return PIL.Image.merge("YCbCr", (light, *wide)).convert("RGB")


def _clouds(size: tuple[int, int], seed: int) -> PIL.Image.Image:
    chance = random.Random(seed)
    clouds = None
    for share, octave in zip(OCTAVES, range(len(OCTAVES) - 1, -1, -1), strict=True):
        width, height = (max(1, side >> octave) for side in size)
        noise = PIL.Image.frombytes("L", (width, height), chance.randbytes(width * height))
        if clouds is not None:
            clouds = clouds.resize(noise.size, PIL.Image.Resampling.BICUBIC)
            noise = PIL.Image.blend(clouds, noise, share)
        clouds = noise
    assert clouds is not None
    return clouds


def show(kind: str, width: int, height: int) -> QtWidgets.QWidget:
    """Fill the screen with one of `KINDS` and wait until it stands there."""
    screen = QtWidgets.QWidget()
    screen.setWindowFlag(QtCore.Qt.WindowType.FramelessWindowHint)
    # The size of letters at the usual 192 dots per inch of such a screen.
    screen.setStyleSheet("* { font-size: 26px }")
    grid = QtWidgets.QGridLayout(screen)
    if kind == "photo":
        grid.addWidget(_picture(width - 40, height - 160), 0, 0)
        grid.addWidget(QtWidgets.QLabel(STORY), 1, 0)
    else:
        grid.addWidget(_table(), 0, 0)
        grid.addWidget(_text(), 0, 1)
        grid.addWidget(_page(), 1, 0)
        last = _text() if kind == "text" else _picture(width // 2 - 40, height // 2 - 40)
        grid.addWidget(last, 1, 1)
    screen.setGeometry(0, 0, width, height)
    screen.showFullScreen()
    spin(1.0)
    return screen


def _picture(width: int, height: int) -> QtWidgets.QLabel:
    label = QtWidgets.QLabel()
    pixels = photograph(width, height).tobytes("raw", "BGRX")
    image = QtGui.QImage(pixels, width, height, width * 4, QtGui.QImage.Format.Format_RGB32)
    # A copy: the pixmap would paint from `pixels`, which are gone by then (PyQt6 crashes).
    label.setPixmap(QtGui.QPixmap.fromImage(image.copy()))
    return label


def _text() -> QtWidgets.QPlainTextEdit:
    chance = random.Random(3)
    lines = (" ".join(chance.choices(WORDS, k=chance.randrange(4, 22))) for _ in range(80))
    return QtWidgets.QPlainTextEdit("\n".join(lines))


def _table() -> QtWidgets.QTableWidget:
    chance = random.Random(5)
    table = QtWidgets.QTableWidget(60, 12)
    table.setAlternatingRowColors(True)
    for row in range(table.rowCount()):
        for column in range(table.columnCount()):
            words = " ".join(chance.choices(WORDS, k=2))
            said = words if column % 3 == 0 else f"{chance.randrange(10**7):,}"
            table.setItem(row, column, QtWidgets.QTableWidgetItem(said))
    return table


def _page() -> QtWidgets.QTextEdit:
    chance = random.Random(7)
    said = ""
    for _ in range(30):
        first, second = (" ".join(chance.choices(WORDS, k=6)) for _ in range(2))
        said += f"<h3>{first}</h3><p><b>{second}</b> <i>{first}</i> "
        said += f"<span style='color:#b3261e'>{second}</span> {STORY}</p>"
    page = QtWidgets.QTextEdit()
    page.setHtml(said)
    return page
