from __future__ import annotations

import logging
import time
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from usero_desktop.core.events import Delivered, Progress, Queued, Rejected, Sending
from usero_desktop.core.ticket import TicketState
from usero_desktop.errors import ImageError, InvalidFeedback, UseroError
from usero_desktop.model import limits
from usero_desktop.model.draft import Draft, problems
from usero_desktop.qt import QtCore, Signal
from usero_desktop.ui.guard import call_host, guard
from usero_desktop.ui.state import Notice, PanelState, Phase

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from usero_desktop.config import Options
    from usero_desktop.core.events import Event
    from usero_desktop.core.feedback import Feedback
    from usero_desktop.core.pool import Pool
    from usero_desktop.core.ticket import Ticket
    from usero_desktop.i18n import Texts
    from usero_desktop.model.picture import Picture
    from usero_desktop.model.rating import Rating
    from usero_desktop.ui.bridge import Bridge
    from usero_desktop.ui.intake import Job

T = TypeVar("T")
log = logging.getLogger("usero_desktop.ui")

PATIENCE_MS = 3000
"""How long the panel waits for the server before it says that the report is saved."""

SLOW_SECONDS = 0.05
"""Host code asked at Send that takes longer than this is named in the log."""


class Controller(QtCore.QObject):
    """The behaviour of the panel, without a widget in it. GUI thread.

    Signals: `changed(PanelState)` after each change; `queued(Ticket)`, `delivered(Receipt)`
    and `failed(UseroError)` about reports; `problem_found(str)` with the first field that
    Send found wrong.
    """

    changed = Signal(object)
    queued = Signal(object)
    delivered = Signal(object)
    failed = Signal(object)
    problem_found = Signal(str)

    def __init__(
        self,
        parent: QtCore.QObject,
        *,
        feedback: Feedback,
        pool: Pool,
        bridge: Bridge,
        options: Options,
        texts: Texts,
    ) -> None:
        super().__init__(parent)
        self._feedback, self._pool, self._bridge = feedback, pool, bridge
        self.options, self.texts = options, texts
        self.state = PanelState()
        self._ticket: Ticket | None = None
        self._is_warm = False
        self._has_typed_email = False
        self._awaited: set[str] = set()
        self._waiting_context: Mapping[str, object] | None = None
        self._patience = QtCore.QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._on_patience_ended)
        self._unsubscribe = feedback.subscribe(self._hear)

    def close(self) -> None:
        """Stop listening to the worker."""
        self._unsubscribe()

    def take_options(self, options: Options, texts: Texts) -> None:
        """Use changed options and words from now on."""
        self.options, self.texts = options, texts
        self._feedback.update(options)

    def forget_notices(self) -> None:
        """Drop what was said about an earlier report: the panel opens anew."""
        if self.state.phase is not Phase.SENDING:
            kept = {k: v for k, v in self.state.problems.items() if k != "screenshots"}
            self._show(notice=None, problems=kept)

    # ------------------------------------------------------------ the draft

    @guard
    def rate(self, rating: Rating) -> None:
        """Choose a face."""
        self._revise(replace(self.state.draft, rating=rating), "rating")

    @guard
    def write(self, comment: str) -> None:
        """Take the comment as it now stands."""
        self._revise(replace(self.state.draft, comment=comment), "comment", "rating")

    @guard
    def share_email(self, shared: bool) -> None:  # noqa: FBT001
        """Tick or untick "Share my email"."""
        self._revise(replace(self.state.draft, share_email=shared), "email")

    @guard
    def set_email(self, email: str) -> None:
        """Take the address as it now stands."""
        self._has_typed_email = True
        self._revise(replace(self.state.draft, email=email), "email")

    def offer_email(self, email: str) -> None:
        """Fill in the address of an earlier report, unless the user has typed one."""
        if not self._has_typed_email and not self.state.draft.email:
            self._show(draft=replace(self.state.draft, email=email))

    @guard
    def remove_picture(self, index: int) -> None:
        """Take the picture at `index` out of the draft."""
        self._revise(self.state.draft.without_picture(index), "screenshots")

    def forget_problem(self, field: str) -> None:
        """Take back what was said at `field`: the user goes about it anew."""
        if field in self.state.problems:
            kept = {name: text for name, text in self.state.problems.items() if name != field}
            self._show(problems=kept)

    def warn(self, field: str, message: str) -> None:
        """Show the text of `message` at `field`."""
        self._show(problems={**self.state.problems, field: (self.texts(message),)})

    @guard
    def warn_full_comment(self) -> None:
        """Say that what went beyond the limit was left out."""
        self.warn("comment", "problem.comment_cut")

    def _revise(self, draft: Draft, *fields: str) -> None:
        if self.state.phase is Phase.SENDING or draft == self.state.draft:
            return
        kept = {name: text for name, text in self.state.problems.items() if name not in fields}
        # A word of thanks stays until the next one: taking it away would move everything
        # under the user's hands.
        notice = self.state.notice
        if notice is not None and notice.kind == "error":
            notice = None
        self._show(draft=draft, problems=kept, notice=notice)
        self._make_ready()

    def _make_ready(self) -> None:
        if not self._is_warm and not self.state.draft.is_empty:
            # Somebody writes, so somebody will send: the client is made ready meanwhile.
            # Nothing goes out for that.
            self._is_warm = True
            self._pool.run(self._feedback.prepare, lambda _nothing: None)

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self.changed.emit(self.state)

    # ------------------------------------------------------------ pictures

    def add_pictures(self, jobs: list[Job], *, pool: Pool | None = None) -> None:
        """Run `jobs` in `pool` and add what they make, as far as there is room."""
        if self.state.phase is Phase.SENDING:
            self.warn("screenshots", "pictures.sending")
            return
        self.forget_problem("screenshots")
        room = limits.SCREENSHOTS - len(self.state.draft.pictures) - self.state.adding
        if len(jobs) > room:
            self.warn("screenshots", "pictures.limit")
        for job in jobs[: max(room, 0)]:
            self._show(adding=self.state.adding + 1)
            (pool or self._pool).run(job, self._to_gui(self._on_picture))

    @guard
    def _on_picture(self, result: Picture | BaseException) -> None:
        adding = self.state.adding - 1
        if isinstance(result, BaseException):
            if self._waiting_context is not None:
                # Send is called off: the user meant a report with this picture.
                self._waiting_context = None
                self._show(phase=Phase.WRITING)
            self._show(adding=adding)
            self.show_picture_error(result)
            return
        # What is said of the others that came with it stays.
        self._show(adding=adding, draft=self.state.draft.with_picture(result))
        self._make_ready()
        context = self._waiting_context
        if context is not None and not adding:
            self._waiting_context = None
            self._hand_over(context)

    def show_picture_error(self, error: BaseException) -> None:
        """Say at the pictures why one could not be added."""
        if not isinstance(error, UseroError):
            log.error("A picture could not be added.", exc_info=error)
            error = ImageError("This picture could not be added.", code="image_failed")
        self._show(problems={**self.state.problems, "screenshots": (self._sentence(error),)})

    # ------------------------------------------------------------ sending

    def send(self, context: Mapping[str, object]) -> None:
        """Check the draft and hand it over; `context` is what Qt knows of the machine."""
        if self.state.phase is Phase.SENDING:
            return
        draft = self.state.draft
        found = problems(rating=draft.rating, comment=draft.comment, user_email=draft.user_email)
        if draft.share_email and not draft.user_email:
            found["email"] = ("problem.email_invalid",)
        if found:
            shown = {name: tuple(self.texts(c) for c in codes) for name, codes in found.items()}
            self._show(problems=shown, notice=None)
            self.problem_found.emit(next(iter(found)))
            return
        self._feedback.hasten()
        self._ticket = None
        if self.state.adding:
            # The picture on its way belongs to the report: it goes out once that is there.
            self._waiting_context = context
        else:
            # Before anything is shown: the disk can work while the panel is painted.
            self._hand_over(context)
        self._show(phase=Phase.SENDING, progress=0.0, notice=None, problems={})

    def _hand_over(self, context: Mapping[str, object]) -> None:
        draft, feedback = self.state.draft, self._feedback
        page_url, page_title = self._asked("page_url"), self._asked("page_title")
        self._patience.start()

        def submit() -> Ticket:
            return feedback.submit(
                rating=draft.rating,
                comment=draft.comment,
                user_email=draft.user_email,
                screenshots=draft.pictures,
                page_url=page_url,
                page_title=page_title,
                context=context,
            )

        self._pool.run(submit, self._to_gui(self._on_submitted))

    def _asked(self, option: str) -> str | None:
        """Ask the host's own code, on the GUI thread, where it may touch Qt."""
        value = getattr(self.options, option)
        if not callable(value):
            return value if isinstance(value, str) else None
        started = time.perf_counter()
        answer = call_host(option, value)
        if time.perf_counter() - started > SLOW_SECONDS:
            log.warning("%s took over 50 ms and kept the window waiting.", option)
        return answer if isinstance(answer, str) else None

    @guard
    def _on_submitted(self, result: Ticket | BaseException) -> None:
        if isinstance(result, BaseException):
            self._fail(result)
            return
        self._ticket = result
        self._awaited.add(result.submission_id)
        self.queued.emit(result)
        if result.done():
            # The worker was faster than the way back from the pool.
            self._settle(result)
        elif not self._patience.isActive():
            self._on_patience_ended()

    def _settle(self, ticket: Ticket) -> None:
        if ticket.state is TicketState.DELIVERED:
            self._on_event(Delivered(ticket.submission_id, ticket.result(0), ticket))
        elif ticket.error is not None:
            self._on_event(Rejected(ticket.submission_id, ticket.error))

    @guard
    def _on_patience_ended(self) -> None:
        # Only a report that is safe on disk is called saved.
        if self._ticket is not None and self.state.phase is Phase.SENDING:
            self._finish(Notice("saved", self.texts("panel.saved")))

    def _finish(self, notice: Notice) -> None:
        self._patience.stop()
        # The address stays for the next time while the panel lives; the tick does not.
        blank = Draft(email=self.state.draft.email)
        self._show(draft=blank, phase=Phase.WRITING, notice=notice, progress=0.0)

    def _fail(self, error: BaseException) -> None:
        self._patience.stop()
        if not isinstance(error, UseroError):
            log.error("Feedback could not be handed over.", exc_info=error)
            error = UseroError(self.texts("panel.failed"), code="failed")
        shown: dict[str, tuple[str, ...]] = {}
        if isinstance(error, InvalidFeedback):
            shown = {k: tuple(self.texts(c) for c in v) for k, v in error.problems.items()}
        notice = None if shown else Notice("error", self._sentence(error))
        self._show(phase=Phase.WRITING, notice=notice, problems=shown, progress=0.0)
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
                self._show(progress=min(event.sent_bytes / event.total_bytes, 1.0))
        elif isinstance(event, Delivered):
            if ours:
                self._thank()
            self.delivered.emit(event.receipt)
        elif isinstance(event, Rejected):
            self._tell_refused(event, ours=ours)
        elif ours:
            # No need to keep anyone waiting: it failed, and is safe for the next attempt.
            self._on_patience_ended()

    def _thank(self) -> None:
        notice = Notice("success", self.texts("panel.thanks"))
        if self.state.phase is Phase.SENDING:
            self._finish(notice)
        elif self.state.notice and self.state.notice.kind == "saved":
            self._show(notice=notice)

    def _tell_refused(self, event: Rejected, *, ours: bool) -> None:
        if ours and self.state.phase is Phase.SENDING:
            self._fail(event.error)
            return
        self._show(notice=Notice("error", self._sentence(event.error)))
        self.failed.emit(event.error)

    def _sentence(self, error: UseroError) -> str:
        """Return the error in the user's language, or its own English sentence."""
        message = f"error.{error.code}"
        return self.texts(message, **error.values) if self.texts.knows(message) else str(error)

    def _to_gui(self, handler: Callable[[T], None]) -> Callable[[T], None]:
        return lambda result: self._bridge.post(lambda: handler(result))
