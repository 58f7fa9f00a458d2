"""The product without Qt: an environment that has no binding, and the built wheel in it."""

from __future__ import annotations

import pytest

from usero_desktop.inbox.config import InboxConfig
from usero_desktop.inbox.server import running

NO_QT = """
from importlib.util import find_spec
assert not [name for name in ("PySide6", "PyQt6", "PyQt5", "shiboken6") if find_spec(name)]
"""


@pytest.fixture
def inbox(tmp_path):
    with running(InboxConfig(port=0, data_dir=tmp_path / "inbox")) as inbox:
        yield inbox


@pytest.fixture
def python(install, tmp_path):
    """Run code where there is no Qt at all."""
    installed = install()

    def run(code):
        return installed.run(NO_QT + code, USERO_DESKTOP_DATA_DIR=str(tmp_path / "data"))

    return run


def test_a_report_with_a_picture_is_kept_sent_and_told_without_any_qt(python, inbox, tmp_path):
    code = f"""
import sys
import usero_desktop as usero
from PIL import Image

heard = []
with usero.Feedback("client_demo", base_url={inbox.url!r}) as feedback:
    feedback.subscribe(lambda event: heard.append(type(event).__name__))
    picture = Image.new("RGB", (40, 30), "#0a7")
    ticket = feedback.submit(rating=4, comment="No Qt here", screenshots=[picture])
    receipt = ticket.result(timeout=30)
    assert ticket.report.comment == "No Qt here"
    assert feedback.reports() == ()
    assert feedback.flush(30)
print(receipt.feedback_id, "Delivered" in heard, "usero_desktop.qt" in sys.modules)
"""
    told = python(code)
    [entry] = inbox.store.entries()
    assert told == f"{entry.feedback_id} True False"
    assert len(entry.report.screenshots) == 1


def test_without_a_network_nothing_is_raised_and_the_next_program_sends_it(python, inbox):
    python("""
import usero_desktop as usero
with usero.Feedback("client_demo", base_url="http://127.0.0.1:9") as feedback:
    ticket = feedback.submit(comment="Later")
    assert ticket.kept
    try:
        ticket.result(timeout=0.1)
    except usero.Unreachable as error:
        assert "will be sent" in str(error), error
""")
    kept = python("""
import usero_desktop as usero
with usero.Feedback("client_demo", base_url="http://127.0.0.1:9") as feedback:
    [record] = feedback.reports()
    print(record.submission.comment, feedback.delete(record.submission_id), feedback.reports())
""")
    assert kept == "Later True ()"


def test_the_two_requests_need_no_qt_either(python, inbox):
    code = f"""
import usero_desktop as usero
with usero.UseroClient({inbox.url!r}) as client:
    print(client.send_feedback({{"clientId": "client_demo", "rating": 4}}))
"""
    told = python(code)
    assert [entry.feedback_id for entry in inbox.store.entries()] == [told]


def test_who_attaches_without_qt_is_told_what_to_install(python):
    told = python("""
import usero_desktop as usero
try:
    usero.attach
except usero.QtMissing as error:
    print(error)
""")
    assert "pip install 'usero-desktop[pyside6]'" in told


def test_the_command_line_works_and_the_doctor_says_what_is_not_there(python, inbox):
    told = python(f"""
import io, json, sys
from contextlib import redirect_stdout
from usero_desktop.cli.main import main

words = ["--client-id", "client_demo", "--base-url", {inbox.url!r}]
sent = main(["send", *words, "--rating", "4"])
with redirect_stdout(io.StringIO()) as said:
    status = main(["doctor", *words, "--json"])
found = {{check["name"]: check for check in json.loads(said.getvalue())["checks"]}}
names = ("qt", "window", "tray", "server", "client")
print(sent, status, *(found[name]["state"] for name in names))
print(found["qt"]["sentence"])
""")
    sent, states, why = told.splitlines()
    assert sent.startswith("Sent: ")
    assert states == "0 0 warning skipped skipped ok ok"
    assert "pip install 'usero-desktop[pyside6]'" in why
