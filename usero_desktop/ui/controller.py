from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from usero_desktop.errors import ImageError, UseroError
from usero_desktop.i18n.said import Said
from usero_desktop.logs import guest_logger
from usero_desktop.model import limits
from usero_desktop.model.draft import problems
from usero_desktop.qt import QtCore, Signal
from usero_desktop.ui.drafts import Lease
from usero_desktop.ui.guard import guard
from usero_desktop.ui.keeping import Keeping, outlived
from usero_desktop.ui.offered import Offered, offered, remark_of
from usero_desktop.ui.sender import Sender
from usero_desktop.ui.state import Action, Notice, PanelState, Phase
from usero_desktop.ui.wording import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from usero_desktop.config import Options
    from usero_desktop.core.feedback import Feedback
    from usero_desktop.core.pool import Pool
    from usero_desktop.model.draft import Draft
    from usero_desktop.model.picture import Picture
    from usero_desktop.model.rating import Rating
    from usero_desktop.plugin import Offer
    from usero_desktop.ui.bridge import Bridge
    from usero_desktop.ui.desk import Desk
    from usero_desktop.ui.intake import Job
    from usero_desktop.ui.original import Original
    from usero_desktop.ui.writing import Writing

log = guest_logger("usero_desktop.ui")

PATIENCE_MS = 3000
"""How long the panel waits for the server before it says that the report is saved."""


