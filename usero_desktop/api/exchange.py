"""One request and its reply under one total time limit.

httpx's time limits are per read and per write: a server that drips a byte now and then
holds such a call for ever. So the connections here ask, before every read and every write,
how much is left of the whole.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakSet

import httpcore

from usero_desktop.model import limits
from usero_desktop.model.address import is_loopback_name

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable, Iterator

WRITE_BYTES = 16_384
"""Written at a time: one TLS record, and often enough to see the time and show progress."""

RECEIVED_BYTES = limits.REPLY_BYTES + 16_384
"""Read in one exchange at most: the reply's body, and a generous frame around it.

Without it, a server that sends interim replies or headers without end is listened to, at full
speed, until the deadline.
"""

CONNECT_SECONDS = 15.0
"""Longest wait for a name look-up, a connection or a TLS handshake."""


class Brake:
    """Ends one request from another thread, and no other one.

    For a client that one thread sends with: the connection of what is broken off is nobody
    else's by then. Once pulled, whatever begins with it ends at its first step.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_pulled = self._is_over = False
        self._break_off: Callable[[], None] | None = None
        self._timer: threading.Timer | None = None

    @property
    def is_pulled(self) -> bool:
        """Whether what it is for was broken off."""
        return self._is_pulled

    def pull(self, seconds: float) -> None:
        """Break it off unless it has ended within so many `seconds`. Any thread, at once."""
        with self._lock:
            if self._is_over or self._timer is not None:
                return
            self._timer = timer = threading.Timer(seconds, self._pull)
            timer.name, timer.daemon = "usero-brake", True
            timer.start()

    def release(self) -> None:
        """Be for nothing any more."""
        with self._lock:
            self._is_over, self._break_off = True, None
            if self._timer is not None:
                self._timer.cancel()

    def hold(self, break_off: Callable[[], None]) -> None:
        """Have `break_off` called when it is pulled; raises ReadError where that has happened."""
        with self._lock:
            if self._is_pulled:
                raise httpcore.ReadError("broken off")
            self._break_off = break_off

    def _pull(self) -> None:
        with self._lock:
            if self._is_over:
                return
            self._is_pulled = True
            if self._break_off is not None:
                self._break_off()


@dataclass(slots=True)
class Exchange:
    """What the connection must know of the request that is under way."""

    deadline: float
    on_sent: Callable[[int], None] | None = None
    brake: Brake | None = None
    received: int = 0

    def left(self) -> float:
        """Seconds until the deadline; not above zero means it has passed."""
        return self.deadline - time.monotonic()

    def can_break(self, break_off: Callable[[], None]) -> None:
        """Say what ends the wait that begins now; raises ReadError where it is to end."""
        if self.brake is not None:
            self.brake.hold(break_off)


_current: ContextVar[Exchange | None] = ContextVar("usero_exchange", default=None)


@contextmanager
def exchange(
    seconds: float,
    on_sent: Callable[[int], None] | None = None,
    brake: Brake | None = None,
) -> Iterator[Exchange]:
    """Hold everything this thread sends and reads inside to `seconds` in all."""
    under_way = Exchange(time.monotonic() + seconds, on_sent, brake)
    token = _current.set(under_way)
    try:
        yield under_way
    finally:
        _current.reset(token)


