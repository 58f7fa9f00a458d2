"""The keyring of the system is found from an installed wheel."""

from __future__ import annotations

import sys

import pytest
from identity.buses import gnome_keyring, private_bus

ADDRESS = "mira.delgado@example.org"
CODE = f"""
from usero_desktop.identity.system import SystemKeychain
from usero_desktop.identity.backends import trusted_backends
keychain = SystemKeychain()
keychain.load()
keychain.remember("email-demo", {ADDRESS!r})
print(keychain.recall("email-demo"), *(type(found).__module__ for found in trusted_backends()))
"""


@pytest.mark.keyring
@pytest.mark.promise("E2")
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="D-Bus is Linux's")
def test_an_installed_wheel_remembers_in_the_real_keyring(install):
    with private_bus() as bus, gnome_keyring(bus):
        said = install("PySide6").run(CODE, **bus.environment)

    assert said == f"{ADDRESS} keyring.backends.SecretService"
