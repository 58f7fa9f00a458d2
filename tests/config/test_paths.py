import re
import sys
from pathlib import Path

import pytest

from usero_desktop.paths import NOWHERE, data_dir, may_exist, outbox_path, shown_path


def test_the_chosen_folder_wins_over_the_environments(tmp_path, monkeypatch):
    monkeypatch.setenv("USERO_DESKTOP_DATA_DIR", str(tmp_path / "environment"))
    assert data_dir(tmp_path / "chosen") == tmp_path / "chosen"
    assert data_dir() == tmp_path / "environment"


def test_without_a_choice_the_users_own_state_folder_is_taken(monkeypatch):
    monkeypatch.delenv("USERO_DESKTOP_DATA_DIR", raising=False)
    assert data_dir().name == "usero-desktop"
    assert data_dir().is_absolute()


def test_each_projects_outbox_has_a_folder_of_its_own(tmp_path):
    folder = "outbox-client_demo"
    assert outbox_path("client_demo", tmp_path) == tmp_path / folder / "reports.sqlite3"
    assert outbox_path("client_demo", "~/x") == Path.home() / "x" / folder / "reports.sqlite3"


ALIKE = ("client_demo", "client-demo", "Client_demo", "client_demo ", "client_démo", "###", "//..")


def test_ids_that_look_alike_share_no_outbox_and_none_leaves_the_folder(tmp_path):
    paths = [
        outbox_path(client_id, tmp_path)
        for client_id in (*ALIKE, "x" * 500, "x" * 501, "\ud800\ud800")
    ]
    assert len(set(paths)) == len(paths)
    for path in paths:
        assert path.resolve().parent.parent == tmp_path.resolve()
        assert re.fullmatch(r"outbox-[a-z0-9_=-]+", path.parent.name)
        assert len(path.parent.name) <= 112


@pytest.mark.promise("I2")
def test_a_path_that_is_shown_does_not_name_the_user(monkeypatch, tmp_path):
    home = tmp_path / "zz_secretname"
    monkeypatch.setattr(Path, "home", lambda: home)

    assert shown_path(home / "a" / "b.png") == str(Path("~/a/b.png"))
    assert shown_path(str(home)) == "~"
    assert shown_path("/var/tmp/b.png") == "/var/tmp/b.png"
    assert shown_path(tmp_path / "zz_secretname2") == str(tmp_path / "zz_secretname2")


@pytest.mark.promise("I2")
@pytest.mark.skipif(sys.platform == "win32", reason="a link takes a privilege there")
def test_a_home_behind_a_link_is_hidden_by_both_its_names(monkeypatch, tmp_path):
    home, real = tmp_path / "home", tmp_path / "disk-2" / "zz_secretname"
    real.mkdir(parents=True)
    home.symlink_to(real)
    monkeypatch.setattr(Path, "home", lambda: home)

    assert shown_path(home / "a.png") == "~/a.png"
    assert shown_path(real / "a.png") == "~/a.png"


@pytest.mark.parametrize("home", ["/", None])
def test_a_user_without_a_home_of_their_own_sees_the_whole_path(monkeypatch, home):
    def home_of_nobody():
        if home is None:
            raise RuntimeError
        return Path(home)

    monkeypatch.setattr(Path, "home", home_of_nobody)

    assert shown_path("/var/a") == "/var/a"


@pytest.mark.promise("A5")
@pytest.mark.parametrize("chosen", [None, "~/reports", "~nobody-of-this-name/x"])
def test_without_a_home_the_outbox_is_nowhere(monkeypatch, tmp_path, chosen):
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "USERPROFILE", "HOMEPATH", "XDG_STATE_HOME", "USERO_DESKTOP_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    if sys.platform != "win32":
        import pwd

        monkeypatch.setattr(pwd, "getpwuid", lambda _: {}["nobody"])
    else:
        pytest.skip("Windows always knows a user's folder")
    assert data_dir(chosen) == NOWHERE
    assert not may_exist(outbox_path("client_demo", chosen))
