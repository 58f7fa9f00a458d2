import os
import subprocess
import sys
from contextlib import ExitStack

import pytest

from usero_desktop.config import Options
from usero_desktop.core.feedback import Feedback


@pytest.fixture
def feedback_for(tmp_path):
    """A Feedback whose reports stay in an outbox of its own."""
    with ExitStack() as stack:

        def make(*plugins, **options):
            chosen = {"base_url": "http://127.0.0.1:9", "data_dir": tmp_path, **options}
            feedback = Feedback.from_options(
                Options.create("client_demo", plugins=plugins, **chosen)
            )
            stack.callback(feedback.close)
            assert feedback.when_ready(30)
            return feedback

        yield make


@pytest.fixture
def metadata_of():
    """Submit a report and return the metadata it is kept with."""

    def submit(feedback, **report):
        ticket = feedback.submit(**({"rating": 3} | report))
        return feedback.read(ticket.submission_id).metadata

    return submit


@pytest.fixture
def run(tmp_path):
    """Run a program in a window of its own, without the faulthandler that tests have."""

    def run_(program, binding="PySide6", **more):
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_API": binding.lower()}
        environment.pop("PYTHONFAULTHANDLER", None)
        return subprocess.run(
            [sys.executable, "-c", program.replace("BINDING", binding), str(tmp_path)],
            env=environment, capture_output=True, text=True, check=False, timeout=90, **more,
        )  # fmt: skip

    return run_


WINDOW = """
import sys, logging
from BINDING import QtCore, QtWidgets
import usero_desktop as usero
from usero_desktop.plugins import CrashReports, UnhandledErrors
app = QtWidgets.QApplication([])
window = QtWidgets.QMainWindow()
window.resize(1000, 760)
window.show()

def attach(*plugins):
    return usero.attach(
        window, client_id="client_demo", base_url="http://127.0.0.1:9", data_dir=sys.argv[1],
        locale="en", reduced_motion=True, plugins=plugins,
    )

def words():
    kinds = (QtWidgets.QLabel, QtWidgets.QPlainTextEdit)
    found = [w for kind in kinds for w in window.findChildren(kind) if w.isVisible()]
    return [w.text() if isinstance(w, QtWidgets.QLabel) else w.toPlainText() for w in found]

def details():
    button = window.findChild(QtWidgets.QAbstractButton, "usero_action_read")
    if button is None:
        return ""
    button.click()
    return window.findChild(QtWidgets.QPlainTextEdit, "usero_details").toPlainText()
"""


@pytest.fixture
def window():
    """The beginning of a program with a window, to be continued."""
    return WINDOW
