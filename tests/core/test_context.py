import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from usero_desktop.config import Options
from usero_desktop.core import context

FACTS = """
import json, os, socket
import usero_desktop
from usero_desktop.config import Options
from usero_desktop.core.context import automatic_metadata
print(json.dumps(automatic_metadata(Options.create("client_demo"))))
"""


@pytest.fixture(autouse=True)
def fresh():
    context._machine.cache_clear()
    yield
    context._machine.cache_clear()


def test_the_programs_facts_and_the_systems_are_there():
    options = Options.create(
        "client_demo", app_name="Ledger", app_version="2.1", build="77", locale="de_DE"
    )
    facts = context.automatic_metadata(options)
    assert facts["appName"] == "Ledger"
    assert facts["appVersion"] == "2.1"
    assert facts["build"] == "77"
    assert facts["locale"] == "de_DE"
    assert facts["python"] == platform.python_version()
    assert facts["arch"] == platform.machine()
    assert facts["sdk"] == "usero-desktop"
    assert facts["sdkVersion"]
    assert all(facts.values())


def test_what_is_not_known_is_left_out():
    facts = context.automatic_metadata(Options.create("client_demo"))
    assert not {"appName", "appVersion", "build"} & set(facts)


@pytest.mark.parametrize(
    "release, expected",
    [
        ({"NAME": "Debian GNU/Linux", "VERSION_ID": "12"}, ("Debian 12", "12")),
        ({"NAME": "Ubuntu", "VERSION_ID": "24.04"}, ("Ubuntu 24.04", "24.04")),
        ({"NAME": "Arch Linux"}, ("Arch Linux", None)),
    ],
)
def test_a_linux_is_named_as_its_users_say(monkeypatch, release, expected):
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    monkeypatch.setattr(platform, "freedesktop_os_release", lambda: release)
    facts = context.automatic_metadata(Options.create("client_demo"))
    assert (facts["os"], facts.get("osVersion")) == expected


def test_a_linux_without_a_release_file_is_named_by_its_kernel(monkeypatch):
    def missing():
        raise OSError

    monkeypatch.setattr(platform, "system", lambda: "Linux")
    monkeypatch.setattr(platform, "freedesktop_os_release", missing)
    facts = context.automatic_metadata(Options.create("client_demo"))
    assert facts["os"] == f"Linux {platform.release()}"


def test_macos_and_windows_are_named_as_their_users_say(monkeypatch):
    monkeypatch.setattr(platform, "system", lambda: "Darwin")
    monkeypatch.setattr(platform, "mac_ver", lambda: ("15.2", ("", "", ""), "arm64"))
    assert context._system() == ("macOS", "15.2")

    class Key:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

    class Registry:
        HKEY_LOCAL_MACHINE = 1

        @staticmethod
        def OpenKey(*_):
            return Key()

        @staticmethod
        def QueryValueEx(_key, name):
            return ({"DisplayVersion": "23H2"}[name], 1)

    class Build:
        build = 22631

    monkeypatch.setattr(platform, "system", lambda: "Windows")
    monkeypatch.setitem(sys.modules, "winreg", Registry)
    monkeypatch.setattr(sys, "getwindowsversion", lambda: Build, raising=False)
    facts = context.automatic_metadata(Options.create("client_demo"))
    assert (facts["os"], facts["osVersion"]) == ("Windows 11 23H2", "23H2")


def test_no_person_and_no_machine_is_in_it(tmp_path):
    planted = {
        "USER": "plantedname", "LOGNAME": "plantedname", "USERNAME": "plantedname",
        "HOSTNAME": "plantedhost", "COMPUTERNAME": "plantedhost",
        "HOME": str(tmp_path / "plantedhome"), "PLANTED_TOKEN": "plantedsecret",
    }  # fmt: skip
    program = (
        "import platform, socket, os\n"
        "socket.gethostname = lambda: 'plantedhost'\n"
        "platform.node = lambda: 'plantedhost'\n" + FACTS
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **planted},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert "planted" not in done.stdout
    assert str(tmp_path) not in done.stdout
    assert str(Path.cwd()) not in done.stdout
    assert '"os"' in done.stdout


@pytest.mark.parametrize(
    "name, url",
    [
        ("Ledger & Co", "app://ledger-co/"),
        ("Größe 2", "app://größe-2/"),
        ("  ", "app://app/"),
        (None, "app://app/"),
    ],
)
def test_a_program_has_an_address(name, url):
    assert context.default_page_url(name) == url
