"""What the README shows is run as it stands there; only the inbox's address is the test's."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from screens import start_xvfb, x11_environment

from usero_desktop.config import ALIASES, RULES
from usero_desktop.inbox.config import InboxConfig
from usero_desktop.inbox.server import running

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
PLUGIN = next(block for block in BLOCKS if "on_feedback_submit" in block)
BLOCKS.remove(PLUGIN)
ADDRESS = "http://127.0.0.1:8787"

WINDOW = """
import sys
import usero_desktop as usero
from usero_desktop.qt import QtWidgets
app = QtWidgets.QApplication(sys.argv)
window = QtWidgets.QMainWindow()
window.resize(900, 700)
window.show()
"""
OPEN = "widget.open()\n"
SEND = """
from usero_desktop.demo.user import fill_in_and_send
widget.delivered.connect(lambda receipt: app.quit())
fill_in_and_send(window, rating=3, comment="as in the README")
app.exec()
"""


@pytest.fixture
def inbox(tmp_path):
    with running(InboxConfig(port=0, data_dir=tmp_path / "inbox")) as inbox:
        yield inbox


def run(command, tmp_path, inbox, environment=os.environ, **options):
    environment = dict(environment) | {
        "USERO_DESKTOP_DATA_DIR": str(tmp_path / "data"),
        "QT_QPA_PLATFORM": "offscreen",
    }
    words = [word.replace(ADDRESS, inbox.url.rstrip("/")) for word in command]
    return subprocess.run(
        words, env=environment, capture_output=True, text=True, check=False, timeout=90, **options
    )


def test_the_three_lines_put_a_button_into_a_window_that_really_sends(tmp_path, inbox):
    attach, use = BLOCKS[1:3]

    done = run([sys.executable, "-c", WINDOW + attach + use + SEND], tmp_path, inbox)

    assert done.returncode == 0, done.stderr
    feedback_id = done.stdout.strip()
    assert feedback_id
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("binding", ["PySide6", "PyQt6"])
def test_the_five_minutes_program_shows_a_button_that_sends(tmp_path, inbox, binding):
    program = BLOCKS[0].replace("from PySide6", f"from {binding}")
    assert "sys.exit(app.exec())" in program
    program = program.replace("sys.exit(app.exec())", f"widget.open(){SEND}")

    done = run([sys.executable, "-c", program], tmp_path, inbox)

    assert done.returncode == 0, done.stderr
    assert [entry.report.comment for entry in inbox.store.entries()] == ["as in the README"]


def test_the_plugin_adds_what_it_says(tmp_path, inbox):
    done = run([sys.executable, "-c", WINDOW + BLOCKS[1] + OPEN + PLUGIN + SEND], tmp_path, inbox)

    assert done.returncode == 0, done.stderr
    [entry] = inbox.store.entries()
    assert entry.report.metadata["commit"] == "3f2a9c1"


def test_the_script_without_a_window_prints_the_id_of_what_was_sent(tmp_path, inbox):
    done = run([sys.executable, "-c", BLOCKS[3]], tmp_path, inbox)

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_the_tk_program_sends_what_is_typed_and_says_so(tmp_path, inbox):
    drive = """
def watch():
    if state["text"] == "Thank you!":
        root.destroy()
    else:
        root.after(20, watch)

words.insert(0, "From Tk")
button.invoke()
print(state["text"])
root.after(20, watch)
root.mainloop()
feedback.close()
"""
    pytest.importorskip("tkinter", reason="this Python was built without Tk")
    with start_xvfb(wm="") as display:
        environment = x11_environment(display)
        program = BLOCKS[4] + drive
        done = run([sys.executable, "-c", program], tmp_path, inbox, environment=environment)

    assert done.returncode == 0, done.stderr
    assert done.stdout == "Saved. It is on its way.\n"
    assert [entry.report.comment for entry in inbox.store.entries()] == ["From Tk"]


def test_the_two_requests_by_themselves_print_the_id_of_what_was_sent(tmp_path, inbox):
    Image.new("RGB", (4, 3)).save(tmp_path / "main.png")
    done = run([sys.executable, "-c", BLOCKS[5]], tmp_path, inbox, cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    [entry] = inbox.store.entries()
    assert done.stdout.strip() == entry.feedback_id
    assert len(entry.report.screenshots) == 1


def test_the_shell_line_sends(tmp_path, inbox):
    line = re.search(r"^ {4}(usero-desktop send .*)$", README, re.MULTILINE).group(1)
    words = [sys.executable, "-m", "usero_desktop", *shlex.split(line)[1:]]

    done = run(words, tmp_path, inbox)

    assert done.returncode == 0, done.stderr


def test_every_option_of_the_table_exists_and_every_option_stands_in_it():
    rows = re.findall(r"^\| (`.*?) \|", README, re.MULTILINE)
    named = set(re.findall(r"`([a-z_]+)`", " ".join(rows))) | {"allow_insecure"}

    assert named == set(RULES) | set(ALIASES)


def test_every_picture_and_page_that_is_linked_is_there():
    links = re.findall(r"\]\(([^)h][^)]*)\)", README)

    assert links
    assert all((Path(__file__).parents[2] / link).is_file() for link in links)
