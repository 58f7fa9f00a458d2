"""What a configured program means for the widget."""

from pathlib import Path

import pytest

from usero_desktop.errors import ConfigError
from usero_desktop.paths import NOWHERE, settings_path
from usero_desktop.settings import Program, Settings, options_for


def test_a_program_brings_its_facts_and_the_settings_their_look():
    program = Program("client_a1", " Ledger ", "2.4", "http://127.0.0.1:9/", "staging")
    options = options_for(program, Settings(locale="de", theme="dark"))
    assert (options.client_id, options.base_url) == ("client_a1", "http://127.0.0.1:9")
    assert (options.app_name, options.app_version) == ("Ledger", "2.4")
    assert (options.environment, options.locale, options.theme) == ("staging", "de", "dark")


def test_what_is_not_said_is_left_out():
    options = options_for(Program("client_a1"))
    assert (options.app_name, options.app_version, options.environment) == (None, None, None)
    assert (options.locale, options.theme) == (None, None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_id": "your_client_id"},
        {"base_url": "http://usero.example"},
        {"environment": "default"},
    ],
)
def test_a_program_that_exists_is_valid(wrong):
    with pytest.raises(ConfigError):
        Program(**{"client_id": "client_a1", **wrong})


def test_the_current_program_is_the_named_one_else_the_first():
    one, two = Program("client_a1"), Program("client_b2", "B")
    assert Settings().program is None
    assert Settings((one, two)).program == one
    assert Settings((one, two), "client_b2").program == two
    assert Settings((one, two), "client_gone").program == one
    assert (one.title, two.title) == ("client_a1", "B")


def test_the_file_is_in_the_users_settings_folder_or_where_the_environment_says(monkeypatch):
    monkeypatch.setenv("USERO_DESKTOP_CONFIG_DIR", "~/odd")
    assert settings_path() == Path.home() / "odd" / "settings.toml"
    monkeypatch.delenv("USERO_DESKTOP_CONFIG_DIR")
    assert settings_path().parts[-2:] == ("usero-desktop", "settings.toml")
    monkeypatch.setenv("USERO_DESKTOP_CONFIG_DIR", "~nobody-of-this-name/x")
    assert settings_path() == NOWHERE / "settings.toml"
