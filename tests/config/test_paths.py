from pathlib import Path

import pytest

from usero_desktop.paths import data_dir, outbox_path, shown_path


def test_the_chosen_folder_wins_over_the_environments(tmp_path, monkeypatch):
    monkeypatch.setenv("USERO_DESKTOP_DATA_DIR", str(tmp_path / "environment"))
    assert data_dir(tmp_path / "chosen") == tmp_path / "chosen"
    assert data_dir() == tmp_path / "environment"


def test_without_a_choice_the_users_own_state_folder_is_taken(monkeypatch):
    monkeypatch.delenv("USERO_DESKTOP_DATA_DIR", raising=False)
    assert data_dir().name == "usero-desktop"
    assert data_dir().is_absolute()


def test_the_outbox_has_a_folder_of_its_own(tmp_path):
    assert outbox_path(tmp_path) == tmp_path / "outbox" / "reports.sqlite3"
    assert outbox_path("~/x") == Path.home() / "x" / "outbox" / "reports.sqlite3"


@pytest.mark.promise("I2")
def test_a_path_that_is_shown_does_not_name_the_user(monkeypatch, tmp_path):
    home = tmp_path / "zz_secretname"
    monkeypatch.setattr(Path, "home", lambda: home)

    assert shown_path(home / "a" / "b.png") == str(Path("~/a/b.png"))
    assert shown_path(str(home)) == "~"
    assert shown_path("/var/tmp/b.png") == "/var/tmp/b.png"
    assert shown_path(tmp_path / "zz_secretname2") == str(tmp_path / "zz_secretname2")


@pytest.mark.parametrize("home", ["/", None])
def test_a_user_without_a_home_of_their_own_sees_the_whole_path(monkeypatch, home):
    def home_of_nobody():
        if home is None:
            raise RuntimeError
        return Path(home)

    monkeypatch.setattr(Path, "home", home_of_nobody)

    assert shown_path("/var/a") == "/var/a"
