"""What the inbox is told at its start."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from usero_desktop.errors import ConfigError
from usero_desktop.model.client_id import is_placeholder

if TYPE_CHECKING:
    from pathlib import Path

DEFAULT_HOST: Final = "127.0.0.1"
DEFAULT_PORT: Final = 8787
DEFAULT_CLIENT: Final = "client_demo"
LAST_PORT: Final = 65_535
SESSION_CONTEXTS: Final = ("always", "ask", "never")
"""What a project's owner can say of session replays (contract of the settings, 1.6)."""

_CLIENT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{2,63}")


@dataclass(frozen=True, slots=True)
class Client:
    """One project that may send. With `origins` it takes requests from those origins alone.

    A desktop program sends no Origin, so a client with an allowlist answers it with 403,
    exactly as hosted Usero does. Raises ConfigError for an id or an origin that is none.
    """

    client_id: str
    origins: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse ids nobody means, and write the origins the way browsers send them."""
        if is_placeholder(self.client_id):  # no client would send for it
            message = (
                f"{self.client_id!r} is a placeholder and not a client id; use your project's "
                f"own, or something like {DEFAULT_CLIENT!r}."
            )
            raise ConfigError(message)
        if not _CLIENT_ID.fullmatch(self.client_id):
            message = (
                f"{self.client_id!r} is not a client id; use something like {DEFAULT_CLIENT!r} "
                "(3 to 64 letters, digits, '_', '-' or '.')."
            )
            raise ConfigError(message)
        object.__setattr__(self, "origins", tuple(_origin(text) for text in self.origins))

    def allows(self, origin: str | None) -> bool:
        """Whether a request with this Origin header (None: without one) may come in."""
        return not self.origins or (origin is not None and origin.lower() in self.origins)


@dataclass(frozen=True, slots=True)
class InboxConfig:
    """Where the inbox listens, whom it takes feedback from and where it keeps it.

    `port` 0 picks a free one. `data_dir` None keeps everything in a temporary folder that
    goes with the inbox. `latency` is a developer's switch: seconds that each API request
    waits before it is looked at. `session_context` is what programs are told to do about
    session replays, and `replays` False accepts none whatever they are told. `player` is the
    folder of rrweb's files, None where they are looked for first: in the package, then in
    `build` beside it. Raises ConfigError.
    """

    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    clients: tuple[Client, ...] = (Client(DEFAULT_CLIENT),)
    data_dir: Path | None = None
    allow_public: bool = False
    latency: float = 0.0
    session_context: str = "always"
    replays: bool = True
    player: Path | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot work before anything is opened."""
        if not 0 <= self.port <= LAST_PORT:
            message = f"Port {self.port} does not exist; choose one from 1 to {LAST_PORT}, or 0."
            raise ConfigError(message)
        if not self.clients:
            raise ConfigError(f"An inbox needs a client; add --client {DEFAULT_CLIENT}.")
        if len({client.client_id for client in self.clients}) < len(self.clients):
            raise ConfigError("A client is named twice; give all its origins in one --client.")
        if not 0 <= self.latency < float("inf"):
            raise ConfigError("The latency must be zero or more milliseconds.")
        if self.session_context not in SESSION_CONTEXTS:
            message = f"{self.session_context!r} is not one of {', '.join(SESSION_CONTEXTS)}."
            raise ConfigError(message)

    def client(self, client_id: str) -> Client | None:
        """Return the client with this id, or None."""
        return next((c for c in self.clients if c.client_id == client_id), None)


def parse_client(text: str) -> Client:
    """Read ``client_x`` or ``client_x=https://a.example,https://b.example`` (an allowlist).

    Raises ConfigError.
    """
    client_id, equals, origins = text.strip().partition("=")
    listed = tuple(part.strip() for part in origins.split(",") if part.strip())
    if equals and not listed:
        message = f"No origin follows {client_id}=; write {client_id}=https://example.com."
        raise ConfigError(message)
    return Client(client_id, listed)


def is_loopback(host: str) -> bool:
    """Whether `host` (a name or an address, no port) can only mean this machine."""
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _origin(text: str) -> str:
    parts = urlsplit(text.strip())
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/"):
        message = f"{text!r} is not an origin; write it like https://example.com."
        raise ConfigError(message)
    return f"{parts.scheme}://{parts.netloc}".lower()
