"""Trying again at once when the machine comes online, instead of when the next try is due.

Nothing of this is loaded before a report has had to wait because the network was gone: Qt's
network library is a further 2 MB, and a program that is always online never needs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.logs import guest_logger
from usero_desktop.qt import QtCore
from usero_desktop.ui.guard import guard
from usero_desktop.ui.process.desktop import ANY_BACKEND, network_backend
from usero_desktop.ui.timing import after

if TYPE_CHECKING:
    from usero_desktop.core.feedback import Feedback
    from usero_desktop.core.pool import Pool
    from usero_desktop.qt import QtNetwork
    from usero_desktop.ui.process.bridge import Bridge

log = guest_logger("usero_desktop.ui")

IDLE_MS: Final = 400
"""The GUI thread loads it in two turns this far apart, after what it has to say is painted."""


class OnlineWatch(QtCore.QObject):
    """Has what waits tried again when the system says that it is online. GUI thread.

    Where the system cannot say, there is only the schedule.
    """

    def __init__(
        self, parent: QtCore.QObject, *, feedback: Feedback, pool: Pool, bridge: Bridge
    ) -> None:
        """Begin to watch, soon."""
        super().__init__(parent)
        self._feedback, self._pool = feedback, pool
        self._was_online = False
        self._backend = ANY_BACKEND
        self._network: QtNetwork.QNetworkInformation | None = None
        # Not here: a system service that does not answer would keep the window standing.
        pool.run(network_backend, bridge.to_gui(self._on_found))

    @property
    def is_watching(self) -> bool:
        """Whether the system tells of changes."""
        return self._network is not None

    @guard
    def _on_found(self, backend: str | BaseException | None) -> None:
        if isinstance(backend, str):
            self._backend = backend
            after(self, IDLE_MS, self._on_idle)

    @guard
    def _on_idle(self) -> None:
        from usero_desktop.qt import QtNetwork  # noqa: F401 - a turn of its own: 10 ms

        after(self, IDLE_MS, self._on_loaded)

    @guard
    def _on_loaded(self) -> None:
        network = _information(self._backend)
        if network is None:
            log.debug("This system does not tell when it is online; the schedule alone counts.")
            return
        self._network = network
        self._was_online = self._is_online(network.reachability())
        network.reachabilityChanged.connect(self._on_reachability_changed)

    @guard
    def _on_reachability_changed(self, reachability: object) -> None:
        is_online = self._is_online(reachability)
        if is_online and not self._was_online:
            self._pool.run(self._feedback.retry_now, lambda _nothing: None)
        self._was_online = is_online

    def _is_online(self, reachability: object) -> bool:
        from usero_desktop.qt import QtNetwork

        return reachability == QtNetwork.QNetworkInformation.Reachability.Online


def _information(backend: str) -> QtNetwork.QNetworkInformation | None:
    """Return what tells of the network: one for the process, the host's own if it has one."""
    from usero_desktop.qt import QtNetwork

    kind = QtNetwork.QNetworkInformation
    reachability = kind.Feature.Reachability

    def instance() -> QtNetwork.QNetworkInformation | None:
        return kind.instance()  # None before a backend is loaded, whatever the stubs say

    if instance() is None:
        if backend == ANY_BACKEND:
            kind.loadBackendByFeatures(reachability)
        else:
            kind.loadBackendByName(backend)
    network = instance()
    return network if network is not None and network.supports(reachability) else None
