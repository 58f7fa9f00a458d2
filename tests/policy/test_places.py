"""The policy of a real /etc: read as it stands there, trusted only where it is root's alone."""

from __future__ import annotations

import json
import os
import socket

import pytest

from usero_desktop import policy

PRINT = """
import json
from usero_desktop import policy
print(json.dumps(policy.read()._asdict() | {"pinned": policy.read().pinned}))
"""
FILE = "/etc/usero-desktop/policy.toml"
EVERYTHING = """
# What our house wants.
base_url = "https://feedback.example.org/"
screenshots = false
replay = false
identity = false
outbox = false
"""


def read(machine):
    done = machine.python(PRINT)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_all_that_an_administrator_can_say_is_read(machine):
    machine.has(EVERYTHING)

    assert read(machine) == {
        "base_url": "https://feedback.example.org",
        "screenshots": False, "replay": False, "identity": False, "outbox": False,
        "trouble": None, "source": FILE,
        "pinned": {
            "base_url": "https://feedback.example.org",
            "screenshots": False, "replay": False, "identity": False, "outbox": False,
        },
    }  # fmt: skip


def test_what_is_allowed_or_left_out_is_each_programs_own_to_decide(machine):
    machine.has("screenshots = true\nreplay = false\n")

    found = read(machine)

    assert found["pinned"] == {"replay": False}
    assert found["screenshots"] is found["identity"] is found["outbox"] is True
    assert found["base_url"] is None


@pytest.mark.parametrize("folder", ["there is none", "it is empty"])
def test_a_machine_without_a_policy_allows_everything_and_loads_nothing_for_it(machine, folder):
    if folder == "there is none":
        machine.etc.rename(machine.etc.with_name("elsewhere"))
    loaded = """
import sys
from usero_desktop import policy
assert policy.read() == policy.Policy()
print(*[name for name in sys.modules if name == "tomllib" or ".policy." in name])
"""

    done = machine.python(loaded)

    looked = ["usero_desktop.policy.place"] if folder == "it is empty" else []
    assert (done.stdout.split(), done.stderr) == (looked, "")


def test_an_empty_policy_forbids_nothing(machine):
    machine.has("")

    assert (read(machine)["pinned"], read(machine)["source"]) == ({}, FILE)


def test_a_policy_is_read_once_in_a_process_and_whoever_reads_it_gets_the_same(machine):
    machine.has("outbox = false\n")
    source = """
import threading
from pathlib import Path
from usero_desktop import policy
found = []
threads = [threading.Thread(target=lambda: found.append(policy.read())) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
Path("/etc/usero-desktop/policy.toml").write_text("outbox = true")
print(len({id(its) for its in [*found, policy.read()]}), policy.read().outbox)
"""

    assert machine.python(source).stdout.split() == ["1", "False"]


def as_folder(machine):
    (machine.etc / "policy.toml").mkdir()


def as_socket(machine):
    # bind() takes some hundred letters, and a test's folder may have more.
    os.chdir(machine.etc)
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("policy.toml")


def as_fifo(machine):
    os.mkfifo(machine.etc / "policy.toml", 0o644)


def as_link_to_nothing(machine):
    (machine.etc / "policy.toml").symlink_to("/nowhere/policy.toml")


def as_link_to_itself(machine):
    (machine.etc / "policy.toml").symlink_to("policy.toml")


def writable_by_the_group(machine):
    machine.has("outbox = false", 0o664)


def writable_by_all(machine):
    machine.has("outbox = false", 0o666)


def in_a_folder_that_all_can_write_to(machine):
    machine.has("outbox = false")
    machine.etc.chmod(0o777)


def of_another_user(machine):
    os.chown(machine.has("outbox = false"), 12345, 0)


def as_link_to_what_another_user_can_move(machine):
    (machine.etc / "their").mkdir(mode=0o755)
    (machine.etc / "their" / "rules").write_text("outbox = false")
    os.chown(machine.etc / "their", 12345, 0)
    (machine.etc / "policy.toml").symlink_to("their/rules")


def too_long(machine):
    machine.has("#" * 70_000)


@pytest.mark.parametrize(
    "laid, words",
    [
        (as_folder, "This is no file; put one in the place of"),
        (as_socket, "let everybody read it"),
        (as_fifo, "This is no file"),
        (as_link_to_nothing, "cannot be read (No such file or directory)"),
        (as_link_to_itself, "too many links"),
        (writable_by_the_group, "can be written to by others than root"),
        (writable_by_all, f"chmod go-w {FILE}"),
        (in_a_folder_that_all_can_write_to, "`chmod go-w /etc/usero-desktop`."),
        (of_another_user, f"chown root {FILE}"),
        (as_link_to_what_another_user_can_move, "`chown root /etc/usero-desktop/their`."),
        (too_long, "five lines at most"),
    ],
)
def test_what_cannot_be_trusted_forbids_everything_and_says_what_to_do(
    machine, monkeypatch, laid, words
):
    monkeypatch.chdir("/")
    laid(machine)

    found = read(machine)

    assert found["trouble"].startswith(f"{FILE}: ")
    assert words in found["trouble"]
    assert found["trouble"].endswith("no feedback is sent or kept on this computer.")
    assert not any(found[name] for name in policy.SWITCHES)
    assert found["pinned"] == {}


@pytest.mark.parametrize("closed", ["the file", "the folder"])
def test_a_policy_that_this_user_may_not_read_forbids_everything(machine, closed):
    (machine.etc if closed == "the folder" else machine.has("outbox = false")).chmod(0o700)
    # Another user may not be allowed to read this Python: all of it is loaded before.
    loaded = "import os, json, usero_desktop.policy.place, usero_desktop.policy.trust"

    done = machine.python(f"{loaded}\nos.setuid(12345)\n{PRINT}")

    assert json.loads(done.stdout)["trouble"].startswith(f"{FILE}: The policy cannot be read")


def test_a_folder_that_is_not_mounted_just_now_is_a_policy_that_cannot_be_read(machine):
    machine.etc.rmdir()
    machine.etc.symlink_to("/mnt/not-mounted")

    assert "No such file" in read(machine)["trouble"]


def test_a_link_of_roots_own_is_followed(machine):
    (machine.etc / "house").mkdir(mode=0o755)
    (machine.etc / "house" / "rules.toml").write_text("replay = false")
    (machine.etc / "policy.toml").symlink_to("house/rules.toml")

    assert read(machine)["pinned"] == {"replay": False}
