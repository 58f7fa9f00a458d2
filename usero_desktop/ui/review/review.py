"""What is sent, before it is: what the user sees of it, and what they do without."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from usero_desktop.core.export import export_report
from usero_desktop.core.host import SLOW_SECONDS
from usero_desktop.core.preview import Preview, written_out
from usero_desktop.errors import UseroError
from usero_desktop.i18n.said import Said
from usero_desktop.logs import guest_logger
from usero_desktop.model.choice import METADATA, NEEDED, PERSON, Choice
from usero_desktop.qt import QtCore, QtGui, Signal
from usero_desktop.ui.form import drafts
from usero_desktop.ui.form.filled import beside_of, filled
from usero_desktop.ui.guard import guard
from usero_desktop.ui.notice import Notice
from usero_desktop.ui.review.enlarged import Enlarged
from usero_desktop.ui.timing import after
from usero_desktop.ui.wording import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from usero_desktop.core.feedback import Feedback
    from usero_desktop.core.pool import Pool
    from usero_desktop.model.submission import JsonValue
    from usero_desktop.ui.form.controller import Controller
    from usero_desktop.ui.form.state import PanelState
    from usero_desktop.ui.process.bridge import Bridge

log = guest_logger("usero_desktop.ui")

GATHER_MS: Final = 80
"""What changes within this time is shown at once."""

NEEDED_PARTS: Final = frozenset(METADATA + key for key in NEEDED)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of what is sent, and whether it is.

    Where it is not `on` the user has switched it off; where it is on and not `fits`, there is
    no room for it. A `needed` one cannot be switched off.
    """

    name: str
    value: JsonValue
    on: bool = True
    needed: bool = False
    fits: bool = True

    @property
    def key(self) -> str:
        """Its name in the metadata."""
        return self.name.removeprefix(METADATA)


@dataclass(frozen=True, slots=True)
class ReviewState:
    """Everything the page shows; `preview` None means that it is being gathered.

    `fields` are the parts beside the `metadata`, `images` those of its pictures, None for one
    that is still being decoded.
    """

    shown: bool = False
    preview: Preview | None = None
    fields: tuple[Part, ...] = ()
    metadata: tuple[Part, ...] = ()
    notice: Notice | None = None
    images: tuple[QtGui.QImage | None, ...] = ()

    @property
    def switchable(self) -> tuple[Part, ...]:
        """Every part that can be switched off, or on again."""
        return tuple(part for part in (*self.fields, *self.metadata) if not part.needed)


