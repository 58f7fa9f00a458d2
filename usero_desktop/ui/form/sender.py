from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from usero_desktop.core.events import Delivered, Progress, Queued, Rejected, Sending
from usero_desktop.core.host import SLOW_SECONDS
from usero_desktop.core.lanes import FORBIDDEN
from usero_desktop.core.ticket import TicketState
from usero_desktop.errors import InvalidFeedback, Refused, UseroError
from usero_desktop.i18n.said import Said
from usero_desktop.logs import guest_logger
from usero_desktop.model.unset import UNSET
from usero_desktop.model.written import Written
from usero_desktop.qt import QtCore, Signal
from usero_desktop.ui.foreign import tamed
from usero_desktop.ui.form.filled import beside_of, filled
from usero_desktop.ui.form.original import Original
from usero_desktop.ui.form.state import Phase
from usero_desktop.ui.guard import guard
from usero_desktop.ui.notice import Action, Notice
from usero_desktop.ui.timing import halt
from usero_desktop.ui.wording import problems, saved, sentence, thanks, trouble

if TYPE_CHECKING:
    from collections.abc import Mapping

    from usero_desktop.core.events import Event
    from usero_desktop.core.feedback import Feedback
    from usero_desktop.core.person import Speaking
    from usero_desktop.core.pool import Pool
    from usero_desktop.core.ticket import Ticket
    from usero_desktop.model.submission import Receipt
    from usero_desktop.model.unset import Unset
    from usero_desktop.ui.form.controller import Controller
    from usero_desktop.ui.process.bridge import Bridge

log = guest_logger("usero_desktop.ui")

FITS_WITHOUT_PICTURES: Final = frozenset({"outbox_full_pictures", "outbox_disk_full_pictures"})
"""The outbox has no room for the report, but for its words alone it has."""


