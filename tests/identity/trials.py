"""Backends for keyring that a test selects by name, as PYTHON_KEYRING_BACKEND does."""

from __future__ import annotations

import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.errors import PasswordDeleteError, PasswordSetError


class InMemory(KeyringBackend):
    """Holds what it is given as long as the process lives; stands for a proper keyring."""

    priority = 5
    held: dict[tuple[str, str], str] = {}  # noqa: RUF012 - all instances are one keyring

    def get_password(self, service, username):
        return self.held.get((service, username))

    def set_password(self, service, username, password):
        self.held[service, username] = password

    def delete_password(self, service, username):
        if self.held.pop((service, username), None) is None:
            raise PasswordDeleteError("not found")


class Plaintext(KeyringBackend):
    """Writes what it is given into a file, as keyrings.alt does, and with its priority."""

    priority = 0.5

    def get_password(self, _service, _username):
        return Path(os.environ["PLAIN_FILE"]).read_text(encoding="utf-8")

    def set_password(self, _service, _username, password):
        Path(os.environ["PLAIN_FILE"]).write_text(password, encoding="utf-8")

    def delete_password(self, _service, _username):
        Path(os.environ["PLAIN_FILE"]).unlink()


class Keeping(InMemory):
    """Will not delete."""

    def delete_password(self, _service, _username):
        raise PasswordDeleteError("no")


class Refusing(InMemory):
    """Takes nothing."""

    def set_password(self, _service, _username, password):
        raise PasswordSetError(f"will not take {password}")


class Garbled(InMemory):
    """Holds bytes that are no text."""

    def get_password(self, _service, _username):
        return b"\xff\xfe\xfa".decode("utf-8")


class Panicking(InMemory):
    """Raises what is no Exception, as an extension written in Rust does."""

    def get_password(self, _service, _username):
        raise BaseException("panic")  # noqa: TRY002


class OfPlainOnes(ChainerBackend):
    priority = 10

    @property
    def backends(self):
        return [Plaintext()]


class OfBoth(ChainerBackend):
    priority = 10

    @property
    def backends(self):
        return [Plaintext(), InMemory()]
