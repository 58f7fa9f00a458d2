"""Whatever keyring is configured to use: the address is safe with it, or not remembered."""

from __future__ import annotations

import logging
import threading

import keyring.core
import pytest
from identity.trials import InMemory

from usero_desktop.identity.keeper import Keeper
from usero_desktop.identity.refusals import BROKEN
from usero_desktop.identity.system import SystemKeychain

ACCOUNT = "email-demo"
ADDRESS = "mira.delgado@example.org"
NONE = "There is no keyring here that keeps secrets encrypted."
KEEPS = "The keyring keeps the address."

USELESS = {
    "keyring.backends.fail.Keyring": NONE,
    "keyring.backends.null.Keyring": NONE,
    "identity.trials.Plaintext": NONE,
    "identity.trials.OfPlainOnes": NONE,
    "no.such.module.Keyring": BROKEN,
    "keyring.backends.null.NoSuchClass": "The keyring failed with AttributeError.",
    "keyring.backends.macOS.Keyring": "The keyring failed with RuntimeError.",
    "keyring.backend.KeyringBackend": "The keyring failed with NotImplementedError.",
    "json.JSONDecoder": "The keyring failed with AttributeError.",
    "nonsense": "The keyring failed with ValueError.",
    "": "The keyring failed with ValueError.",
    "identity.leaving.Keyring": "The keyring failed with SystemExit.",
    "identity.trials.Panicking": "The keyring failed with BaseException.",
    "identity.trials.Refusing": "The keyring failed with PasswordSetError.",
}


@pytest.fixture
def choose(monkeypatch, tmp_path):
    """Configure keyring as a user or a host would, and return the file plain text would be in."""

    def choose_(name):
        plain = tmp_path / "plain.txt"
        monkeypatch.setenv("PLAIN_FILE", str(plain))
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name)
        monkeypatch.setattr(keyring.core, "_keyring_backend", None)
        InMemory.held.clear()
        return plain

    return choose_


@pytest.fixture
def keeper(caplog):
    caplog.set_level(logging.DEBUG)
    return Keeper(SystemKeychain())


def settled():
    """Wait until no keyring is being asked any more."""
    for thread in threading.enumerate():
        if thread.name == "usero-keyring":
            thread.join(20)
            assert not thread.is_alive()


def used(keeper):
    """Remember, recall and forget an address; return what was recalled."""
    recalled = []
    keeper.recall(ACCOUNT, recalled.append)
    keeper.remember(ACCOUNT, ADDRESS)
    keeper.recall(ACCOUNT, recalled.append)
    keeper.forget(ACCOUNT)
    keeper.recall(ACCOUNT, recalled.append)
    settled()
    return recalled


@pytest.mark.promise("E3", "E4")
@pytest.mark.parametrize("name", USELESS)
def test_a_useless_keyring_is_named_once_in_the_log_and_never_used(
    name, choose, keeper, caplog, figure
):
    plain = choose(name)

    assert used(keeper) == []
    assert keeper.unavailable_because == USELESS[name]
    ours = [record for record in caplog.records if record.name.startswith("usero")]
    said = [record.getMessage() for record in ours]
    assert said == [f"The email address is not remembered: {USELESS[name]}"]
    assert ours[0].levelno == logging.INFO
    assert ours[0].exc_info is None
    assert ADDRESS not in caplog.text
    assert not plain.exists()
    if name == list(USELESS)[-1]:
        figure(f"{len(USELESS)} useless keyrings, none used, 0 exceptions")


@pytest.mark.bites("E3")
def test_a_program_that_takes_every_keyring_for_one_is_found_out(choose, monkeypatch):
    monkeypatch.setattr("usero_desktop.identity.backends.RECOMMENDED", -100)
    found = {}
    for name in ("keyring.backends.fail.Keyring", "keyring.backends.null.Keyring"):
        choose(name)
        each = Keeper(SystemKeychain())
        used(each)
        found[name] = each.unavailable_because

    assert not found.items() & USELESS.items()


@pytest.mark.promise("E3")
@pytest.mark.parametrize("name", ["identity.trials.InMemory", "identity.trials.OfBoth"])
def test_a_proper_keyring_is_used_also_in_a_chain_that_begins_with_plain_text(name, choose, keeper):
    plain = choose(name)

    assert used(keeper) == [ADDRESS]
    assert keeper.unavailable_because is None
    assert not plain.exists()


@pytest.mark.bites("E4")
def test_without_the_refusal_plain_text_would_be_on_the_disk(choose, keeper, monkeypatch):
    monkeypatch.setattr("usero_desktop.identity.backends.RECOMMENDED", 0)
    plain = choose("identity.trials.Plaintext")

    keeper.remember(ACCOUNT, ADDRESS)
    settled()
    assert plain.read_text(encoding="utf-8") == ADDRESS


@pytest.mark.promise("E5")
def test_a_keyring_that_will_not_delete_is_not_believed(choose, keeper):
    choose("identity.trials.Keeping")

    keeper.remember(ACCOUNT, ADDRESS)
    keeper.forget(ACCOUNT)
    settled()
    assert keeper.unavailable_because == KEEPS


def test_what_is_no_address_is_not_recalled(choose, keeper):
    choose("identity.trials.InMemory")
    recalled = []
    for text in ("", "no address", "<b>a@b.co</b> ", "a@b.co\n" * 3, f"{'x' * 400}@b.co"):
        InMemory.held["usero-desktop", ACCOUNT] = text
        keeper.recall(ACCOUNT, recalled.append)
        settled()
    choose("identity.trials.Garbled")
    keeper.recall(ACCOUNT, recalled.append)
    settled()

    assert recalled == []
    assert keeper.unavailable_because is None


def test_what_is_no_address_or_too_long_is_not_kept(choose, keeper):
    choose("identity.trials.InMemory")
    for text in ("", "mira", "mira@", "a b@example.org", f"{'x' * 400}@b.co", "a\ud800@b.co"):
        keeper.remember(ACCOUNT, text)
    settled()

    assert InMemory.held == {}
