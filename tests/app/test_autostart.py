"""Start at login, in the system's own entry for it, whatever the user has made of that."""

from __future__ import annotations

import plistlib
import shlex
import subprocess
import sys
import threading
import time

import pytest
from app.desks import desk_portal
from identity.buses import private_bus
from rights import run_as_ordinary

from usero_desktop.app import autostart
from usero_desktop.app.autostart.command import login_command
from usero_desktop.app.autostart.flatpak import Background
from usero_desktop.app.autostart.freedesktop import DesktopEntry, exec_line
from usero_desktop.app.autostart.mac import LaunchAgent
from usero_desktop.app.autostart.windows import APPROVED, RUN, RunKey
from usero_desktop.errors import UseroError

of_linux = pytest.mark.skipif(sys.platform != "linux", reason="a matter of Linux desktops")
COMMAND = (sys.executable, "-m", "usero_desktop", "open", "--background")


@pytest.fixture
def config(tmp_path, monkeypatch):
    """The user's configuration folder, and one for all users, both empty."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "user"))
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / "all"))
    monkeypatch.setattr(autostart, "FLATPAK", tmp_path / "no flatpak")
    return tmp_path


def own(config):
    return config / "user" / "autostart" / "io.usero.Desktop.desktop"


def for_all(config):
    path = config / "all" / "autostart" / "io.usero.Desktop.desktop"
    path.parent.mkdir(parents=True)
    path.write_text(f"[Desktop Entry]\nType=Application\nName=Usero\nExec={sys.executable}\n")
    return path


@of_linux
def test_it_is_off_until_it_is_turned_on_and_after_it_is_turned_off(config):
    assert not autostart.is_on()
    autostart.turn_off()
    assert not (config / "user").exists()
    autostart.turn_on()
    assert autostart.is_on()
    autostart.turn_on()
    assert autostart.is_on()
    autostart.turn_off()
    assert not autostart.is_on()
    assert [*own(config).parent.iterdir()] == []


@of_linux
@pytest.mark.parametrize(
    "switched", ["Hidden=true", "X-GNOME-Autostart-enabled=false", "TryExec=/gone/usero-desktop"]
)
def test_what_the_user_has_switched_off_in_the_desktop_is_off(config, switched):
    autostart.turn_on()
    key = switched.partition("=")[0]
    lines = [line for line in own(config).read_text().splitlines() if not line.startswith(key)]
    own(config).write_text("\n".join([*lines, switched, "[Desktop Action x]", "Hidden=false"]))
    assert not autostart.is_on()
    autostart.turn_on()
    assert autostart.is_on()


@of_linux
def test_an_entry_for_all_users_is_on_and_is_hidden_for_this_one_alone(config):
    below = for_all(config)
    before = below.read_text()
    assert autostart.is_on()
    autostart.turn_off()
    assert not autostart.is_on()
    assert "Hidden=true" in own(config).read_text()
    assert below.read_text() == before


@of_linux
def test_a_relative_folder_in_the_environment_is_taken_for_none(config, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative")
    monkeypatch.setenv("HOME", str(config))
    autostart.turn_on()
    assert (config / ".config" / "autostart" / "io.usero.Desktop.desktop").exists()


@of_linux
@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"[Desktop Entry", b"Hidden\n=\n[]"])
def test_a_file_that_makes_no_sense_is_no_reason_to_fail(config, content):
    own(config).parent.mkdir(parents=True)
    own(config).write_bytes(content)
    autostart.is_on()
    autostart.turn_on()
    assert autostart.is_on()


@of_linux
@pytest.mark.deb
def test_the_entry_is_one_that_desktops_take(config):
    autostart.turn_on()
    done = subprocess.run(
        ["desktop-file-validate", own(config)],
        check=False, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


ODD = [
    "plain",
    "with space",
    "100% of 'all' \"quotes\"",
    "back\\slash\\\\",
    "$HOME `id` ~ & ; | < > * ? # ( )",
    "Größe 🎉 שלום",
    "%f",
    "NAME=value",
]


@of_linux
@pytest.mark.deb
@pytest.mark.parametrize("name", ODD)
def test_a_program_in_an_odd_folder_is_started_by_the_desktop_itself(config, name):
    """GLib reads the entry and starts it, as GNOME and Xfce do."""
    folder = config / name
    folder.mkdir()
    program = folder / "usero-desktop"
    heard = config / "heard"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$0" "$@" > {shlex.quote(str(heard))}.new\n'
                       f"mv {shlex.quote(str(heard))}.new {shlex.quote(str(heard))}\n")  # fmt: skip
    program.chmod(0o755)
    DesktopEntry().turn_on([str(program), "open", name])
    assert autostart.is_on()
    subprocess.run(["gio", "launch", own(config)], check=True, timeout=60)
    waited(heard.exists)
    assert heard.read_text().splitlines() == [str(program), "open", name]


def waited(holds):
    until, pause = time.monotonic() + 30, threading.Event()
    while not holds():
        assert time.monotonic() < until
        pause.wait(0.02)


@pytest.mark.parametrize("program", ["/new\nline", "/bad\udcff"])
def test_a_program_that_cannot_be_named_there_is_told(program):
    with pytest.raises(UseroError, match="plain, short name") as told:
        exec_line([program])
    assert told.value.code == "autostart_unspeakable"


@of_linux
def test_a_folder_that_may_not_be_written_to_is_told_in_a_sentence(config):
    (config / "user").mkdir(mode=0o500)
    code = (
        "from usero_desktop.app import autostart\n"
        "from usero_desktop.errors import UseroError\n"
        "try:\n    autostart.turn_on()\n"
        "except UseroError as error:\n    print(error.code, error)"
    )
    done = run_as_ordinary([sys.executable, "-c", code])
    assert done.stdout.startswith("autostart_unwritable Start at login could not be changed")
    assert "Permission denied" in done.stdout


def test_every_way_of_installing_has_its_command(tmp_path, monkeypatch):
    def made(*names):
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("")
            path.chmod(0o755)
        return str(tmp_path / names[0])

    background = ("open", "--background")
    monkeypatch.setattr(sys, "platform", "linux")
    # pip and pipx: a script beside the Python; without one, the Python itself.
    monkeypatch.setattr(sys, "executable", made("venv/bin/python", "venv/bin/usero-desktop"))
    assert login_command() == (str(tmp_path / "venv/bin/usero-desktop"), *background)
    monkeypatch.setattr(sys, "executable", made("user/bin/python"))
    assert login_command() == (
        str(tmp_path / "user/bin/python"), "-m", "usero_desktop", *background,
    )  # fmt: skip
    # A bundle that was unpacked, one that a package has put into the path, and an AppImage.
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", made("opt/usero-desktop"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert login_command() == (str(tmp_path / "opt/usero-desktop"), *background)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/usero-desktop").symlink_to(tmp_path / "opt/usero-desktop")
    assert login_command() == (str(tmp_path / "bin/usero-desktop"), *background)
    # One that was started from somebody else's AppImage, a terminal perhaps, is none.
    monkeypatch.setenv("APPIMAGE", made("Terminal.AppImage"))
    monkeypatch.setenv("APPDIR", str(tmp_path / "mount_terminal"))
    assert login_command() == (str(tmp_path / "bin/usero-desktop"), *background)
    monkeypatch.setenv("APPIMAGE", made("Usero.AppImage"))
    monkeypatch.setenv("APPDIR", str(tmp_path / "mount_usero"))
    monkeypatch.setattr(sys, "executable", made("mount_usero/usr/bin/usero-desktop"))
    assert login_command() == (str(tmp_path / "Usero.AppImage"), *background)
    # A bundle of Windows has two programs; that of a console would show one at each login.
    monkeypatch.delenv("APPIMAGE")
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "executable", made("win/usero-desktop.exe", "win/usero-desktopw.exe"))
    assert login_command() == (str(tmp_path / "win/usero-desktopw.exe"), *background)


class Registry(dict):
    """The two values, as Windows keeps them."""

    def get(self, key):
        if key not in self:
            raise FileNotFoundError
        return self[key]

    def set(self, key, text):
        self[key] = text

    def delete(self, key):
        if key not in self:
            raise FileNotFoundError
        del self[key]


def test_on_windows_it_is_a_value_that_the_task_manager_can_switch_off():
    values = Registry()
    entry = RunKey(values)
    assert not entry.is_on()
    entry.turn_off()
    entry.turn_on([r"C:\Program Files\Usero Desktop\usero-desktop.exe", "open", "--background"])
    assert values == {RUN: r'"C:\Program Files\Usero Desktop\usero-desktop.exe" open --background'}
    assert entry.is_on()
    for first, is_on in ((b"\x02", True), (b"\x06", True), (b"\x03", False), (b"", True)):
        values[APPROVED] = first + b"\0" * 11 if first else b""
        assert entry.is_on() == is_on
    values[APPROVED] = b"\x03" + b"\0" * 11
    entry.turn_on(["usero-desktop.exe"])
    assert entry.is_on()
    entry.turn_off()
    assert (values, entry.is_on()) == ({}, False)
    with pytest.raises(UseroError, match="plain, short name"):
        entry.turn_on(["C:\\" + "x" * 260])


def test_on_macos_it_is_a_launch_agent(tmp_path):
    entry = LaunchAgent(tmp_path)
    path = tmp_path / "Library/LaunchAgents/io.usero.Desktop.plist"
    assert not entry.is_on()
    entry.turn_off()
    entry.turn_on(["/Applications/Usero Desktop.app/Contents/MacOS/usero-desktop", "open", "ü"])
    told = plistlib.loads(path.read_bytes())
    assert told["ProgramArguments"][1:] == ["open", "ü"]
    assert told["Label"] == "io.usero.Desktop"
    assert entry.is_on()
    path.write_bytes(plistlib.dumps(told | {"Disabled": True}))
    assert not entry.is_on()
    for broken in (b"", b"<plist", plistlib.dumps(["x"]), b"bplist00\xff"):
        path.write_bytes(broken)
        assert not entry.is_on()
    entry.turn_off()
    assert [*path.parent.iterdir()] == []


@pytest.fixture(scope="module")
def bus():
    with private_bus() as made:
        yield made.environment["DBUS_SESSION_BUS_ADDRESS"]


@pytest.fixture
def sandboxed(bus, tmp_path, monkeypatch):
    """The address of the bus of a program inside a flatpak."""
    (tmp_path / ".flatpak-info").touch()
    monkeypatch.setattr(autostart, "FLATPAK", tmp_path / ".flatpak-info")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus)
    monkeypatch.setenv("USERO_DESKTOP_DATA_DIR", str(tmp_path / "data"))
    return bus


@of_linux
@pytest.mark.keyring
def test_inside_a_flatpak_the_portal_is_asked_for_it(sandboxed):
    assert not autostart.is_on()
    with desk_portal(sandboxed) as portal:
        autostart.turn_on()
        window, options = portal.asked("RequestBackground")
        assert (window, options["autostart"]) == ("", True)
        assert options["commandline"][-2:] == ["open", "--background"]
        assert "/" not in options["commandline"][0]
        assert autostart.is_on()
        autostart.turn_off()
        assert portal.asked("RequestBackground")[1]["autostart"] is False
        assert not autostart.is_on()


@of_linux
@pytest.mark.keyring
@pytest.mark.parametrize(
    "how, code",
    [
        ("cancel", "autostart_declined"),
        ("unchecked", "autostart_declined"),
        ("unknown", "autostart_absent"),
    ],
)
def test_inside_a_flatpak_a_no_is_told(sandboxed, how, code):
    with desk_portal(sandboxed, how), pytest.raises(UseroError) as told:
        Background().turn_on(COMMAND)
    assert told.value.code == code
    assert not Background().is_on()