class Sender(QtCore.QObject):
    """Hands the draft of a form over and tells there how it fares. GUI thread.

    Signals: `queued(Ticket, address)`, `delivered(SentReport)` and `failed(UseroError)` about
    reports that were sent from here. The address is the one that goes with the report: None
    where the user gave none, UNSET where the user was not asked for one.
    """

    queued = Signal(object, object)
    delivered = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        form: Controller,
        *,
        feedback: Feedback,
        pool: Pool,
        bridge: Bridge,
        patience_ms: int,
    ) -> None:
        """Live as long as `form`; after `patience_ms` a report that is safe is called saved."""
        super().__init__(form)
        self._form, self._feedback, self._pool, self._bridge = form, feedback, pool, bridge
        self._ticket: Ticket | None = None
        self._speaking: Speaking | None = None
        """Who pressed Send."""
        self._awaited: set[str] = set()
        self._replaced: set[str] = set()
        self._beside = Written()
        self._patience = QtCore.QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(patience_ms)
        self._patience.timeout.connect(self._on_patience_ended)
        self._unsubscribe = feedback.subscribe(self._hear)

    def close(self) -> None:
        """Stop listening to the worker."""
        self._unsubscribe()

    @guard
    def expect(self, submission_id: str) -> None:
        """Tell what becomes of a report of an earlier time, too."""
        self._awaited.add(submission_id)

    @guard
    def forget(self) -> None:
        """Show nothing more of what was sent: everything was deleted."""
        self._ticket = None
        halt(self._patience)

    def begin(self) -> None:
        """Say that a report is about to come."""
        self._feedback.hasten()
        self._ticket = None
        self._speaking = self._feedback.speaker.ask(patience=SLOW_SECONDS)

    def hand_over(self, context: Mapping[str, object], *, pictures: bool = True) -> None:
        """Submit what is shown in the pool; `context` is what Qt knows of the machine."""
        feedback = self._feedback
        address = self._form.shown.user_email if self._form.options.show_email_option else UNSET
        original = self._form.desk.original
        if original is not None:
            self._replaced.add(original.submission_id)
        self._beside = beside_of(self._form)
        self._patience.start()

        # What was written before, by whomever, stays that person's.
        speaking = None if original else self._speaking
        replaces = original.submission_id if original else None
        written = replace(
            filled(self._form, self._beside, context, pictures=pictures),
            submission_id=self._form.desk.take_next_id(),
        )
        question = feedback.composer.gui_question(written)

        def submit() -> Ticket:
            person = written.person if speaking is None else speaking.person()
            known = replace(written, person=person)
            return feedback.submit_written(known, replaces=replaces, question=question)

        done = lambda result: self._on_submitted(result, address)  # noqa: E731
        self._pool.run(self._form.writing.handing(submit), self._bridge.to_gui(done))
        if question is not None:
            # The report is on its way by then, whatever a plugin does with the widget.
            question.ask_in_gui()

    @guard
    def _on_submitted(self, result: Ticket | BaseException, address: str | Unset | None) -> None:
        if isinstance(result, BaseException):
            if self._form.desk.original is not None:
                self._replaced.discard(self._form.desk.original.submission_id)
            self._fail(result)
            return
        self._ticket = result
        self._form.forget_replaced()
        self._awaited.add(result.submission_id)
        self.queued.emit(result, address)
        if result.done():
            # The worker was faster than the way back from the pool.
            self._settle(result)
        elif result.state is TicketState.DEFERRED and result.error is not None:
            self._tell_deferred(result.submission_id, result.error)
        elif not self._patience.isActive():
            self._on_patience_ended()

    def _settle(self, ticket: Ticket) -> None:
        if ticket.state is TicketState.DELIVERED:
            assert ticket.report is not None  # noqa: S101 - it is there once it is delivered
            self._on_event(Delivered(ticket.submission_id, ticket.report, ticket))
        elif ticket.error is not None:
            self._on_event(Rejected(ticket.submission_id, ticket.error))

    @guard
    def _on_patience_ended(self) -> None:
        # Only a report that is safe on disk is called saved.
        if self._ticket is not None and self._ticket.kept and self._is_sending:
            self._finish(self._saved(self._ticket.error))

    def _saved(self, error: UseroError | None) -> Notice:
        return Notice("saved", saved(error), (Action.SHOW,))

    @property
    def _is_sending(self) -> bool:
        return self._form.state.phase is Phase.SENDING

    def _finish(self, notice: Notice) -> None:
        self._patience.stop()
        if self._form.desk.original is None:
            self._form.offered = None
            self._form.enclosing.forget()
        # The address stays for the next time while the panel lives; the tick does not.
        self._form.writing.let_go(self._form.state.draft.pictures)
        draft = self._form.desk.lift(email=self._form.state.draft.email)
        self._form.show(draft=draft, phase=Phase.WRITING, notice=notice, problems={}, progress=0.0)

    # ------------------------------------------------------------ what went wrong

    def _fail(self, error: BaseException) -> None:
        self._patience.stop()
        if not isinstance(error, UseroError):
            log.error("Feedback could not be handed over.", exc_info=error)
            error = UseroError("The report could not be handed over.", code="failed")
        shown = problems(error)
        if isinstance(error, InvalidFeedback):
            shown = {
                k: tuple(Said(c, otherwise=tamed(str(error))) for c in v)
                for k, v in error.problems.items()
            }
        fits = error.code in FITS_WITHOUT_PICTURES and bool(self._form.state.draft.pictures)
        if fits:
            shown = {"screenshots": (sentence(error),)}
        self._form.show(
            phase=Phase.WRITING,
            notice=None if shown else self._trouble(error),
            problems=shown,
            progress=0.0,
            may_leave_pictures=fits,
        )
        self.failed.emit(error)

    def _trouble(self, error: UseroError) -> Notice:
        is_listed = isinstance(error, Refused) or error.code.startswith("outbox_full")
        return Notice("error", trouble(error), (Action.SHOW,) if is_listed else ())

    def _fail_unkept(self, error: UseroError) -> None:
        """The report is nowhere but in the form: say so, and offer what saves it."""
        self._patience.stop()
        actions = (Action.COPY, Action.AGAIN) if self._form.state.draft.comment else (Action.AGAIN,)
        why = self._ticket.not_kept if self._ticket is not None else None
        is_forbidden = why is not None and why.code == FORBIDDEN
        words = Said("panel.not_allowed" if is_forbidden else "panel.not_kept")
        notice = Notice("error", words, actions)
        self._form.show(phase=Phase.WRITING, notice=notice, progress=0.0)
        self.failed.emit(error)

    # ------------------------------------------------------------ what the worker says

    def _hear(self, event: Event) -> None:
        self._bridge.post(lambda: self._on_event(event))

    @guard
    def _on_event(self, event: Event) -> None:
        # The worker also sends what other windows and earlier runs have left: theirs to tell.
        if isinstance(event, Queued | Sending) or event.submission_id not in self._awaited:
            return
        if isinstance(event, Delivered | Rejected):
            self._awaited.discard(event.submission_id)
        ours = self._ticket is not None and self._ticket.submission_id == event.submission_id
        if isinstance(event, Progress):
            if ours and event.total_bytes:
                self._form.show(progress=min(event.sent_bytes / event.total_bytes, 1.0))
        elif isinstance(event, Delivered):
            if ours:
                self._thank(event.receipt)
            self.delivered.emit(event.report)
        elif isinstance(event, Rejected):
            # What another took the place of is gone, and has not failed.
            if event.submission_id not in self._replaced or isinstance(event.error, Refused):
                self._tell_refused(event, ours=ours)
        elif ours:
            self._tell_deferred(event.submission_id, event.error)

    def _tell_deferred(self, submission_id: str, error: UseroError) -> None:
        form = self._form
        if self._ticket is not None and self._ticket.kept:
            # No need to keep anyone waiting: it failed, and is safe for the next attempt.
            if self._is_sending:
                self._finish(self._saved(error))
            elif form.state.notice and form.state.notice.kind == "saved":
                form.show(notice=self._saved(error))
        elif self._is_sending:
            self._hold(submission_id)
            self._fail_unkept(error)

    def _hold(self, submission_id: str) -> None:
        """Know that what is in the form is this report: what is sent next replaces it."""
        desk, draft = self._form.desk, self._form.state.draft
        if desk.original is None:
            desk.original = Original(submission_id, draft, self._beside)
            self._form.offered = None
            self._form.enclosing.forget()
        else:
            desk.original = replace(desk.original, submission_id=submission_id, draft=draft)

    def _thank(self, receipt: Receipt) -> None:
        form, notice = self._form, Notice("success", thanks(receipt))
        original = form.desk.original
        is_in_form = original is not None and original.submission_id == receipt.submission_id
        is_same = original is not None and form.state.draft == original.draft
        if self._is_sending or (is_in_form and is_same):
            self._finish(notice)
        elif is_in_form:
            # It arrived after all; what was made of it meanwhile is a report of its own.
            form.desk.original = None
            form.show(notice=notice)
        elif form.state.notice and form.state.notice.kind == "saved":
            form.show(notice=notice)

    def _tell_refused(self, event: Rejected, *, ours: bool) -> None:
        if ours and self._is_sending:
            self._hold(event.submission_id)
            self._fail(event.error)
            return
        if ours:
            self._form.show(notice=self._trouble(event.error))
        self.failed.emit(event.error)
