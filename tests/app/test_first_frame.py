"""What a user waits for comes first at a start, and all else when that is seen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CHILD = Path(__file__).with_name("first_frame.py")
LIMIT = 120
LATER = {
    "PySide6.QtNetwork",
    "jeepney",
    "usero_desktop.app.tray.tray",
    "usero_desktop.app.tray.watch",
    "usero_desktop.core.feedback",
    "usero_desktop.ui.reports.items",
    "usero_desktop.ui.session.session",
}


@pytest.fixture
def start(tmp_path):
    config, run_time = tmp_path / "config", tmp_path / "run"
    config.mkdir()
    run_time.mkdir(mode=0o700)
    (config / "settings.toml").write_text(
        '[[programs]]\nclient_id = "client_first"\nname = "Book"\nbase_url = "http://127.0.0.1:9"\n'
    )
    env = os.environ | {
        "QT_API": "pyside6",
        "QT_QPA_PLATFORM": "offscreen",
        "USERO_DESKTOP_CONFIG_DIR": str(config),
        "USERO_DESKTOP_DATA_DIR": str(tmp_path / "data"),
        "XDG_RUNTIME_DIR": str(run_time),
    }

    def started(*words):
        done = subprocess.run(
            [sys.executable, CHILD, *words],
            env=env,
            check=True,
            capture_output=True,
            text=True,
            timeout=LIMIT,
        )
        return json.loads(done.stdout)

    return started


def test_the_panel_takes_words_before_what_works_behind_it_is_loaded(start):
    first, then = start("open", "feedback")
    assert first["focus"] == "usero_comment"
    assert sorted(LATER.intersection(first["modules"])) == []
    assert "usero_desktop.app.tray.watch" in then["modules"]
    assert "usero_desktop.core.feedback" in then["modules"]


def test_python_looks_for_cycles_again_once_the_panel_is_there(start):
    first, then = start("open", "feedback")
    assert not first["cycles"]
    assert then["cycles"]
