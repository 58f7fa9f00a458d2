"""A list of reports as a user meets it: it comes and goes, is read, and asks before it deletes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

from usero_desktop.errors import UseroError
from usero_desktop.i18n.said import Said
from usero_desktop.logs import guest_logger
from usero_desktop.ui.guard import guard
from usero_desktop.ui.notice import Notice
from usero_desktop.ui.reports.items import ReportsState, Wipe, Wish
from usero_desktop.ui.timing import after
from usero_desktop.ui.wording import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.core.pool import Pool
    from usero_desktop.i18n.said import Words
    from usero_desktop.qt import QtCore
    from usero_desktop.ui.process.bridge import Bridge
    from usero_desktop.ui.reports.items import ReportItem


class _Named(Protocol):
    @property
    def submission_id(self) -> str: ...


Entry = TypeVar("Entry", bound=_Named)
State = TypeVar("State", bound=ReportsState)
T = TypeVar("T")
log = guest_logger("usero_desktop.ui")

PAGE: Final = 20
"""So many reports are shown at first, and so many more each time: each is a handful of widgets."""

LINE_CHARACTERS: Final = 160
GATHER_MS: Final = 150
"""Changes that come within this time are read at once."""


class Listing(Generic[Entry, State]):
    """One list of reports, which a controller has and fills. GUI thread.

    What is read and deleted is so in the pool. `entries` are all that were read last.
    """

    def __init__(
        self,
        owner: QtCore.QObject,
        state: State,
        *,
        show: Callable[[State], None],
        read: Callable[[], tuple[Entry, ...]],
        item: Callable[[Entry], ReportItem],
        pool: Pool,
        bridge: Bridge,
        was_read: Callable[[], None] = lambda: None,
    ) -> None:
        """Begin as `state`, and as long as `owner` lives.

        `show` is called with each new state. `read` is called in the pool and returns the
        entries in the order that they are shown in; `item` makes one of them what is shown.
        `was_read` is called whenever they are there afresh.
        """
        self._owner, self._show_state = owner, show
        self._read, self._item, self._was_read = read, item, was_read
        self._pool, self._bridge = pool, bridge
        self.state = state
        self.entries: tuple[Entry, ...] = ()
        self._most = PAGE
        self._is_reading = self._is_stale = self._is_gathering = False
        self._is_outdated = False
        """Whether what is being read now may still hold what was deleted since."""

    # ------------------------------------------------------------ in sight and out of it

    def open(self, wipe: Wipe = Wipe.OFFERED) -> None:
        """Show the list from its beginning; `wipe` may ask at once whether all is to go."""
        self._most = PAGE
        self.show(shown=True, asking=None, told={}, notice=None, wipe=self._wipe_or(wipe))
        self.refresh()

    def back(self) -> bool:
        """Take back a question that is open, or else show the form; False where that is shown."""
        if not self.state.shown:
            return False
        if self.state.asking is not None or self.state.wipe is Wipe.ASKED:
            self.keep()
        else:
            self.hide()
        return True

    def hide(self) -> None:
        """Show the form."""
        if self.state.shown:
            wipe = self._wipe_or(Wipe.OFFERED)
            self.show(shown=False, asking=None, told={}, wipe=wipe)

    def _wipe_or(self, wipe: Wipe) -> Wipe:
        """Return `wipe`, but for where all is being deleted: that goes on."""
        return Wipe.RUNNING if self.state.wipe is Wipe.RUNNING else wipe

    # ------------------------------------------------------------ what there is

    @guard
    def refresh(self) -> None:
        """Read what there is, unless that is under way: then once more after it."""
        if self._is_reading:
            self._is_stale = True
            return
        self._is_reading, self._is_stale, self._is_outdated = True, False, False
        self._pool.run(self._read, self._bridge.to_gui(self._on_read))

    def gather(self) -> None:
        """Read what there is in a moment: more is going to change."""
        if not self._is_gathering:
            self._is_gathering = True
            after(self._owner, GATHER_MS, self._on_gathered)

    @guard
    def _on_gathered(self) -> None:
        self._is_gathering = False
        self.show(told={n: t for n, t in self.state.told.items() if t.kind != "note"})
        self.refresh()

    @guard
    def _on_read(self, result: tuple[Entry, ...] | BaseException) -> None:
        self._is_reading = False
        if isinstance(result, BaseException):
            self.show(items=self.state.items or (), notice=self._trouble(result))
        elif not self._is_outdated:
            notice = self.state.notice
            is_over = notice is not None and notice.kind == "error"
            ids = frozenset(entry.submission_id for entry in result)
            busy = self.state.busy & ids
            self.take(result, notice=None if is_over else notice, busy=busy)
            self._was_read()
        if self._is_stale or self._is_outdated:
            self.refresh()

    def take(self, entries: tuple[Entry, ...], **changes: object) -> None:
        """Show `entries`, and what else has changed with them."""
        self.entries = entries
        items = tuple(self._item(entry) for entry in entries[: self._most])
        # One that came while everything was deleted is there to be deleted, too.
        if items and self.state.wipe is Wipe.DONE:
            changes["wipe"] = Wipe.OFFERED
        self.show(items=items, hidden=max(len(entries) - self._most, 0), **changes)

    def take_out(self, submission_id: str) -> None:
        """Show those that are left once one was deleted, and make sure of it."""
        self._is_outdated = self._is_reading
        self.take(tuple(e for e in self.entries if e.submission_id != submission_id))
        self.refresh()

    # ------------------------------------------------------------ what the user wishes

    def take_wish(self, wish: Wish, submission_id: str) -> None:
        """Do what is the same in every list."""
        match wish:
            case Wish.DELETE:
                told = self._told_without(submission_id)
                self.show(asking=submission_id, told=told, wipe=self._wipe_or(Wipe.OFFERED))
            case Wish.WIPE:
                self.show(wipe=self._wipe_or(Wipe.ASKED), asking=None)
            case Wish.MORE:
                self._most += PAGE
                self.take(self.entries)
            case _:
                self.keep()

    def keep(self) -> None:
        """Take back every question."""
        self.show(asking=None, wipe=self._wipe_or(Wipe.OFFERED))

    def run(
        self, submission_id: str, job: Callable[[str], T], done: Callable[[str, T], None]
    ) -> None:
        """Do `job` with a report in the pool, then `done`; what goes wrong is told beside it."""
        if submission_id in self.state.busy:
            return
        busy = self.state.busy | {submission_id}
        self.show(busy=busy, asking=None, told=self._told_without(submission_id))

        @guard
        def finish(result: T | BaseException) -> None:
            self.show(busy=self.state.busy - {submission_id})
            if isinstance(result, BaseException):
                self.tell(submission_id, self._trouble(result))
            else:
                done(submission_id, result)

        self._pool.run(lambda: job(submission_id), self._bridge.to_gui(finish))

    def wipe(
        self,
        job: Callable[[], object],
        done: Callable[[], None] = lambda: None,
        failed: Callable[[BaseException], None] = lambda _error: None,
    ) -> None:
        """Do `job`, which deletes everything, in the pool; then one of the others."""
        if self.state.wipe is Wipe.RUNNING:
            return
        self.show(wipe=Wipe.RUNNING, asking=None)

        @guard
        def finish(result: object) -> None:
            if isinstance(result, BaseException):
                self.show(wipe=Wipe.OFFERED, notice=self._trouble(result))
                failed(result)
                return
            self._is_outdated = self._is_reading
            self.take((), wipe=Wipe.DONE, notice=None, told={}, busy=frozenset())
            done()

        self._pool.run(job, self._bridge.to_gui(finish))

    # ------------------------------------------------------------ what is said

    def tell(self, submission_id: str, notice: Notice) -> None:
        """Say something of one report."""
        self.show(told={**self.state.told, submission_id: notice})

    def _told_without(self, submission_id: str) -> dict[str, Notice]:
        return {name: notice for name, notice in self.state.told.items() if name != submission_id}

    def _trouble(self, error: BaseException) -> Notice:
        words: Words = Said("reports.failed")
        if isinstance(error, UseroError):
            words = sentence(error)
        else:
            log.error("A list of reports could not be worked on.", exc_info=error)
        return Notice("error", words)

    def show(self, **changes: object) -> None:
        """Show what has changed."""
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self._show_state(self.state)
