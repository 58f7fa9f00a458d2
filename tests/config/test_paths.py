from pathlib import Path

from usero_desktop.paths import data_dir, outbox_path


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
