from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from usero_desktop.i18n.said import Said
from usero_desktop.model import pointed
from usero_desktop.model.draft import problems
from usero_desktop.qt import QtCore, Signal
from usero_desktop.ui.form.drafts import Lease, off_of, switch
from usero_desktop.ui.form.enclosing import Enclosing
from usero_desktop.ui.form.gathering import Gathering
from usero_desktop.ui.form.keeping import Keeping, outlived
from usero_desktop.ui.form.sender import Sender
from usero_desktop.ui.form.state import PanelState, Phase
from usero_desktop.ui.guard import guard
from usero_desktop.ui.notice import Action, Notice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from usero_desktop.config import Options
    from usero_desktop.core.feedback import Feedback
    from usero_desktop.core.pool import Pool
    from usero_desktop.model.draft import Draft
    from usero_desktop.model.rating import Rating
    from usero_desktop.plugin import Offer
    from usero_desktop.ui.form.desk import Desk
    from usero_desktop.ui.form.offered import Offered
    from usero_desktop.ui.form.original import Original
    from usero_desktop.ui.form.writing import Writing
    from usero_desktop.ui.process.bridge import Bridge

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
        self._sender = Sender(
            self, feedback=feedback, pool=pool, bridge=bridge, patience_ms=PATIENCE_MS
        )
        self._sender.queued.connect(self.queued)
        self._sender.delivered.connect(self.delivered)
        self._sender.failed.connect(self.failed)
        self.pictures = Gathering(self, self._sender)
        self.enclosing = Enclosing(self, feedback=feedback, pool=pool, bridge=bridge)
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
        self.show(draft=writing.desk.draft, adding=writing.coming, changing=writing.changing)
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
        state = self.state._replace(**changes, in_form=in_form)  # type: ignore[arg-type]
        offered = self.offered if in_form is None and state.phase is Phase.WRITING else None
        details = offered.text if offered is not None and offered.is_read else ""
        off = off_of(self.writing.key)
        told = not off or pointed.part() not in off
        film = self.enclosing.film if in_form is None else None
        self.state = state._replace(
            remark=self._remark(state), details=details, tells_pointed=told, film=film
        )
        self.desk.draft = state.draft
        if state.phase is Phase.WRITING:
            self.writing.give_back()
        self.changed.emit(self.state)
        if in_form != was:
            self.edited.emit(in_form)

    @guard
    def _on_arrived(self) -> None:
        self.pictures.pick_up()
        self.keeping.bring_back()

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
        self.revise(self.state.draft._replace(rating=rating), "rating")

    @guard
    def write(self, comment: str) -> None:
        """Take the comment as it now stands."""
        self.revise(self.state.draft._replace(comment=comment), "comment", "rating")

    @guard
    def share_email(self, shared: bool) -> None:
        """Tick or untick "Share my email"."""
        self.revise(self.state.draft._replace(share_email=shared), "email")

    @guard
    def set_email(self, email: str) -> None:
        """Take the address as it now stands."""
        self.has_typed_email = True
        self.revise(self.state.draft._replace(email=email), "email")

    def offer_email(self, email: str) -> None:
        """Fill in the address of an earlier report, unless the user has typed one."""
        if not self.has_typed_email and not self.state.draft.email:
            self.show(draft=self.state.draft._replace(email=email))

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

    def revise(self, draft: Draft, *fields: str) -> None:
        """Take what the user made of the draft, and what was said of `fields` back."""
        if self.state.phase is Phase.SENDING or draft == self.state.draft:
            return
        kept = {name: text for name, text in self.state.problems.items() if name not in fields}
        notice = outlived(self.state.notice)
        fits = self.state.may_leave_pictures and "screenshots" not in fields
        self.show(draft=draft, problems=kept, notice=notice, may_leave_pictures=fits)
        self.make_ready()

    def make_ready(self) -> None:
        """Have everything at hand that sending needs, once there is something to send."""
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
        from usero_desktop.ui.form.offered import offered  # most panels never have one

        self.offered = offered(offer, scrubs=self.options.scrub_metadata)
        draft = self.state.draft._replace(comment=self.offered.comment)
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
        # What was not to travel then is not to travel now.
        switch(self.writing.key, original.left_out, on=False)
        draft = self.desk.lay(original, self.state.draft)
        self.show(draft=draft, notice=None, problems={}, may_leave_pictures=False)
        self.show_lost(original.lost_pictures)
        self.make_ready()

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
        self.enclosing.forget()
        self.keeping.forget()
        self._sender.forget()
        self._refused = frozenset()
        self.pictures.release()
        blank = PanelState()
        self.show(
            draft=blank.draft, phase=blank.phase, notice=None, problems={}, progress=0.0,
            may_leave_pictures=False,
        )  # fmt: skip

    def say_copied(self) -> None:
        """Say that the text is on the clipboard."""
        notice = self.state.notice
        if notice is not None:
            done = tuple(Action.COPIED if a is Action.COPY else a for a in notice.actions)
            self.show(notice=notice._replace(actions=done))

    def _remark(self, state: PanelState) -> Notice | None:
        """Return what there is to know of other reports, while nothing more urgent is said."""
        if state.phase is Phase.SENDING or (state.notice and state.notice.kind == "error"):
            return None
        if state.in_form is not None:
            message = "remark.changing_first" if self.desk.has_more else "remark.changing"
            return Notice("note", Said(message), (Action.LEAVE,), "edit")
        if self.offered is not None:
            from usero_desktop.ui.form.offered import remark_of

            return remark_of(self.offered)
        refused = self._refused - self.desk.in_hand
        if not refused:
            return None
        return Notice("note", Said("remark.refused", {"n": len(refused)}), (Action.SHOW,))

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
        if self.state.is_awaiting:
            # The picture on its way belongs to the report: it goes out once that is there.
            self.pictures.hold(context)
        else:
            # Before anything is shown: the disk can work while the panel is painted.
            self._sender.hand_over(context, pictures=pictures)
        self.show(
            phase=Phase.SENDING, progress=0.0, notice=None, problems={}, may_leave_pictures=False
        )