class Controller(QtCore.QObject):
    """The behaviour of the form, without a widget in it. GUI thread.

    Signals: `changed(PanelState)` after each change; `queued(Ticket, address)` (see `Sender`),
    `delivered(SentReport)` and `failed(UseroError)` about reports; `problem_found(str)` with the
    first field that Send found wrong; `edited(object)` with the id of the kept report in the
    form, or None.
    """

    changed = Signal(object)
    queued = Signal(object, object)
    delivered = Signal(object)
    failed = Signal(object)
    problem_found = Signal(str)
    edited = Signal(object)

    def __init__(
        self,
        parent: QtCore.QObject,
        *,
        feedback: Feedback,
        pool: Pool,
        bridge: Bridge,
        options: Options,
        lease: Lease,
    ) -> None:
        """`lease` is the widget's hold on what is written in the form."""
        super().__init__(parent)
        self._feedback, self._pool, self._bridge = feedback, pool, bridge
        self.options, self._lease = options, lease
        self.state = PanelState()
        self.offered: Offered | None = None
        self._is_warm = False
        self.has_typed_email = False
        self.keeping = Keeping(self, feedback=feedback, pool=pool)
        self._refused: frozenset[str] = frozenset()
        self._waiting_context: Mapping[str, object] | None = None
        self._sender = Sender(
            self, feedback=feedback, pool=pool, bridge=bridge, patience_ms=PATIENCE_MS
        )
        self._sender.queued.connect(self.queued)
        self._sender.delivered.connect(self.delivered)
        self._sender.failed.connect(self.failed)
        self.go_on()

    def close(self) -> None:
        """Stop listening to the worker, and leave what is written to others."""
        self._sender.close()
        self._sender.forget()
        options = self.options
        self._lease = Lease((options.base_url, options.client_id), adopts=False)

    @property
    def writing(self) -> Writing:
        """What is being written, which outlives this form."""
        return self._lease.writing

    @property
    def desk(self) -> Desk:
        """The draft in the form, and what was begun before it."""
        return self.writing.desk

    def go_on(self) -> None:
        """Show what the widget's lease holds by now."""
        writing = self.writing
        self.show(draft=writing.desk.draft, adding=writing.coming)
        tell = lambda: self._bridge.post(self._on_arrived)  # noqa: E731
        forget = lambda: self._bridge.post(self.forget_everything)  # noqa: E731
        writing.attend(on_arrival=tell, on_forget=forget)
        self.keeping.take_options()

    def take_options(self, options: Options) -> None:
        """Use changed options from now on."""
        self.options = options
        self._feedback.take_options(options)
        if not options.show_email_option:
            self.forget_problem("email")
        self.keeping.take_options()
        self.show()

    def forget_notices(self) -> None:
        """Drop what was said about an earlier report: the panel opens anew."""
        self.keeping.forget()
        if self.state.phase is not Phase.SENDING:
            kept = {k: v for k, v in self.state.problems.items() if k != "screenshots"}
            self.show(notice=None, problems=kept, may_leave_pictures=False)

    def show(self, **changes: object) -> None:
        """Change fields of the state, and tell."""
        was, original = self.state.in_form, self.desk.original
        in_form = original.submission_id if original is not None else None
        state = replace(self.state, **changes, in_form=in_form)  # type: ignore[arg-type]
        offered = self.offered if in_form is None and state.phase is Phase.WRITING else None
        details = offered.text if offered is not None and offered.is_read else ""
        self.state = replace(state, remark=self._remark(state), details=details)
        self.desk.draft = state.draft
        if state.phase is Phase.WRITING:
            self.writing.give_back()
        self.changed.emit(self.state)
        if in_form != was:
            self.edited.emit(in_form)

    # ------------------------------------------------------------ the draft

    @property
    def shown(self) -> Draft:
        """What of the draft the user sees: only that is checked and sent.

        An address that the host has hidden stays in the draft and comes back with its field.
        """
        return self.state.draft.shown(email=self.options.show_email_option)

    @guard
    def rate(self, rating: Rating) -> None:
        """Choose a face."""
        self._revise(replace(self.state.draft, rating=rating), "rating")

    @guard
    def write(self, comment: str) -> None:
        """Take the comment as it now stands."""
        self._revise(replace(self.state.draft, comment=comment), "comment", "rating")

    @guard
    def share_email(self, shared: bool) -> None:
        """Tick or untick "Share my email"."""
        self._revise(replace(self.state.draft, share_email=shared), "email")

    @guard
    def set_email(self, email: str) -> None:
        """Take the address as it now stands."""
        self.has_typed_email = True
        self._revise(replace(self.state.draft, email=email), "email")

    def offer_email(self, email: str) -> None:
        """Fill in the address of an earlier report, unless the user has typed one."""
        if not self.has_typed_email and not self.state.draft.email:
            self.show(draft=replace(self.state.draft, email=email))

    @guard
    def remove_picture(self, index: int) -> None:
        """Take the picture at `index` out of the draft."""
        self._revise(self.state.draft.without_picture(index), "screenshots")

    def forget_problem(self, field: str) -> None:
        """Take back what was said at `field`: the user goes about it anew."""
        if field in self.state.problems:
            kept = {name: text for name, text in self.state.problems.items() if name != field}
            fits = self.state.may_leave_pictures and field != "screenshots"
            self.show(problems=kept, may_leave_pictures=fits)

    def warn(self, field: str, message: str) -> None:
        """Show the text of `message` at `field`."""
        self.show(problems={**self.state.problems, field: (Said(message),)})

    @guard
    def warn_full_comment(self) -> None:
        """Say that what went beyond the limit was left out."""
        self.warn("comment", "problem.comment_cut")

    def _revise(self, draft: Draft, *fields: str) -> None:
        if self.state.phase is Phase.SENDING or draft == self.state.draft:
            return
        kept = {name: text for name, text in self.state.problems.items() if name not in fields}
        notice = outlived(self.state.notice)
        fits = self.state.may_leave_pictures and "screenshots" not in fields
        self.show(draft=draft, problems=kept, notice=notice, may_leave_pictures=fits)
        self._make_ready()

    def _make_ready(self) -> None:
        if not self._is_warm and not self.state.draft.is_empty:
            # Somebody writes, so somebody will send: the client is made ready meanwhile.
            # Nothing goes out for that.
            self._is_warm = True
            self._pool.run(self._feedback.prepare, lambda _nothing: None)

    # ------------------------------------------------------------ what a plugin offers

    def take_offer(self, offer: Offer) -> bool:
        """Put what a plugin offers to report into the form; False where somebody is writing."""
        if self.state.is_busy or not self.writing.is_blank:
            return False
        self.offered = offered(offer, scrubs=self.options.scrub_metadata)
        draft = replace(self.state.draft, comment=self.offered.comment)
        self.show(draft=draft, notice=None, problems={}, may_leave_pictures=False)
        return True

    def read_offered(self, *, is_read: bool) -> None:
        """Show what is attached, or hide it."""
        if self.offered is not None:
            self.offered = replace(self.offered, is_read=is_read)
            self.show()

    def detach(self) -> None:
        """Leave out what is attached: the user wants that."""
        if self.offered is not None:
            self.offered = replace(self.offered, attached={}, is_read=False)
            self.show()

    # ------------------------------------------------------------ reports that are kept

    @guard
    def edit(self, original: Original) -> None:
        """Put a kept report into the form; what is there now comes back after it."""
        if self.state.is_busy:
            return
        draft = self.desk.lay(original, self.state.draft)
        self.show(draft=draft, notice=None, problems={}, may_leave_pictures=False)
        self.show_lost(original.lost_pictures)
        self._make_ready()

    def show_lost(self, count: int) -> None:
        """Say at the pictures that `count` of them can no longer be read."""
        if count:
            self.show(problems={"screenshots": (Said("pictures.lost", {"n": count}),)})

    def leave_edit(self) -> None:
        """Leave the kept report as it is, and bring back what was in the form before it."""
        if not self.state.is_busy:
            draft = self.desk.lift(email=self.state.draft.email)
            self.show(draft=draft, notice=None, problems={}, may_leave_pictures=False)

    @guard
    def show_refused(self, refused: frozenset[str]) -> None:
        """Know which kept reports were refused."""
        if refused != self._refused:
            self._refused = refused
            self.show()

    def forget_replaced(self) -> None:
        """The report in the form is kept anew: the one it takes the place of is gone."""
        if self.desk.original is not None:
            self._refused -= {self.desk.original.submission_id}

    @guard
    def expect(self, submission_id: str) -> None:
        """Tell what becomes of a kept report that is sent again."""
        self._sender.expect(submission_id)

    @guard
    def forget_report(self, submission_id: str) -> None:
        """A kept report was deleted: what was changed of it goes as well."""
        self.desk.drop(submission_id)
        if self.state.in_form == submission_id:
            self.leave_edit()

    @guard
    def forget_everything(self) -> None:
        """Empty the form: the user had everything deleted."""
        self.writing.clear()
        self.offered = None
        self.keeping.forget()
        self._sender.forget()
        self._refused = frozenset()
        self._waiting_context = None
        blank = PanelState(adding=self.state.adding)
        self.show(
            draft=blank.draft, phase=blank.phase, notice=None, problems={}, progress=0.0,
            may_leave_pictures=False,
        )  # fmt: skip

    def say_copied(self) -> None:
        """Say that the text is on the clipboard."""
        notice = self.state.notice
        if notice is not None:
            done = tuple(Action.COPIED if a is Action.COPY else a for a in notice.actions)
            self.show(notice=replace(notice, actions=done))

    def _remark(self, state: PanelState) -> Notice | None:
        """Return what there is to know of other reports, while nothing more urgent is said."""
        if state.phase is Phase.SENDING or (state.notice and state.notice.kind == "error"):
            return None
        if state.in_form is not None:
            message = "remark.changing_first" if self.desk.has_more else "remark.changing"
            return Notice("note", Said(message), (Action.LEAVE,), "edit")
        if self.offered is not None:
            return remark_of(self.offered)
        refused = self._refused - self.desk.in_hand
        if not refused:
            return None
        return Notice("note", Said("remark.refused", {"n": len(refused)}), (Action.SHOW,))

    # ------------------------------------------------------------ pictures

    def add_pictures(self, jobs: list[Job], *, pool: Pool) -> None:
        """Run `jobs` in `pool` and add what they make, as far as there is room."""
        if self.state.phase is Phase.SENDING:
            self.warn("screenshots", "pictures.sending")
            return
        self.forget_problem("screenshots")
        room = limits.SCREENSHOTS - len(self.state.draft.pictures) - self.state.adding
        if len(jobs) > room:
            self.warn("screenshots", "pictures.limit")
        for job in jobs[: max(room, 0)]:
            self.show(adding=self.state.adding + 1)
            pool.run(self.writing.bringing(job), lambda _nothing: None)

    @guard
    def _on_arrived(self) -> None:
        for result in self.writing.pick_up():
            self._on_picture(result)
        self.keeping.bring_back()

    def _on_picture(self, result: Picture | BaseException) -> None:
        adding = self.state.adding - 1
        if isinstance(result, BaseException):
            if self._waiting_context is not None:
                # Send is called off: the user meant a report with this picture.
                self._waiting_context = None
                self.show(phase=Phase.WRITING)
            self.show(adding=adding)
            self.show_picture_error(result)
            return
        # What is said of the others that came with it stays.
        self.show(adding=adding, draft=self.state.draft.with_picture(result))
        self._make_ready()
        context = self._waiting_context
        if context is not None and not adding:
            self._waiting_context = None
            self._sender.hand_over(context)

    def show_picture_error(self, error: BaseException) -> None:
        """Say at the pictures why one could not be added."""
        if not isinstance(error, UseroError):
            log.error("A picture could not be added.", exc_info=error)
            error = ImageError("This picture could not be added.", code="image_failed")
        shown = (sentence(error),)
        self.show(problems={**self.state.problems, "screenshots": shown})

    # ------------------------------------------------------------ sending

    def send(self, context: Mapping[str, object], *, pictures: bool = True) -> None:
        """Check the draft and hand it over; `context` is what Qt knows of the machine.

        Without `pictures` only the rest is sent; they stay in the form until that is safe.
        """
        if self.state.phase is Phase.SENDING:
            return
        draft = self.shown
        found = problems(rating=draft.rating, comment=draft.comment, user_email=draft.user_email)
        if draft.share_email and not draft.user_email:
            found["email"] = ("problem.email_missing",)
        if found:
            shown = {name: tuple(Said(c) for c in codes) for name, codes in found.items()}
            self.show(problems=shown, notice=None)
            self.problem_found.emit(next(iter(found)))
            return
        self._sender.begin()
        if self.state.adding:
            # The picture on its way belongs to the report: it goes out once that is there.
            self._waiting_context = context
        else:
            # Before anything is shown: the disk can work while the panel is painted.
            self._sender.hand_over(context, pictures=pictures)
        self.show(
            phase=Phase.SENDING, progress=0.0, notice=None, problems={}, may_leave_pictures=False
        )