class Review(QtCore.QObject):
    """Gathers what Send would send, in the pool and by the same code, and switches parts of it.

    While it is shown it follows the form and its options. GUI thread.

    Signal: `changed(ReviewState)`.
    """

    changed = Signal(object)

    def __init__(self, form: Controller, *, feedback: Feedback, pool: Pool, bridge: Bridge) -> None:
        """Live as long as `form`."""
        super().__init__(form)
        self._form, self._feedback = form, feedback
        self._pool, self._bridge = pool, bridge
        self.state = ReviewState()
        self._context: Callable[[], Mapping[str, object]] = dict
        self._is_due = self._is_gathering = self._is_stale = False
        self._round = 0
        """Counts how often it came into sight and went: what was gathered before is not shown."""
        self._gathered_off: frozenset[str] = frozenset()
        self._waiting: list[Callable[[], None]] = []
        self._enlarged = Enlarged(pool, bridge, self._on_enlarged)
        form.changed.connect(self._on_form_changed)

    # ------------------------------------------------------------ in sight and out of it

    def open(self, context: Callable[[], Mapping[str, object]]) -> None:
        """Show what would be sent; `context` tells what Qt knows of the machine."""
        if self.state.shown or self._form.state.is_sending:
            return
        self._context = context
        self._begin()
        self._show(ReviewState(shown=True))
        self._gather()

    def back(self) -> bool:
        """Show the form; False where that is shown already."""
        was_shown = self.state.shown
        self.hide()
        return was_shown

    def hide(self) -> None:
        """Show the form."""
        if self.state.shown:
            self._begin()
            self._show(ReviewState())

    def _begin(self) -> None:
        self._round += 1
        self._waiting.clear()
        self._enlarged.want(())

    # ------------------------------------------------------------ what the user does

    @guard
    def switch(self, names: Collection[str], on: bool) -> None:
        """Let parts travel with this report and the next ones, or not any more."""
        known = {part.name for part in self.state.switchable}
        wanted = known.intersection(names)
        if wanted.intersection(PERSON):
            wanted.update(PERSON)
        drafts.switch(self._form.writing.key, wanted, on=on)
        if self.state.preview is not None:
            self._show(self._with_parts(replace(self.state, notice=None)))
        self._form.show()

    def switch_all(self, *, on: bool) -> None:
        """Let all that is not needed travel, or none of it."""
        self.switch([part.name for part in self.state.switchable], on)

    def copy(self, take: Callable[[str], object]) -> None:
        """Have `take` put what is posted on the clipboard, as JSON."""

        def copy() -> None:
            if self.state.preview is not None:
                take(written_out(self.state.preview.submission))
                self._tell(Notice("success", Said("review.copied")))

        self._when_fresh(copy)

    @property
    def copy_name(self) -> str:
        """A file name for a copy: of today."""
        return f"feedback-{QtCore.QDate.currentDate().toString('yyyy-MM-dd')}.zip"

    def export(self, path: str) -> None:
        """Save a copy of what is shown at `path`, in the pool."""

        def save() -> None:
            preview = self.state.preview
            if preview is not None:
                self._tell(None)
                self._pool.run(
                    lambda: export_report(preview.submission, path),
                    self._bridge.to_gui(self._on_exported),
                )

        self._when_fresh(save)

    def _when_fresh(self, job: Callable[[], None]) -> None:
        """Do `job` once what was changed is shown: what was just switched off is in no copy."""
        if self._is_due or self._is_gathering:
            self._waiting.append(job)
        else:
            job()

    @guard
    def _on_exported(self, result: BaseException | None) -> None:
        if result is None:
            self._tell(Notice("success", Said("reports.exported")))
        else:
            self._tell(_trouble(result))

    # ------------------------------------------------------------ gathering

    @guard
    def _on_form_changed(self, state: PanelState) -> None:
        if state.is_sending:
            self.hide()  # what becomes of it is said in the form
        else:
            self.refresh()

    def refresh(self) -> None:
        """Gather it once more in a moment, where it is in sight."""
        if self.state.shown and not self._is_due:
            self._is_due = True
            after(self, GATHER_MS, self._on_due)

    @guard
    def _on_due(self) -> None:
        self._is_due = False
        if self.state.shown:
            self._gather()

    def _gather(self) -> None:
        if self._is_gathering:
            self._is_stale = True
            return
        self._is_gathering, self._is_stale = True, False
        form, feedback, desk = self._form, self._feedback, self._form.desk
        composer = feedback.composer
        desk.next_id = desk.next_id or str(uuid.uuid4())
        off, number = self._off, self._round
        beside = beside_of(form)
        written = replace(
            filled(form, beside, self._context()),
            submission_id=desk.next_id,
            choice=Choice(off),  # what is shown is seen
        )
        # As at Send: what was written before, by whomever, stays that person's.
        speaking = None if desk.original else feedback.speaker.ask(patience=SLOW_SECONDS)
        question = composer.gui_question(written, is_finished=False)

        def work() -> Preview:
            person = written.person if speaking is None else speaking.person()
            return composer.preview(replace(written, person=person), question)

        done = lambda result: self._on_gathered(result, off, number)  # noqa: E731
        self._pool.run(work, self._bridge.to_gui(done))
        if question is not None:
            question.ask_in_gui()

    @guard
    def _on_gathered(
        self, result: Preview | BaseException, off: frozenset[str], number: int
    ) -> None:
        self._is_gathering = False
        if not self.state.shown:
            return
        is_current = number == self._round
        if isinstance(result, BaseException):
            self._tell(_trouble(result))
        elif is_current:
            desk, self._gathered_off = self._form.desk, off
            desk.seen = (desk.seen or frozenset()).union(result.parts)
            pictures = result.submission.pictures
            self._enlarged.want(pictures)
            images = self._enlarged.of(pictures)
            self._show(self._with_parts(replace(self.state, preview=result, images=images)))
        if self._is_stale or not is_current:
            self._gather()
        elif not self._is_due:
            waiting, self._waiting = self._waiting, []
            for job in waiting:
                job()

    def _on_enlarged(self) -> None:
        preview = self.state.preview
        if self.state.shown and preview is not None:
            images = self._enlarged.of(preview.submission.pictures)
            self._show(replace(self.state, images=images))

    # ------------------------------------------------------------ values for the view

    @property
    def _off(self) -> frozenset[str]:
        return drafts.off_of(self._form.writing.key)

    def _with_parts(self, state: ReviewState) -> ReviewState:
        preview = state.preview
        assert preview is not None  # noqa: S101 - nobody else asks
        choice = Choice(self._off)
        required = {METADATA + key for key in self._form.options.required_metadata}
        if required.intersection(PERSON):
            required.update(PERSON)
        sent, parts = preview.sent_parts, []
        for name, value in preview.parts.items():
            on = choice.lets(name) or name in NEEDED_PARTS
            # What is off stays off, also where the host has come to need it since.
            needed = name in NEEDED_PARTS or (on and name in required)
            fits = name in sent or name in self._gathered_off
            parts.append(Part(name, value, on, needed, fits))
        return replace(
            state,
            fields=tuple(part for part in parts if not part.name.startswith(METADATA)),
            metadata=tuple(part for part in parts if part.name.startswith(METADATA)),
        )

    def _tell(self, notice: Notice | None) -> None:
        if self.state.shown:
            self._show(replace(self.state, notice=notice))

    def _show(self, state: ReviewState) -> None:
        self.state = state
        self.changed.emit(state)


def _trouble(error: BaseException) -> Notice:
    if isinstance(error, UseroError):
        return Notice("error", sentence(error))
    log.error("What is sent could not be shown or saved.", exc_info=error)
    return Notice("error", Said("reports.failed"))
