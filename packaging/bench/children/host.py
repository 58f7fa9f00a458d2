"""What the children share: a realistic host in an application, and ways to use its panel.

A child is started in a fresh process with one JSON object as its argument, and prints one
JSON object as its last line.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

# The bench's own environment has tools in it that httpx would load if it found them (its
# command line's); what pip brings to a user has none of them.
sys.modules |= dict.fromkeys(("click", "pygments", "rich"))  # type: ignore[arg-type]

# The host has its Qt long before it has us.
importlib.import_module(
    {"pyside6": "PySide6", "pyqt6": "PyQt6"}[os.environ["QT_API"]] + ".QtWidgets"
)

started = time.perf_counter()
from usero_desktop.qt import QtCore, QtGui, QtWidgets  # noqa: E402 - timed, see above

DOOR_SECONDS = time.perf_counter() - started
"""What the host below has paid already of what attach() would have to import."""

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.ui.widget import FeedbackWidget

CLIENT_ID = "client_demo"
NOWHERE = "http://127.0.0.1:9"
PATIENCE = 60.0
COMMENT = "The table is lovely. Could the amounts line up with the header?"

Part = TypeVar("Part", bound=QtCore.QObject)


def asked() -> dict[str, Any]:
    """Return what the bench asked for."""
    wishes: dict[str, Any] = json.loads(sys.argv[1])
    return wishes


def tell(**answer: object) -> None:
    """Give the bench the answer."""
    print(json.dumps(answer), flush=True)


def application() -> QtWidgets.QApplication:
    """Make the host's application."""
    app = QtWidgets.QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    return app


def host_window() -> QtWidgets.QMainWindow:
    """Show the demo's expense book and wait until it stands."""
    from usero_desktop.demo.window import ExpenseBook

    window = ExpenseBook()
    window.show()
    spin(0.7)
    return window


def attached(window: QtWidgets.QWidget, **options: object) -> FeedbackWidget:
    """Attach the widget as a host does."""
    import usero_desktop

    options = {"base_url": NOWHERE, "reduced_motion": True, **options}
    return usero_desktop.attach(window, client_id=CLIENT_ID, **options)


def spin(seconds: float) -> None:
    """Let the event loop run."""
    loop = QtCore.QEventLoop()
    QtCore.QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def wait_for(check: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
    """Let the event loop run until `check()` is true, looking every 5 ms; TimeoutError."""
    deadline = time.monotonic() + seconds
    while not check():
        if time.monotonic() > deadline:
            message = f"waited {seconds:g} s for {what}"
            raise TimeoutError(message)
        spin(0.005)


def part(root: QtCore.QObject, kind: type[Part], name: str) -> Part:
    """Return the part of the panel with this name, LookupError where it shows none."""
    found = root.findChild(kind, f"usero_{name}")
    if found is None:
        message = f"The panel shows no usero_{name}."
        raise LookupError(message)
    return found


def named(root: QtCore.QObject, kind: str) -> list[QtWidgets.QWidget]:
    """Return the widgets whose class has this name, visible or not."""
    return [w for w in root.findChildren(QtWidgets.QWidget) if type(w).__name__ == kind]


def button(window: QtWidgets.QWidget, name: str) -> QtWidgets.QAbstractButton:
    """Return a button of the panel."""
    return part(window, QtWidgets.QAbstractButton, name)


def write(window: QtWidgets.QWidget) -> None:
    """Choose a face and write the comment."""
    button(window, "rating_4").click()
    part(window, QtWidgets.QPlainTextEdit, "comment").insertPlainText(COMMENT)


def choose_picture(window: QtWidgets.QWidget, name: str, *, look: float = 0.0) -> None:
    """Press "Add screenshot", look at the menu for `look` seconds and choose an entry."""
    button(window, "add_screenshot").click()
    menu = part(window, QtWidgets.QMenu, "picker")
    action = part(menu, QtGui.QAction, f"picture_{name}")
    if look:
        spin(look)
    menu.close()
    action.trigger()


def resident() -> dict[str, float]:
    """Return RSS, and the part of it that is nobody else's file, in MB (1,000,000 bytes).

    Not USS: what it counts of a library depends on who else has it loaded just now.
    """
    sums: dict[str, float] = {}
    for line in Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]:
        name, _, rest = line.partition(":")
        sums[name] = int(rest.split()[0]) * 1024 / 1e6
    return {"rss": sums["Rss"], "anonymous": sums["Anonymous"]}
