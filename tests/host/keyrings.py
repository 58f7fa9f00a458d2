"""Keyrings that a user may have; PYTHON_KEYRING_BACKEND names one by its path."""

from __future__ import annotations

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class Unforgetting(KeyringBackend):
    """Holds an address for everybody who asks, and keeps it."""

    priority = 5

    def get_password(self, _service, _username):
        return "ada@example.com"

    def set_password(self, service, username, password):
        """Keep what there is."""

    def delete_password(self, _service, _username):
        raise PasswordDeleteError
