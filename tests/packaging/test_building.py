"""`dev.py build`: what is made before what, and what is said of a wish for something else."""

from __future__ import annotations

import dataclasses
import os
import sys
from types import SimpleNamespace

import pytest


@pytest.fixture
def made(door, monkeypatch):
    """Artefacts that are only noted, in the order in which they are asked for."""
    noted = []

    def artefact(name, *needs):
        return door.building.Artefact(lambda _: noted.append(name) or [], needs)

    table = {
        "wheel": artefact("wheel"),
        "bundle": artefact("bundle", "wheel"),
        "deb": artefact("deb", "bundle"),
        "poster": artefact("poster"),
    }
    monkeypatch.setattr(door.building, "ARTEFACTS", table)
    return noted


@pytest.mark.parametrize(
    "words, order",
    [
        ([], ["wheel"]),
        (["bundle"], ["wheel", "bundle"]),
        (["deb", "wheel"], ["wheel", "bundle", "deb"]),
        (["all"], ["wheel", "bundle", "deb", "poster"]),
    ],
)
def test_each_is_made_once_and_behind_what_it_is_made_of(door, made, words, order):
    env = SimpleNamespace(prepare=lambda: None)
    assert door.building.build(env, words) == 0
    assert made == order


def test_a_wish_for_something_else_is_wrong_usage_and_nothing_is_made(door, made, capsys):
    with pytest.raises(SystemExit) as end:
        door.building.build(SimpleNamespace(prepare=lambda: None), ["wheel", "msi"])
    assert end.value.code == 2
    assert "there is no msi to build" in capsys.readouterr().err
    assert made == []


def test_all_is_what_this_system_can_make_and_a_wish_for_more_is_told(door, made, monkeypatch):
    table = door.building.ARTEFACTS
    abroad = dataclasses.replace(table["poster"], here=lambda: False)
    monkeypatch.setitem(table, "poster", abroad)
    env = SimpleNamespace(prepare=lambda: None)

    assert door.building.build(env, ["all"]) == 0
    assert made == ["wheel", "bundle", "deb"]
    with pytest.raises(door.steps.Stop, match="A poster is made on another system"):
        door.building.build(env, ["poster"])


def test_every_need_is_itself_an_artefact(door):
    table = door.building.ARTEFACTS
    assert {need for artefact in table.values() for need in artefact.needs} <= table.keys()


def test_the_environment_of_the_bundle_holds_what_the_app_asks_for_and_no_more(door):
    env = door.environment.Environment(door.environment.ROOT)
    pins = door.clean.Clean(env, env.folder, "app").pins()
    names = {match["name"] for match in door.clean.PIN.finditer(pins)}
    assert {"httpx", "certifi", "pyside6-essentials", "starlette", "secretstorage"} <= names
    assert not names & {"pyqt6", "pytest", "ruff", "pyinstaller", "usero-desktop"}
    assert pins.count("--hash=") > len(names)


@pytest.mark.parametrize("warns, heard", [(False, ""), (True, "not signed")])
def test_what_a_tool_warns_of_is_shown_where_it_may_though_it_has_done_its_work(
    door, capfd, warns, heard
):
    code = "import sys; print('quiet'); sys.stderr.write('not signed')"
    words = [sys.executable, "-c", code]
    door.steps.run(words, failed="It failed.", verbose=False, env=os.environ, warns=warns)
    assert capfd.readouterr() == ("", heard)
