from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.model.unset import UNSET
from usero_desktop.qt import QtCore, Signal
from usero_desktop.ui.guard import guard

if TYPE_CHECKING:
    from usero_desktop.core.ticket import Ticket
    from usero_desktop.identity.keeper import Keeper
    from usero_desktop.model.submission import SentReport
    from usero_desktop.model.unset import Unset
    from usero_desktop.ui.form.controller import Controller
    from usero_desktop.ui.form.state import PanelState
    from usero_desktop.ui.process.bridge import Bridge


class Remembered(QtCore.QObject):
    """Fills the remembered address in, and keeps or forgets it as reports arrive. GUI thread.

    It is looked up when the user first does something in the panel: a panel that is only
    opened and closed again loads no keyring. It is kept once a report that carries it was
    delivered, and forgotten once one was delivered with the box unticked; one that was sent
    while the host hid the box says neither.

    Signal: `kept()` where what `forget_address` was to take out may still be in the keyring.
    """

    kept = Signal()

    def __init__(
        self, controller: Controller, bridge: Bridge, keeper: Keeper, account: str
    ) -> None:
        """Live as long as `controller`; `account` is where `keeper` keeps the address."""
        super().__init__(controller)
        self._controller, self._bridge, self._keeper = controller, bridge, keeper
        self._account = account
        self._was_asked = self._was_forgotten = False
        self._sent: dict[str, str | None] = {}
        controller.changed.connect(self._on_changed)
        controller.queued.connect(self._on_queued)
        controller.delivered.connect(self._on_delivered)

    @guard
    def forget_address(self) -> None:
        """Forget the address now, and what reports on their way would have had remembered.

        This is the user's own wish: it is done although the host remembers nothing.
        """
        self._sent.clear()
        self._was_forgotten = True
        self._keeper.forget(self._account, failed=lambda: self._bridge.post(self.kept.emit))

    @property
    def _is_wanted(self) -> bool:
        options = self._controller.options
        return options.remember_email and options.show_email_option

    @guard
    def _on_changed(self, state: PanelState) -> None:
        if not self._was_asked and self._is_wanted and not state.draft.is_empty:
            self._was_asked = True
            self._keeper.recall(self._account, self._bring)

    def _bring(self, address: str) -> None:
        self._bridge.post(lambda: self._offer(address))

    def _offer(self, address: str) -> None:
        if not self._was_forgotten:
            self._controller.offer_email(address)

    @guard
    def _on_queued(self, ticket: Ticket, address: str | Unset | None) -> None:
        if address is not UNSET:
            self._sent[ticket.submission_id] = address

    @guard
    def _on_delivered(self, report: SentReport) -> None:
        submission_id = report.receipt.submission_id
        if submission_id not in self._sent:
            return
        address = self._sent[submission_id]
        # An older report that arrives later must not overrule what the user chose since.
        while submission_id in self._sent:
            del self._sent[next(iter(self._sent))]
        if not self._is_wanted:
            return
        if address is None:
            self._keeper.forget(self._account)
        else:
            self._keeper.remember(self._account, address)
