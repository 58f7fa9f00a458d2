from __future__ import annotations

import importlib.util

import pytest
from identity.buses import gnome_keyring, private_bus

from usero_desktop.inbox.config import Client, InboxConfig
from usero_desktop.inbox.server import running

BINDINGS = {"pyside6": "PySide6", "pyqt6": "PyQt6"}


@pytest.fixture(params=BINDINGS)
def binding(request):
    """Each binding by turns: the host is a process of its own."""
    if importlib.util.find_spec(BINDINGS[request.param]) is None:
        pytest.skip(f"{BINDINGS[request.param]} is not installed")
    return request.param


@pytest.fixture(scope="session")
def inbox():
    with running(InboxConfig(clients=(Client("client_demo"),))) as made:
        yield made


@pytest.fixture
def bus():
    """A session bus on which there is no keyring."""
    with private_bus() as made:
        yield made


@pytest.fixture
def keyring_bus(bus):
    """A session bus with a real keyring, unlocked and empty."""
    with gnome_keyring(bus):
        yield bus