class BoundedStream(httpcore.NetworkStream):
    """A connection that never waits beyond the deadline of the exchange under way."""

    def __init__(self, inner: httpcore.NetworkStream, backend: BoundedBackend) -> None:
        self._inner = inner
        self._backend = backend
        backend.watch(self)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what has come, at most `max_bytes`."""
        left = _left(timeout, httpcore.ReadTimeout)
        under_way = _current.get()
        if under_way is None:
            return self._inner.read(max_bytes, left)
        under_way.can_break(self.break_off)
        room = RECEIVED_BYTES - under_way.received
        if room <= 0:
            raise httpcore.RemoteProtocolError("the reply does not end")
        piece = self._inner.read(min(max_bytes, room), left)
        under_way.received += len(piece)
        return piece

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of `buffer`, piece by piece."""
        under_way = _current.get()
        if under_way is not None:
            under_way.can_break(self.break_off)
        for start in range(0, len(buffer), WRITE_BYTES):
            piece = buffer[start : start + WRITE_BYTES]
            self._inner.write(piece, _left(timeout, httpcore.WriteTimeout))
            if under_way is not None and under_way.on_sent is not None:
                under_way.on_sent(len(piece))

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Go on encrypted."""
        left = _left(timeout, httpcore.ConnectTimeout, at_most=CONNECT_SECONDS)
        secure = self._inner.start_tls(ssl_context, server_hostname, left)
        return BoundedStream(secure, self._backend)

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def get_extra_info(self, info: str) -> object:
        """Return what httpcore asks of its connections."""
        return self._inner.get_extra_info(info)

    def break_off(self) -> None:
        """Wake whoever reads or writes here with an error; may be called on any thread."""
        import socket  # loaded long since by httpcore

        connection = self._inner.get_extra_info("socket")
        if isinstance(connection, socket.socket):
            with suppress(OSError):
                # Not an SSLSocket's own: that takes the encryption off before it shuts the
                # socket, and what another thread is just writing would go out in the clear.
                socket.socket.shutdown(connection, socket.SHUT_RDWR)


class BoundedBackend(httpcore.NetworkBackend):
    """Opens connections that keep to the deadline, and can break all of them off at once."""

    def __init__(self) -> None:
        self._inner = httpcore.SyncBackend()
        self._lock = threading.Lock()
        self._streams: WeakSet[BoundedStream] = WeakSet()
        self._broken = False
        self._connecting: set[threading.Event] = set()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Open a connection."""
        left = _left(timeout, httpcore.ConnectTimeout, at_most=CONNECT_SECONDS)
        if is_loopback_name(host):
            host = "localhost"  # a name server that is asked might name another machine

        def connect() -> httpcore.NetworkStream:
            return self._inner.connect_tcp(host, port, left, local_address, socket_options)

        done = threading.Event()
        self._connecting.add(done)
        under_way = _current.get()
        try:
            if self._broken:
                raise httpcore.ConnectError
            if under_way is not None:
                under_way.can_break(done.set)
            return BoundedStream(_abandonable(connect, left, done), self)
        finally:
            self._connecting.discard(done)

    def sleep(self, seconds: float) -> None:
        """Wait between two attempts."""
        time.sleep(seconds)

    def break_off(self) -> None:
        """End every connection with an error, those to come too; may be called on any thread."""
        with self._lock:
            self._broken = True
            streams = tuple(self._streams)
        for connecting in tuple(self._connecting):
            connecting.set()
        for stream in streams:
            stream.break_off()

    def watch(self, stream: BoundedStream) -> None:
        """Break `stream` off with the others; at once where that has happened meanwhile."""
        with self._lock:
            self._streams.add(stream)
            broken = self._broken
        if broken:
            stream.break_off()


def _left(
    timeout: float | None, expired: type[httpcore.TimeoutException], at_most: float | None = None
) -> float | None:
    under_way = _current.get()
    limits = [timeout, at_most, under_way.left() if under_way else None]
    known = [limit for limit in limits if limit is not None]
    if not known:
        return None
    if min(known) <= 0:
        raise expired
    return min(known)


def _abandonable(
    connect: Callable[[], httpcore.NetworkStream], seconds: float | None, done: threading.Event
) -> httpcore.NetworkStream:
    """Connect in a thread of its own: a name look-up takes no time limit and no interruption.

    Who sets `done` ends the waiting. The thread may be there for up to `CONNECT_SECONDS` more,
    and for as long as the system looks for a name. It cannot be ended sooner: nobody can end a
    look-up, and the socket is httpcore's own until it is connected. Nor does it do harm: it has
    nothing of a report, closes what it gets, and no program waits for it to end.
    """
    box: list[httpcore.NetworkStream | BaseException] = []
    lock = threading.Lock()
    given_up = threading.Event()

    def run() -> None:
        try:
            result: httpcore.NetworkStream | BaseException = connect()
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            result = error
        with lock:
            if given_up.is_set() and not isinstance(result, BaseException):
                result.close()
            else:
                box.append(result)
        done.set()

    threading.Thread(target=run, name="usero-connect", daemon=True).start()
    done.wait(seconds)
    with lock:
        if not box:
            given_up.set()
            raise httpcore.ConnectTimeout
    result = box[0]
    if isinstance(result, BaseException):
        raise result
    return result
