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

import usero_desktop as usero
from usero_desktop.config import ALIASES, RULES
from usero_desktop.inbox.config import InboxConfig
from usero_desktop.inbox.server import running

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
SHELL = {
    "python3 packaging/dev.py demo": "tests/packaging/test_door.py, tests/demo",
    "python3 packaging/dev.py test": "tests/packaging/test_door.py, and whoever reads this",
    "python3 packaging/dev.py build all": "tests/installed, tests/packaging",
    "sudo apt-get install": "tests/installed, which has a bare Debian install it",
    "pip install": "tests/packaging/test_wheel.py, which installs what it built",
    "usero-desktop inbox": "below",
    "usero-desktop open": "tests/app/test_stories.py",
    "usero-desktop send": "below",
    "export PYSIDE_DESIGNER_PLUGINS=": "below",
    "pyside6-designer": "tests/designer",
}
"""The lines for the shell, by their beginnings, and where they are run."""

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


def block(words):
    """Return the one block of code that begins with `words`, or else holds them."""
    begin = [code for code in BLOCKS if code.startswith(words)]
    [found] = begin or [code for code in BLOCKS if words in code]
    return found


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
    attach, use = block("widget = usero.attach("), block("widget.update(")

    done = run([sys.executable, "-c", WINDOW + attach + use + SEND], tmp_path, inbox)

    assert done.returncode == 0, done.stderr
    feedback_id = done.stdout.strip()
    assert feedback_id
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("binding", ["PySide6", "PyQt6"])
def test_the_five_minutes_program_shows_a_button_that_sends(tmp_path, inbox, binding):
    program = block("window.show()").replace("from PySide6", f"from {binding}")
    assert "sys.exit(app.exec())" in program
    program = program.replace("sys.exit(app.exec())", f"widget.open(){SEND}")

    done = run([sys.executable, "-c", program], tmp_path, inbox)

    assert done.returncode == 0, done.stderr
    assert [entry.report.comment for entry in inbox.store.entries()] == ["as in the README"]


def test_what_is_marked_as_shown_is_in_no_picture(tmp_path, inbox):
    attach, marks = block("widget = usero.attach("), block("account.setProperty(")
    parts = """
account, chart = QtWidgets.QLabel("account", window), QtWidgets.QLabel("chart", window)
table, plain = QtWidgets.QTableWidget(3, 7, window), QtWidgets.QLabel("plain", window)
named = QtWidgets.QLabel("named", window)
named.setObjectName("secret.pin")
"""
    ask = """
from usero_desktop.ui.masking.rules import Rules
from usero_desktop.ui.masking.walk import areas_of
rules = Rules(widget._options.mask)
assert [rules.is_masked(part) for part in (account, chart, named, plain)] == [True] * 3 + [False]
table.resize(880, 200)
table.show()
assert len(areas_of(table, rules)) == 2
"""

    done = run([sys.executable, "-c", WINDOW + parts + attach + marks + ask], tmp_path, inbox)

    assert done.returncode == 0, done.stderr


def test_the_plugin_adds_what_it_says(tmp_path, inbox):
    attach, plugin = block("widget = usero.attach("), block("on_feedback_submit")
    done = run([sys.executable, "-c", WINDOW + attach + OPEN + plugin + SEND], tmp_path, inbox)

    assert done.returncode == 0, done.stderr
    [entry] = inbox.store.entries()
    assert entry.report.metadata["commit"] == "3f2a9c1"


def test_the_three_plugins_that_come_along_take_part(tmp_path, inbox):
    attach, three = block("widget = usero.attach("), block("from usero_desktop.plugins import")
    log = "import logging\nwhile not widget.when_ready():\n    app.processEvents()\n"
    log += 'logging.getLogger("ledger").warning("disk is full")\n'
    done = run([sys.executable, "-c", WINDOW + attach + OPEN + three + log + SEND], tmp_path, inbox)

    assert done.returncode == 0, done.stderr
    [entry] = inbox.store.entries()
    assert entry.report.metadata["recentLogs"][0].endswith("WARNING ledger: disk is full")


def test_the_button_that_is_made_in_code_opens_a_panel_that_really_sends(tmp_path, inbox):
    use = block("usero.FeedbackButton(window)")
    show = "\nbutton.show(); button.click(); widget = button.handle\n"
    done = run([sys.executable, "-c", f"{WINDOW}{use}{show}{SEND}"], tmp_path, inbox)

    assert done.returncode == 0, done.stderr
    [entry] = inbox.store.entries()
    assert entry.report.metadata["plan"] == "pro"


def test_the_folder_for_designer_is_the_one_that_has_its_plugins(tmp_path, inbox):
    code = re.search(r"python -c '(.*?)'", README).group(1)
    done = run([sys.executable, "-c", code], tmp_path, inbox)

    assert done.returncode == 0, done.stderr
    assert (Path(done.stdout.strip()) / "register_usero.py").is_file()


