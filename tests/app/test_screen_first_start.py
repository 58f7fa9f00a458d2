"""By hand on a screen: the first start, with a mistake, and what is set after it."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from flows.desk import LIMIT, Desk, host
from flows.reading import nodes, read
from screens import start_xvfb, x11_environment

from usero_desktop.inbox.server import running
from usero_desktop.settings import Program, Settings, load

pytestmark = pytest.mark.screen

OPENED = Path(__file__).with_name("opened.py")


@contextmanager
def first_start(path, size=(1280, 1000), environment=None):
    """A user before the window that asks what feedback is about."""
    with start_xvfb(*size) as display:
        said = path.with_name("opened.err")
        command = [sys.executable, str(OPENED), str(path)]
        env = x11_environment(display) | (environment or {})
        with said.open("w") as errors, host(command, env, errors) as process:
            user = Desk(display, process, said)
            user.until(lambda: user.state["active"] == "usero_welcome", "the window")
            yield user
            process.stdin.close()
            status = process.wait(LIMIT)
        assert (status, said.read_text()) == (0, "")


@pytest.fixture(scope="module")
def inbox():
    with running() as inbox:
        yield inbox


def words(user, part):
    return any(part in text for text in user.state["words"])


def test_from_the_first_key_to_the_settings(inbox, tmp_path):
    path = tmp_path / "settings.toml"
    with first_start(path) as user:
        user.until(lambda: user.state["focus"] == "usero_program_client_id", "the cursor")
        user.type("client_typo")
        user.key("Tab")
        user.type("Ledger")
        user.key("Tab", "Tab", "space")
        user.until(lambda: user.state["focus"] == "usero_program_base_url", "the server's line")
        user.key("ctrl+a")
        user.type(inbox.url)
        user.key("Return")
        user.until(lambda: words(user, "does not know this client id"), "the server's answer")
        assert user.state["focus"] == "usero_program_client_id"
        assert not path.exists()

        user.key("ctrl+a")
        user.type("client_demo")
        user.click("usero_welcome_confirm")
        user.until(lambda: user.state["active"] == "usero_preferences", "the settings")
        program = Program("client_demo", "Ledger", base_url=inbox.url)
        wanted = Settings((program,), "client_demo")
        assert load(path).settings == wanted

        user.click("usero_preferences_theme")
        user.click("usero_preferences_theme_dark")
        user.click("usero_preferences_subject")
        wanted = Settings((program,), "client_demo", offer_window_title=True, theme="dark")
        user.until(lambda: load(path).settings == wanted, "the file")
        dark = user.grab().getpixel(tuple(user.place("usero_preferences_add")[:2]))
        assert max(dark) < 128, "the window is as dark as it was asked to be"

        user.click("usero_preferences_add")
        user.until(lambda: user.state["active"] == "usero_program", "the window for a program")
        user.key("Escape")
        user.until(lambda: user.state["active"] == "usero_preferences", "the settings again")
        user.click("usero_preferences_close")
        user.until(lambda: not user.shows("Settings"), "the end")
        assert load(path).settings == wanted


def test_on_a_small_screen_all_of_it_can_be_reached_by_keys(inbox, tmp_path):
    path = tmp_path / "settings.toml"
    with first_start(path, size=(640, 480)) as user:
        window = user.place("usero_welcome")
        assert window[1] >= 0
        assert window[1] + window[3] <= 480
        user.type("client_demo")
        user.key("Tab", "Tab", "Tab", "space")
        user.until(lambda: user.state["focus"] == "usero_program_base_url", "the server's line")
        user.key("ctrl+a")
        user.type(inbox.url)
        left, top, width, height = user.place("usero_program_base_url")
        confirm = user.place("usero_welcome_confirm")
        assert window[1] <= top
        assert top + height <= confirm[1], "what is written is in sight, above the buttons"
        assert window[0] <= left
        assert left + width <= window[0] + window[2]
        user.click("usero_welcome_confirm")
        user.until(lambda: user.state["active"] == "usero_preferences", "the settings")
        assert load(path).settings.program == Program("client_demo", base_url=inbox.url)


@pytest.mark.reader
@pytest.mark.timeout(300)
def test_by_ear_alone_the_first_start_is_done_and_a_setting_changed(inbox, tmp_path):
    path = tmp_path / "settings.toml"
    make = lambda environment: first_start(path, environment=environment)  # noqa: E731
    with read(make, "opened.py") as (user, reader):
        reader.write("Client id", "client_typo")
        reader.act("push button", "Another server…", "Press")
        reader.write("Server", inbox.url)
        reader.act("push button", "Continue", "Press")
        reader.hears("Asking the server…")
        wrong = "The server does not know this client id."
        reader.until(
            lambda: reader.find("text", "Client id")["description"].startswith(wrong),
            "the field to say what is wrong with it",
        )
        assert reader.reads("text", "Client id")

        reader.write("Client id", "client_demo")
        reader.act("push button", "Continue", "Press")
        user.until(lambda: user.state["active"] == "usero_preferences", "the settings")
        parts = [its for its in nodes(reader.ask("tree")) if "focusable" in its["states"]]
        unnamed = [its for its in parts if not its["name"] and its["role"] != "filler"]
        assert not unnamed
        assert {"Language: As the system", "Remove client_demo", "Add a program"} <= {
            its["name"] for its in parts
        }
        notify = "Notify me when a report was sent, saved or refused"
        assert "checked" in reader.find("check box", notify)["states"]
        reader.act("check box", notify, "Toggle")
        user.until(lambda: not load(path).settings.notify, "the file")
