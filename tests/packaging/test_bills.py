"""The bill of materials of the wheel: complete, as it is pinned, and right by its schema."""

from __future__ import annotations

import importlib
import json
import re
import shutil

import pytest


@pytest.fixture
def written(door, root, monkeypatch):
    monkeypatch.syspath_prepend(root / "packaging" / "bill")
    return importlib.import_module("written")


@pytest.fixture
def bill(door, wheel, tmp_path):
    """The text of the bill of a built wheel."""
    artefact = shutil.copy(wheel, tmp_path / wheel.name)
    env = door.environment.Environment(door.environment.ROOT)
    return door.bills.of_wheel(env, artefact).read_text(encoding="utf-8")


def test_it_names_what_every_user_gets_and_what_an_extra_brings(bill, door):
    parts = {part["name"]: part for part in json.loads(bill)["components"]}
    scopes = {name: parts[name]["scope"] for name in ("httpx", "cryptography", "pyqt6", "isal")}
    assert scopes == {
        "httpx": "required",
        "cryptography": "required",  # what the keyring needs in turn
        "pyqt6": "optional",
        "isal": "optional",
    }
    assert not parts.keys() & {"pytest", "ruff", "mypy", "pyinstaller", "usero-desktop"}
    pins = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", constraints(door), re.MULTILINE))
    assert {name: part["version"] for name, part in parts.items()}.items() <= pins.items()
    assert all(part["licenses"] for part in parts.values())


def constraints(door):
    return door.environment.Environment(door.environment.ROOT).constraints.read_text("utf-8")


def test_it_says_what_needs_what(bill):
    told = json.loads(bill)
    needs = {need["ref"]: need.get("dependsOn", []) for need in told["dependencies"]}
    refs = {part["name"]: part["bom-ref"] for part in told["components"]}
    assert refs["httpx"] in needs[told["metadata"]["component"]["bom-ref"]]
    assert refs["secretstorage"] in needs[refs["keyring"]]


def test_it_meets_the_schema_and_one_that_is_bent_does_not(bill, written):
    assert written.check(bill) == ""
    bent = bill.replace('"type": "library"', '"type": "bookcase"', 1)
    assert bent != bill
    assert "bookcase" in written.check(bent)


def test_the_same_wheel_has_the_same_bill(bill, door, wheel, tmp_path):
    artefact = tmp_path / wheel.name
    env = door.environment.Environment(door.environment.ROOT)
    assert door.bills.of_wheel(env, artefact).read_text(encoding="utf-8") == bill
