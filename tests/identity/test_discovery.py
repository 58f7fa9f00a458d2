"""The keyring is found where packages have no metadata, as in a frozen program."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SITE_PACKAGES = Path(sysconfig.get_path("purelib"))
ADDRESS = "mira.delgado@example.org"
CODE = """
import json, sys
sys.path[:0] = sys.argv[1:3]
from importlib import metadata
from usero_desktop.identity.system import SystemKeychain
keychain = SystemKeychain()
if sys.argv[3] == "ours":
    keychain.load()
import keyring
told = {"entry points": len(metadata.entry_points(group="keyring.backends"))}
told["backend"] = f"{type(keyring.get_keyring()).__module__}"
if sys.argv[3] == "ours":
    keychain.remember("email-demo", sys.argv[4])
    told["recalled"] = keychain.recall("email-demo")
print(json.dumps(told))
"""


@pytest.fixture
def bare(tmp_path):
    """A folder with the modules of every installed package, and nothing about the packages."""
    folder = tmp_path / "modules"
    folder.mkdir()
    for entry in SITE_PACKAGES.iterdir():
        if entry.suffix not in {".dist-info", ".pth"}:
            (folder / entry.name).symlink_to(entry)
    return folder


def told(bus, bare, who):
    command = [sys.executable, "-I", "-S", "-c", CODE, str(ROOT), str(bare), who, ADDRESS]
    done = subprocess.run(
        command, env=bus.environment, check=True, timeout=60, capture_output=True, text=True
    )
    return json.loads(done.stdout)


@pytest.mark.keyring
@pytest.mark.promise("E8")
def test_the_keyring_is_found_and_used_without_metadata(keyring_bus, bare, figure):
    found = told(keyring_bus, bare, "ours")

    assert found["entry points"] == 0
    assert found["backend"] == "keyring.backends.SecretService"
    assert found["recalled"] == ADDRESS
    figure("0 entry points: the system's keyring found and used")


@pytest.mark.keyring
@pytest.mark.bites("E8")
def test_keyring_alone_finds_none_without_metadata(keyring_bus, bare):
    assert told(keyring_bus, bare, "keyring's own")["backend"] == "keyring.backends.fail"
