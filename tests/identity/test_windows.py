"""keyring's own backend for Windows, over credentials that are as small as Windows' are."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

import keyring.core
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from keyring.backend import KeyringBackend

from usero_desktop.identity.keychain import ADDRESS_CHARACTERS
from usero_desktop.identity.system import SystemKeychain
from usero_desktop.model.text import looks_like_email

ACCOUNT, OTHER = "email-demo", "email-other"
MOST_BYTES = 5 * 512  # CRED_MAX_CREDENTIAL_BLOB_SIZE of wincred.h
TOO_LARGE, NOT_FOUND = 1783, 1168


class Win32Error(Exception):
    def __init__(self, winerror, funcname):
        super().__init__(winerror, funcname)
        self.winerror, self.funcname = winerror, funcname


class Credentials(ModuleType):
    """CredWrite, CredRead and CredDelete as pywin32 has them."""

    CRED_TYPE_GENERIC, CRED_PERSIST_ENTERPRISE = 1, 3

    def __init__(self):
        super().__init__("win32ctypes.pywin32.win32cred")
        self.held = {}
        self.largest = 0

    def CredWrite(self, credential, _flags):
        blob = credential["CredentialBlob"].encode("utf-16-le")
        if len(blob) > MOST_BYTES:
            raise Win32Error(TOO_LARGE, "CredWrite")
        self.largest = max(self.largest, len(blob))
        self.held[credential["TargetName"]] = credential | {"CredentialBlob": blob}

    def CredRead(self, TargetName, **_kind):  # noqa: N803 - pywin32's name
        if TargetName not in self.held:
            raise Win32Error(NOT_FOUND, "CredRead")
        return self.held[TargetName]

    def CredDelete(self, TargetName, **_kind):  # noqa: N803 - pywin32's name
        del self.held[TargetName]


@pytest.fixture
def credentials(monkeypatch):
    """keyring's real code for Windows as the chosen backend, on the credentials returned."""
    held = Credentials()
    errors = ModuleType("win32ctypes.pywin32.pywintypes")
    errors.error = Win32Error
    package = ModuleType("win32ctypes.pywin32")
    package.pywintypes, package.win32cred = errors, held
    for name, module in {"": package, ".pywintypes": errors, ".win32cred": held}.items():
        monkeypatch.setitem(sys.modules, f"win32ctypes.pywin32{name}", module)
    monkeypatch.setitem(sys.modules, "win32ctypes", ModuleType("win32ctypes"))
    path = importlib.util.find_spec("keyring.backends.Windows").origin
    spec = importlib.util.spec_from_file_location("keyring.backends.Windows", path)
    module = importlib.util.module_from_spec(spec)
    before = set(KeyringBackend._classes)
    spec.loader.exec_module(module)
    monkeypatch.setattr(keyring.core, "_keyring_backend", module.WinVaultKeyring())
    yield held
    KeyringBackend._classes.clear()
    KeyringBackend._classes.update(before)


VISIBLE = st.characters(exclude_categories=["C", "Z"], exclude_characters="@")
NAMES = st.text(VISIBLE, min_size=1, max_size=ADDRESS_CHARACTERS - 6)


@st.composite
def addresses(draw):
    """Addresses of up to 320 characters, most of which need two UTF-16 units or more."""
    name = draw(NAMES)
    room = ADDRESS_CHARACTERS - len(name) - 4
    host = draw(st.text(VISIBLE, min_size=1, max_size=max(room, 1)))
    return f"{name}@{host}.io"


@pytest.mark.promise("E7")
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@example(address="😀" * (ADDRESS_CHARACTERS - 6) + "@😀.io")
@given(address=addresses().filter(looks_like_email))
def test_every_address_fits_and_comes_back_as_it_was(address, credentials, figure):
    assert len(address) <= ADDRESS_CHARACTERS
    keychain = SystemKeychain()
    keychain.remember(ACCOUNT, address)
    assert keychain.recall(ACCOUNT) == address
    keychain.forget(ACCOUNT)
    assert credentials.held == {}


@pytest.mark.promise("E7")
def test_what_was_given_to_one_project_is_neither_offered_to_nor_forgotten_by_another(credentials):
    keychain = SystemKeychain()
    keychain.remember(ACCOUNT, "mira@work.example")
    assert keychain.recall(OTHER) is None
    keychain.remember(OTHER, "mira@home.example")
    assert keychain.recall(ACCOUNT) == "mira@work.example"
    keychain.forget(ACCOUNT)
    assert (keychain.recall(ACCOUNT), keychain.recall(OTHER)) == (None, "mira@home.example")
    keychain.forget(OTHER)
    assert credentials.held == {}


@pytest.mark.promise("E7")
def test_the_largest_address_takes_half_of_what_a_credential_holds(credentials, figure):
    SystemKeychain().remember(ACCOUNT, "😀" * (ADDRESS_CHARACTERS - 5) + "@b.io")

    figure(f"{ADDRESS_CHARACTERS} characters: {credentials.largest:,} of {MOST_BYTES:,} bytes")
    assert credentials.largest <= MOST_BYTES / 2


@pytest.mark.bites("E7")
def test_what_does_not_fit_is_refused_by_these_credentials_too(credentials):
    with pytest.raises(Win32Error):
        SystemKeychain().remember(ACCOUNT, "😀" * (MOST_BYTES // 4) + "@b.io")
