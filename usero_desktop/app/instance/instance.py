"""One usero-desktop for each user: the first runs, those that follow hand over what they were told.

Who is first is decided by a lock that the system holds for a process and lets go of with it,
however that ends. It is not a QLockFile: that writes down its process's number, takes any
program of the same name (every Python) that has got this number since for the one that died, and
the way out of that, `removeStaleLockFile`, may also remove the lock of one who is just making it.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from usero_desktop.app.instance.handover import (
    MAX_BYTES,
    MAX_HEAD,
    RETRY_SECONDS,
    SECONDS,
    TAKEN,
    Unreadable,
    decode,
    hand_over,
    silent,
)
from usero_desktop.app.instance.place import address, folder, lock_path
from usero_desktop.errors import UseroError
from usero_desktop.private import FILE_MODE, NO_WAITING, lock
from usero_desktop.qt import QtCore, Signal
from usero_desktop.ui.guard import guard

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from usero_desktop.app.instance.handover import Message
    from usero_desktop.qt import QtNetwork

VISIT_MILLISECONDS: Final = 5_000
"""How long one who has connected may take to say what it wants."""

MAX_VISITORS: Final = 64
"""Most who are listened to at once; further ones are turned away."""


class Instance(QtCore.QObject):
    """That this process is the user's one usero-desktop. GUI thread; kept until `leave`.

    Signals: `asked(object, str)` for each further start, with its arguments (a tuple of str, as
    they were given: nothing is to be trusted) and the desktop's token for coming to the front.
    """

    asked = Signal(object, str)

    def __init__(self, handle: int) -> None:
        """Not to be called: see `take`."""
        super().__init__()
        self._lock = handle
        self._server: QtNetwork.QLocalServer | None = None
        application = QtCore.QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.leave)

    @classmethod
    def take(cls, *, listens: bool = True) -> Instance | None:
        """Return that this process is the one, None where another is; waits for nothing.

        One that does not yet `listens` is to do so soon: further starts wait for it. Raises
        UseroError where neither can be had.
        """
        handle = _locked(folder())
        if handle is None:
            return None
        made = cls(handle)
        if listens:
            made.listen()
        return made

    def listen(self) -> None:
        """Hear further starts; what a crash left behind is cleared away. May be called again.

        Raises UseroError where nobody could be heard; the next start is the one then.
        """
        if self._server is not None or self._lock < 0:
            return
        # A shared library and its types, which the first window need not wait for.
        from usero_desktop.qt import QtNetwork

        place = folder()
        server = QtNetwork.QLocalServer(self)
        server.setSocketOptions(QtNetwork.QLocalServer.SocketOption.UserAccessOption)
        # Whose lock this is, nobody listens there.
        QtNetwork.QLocalServer.removeServer(address(place))
        if not server.listen(address(place)):
            self.leave()
            raise UseroError(
                f"usero-desktop cannot be reached by a second start of it: {server.errorString()}.",
                code="instance_socket",
                reason=server.errorString(),
            )
        self._server = server
        server.newConnection.connect(self._on_connection)
        self._on_connection()

    @classmethod
    def join(
        cls, arguments: Sequence[str], timeout: float = SECONDS, *, listens: bool = True
    ) -> Instance | None:
        """Be the one, or have handed `arguments` to the one there is, which is None.

        Waits up to `timeout` seconds for who is just beginning or ending. Raises UseroError as
        `take` and `hand_over` do.
        """
        until = time.monotonic() + timeout
        while True:
            left = max(until - time.monotonic(), RETRY_SECONDS)
            if hand_over(arguments, left):
                return None
            instance = cls.take(listens=listens)
            if instance is not None:
                return instance
            if time.monotonic() > until:
                raise silent(folder())
            time.sleep(RETRY_SECONDS)

    @guard
    def leave(self) -> None:
        """Let the next start be the one. May be called again; also done when Qt quits."""
        if self._lock < 0:
            return
        if self._server is not None:
            self._server.close()
        for visitor in self.findChildren(_Visitor):
            visitor.end()
        os.close(self._lock)
        self._lock = -1

    @guard
    def _on_connection(self) -> None:
        server = self._server
        while server is not None and server.hasPendingConnections():
            socket = server.nextPendingConnection()
            if len(self.findChildren(_Visitor)) >= MAX_VISITORS:
                socket.abort()
                socket.deleteLater()
                continue
            visitor = _Visitor(self, socket)
            visitor.asked.connect(self._on_asked)
            visitor.listen()

    @guard
    def _on_asked(self, message: Message) -> None:
        self.asked.emit(message.arguments, message.token)


class _Visitor(QtCore.QObject):
    """One who has connected: a second start, or whatever else this user runs."""

    asked = Signal(object)

    def __init__(self, instance: Instance, socket: QtNetwork.QLocalSocket) -> None:
        super().__init__(instance)
        self._socket, self._received, self._answered = socket, b"", False
        socket.setParent(self)
        # So much is read from the system at once; the rest stays with who sends it.
        socket.setReadBufferSize(MAX_HEAD + MAX_BYTES)
        self._limit = QtCore.QTimer(self, singleShot=True, interval=VISIT_MILLISECONDS)
        self._limit.timeout.connect(self.end)

    def listen(self) -> None:
        """Begin; what has come already is read at once."""
        self._socket.readyRead.connect(self._on_read)
        self._socket.disconnected.connect(self.end)
        self._limit.start()
        self._on_read()

    @guard
    def end(self) -> None:
        """Hear no more, and go."""
        self._socket.blockSignals(True)
        self._limit.stop()
        self._socket.abort()
        self.setParent(None)
        self.deleteLater()

    @guard
    def _on_read(self) -> None:
        if self._answered:
            return
        self._received += self._socket.readAll().data()
        try:
            message = decode(self._received)
        except Unreadable as error:
            self._answer(error.answer)
            return
        if message is None:
            return
        self._answer(TAKEN)
        self.asked.emit(message)

    def _answer(self, answer: bytes) -> None:
        """Say it, and hang up once it is on its way."""
        self._received, self._answered = b"", True
        self._socket.write(answer)
        self._socket.flush()
        self._socket.disconnectFromServer()


def _locked(place: Path) -> int | None:
    """Return the handle that locks `place` for as long as it is open; None where another does."""
    try:
        handle = os.open(lock_path(place), os.O_RDWR | os.O_CREAT | NO_WAITING, FILE_MODE)
    except OSError as error:
        raise UseroError(
            f"usero-desktop cannot write into its folder: {error.strerror}.",
            code="instance_lock",
            reason=str(error.strerror),
        ) from error
    try:
        lock(handle)
    except OSError:
        os.close(handle)
        return None
    with suppress(OSError):  # a full disk: the lock holds, and the number only tells who has it
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
    return handle
