"""A real keyring, asked from one process after the other."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from identity.buses import gnome_keyring, keep, kept, private_bus

from usero_desktop.identity.keychain import (
    LEGACY_ACCOUNTS,
    SERVICE,
    SHARED_ACCOUNT,
    account_of,
)

pytestmark = pytest.mark.keyring

ASK = Path(__file__).with_name("ask.py")
ADDRESS = "mira.delgado@example.org"
REMEMBERED = [[], [ADDRESS], []]
ACCOUNT = account_of("client_demo", "https://usero.io")
OTHER = account_of("client_other", "https://usero.io")
ACCOUNTS = (ACCOUNT, *LEGACY_ACCOUNTS)


def ask(bus, *words, **variables):
    """Ask the keyring on `bus` in a new process; return what that said."""
    done = subprocess.run(
        [sys.executable, "-W", "error", ASK, *words],
        env=bus.environment | variables, check=True, timeout=60, capture_output=True, text=True,
    )  # fmt: skip
    assert ADDRESS not in done.stderr
    assert "Traceback" not in done.stderr
    return json.loads(done.stdout)


@pytest.mark.promise("E2")
def test_what_one_process_remembers_the_next_recalls_and_forgets(keyring_bus, figure):
    told = story(keyring_bus)

    assert [each["recalled"] for each in told] == REMEMBERED
    assert {each["reason"] for each in told} == {None}
    figure(f"set, new process: got, deleted, new process: none ({told[0]['backend']})")


@pytest.mark.bites("E2")
def test_a_keyring_that_ends_with_its_process_is_found_out(bus, figure):
    told = story(
        bus, PYTHON_KEYRING_BACKEND="identity.trials.InMemory", PYTHONPATH=str(ASK.parents[1])
    )

    assert {each["reason"] for each in told} == {None}
    assert [each["recalled"] for each in told] != REMEMBERED
    figure("kept in memory alone: the next process finds nothing")


def story(bus, **variables):
    """Remember in one process, recall and forget in the next, recall in a third."""
    stories = (
        ("recall", "remember", "old@example.org", "remember", ADDRESS),
        ("recall", "forget", "recall"),
        ("recall",),
    )
    return [ask(bus, *words, **variables) for words in stories]


@pytest.mark.promise("E2")
def test_the_address_is_there_again_after_the_keyring_was_started_anew(tmp_path):
    with private_bus(tmp_path) as bus:
        with gnome_keyring(bus):
            ask(bus, "remember", ADDRESS)
        with gnome_keyring(bus):
            assert ask(bus, "recall")["recalled"] == [ADDRESS]
        [file] = tmp_path.rglob("login.keyring")
        assert ADDRESS.encode() not in file.read_bytes()


@pytest.mark.promise("E5")
def test_forgotten_is_the_address_under_every_name_and_each_of_its_doubles(keyring_bus, figure):
    plant(keyring_bus, *ACCOUNTS, "somebody-elses")

    ask(keyring_bus, "forget")
    assert left(keyring_bus) == []
    assert kept(keyring_bus, "somebody-elses") == ADDRESS
    figure(f"{len(ACCOUNTS)} names with 3 entries each: all gone, others untouched")


@pytest.mark.bites("E5")
def test_deleting_one_entry_as_keyring_does_is_found_out(keyring_bus, figure):
    plant(keyring_bus, *ACCOUNTS)

    code = "import keyring, sys; keyring.delete_password(*sys.argv[1:])"
    command = [sys.executable, "-c", code, SERVICE, ACCOUNT]
    subprocess.run(command, env=keyring_bus.environment, check=True, timeout=60)
    assert left(keyring_bus) == [*ACCOUNTS]
    figure(f"one entry deleted: the address is left under {len(ACCOUNTS)} names")


def left(bus):
    """Return the names under which the address is still there."""
    return [account for account in ACCOUNTS if kept(bus, account) is not None]


def plant(bus, *accounts):
    """Put the address under each name into the keyring, as three programs have it there."""
    code = """
import secretstorage, sys
bus = secretstorage.dbus_init()
service, address, *accounts = sys.argv[1:]
collection = secretstorage.get_default_collection(bus)
for account in accounts:
    for writer in ("one", "another", "a third"):
        names = {"service": service, "username": account, "application": writer}
        collection.create_item("feedback", names, address.encode())
bus.close()
"""
    command = [sys.executable, "-c", code, SERVICE, ADDRESS, *accounts]
    subprocess.run(command, env=bus.environment, check=True, timeout=60)


def test_each_project_and_each_server_has_an_address_of_its_own(keyring_bus):
    elsewhere = account_of("client_demo", "https://feedback.example.com")
    assert len({ACCOUNT, OTHER, elsewhere}) == 3
    keep(keyring_bus, "mira@work.example", OTHER)

    assert ask(keyring_bus, "recall", "remember", ADDRESS, "forget")["recalled"] == []
    assert kept(keyring_bus, OTHER) == "mira@work.example"


def test_one_that_all_programs_had_in_common_is_offered_until_one_forgets(keyring_bus):
    keep(keyring_bus, "old@example.org", SHARED_ACCOUNT)
    told = ask(keyring_bus, "recall", "remember", ADDRESS, "recall")
    assert told["recalled"] == ["old@example.org", ADDRESS]
    assert kept(keyring_bus, SHARED_ACCOUNT) == "old@example.org", "others may look for it yet"
    assert ask(keyring_bus, "forget", "recall")["recalled"] == []
    assert kept(keyring_bus, SHARED_ACCOUNT) is None


@pytest.mark.promise("E5")
def test_to_forget_what_was_never_there_is_no_error(keyring_bus):
    assert ask(keyring_bus, "forget", "forget")["reason"] is None


@pytest.mark.promise("E3")
@pytest.mark.parametrize("backend", [None, "keyring.backends.chainer.ChainerBackend"])
def test_without_a_keyring_the_address_is_just_not_remembered(bus, backend):
    variables = {"PYTHON_KEYRING_BACKEND": backend} if backend else {}
    told = ask(bus, "recall", "remember", ADDRESS, "recall", "forget", **variables)

    assert told["recalled"] == []
    assert told["reason"] == "There is no keyring here that keeps secrets encrypted."


@pytest.mark.promise("E3")
def test_without_a_session_bus_the_address_is_just_not_remembered(bus):
    told = ask(bus, "recall", "remember", ADDRESS, DBUS_SESSION_BUS_ADDRESS="unix:path=/nowhere")

    assert told["recalled"] == []
    assert told["reason"] == "There is no keyring here that keeps secrets encrypted."


@pytest.mark.promise("E3")
def test_a_keyring_that_was_never_set_up_is_not_set_up_by_us(bus, tmp_path):
    # Unlocked with a password it would make one; so it is asked before anything has.
    with gnome_keyring(bus, locked=True):
        told = ask(bus, "recall", "remember", ADDRESS)

    assert told["recalled"] == []
    assert told["reason"] == "No keyring has been set up."


@pytest.mark.promise("E4")
def test_a_keyring_for_plain_text_gets_nothing_though_it_is_the_users_choice(bus, tmp_path):
    plain = tmp_path / "plain.txt"
    told = ask(
        bus, "remember", ADDRESS, PYTHON_KEYRING_BACKEND="identity.trials.Plaintext",
        PYTHONPATH=str(ASK.parents[1]), PLAIN_FILE=str(plain),
    )  # fmt: skip

    assert told["reason"] == "There is no keyring here that keeps secrets encrypted."
    assert not plain.exists()
