"""A host program that PyInstaller freezes with nothing said of us: our hook is found by itself."""

from __future__ import annotations

import os
import subprocess
import sys

import httpx
import pytest

from usero_desktop.inbox.config import InboxConfig
from usero_desktop.inbox.server import running

pytestmark = pytest.mark.timeout(600)

HOST = """\
import sys

from {binding} import QtCore, QtWidgets

import usero_desktop as usero

url, data = sys.argv[1:]
app = QtWidgets.QApplication(sys.argv[:1])
window = QtWidgets.QMainWindow()
window.resize(900, 700)
widget = usero.attach(
    window, client_id="client_demo", base_url=url, data_dir=data, app_version=usero.__version__
)
window.show()
widget.delivered.connect(lambda receipt: app.quit())
widget.open()


def send():
    window.findChild(QtWidgets.QPlainTextEdit, "usero_comment").setPlainText("from a frozen host")
    window.findChild(QtWidgets.QAbstractButton, "usero_send").click()


QtCore.QTimer.singleShot(0, send)
sys.exit(app.exec())
"""


@pytest.mark.parametrize(
    "binding, other",
    [
        ("PySide6", "PyQt6"),
        pytest.param("PyQt6", "PySide6", marks=pytest.mark.faults),
    ],
)
def test_it_sends_and_has_one_binding_and_all_of_our_words(binding, other, tmp_path):
    (tmp_path / "host.py").write_text(HOST.format(binding=binding))
    env = {name: value for name, value in os.environ.items() if name != "QT_API"}
    frozen = subprocess.run(
        [sys.executable, "-m", "PyInstaller", "--log-level=WARN", "host.py"],
        cwd=tmp_path, env=env | {"PYINSTALLER_CONFIG_DIR": str(tmp_path / "cache")}, check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    assert frozen.returncode == 0, frozen.stderr
    folder = tmp_path / "dist" / "host"
    with running(InboxConfig()) as inbox:
        bare = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(
            [folder / "host", inbox.url, tmp_path / "data"],
            cwd=tmp_path, env=bare, check=False, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        with httpx.Client(base_url=inbox.url) as client:
            [item] = client.get("/inbox/api/feedback").json()["items"]
    assert item["comment"] == "from a frozen host"
    assert item["metadata"]["binding"].startswith(binding)
    held = folder / "_internal"
    assert (held / binding).is_dir()
    assert not (held / other).exists()
    assert (held / "usero_desktop" / "resources" / "locales" / "ja.json").exists()
    assert [*held.glob("keyring-*.dist-info")]
