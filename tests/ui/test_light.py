"""What a host pays for a button that nobody has clicked: nothing heavy is loaded, no timer runs."""

from __future__ import annotations

import os
import subprocess
import sys

from usero_desktop.qt import BINDING

HEAVY = ("httpx", "ssl", "_hashlib", "PIL", "sqlite3", "keyring", "mss", "jeepney", "platformdirs")

PROGRAM = f"""
import sys, time
from {BINDING} import QtCore, QtWidgets
app = QtWidgets.QApplication([])
window = QtWidgets.QMainWindow()
window.resize(900, 700)
window.show()
import usero_desktop as usero
from usero_desktop.ui import widget as module
widget = usero.attach(window, client_id="client_demo", base_url="http://127.0.0.1:9")
loop = QtCore.QEventLoop()
QtCore.QTimer.singleShot(module.START_MS + 300, loop.quit)
loop.exec()
assert not widget.is_inert
running = [timer for timer in widget.findChildren(QtCore.QTimer) if timer.isActive()]
print(sorted(set({HEAVY!r}) & set(sys.modules)), len(running))
window.close()
"""


def test_a_closed_button_has_loaded_nothing_heavy_and_no_timer_of_it_runs(tmp_path):
    environment = {**os.environ, "QT_API": BINDING.lower(), "USERO_DESKTOP_DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("[] 0\n", 0), done.stderr