def test_the_script_without_a_window_prints_the_id_of_what_was_sent(tmp_path, inbox):
    done = run([sys.executable, "-c", block("with usero.Feedback(")], tmp_path, inbox)

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
        program = block("import tkinter") + drive
        done = run([sys.executable, "-c", program], tmp_path, inbox, environment=environment)

    assert done.returncode == 0, done.stderr
    assert done.stdout == "Saved. It is on its way.\n"
    assert [entry.report.comment for entry in inbox.store.entries()] == ["From Tk"]


def test_who_is_speaking_is_said_in_three_lines(tmp_path, inbox):
    lines = block("ada = usero.User(")
    before_the_logout, logout = lines.rstrip().rsplit("\n", 1)
    assert logout.startswith("widget.identify(None)")
    attach, use = block("widget = usero.attach("), block("widget.update(")
    programs = {"ada": before_the_logout, "nobody": lines}
    for who, program in programs.items():
        done = run([sys.executable, "-c", WINDOW + attach + program + use + SEND], tmp_path, inbox)
        assert done.returncode == 0, (who, done.stderr)
        assert "Traceback" not in done.stderr
    nobody, ada = (entry.report.metadata for entry in inbox.store.entries())
    assert ada["userId"] == "u_42"
    assert "userId" not in nobody


def test_session_replay_is_two_lines_and_a_report_brings_what_was_seen(tmp_path, inbox):
    record, use = block("from usero_desktop.replay import"), block("widget = usero.attach(")
    until_it_records = (
        "from usero_desktop.replay import tape\nwhile not tape.take(): app.processEvents()\n"
    )
    program = WINDOW + use + record + until_it_records + OPEN + SEND

    done = run([sys.executable, "-c", program], tmp_path, inbox)

    assert done.returncode == 0, done.stderr
    [entry] = inbox.store.entries()
    session_id = entry.report.session_replay_id
    assert inbox.store.replays.chunks(session_id)


def test_the_two_requests_by_themselves_print_the_id_of_what_was_sent(tmp_path, inbox):
    Image.new("RGB", (4, 3)).save(tmp_path / "main.png")
    code = block("usero.UseroClient(")
    done = run([sys.executable, "-c", code], tmp_path, inbox, cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    [entry] = inbox.store.entries()
    assert done.stdout.strip() == entry.feedback_id
    assert len(entry.report.screenshots) == 1


def test_the_shell_line_sends(tmp_path, inbox):
    line = re.search(r"^ {4}(usero-desktop send .*)$", README, re.MULTILINE).group(1)
    words = [sys.executable, "-m", "usero_desktop", *shlex.split(line)[1:]]

    done = run(words, tmp_path, inbox)

    assert done.returncode == 0, done.stderr


def test_the_inboxs_line_starts_one_that_takes_a_report(tmp_path):
    assert "    usero-desktop inbox\n" in README
    command = [sys.executable, "-u", "-m", "usero_desktop", "inbox"]
    more = ["--port", "0", "--data", str(tmp_path / "inbox")]
    with subprocess.Popen([*command, *more], stdout=subprocess.PIPE, text=True) as server:
        try:
            url = re.search(r"http://127.0.0.1:[0-9]+", server.stdout.readline()).group()
            with usero.UseroClient(url) as client:
                assert client.send_feedback({"clientId": "client_demo", "rating": 4})
        finally:
            server.terminate()


def test_no_block_and_no_line_for_the_shell_is_left_untried():
    tests = Path(__file__).read_text(encoding="utf-8")
    tried = {block(words) for words in re.findall(r'block\("(.*?)"\)', tests)}
    assert [code for code in BLOCKS if code not in tried] == []

    prose = re.sub(r"```python\n.*?```", "", README, flags=re.DOTALL)
    lines = set(re.findall(r"^ {4}([a-z][^\n]*)$", prose, re.MULTILINE))
    lines.discard("usero-desktop")  # alone it is tests/app/test_stories.py's
    assert {line for line in lines if not line.startswith(tuple(SHELL))} == set()
    assert all(any(line.startswith(known) for line in lines) for known in SHELL)


def test_every_option_of_the_table_exists_and_every_option_stands_in_it():
    table = README.partition("| option | default | |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
    named = set(re.findall(r"`([a-z_]+)`", " ".join(rows))) | {"allow_insecure"}

    assert named == set(RULES) | set(ALIASES)


def test_every_picture_and_page_that_is_linked_is_there():
    links = re.findall(r"\]\(([^)h][^)]*)\)", README)

    assert links
    assert all((Path(__file__).parents[2] / link).is_file() for link in links)
