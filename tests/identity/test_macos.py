"""keyring's own backend for macOS, over a Security framework that gives what answers we say."""

from __future__ import annotations

import ctypes
import importlib.util
import logging
import threading
from pathlib import Path
from types import SimpleNamespace

import keyring.core
import pytest
from keyring.backends import macOS

from usero_desktop.identity.keeper import Keeper
from usero_desktop.identity.refusals import MACOS_REASONS
from usero_desktop.identity.system import SystemKeychain

ACCOUNT = "email-demo"
ADDRESS = "mira.delgado@example.org"
NOT_FOUND = -25300
UNKNOWN = -25299


class Framework:
    """Every function there is: the Security ones answer `status`, the others a made-up pointer."""

    def __init__(self):
        self.status = NOT_FOUND

    def __getattr__(self, name):
        def function(*_arguments):
            return self.status if name.startswith("Sec") else 1

        setattr(self, name, function)
        return function


@pytest.fixture
def framework(monkeypatch):
    """keyring's real code for macOS as the chosen backend, on the framework returned."""
    made = Framework()
    with monkeypatch.context() as patch:
        patch.setattr(ctypes, "CDLL", lambda _name: made)
        path = Path(macOS.__file__).with_name("api.py")
        spec = importlib.util.spec_from_file_location("keyring.backends.macOS.api", path)
        api = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(api)
    monkeypatch.setattr(api, "k_", lambda _name: None)
    monkeypatch.setattr(macOS, "api", api, raising=False)
    monkeypatch.setattr(macOS, "platform", SimpleNamespace(system=lambda: "Darwin"))
    monkeypatch.setattr(keyring.core, "_keyring_backend", macOS.Keyring())
    return made


REQUESTS = {
    "recall": lambda keeper: keeper.recall(ACCOUNT, lambda _address: None),
    "remember": lambda keeper: keeper.remember(ACCOUNT, ADDRESS),
    "forget": lambda keeper: keeper.forget(ACCOUNT),
}


def reason_after(request):
    keeper = Keeper(SystemKeychain())
    request(keeper)
    for thread in threading.enumerate():
        if thread.name == "usero-keyring":
            thread.join(20)
    return keeper.unavailable_because


@pytest.mark.promise("E6")
@pytest.mark.parametrize("request_", REQUESTS)
@pytest.mark.parametrize("status", MACOS_REASONS)
def test_each_refusal_of_the_keychain_is_said_in_words(status, request_, framework, caplog, figure):
    caplog.set_level(logging.DEBUG)
    framework.status = status

    assert reason_after(REQUESTS[request_]) == MACOS_REASONS[status]
    assert "Traceback" not in caplog.text
    assert ADDRESS not in caplog.text
    if status == min(MACOS_REASONS) and request_ == "forget":
        figure(f"{len(MACOS_REASONS)} statuses in each of {len(REQUESTS)} requests")


@pytest.mark.bites("E6")
@pytest.mark.parametrize("request_", REQUESTS)
def test_a_program_that_does_not_know_the_statuses_is_found_out(
    request_, framework, monkeypatch, figure
):
    monkeypatch.setattr("usero_desktop.identity.refusals.MACOS_REASONS", {})
    for status, words in MACOS_REASONS.items():
        framework.status = status
        assert reason_after(REQUESTS[request_]) != words
    figure("without the table of statuses: each seen")


@pytest.mark.promise("E6")
@pytest.mark.parametrize("request_", ["recall", "forget"])
def test_an_entry_that_is_not_there_is_no_refusal(request_, framework):
    assert reason_after(REQUESTS[request_]) is None


def test_a_status_nobody_has_heard_of_is_a_failure_like_any_other(framework):
    framework.status = UNKNOWN

    assert reason_after(REQUESTS["recall"]) == "The keyring failed with KeyringError."
