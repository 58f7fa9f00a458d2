"""The inbox as a running server: for the command line, for the demo and for tests."""

from __future__ import annotations

import errno
import ipaddress
import os
import signal
import socket
import tempfile
import threading
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import uvicorn

from usero_desktop.errors import ConfigError
from usero_desktop.inbox.app import create_app
from usero_desktop.inbox.config import InboxConfig
from usero_desktop.inbox.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from usero_desktop.inbox.live import Live

START_SECONDS: Final = 20.0
STOP_SECONDS: Final = 10.0
GRACE_SECONDS: Final = 2
"""How long a request under way may take to finish once the inbox stops."""


@dataclass(frozen=True, slots=True)
class RunningInbox:
    """An inbox that takes requests; `url` is its origin, without a slash at the end."""

    url: str
    store: Store


def run(config: InboxConfig, announce: Callable[[str], None]) -> None:
    """Serve until interrupted; `announce` gets the page's address once it listens.

    Blocks; Ctrl+C or SIGTERM ends it, and the store is closed by then. Main thread only.
    Raises ConfigError for a port in use, a folder that cannot be written, or a public address
    without `allow_public`.
    """
    try:
        with _sigterm_interrupts(), _prepared(config) as (server, listener, inbox):
            server.on_started = lambda: announce(f"{inbox.url}/")
            server.run(sockets=[listener])
    except KeyboardInterrupt:
        return  # uvicorn shuts down in good order and passes the signal on


@contextmanager
def running(config: InboxConfig | None = None, *, port: int = 0) -> Iterator[RunningInbox]:
    """Serve in a daemon thread; by default on a free port of the loopback address.

    `port` replaces the config's, 0 picks a free one. Leaving the block stops the server:
    event streams end, requests under way get two seconds. Raises ConfigError as `run`.
    """
    with _prepared(replace(config or InboxConfig(), port=port)) as (server, listener, inbox):
        started = threading.Event()
        server.on_started = started.set
        thread = threading.Thread(
            target=server.run, args=([listener],), name="usero-inbox", daemon=True
        )
        thread.start()
        if not started.wait(START_SECONDS):
            raise ConfigError("The inbox did not start; see the log for the reason.")
        try:
            yield inbox
        finally:
            server.should_exit = True
            thread.join(STOP_SECONDS)


class _Server(uvicorn.Server):
    """A uvicorn server that tells when it listens, and ends the event streams first."""

    def __init__(self, config: uvicorn.Config, live: Live) -> None:
        super().__init__(config)
        self.on_started: Callable[[], None] = lambda: None
        self._live = live

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.on_started()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._live.close()
        await super().shutdown(sockets)


@contextmanager
def _sigterm_interrupts() -> Iterator[None]:
    # uvicorn passes on the signal that stopped it, and of itself SIGTERM ends a process there
    # and then, with the store open.
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _prepared(
    config: InboxConfig,
) -> Iterator[tuple[_Server, socket.socket, RunningInbox]]:
    with ExitStack() as stack:
        listener = stack.enter_context(_listen(config))
        folder = config.data_dir or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="usero-inbox-"))
        )
        store = stack.enter_context(Store(folder))
        app = create_app(config, store)
        server = _Server(
            uvicorn.Config(
                app,
                # Said outright: uvicorn would look around for faster parts and for ones
                # we do not use, and would set up logging for the whole process.
                http="h11",
                ws="none",
                loop="asyncio",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=GRACE_SECONDS,
            ),
            app.state.live,
        )
        yield server, listener, RunningInbox(_url(config.host, listener), store)


def _listen(config: InboxConfig) -> socket.socket:
    """Bind the address. Raises ConfigError with what to do instead."""
    try:
        family, kind, proto, _, address = socket.getaddrinfo(
            config.host or "0.0.0.0", config.port, type=socket.SOCK_STREAM
        )[0]
    except OSError as error:
        message = f"This machine knows no address {config.host!r}; use --host 127.0.0.1."
        raise ConfigError(message) from error
    if not (config.allow_public or ipaddress.ip_address(str(address[0])).is_loopback):
        message = (
            f"{config.host or '0.0.0.0'} can be reached from other machines, and anyone there "
            "could read the inbox; add --allow-public if you mean it."
        )
        raise ConfigError(message)
    listener = socket.socket(family, kind, proto)
    try:
        if os.name == "posix":  # on Windows this option would let two servers share a port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen()
    except OSError as error:
        listener.close()
        raise ConfigError(_why_not(error, config)) from error
    return listener


def _why_not(error: OSError, config: InboxConfig) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {config.port} is in use; stop what runs there or choose another --port."
    if error.errno == errno.EACCES:
        return f"Port {config.port} may not be used by this user; choose a --port above 1023."
    return f"The inbox cannot listen on {config.host} ({error.strerror}); choose another --host."


def _url(host: str, listener: socket.socket) -> str:
    address, port = listener.getsockname()[:2]
    # A wildcard address is no address to open: show the one that works on this machine.
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address, host)
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"
