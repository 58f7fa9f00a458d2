"""From attach() and open() to the first frame, for the product or for stock widgets."""

from __future__ import annotations

import time
from statistics import median

from frames import timed_frame
from host import DOOR_SECONDS, application, asked, attached, host_window, spin, tell

from usero_desktop.qt import QtWidgets

IDLE = 2.0
"""Seconds from attach() to the first click: nobody is faster, and what is idle may be used."""

REOPENINGS = 5


def product(window: QtWidgets.QMainWindow, data_dir: str) -> dict[str, float]:
    """Measure the widget."""
    import usero_desktop  # noqa: F401 - what it takes is a measure of its own

    made = []
    attach = timed_frame(
        lambda: made.append(attached(window, data_dir=data_dir)),
        lambda: window.findChild(QtWidgets.QAbstractButton, "usero_launcher"),
    )
    widget = made[0]
    spin(IDLE)

    def panel() -> QtWidgets.QWidget | None:
        return window.findChild(QtWidgets.QWidget, "usero_panel")

    cold = timed_frame(widget.open, panel)
    again = [reopened(widget, panel) for _ in range(REOPENINGS)]
    widget.update(reduced_motion=False)
    sliding = [reopened(widget, panel, whole=False) for _ in range(REOPENINGS)]
    widget.destroy()
    return {
        "attach": attach["total"] + DOOR_SECONDS * 1000,
        "attach_again": attached_again(data_dir),
        "attach_call": attach["call"] + DOOR_SECONDS * 1000,
        "cold": cold["total"],
        "cold_call": cold["call"],
        "reopened": median(each["total"] for each in again),
        "sliding": median(each["total"] for each in sliding),
    }


def attached_again(data_dir: str) -> float:
    """Return the milliseconds of attach() to windows like the first, all being imported."""
    seconds = []
    for _ in range(REOPENINGS):
        window = host_window()
        started = time.perf_counter()
        widget = attached(window, data_dir=data_dir)
        seconds.append(time.perf_counter() - started)
        widget.destroy()
        window.close()
    return median(seconds) * 1000


def reopened(widget: object, panel: object, *, whole: bool = True) -> dict[str, float]:
    """Close, rest and open again."""
    widget.close()  # type: ignore[attr-defined]
    spin(0.4)
    return timed_frame(widget.open, panel, whole=whole)  # type: ignore[attr-defined]


def stock(window: QtWidgets.QMainWindow) -> dict[str, float]:
    """Measure a plain button and a plain panel in its place."""
    from stock import StockPanel

    made: list[QtWidgets.QWidget] = []

    def attach() -> None:
        launcher = QtWidgets.QPushButton("Feedback", window)
        launcher.setGeometry(window.width() - 60, window.height() // 2, 60, 76)
        launcher.show()
        made.append(launcher)

    attached_in = timed_frame(attach, lambda: made[0])
    seconds = []
    for _ in range(REOPENINGS):
        started = time.perf_counter()
        attach()
        seconds.append(time.perf_counter() - started)
        made.pop().deleteLater()
    spin(IDLE)

    def build() -> None:
        made.append(StockPanel(window))
        show()

    def show() -> None:
        made[1].show()
        made[1].raise_()
        made[1].comment.setFocus()  # type: ignore[attr-defined]

    cold = timed_frame(build, lambda: made[1])
    again = []
    for _ in range(REOPENINGS):
        made[1].hide()
        spin(0.1)
        again.append(timed_frame(show, lambda: made[1]))
    reopening = median(each["total"] for each in again)
    return {
        "attach": attached_in["total"],
        "attach_again": median(seconds) * 1000,
        "attach_call": attached_in["call"],
        "cold": cold["total"],
        "cold_call": cold["call"],
        "reopened": reopening,
        "sliding": reopening,
    }


def main() -> None:
    wishes = asked()
    app = application()
    window = host_window()
    told = product(window, wishes["data_dir"]) if wishes["product"] else stock(window)
    window.close()
    app.processEvents()
    tell(**told)


main()
