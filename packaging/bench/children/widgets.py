"""How long the GUI thread stands still when a window of very many widgets begins to be recorded."""

from __future__ import annotations

import gc
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from host import application, asked, spin, tell, wait_for
from meter import Meter

from usero_desktop.qt import QtWidgets

sys.path.append(str(Path(__file__).resolve().parents[3] / "tests"))

from replay import hosts

if TYPE_CHECKING:
    from collections.abc import Callable

COLUMNS = 40
PATIENCE = 100.0
W = QtWidgets


def crowd(count: int) -> QtWidgets.QWidget:
    """Show a window with so many widgets, all of them to be seen."""
    window = W.QWidget()
    grid = W.QGridLayout(window)
    grid.setSpacing(0)
    grid.setContentsMargins(0, 0, 0, 0)
    for number in range(count):
        text = f"{number}"
        widget: QtWidgets.QWidget
        match number % 4:
            case 0:
                widget = W.QLabel(text)
            case 1:
                widget = W.QLineEdit(text)
            case 2:
                widget = W.QCheckBox(text)
            case _:
                widget = W.QPushButton(text)
        widget.setMinimumSize(10, 10)
        widget.setMaximumSize(48, 18)
        grid.addWidget(widget, number // COLUMNS, number % COLUMNS)
    window.resize(1900, 1000)
    window.show()
    return window


class Patient(hosts.Waits):  # type: ignore[misc]
    """Waits longer than a test would: a busy machine takes its time over so many."""

    def waitUntil(self, met: Callable[[], bool], timeout: float) -> None:
        del timeout
        wait_for(met, "the first snapshot", PATIENCE)


def main() -> None:
    wishes = asked()
    app = application()
    window = crowd(wishes["widgets"])
    spin(1.0)
    if not wishes["recorded"]:
        tell(grab=_milliseconds(window.grab), collection=_milliseconds(gc.collect))
        return
    from usero_desktop.replay import SessionReplay

    meter = Meter()
    replay = SessionReplay()
    replay.start()
    hosts.await_recording(Patient())
    told = meter.told()
    replay.stop()
    window.close()
    app.processEvents()
    tell(**told)


def _milliseconds(call: Callable[[], object]) -> float:
    began = time.thread_time()
    call()
    return (time.thread_time() - began) * 1000


main()
