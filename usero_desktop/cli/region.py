"""Have the user choose a part of the screen; for a process of its own, whose thread is Qt's."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from usero_desktop.cli.pictures import CALLED_OFF, with_cause
from usero_desktop.errors import CaptureError, UseroError
from usero_desktop.qt import QtCore, QtWidgets

if TYPE_CHECKING:
    from usero_desktop.capture.frame import Frame
    from usero_desktop.ui.style.look import Look
    from usero_desktop.ui.units import Box


def pick() -> int:
    """Write the size of the chosen part and its pixels to standard output.

    Returns `CALLED_OFF` where the user wants none; raises UseroError where no picture of the
    screen comes about.
    """
    application = QtWidgets.QApplication(["usero-desktop"])
    frame = _whole()
    owner = QtWidgets.QWidget()
    chosen = _choose(application, owner, frame)
    if chosen is None:
        return CALLED_OFF
    part = frame.part(*chosen)
    out = sys.stdout.buffer
    out.write(f"{part.width} {part.height}\n".encode())
    out.write(part.pixels)
    out.flush()
    # The display has had its part; nothing is left that would have to be put away.
    os._exit(0)


def _whole() -> Frame:
    # After the application was made: on Windows mss sets what Qt has to set first.
    from usero_desktop.capture.backends import grabber

    try:
        return grabber().grab_all()
    except CaptureError as error:
        raise UseroError(with_cause(error), code=error.code) from error


def _choose(
    application: QtWidgets.QApplication, owner: QtWidgets.QWidget, frame: Frame
) -> Box | None:
    from usero_desktop.ui.capture.region import RegionPicker

    chosen: list[Box] = []

    def on_taken(box: Box) -> None:
        chosen.append(box)
        application.quit()

    picker = RegionPicker(application, owner, _look(owner), frame)
    picker.taken.connect(on_taken)
    picker.left.connect(application.quit)
    picker.open()
    application.exec()
    return chosen[0] if chosen else None


def _look(owner: QtWidgets.QWidget) -> Look:
    from usero_desktop.i18n import Texts
    from usero_desktop.settings import load
    from usero_desktop.ui.style.colors import colors_of, is_dark
    from usero_desktop.ui.style.look import Look
    from usero_desktop.ui.style.scale import scale_of

    settings = load().settings
    return Look(
        colors_of(settings.theme or None, dark=is_dark(owner)),
        Texts(settings.locale or QtCore.QLocale().name()),
        scale_of(owner),
    )
