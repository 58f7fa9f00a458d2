"""What the panel is opened without, and what then brings it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from servers import reply, serving

CHILD = Path(__file__).with_name("loaded_late.py")
LIMIT = 180
REPORTS = {"usero_desktop.ui.reports.unsent", "usero_desktop.outbox.record"}
LATER = REPORTS | {
    "httpx",
    "PIL",
    "sqlite3",
    "usero_desktop.api.replies",
    "usero_desktop.model.submission",
    "usero_desktop.ui.capture.shots",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    with serving(lambda *_: reply(400, {"error": "Invalid data provided"})) as server:
        env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "BASE_URL": server.url}
        env.pop("DBUS_SESSION_BUS_ADDRESS", None)
        done = subprocess.run(
            [sys.executable, CHILD, tmp_path_factory.mktemp("late")],
            env=env,
            check=True,
            capture_output=True,
            text=True,
            timeout=LIMIT,
        )
    return [set(names) for names in json.loads(done.stdout)]


def test_a_panel_opens_without_what_only_kept_reports_and_pictures_need(told):
    opened, _ = told
    assert "usero_desktop.ui.session.session" in opened
    assert sorted(LATER & opened) == []


def test_a_refused_report_brings_the_list_that_it_is_counted_in(told):
    _, kept = told
    assert kept >= REPORTS


def test_without_a_session_bus_nothing_is_loaded_to_listen_to_one(told):
    opened, _ = told
    assert "usero_desktop.ui.process.buslistener" in opened
    assert sorted({"jeepney", "socket"} & opened) == []
