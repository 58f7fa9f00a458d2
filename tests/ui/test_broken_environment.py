"""A whole program whose proxy setting is none: the panel works, and says what is wrong."""

from __future__ import annotations

import json
import os

import pytest
from ui.process import run_script

from usero_desktop.i18n import Texts

PROGRAM = """
    import json, sys
    import usero_desktop as usero
    from usero_desktop.qt import QtCore, QtWidgets

    exec(sys.argv[2])
    app = QtWidgets.QApplication([])
    window = QtWidgets.QMainWindow()
    window.resize(1000, 760)
    window.show()
    widget = usero.attach(
        window, "client_demo", base_url="https://usero.example", data_dir=sys.argv[1],
        locale="en", reduced_motion=True,
    )
    widget.open()

    def part(name):
        return window.findChild(QtWidgets.QWidget, f"usero_{name}")

    def words(name):
        labels = part(name).findChildren(QtWidgets.QLabel) if part(name) else ()
        return [label.text() for label in labels if label.isVisible() and label.text()]

    def until(holds):
        loop, timer = QtCore.QEventLoop(), QtCore.QTimer()
        timer.timeout.connect(lambda: holds() and loop.quit())
        timer.start(10)
        loop.exec()
        timer.stop()

    def saved():
        return [line for line in words("panel") if line.startswith("Saved. It will")]

    until(lambda: part("panel").isVisible())
    part("comment").insertPlainText("what somebody wrote")
    part("send").click()
    until(saved)
    told = saved()
    part("action_show").click()
    until(lambda: words("report"))
    print(json.dumps(told + words("report")))
"""

BROKEN = {"HTTPS_PROXY": "ftp://proxy:21", "ALL_PROXY": "socks5://127.0.0.1:1080"}

NOT_TOLD_APART = """
from usero_desktop.api import transport

def pool(*_):
    raise ValueError("unknown kind of proxy")

transport._pool = pool
"""
"""A client for which a proxy that cannot be used is some trouble or other."""


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run the program with one of the broken settings; return it with what its screen said."""
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)

    def run_(name, change=""):
        done = run_script(PROGRAM, tmp_path / "data", change, **{name: BROKEN[name]})
        assert done.returncode == 0, done.stderr
        return done, json.loads(done.stdout)

    return run_


def names_the_proxy(lines):
    return any(line.startswith(Texts("en")("error.proxy_setting")) for line in lines)


@pytest.mark.promise("D3")
@pytest.mark.parametrize("name", BROKEN)
def test_the_panel_opens_keeps_the_report_and_names_the_setting(run, name, figure):
    done, lines = run(name)
    assert lines[0] == "Saved. It will be sent later."
    assert "what somebody wrote" in lines
    assert names_the_proxy(lines)
    assert "Traceback" not in done.stderr
    figure(f"panel with {name}={BROKEN[name].partition(':')[0]}: saved, the reason in words")


@pytest.mark.bites("D3")
def test_a_client_that_does_not_tell_what_is_wrong_is_found_out(run):
    _, lines = run("HTTPS_PROXY", NOT_TOLD_APART)
    assert not names_the_proxy(lines)
