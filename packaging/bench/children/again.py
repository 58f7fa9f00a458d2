"""A second start of usero-desktop while the first runs, beside a Python that does nothing.

The first is this process, with the part of the program that hears of further starts. What is
measured ends where it hears of them, and where the second process has ended.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

from host import asked, tell

from usero_desktop.app.instance.instance import Instance
from usero_desktop.qt import QtCore

SECONDS = 30


def main() -> None:
    # Not the user's own: that may be running.
    os.environ["USERO_DESKTOP_DATA_DIR"] = asked()["data_dir"]
    application = QtCore.QCoreApplication([])
    instance = Instance.take()
    if instance is None:
        raise SystemExit("somebody else is there")
    heard: list[float] = []

    def on_asked(words: object) -> None:
        if words == ("open", "history"):
            heard.append(time.perf_counter())
            application.quit()

    instance.asked.connect(on_asked)
    QtCore.QTimer.singleShot(SECONDS * 1000, application.quit)
    began = time.perf_counter()
    second = subprocess.Popen([sys.executable, "-m", "usero_desktop", "open", "history"])
    application.exec()
    status = second.wait(SECONDS)
    ended = time.perf_counter()
    if status or not heard:
        raise SystemExit(f"the second start was not heard of (exit status {status})")
    bare = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    bare = time.perf_counter() - bare
    tell(heard=(heard[0] - began) * 1000, ended=(ended - began) * 1000, bare=bare * 1000)


main()
