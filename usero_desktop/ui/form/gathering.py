from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.errors import CaptureError, ImageError, UseroError
from usero_desktop.i18n.said import both
from usero_desktop.logs import guest_logger
from usero_desktop.model import limits
from usero_desktop.qt import QtCore
from usero_desktop.ui.form.state import Phase
from usero_desktop.ui.guard import guard
from usero_desktop.ui.wording import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from usero_desktop.core.pool import Pool
    from usero_desktop.i18n.said import Words
    from usero_desktop.model.picture import Picture
    from usero_desktop.ui.form.controller import Controller
    from usero_desktop.ui.form.sender import Sender
    from usero_desktop.ui.form.state import PanelState
    from usero_desktop.ui.form.writing import Arrival, Job

log = guest_logger("usero_desktop.ui")


def _is_called_off(error: BaseException) -> bool:
    """Whether the user wanted the picture no more, which they need not be told."""
    return isinstance(error, UseroError) and error.code == "capture_cancelled"


class Gathering(QtCore.QObject):
    """Looks after a form's pictures, and has a report wait for those still on their way.

    GUI thread.
    """

    def __init__(self, form: Controller, sender: Sender) -> None:
        """Live as long as `form`, and have `sender` send what waited here."""
        super().__init__(form)
        self._form, self._sender = form, sender
        self._held: Mapping[str, object] | None = None
        self.besides: Words = ""
        """What is said after why there is no picture of the screen: what else is offered here."""

    def add(self, jobs: list[Job], *, pool: Pool) -> None:
        """Run `jobs` in `pool` and add what they make, as far as there is room."""
        form = self._form
        if form.state.phase is Phase.SENDING:
            form.warn("screenshots", "pictures.sending")
            return
        form.forget_problem("screenshots")
        room = limits.SCREENSHOTS - len(form.state.draft.pictures) - form.state.adding
        if len(jobs) > room:
            form.warn("screenshots", "pictures.limit")
        for job in jobs[: max(room, 0)]:
            form.show(adding=form.state.adding + 1)
            pool.run(form.writing.bringing(job), lambda _nothing: None)

    @guard
    def remove(self, index: int) -> None:
        """Take the picture at `index` out of the draft."""
        self._form.revise(self._form.state.draft.without_picture(index), "screenshots")

    def change(self, old: Picture, job: Job, *, pool: Pool) -> None:
        """Run `job` in `pool` and put what it makes where `old` is, if that is still there.

        Where it fails, `old` stays and it is said why.
        """
        form = self._form
        form.forget_problem("screenshots")
        pool.run(form.writing.bringing(job, instead=old), lambda _nothing: None)
        form.show(changing=form.writing.changing)

    def hold(self, context: Mapping[str, object]) -> None:
        """Send the report, with `context`, once all that is on its way is here."""
        self._held = context

    def release(self) -> None:
        """Let nothing wait any more."""
        self._held = None

    def pick_up(self) -> None:
        """Show what has arrived, or say why it does not."""
        for result in self._form.writing.pick_up():
            self._take(result)

    def _take(self, arrival: Arrival) -> None:
        form, result = self._form, arrival.result
        awaited = _without(form.state, arrival)
        if isinstance(result, BaseException):
            if self._held is not None:
                # Send is called off: the user meant a report with this picture.
                self._held = None
                form.show(phase=Phase.WRITING)
            form.show(**awaited)
            if not _is_called_off(result):
                self.show_error(result)
            return
        # What is said of the others that came with it stays.
        if arrival.instead is None:
            form.show(**awaited, draft=form.state.draft.with_picture(result))
        else:
            # It may have been begun before the one in the form.
            form.desk.replace(arrival.instead, result)
            form.show(**awaited, draft=form.desk.draft)
        form.make_ready()
        self.go_on()

    def go_on(self) -> None:
        """Hand over what is held, unless something of it is still on its way."""
        held = self._held
        if held is not None and not self._form.state.is_awaiting:
            self._held = None
            self._sender.hand_over(held)

    def show_error(self, error: BaseException) -> None:
        """Say at the pictures why one could not be added."""
        if not isinstance(error, UseroError):
            log.error("A picture could not be added.", exc_info=error)
            error = ImageError("This picture could not be added.", code="image_failed")
        besides = self.besides if isinstance(error, CaptureError) else ""
        shown = (both(sentence(error), besides),)
        self._form.show(problems={**self._form.state.problems, "screenshots": shown})


def _without(state: PanelState, arrival: Arrival) -> dict[str, object]:
    """Return which fields of `state` change as it awaits `arrival` no more."""
    if arrival.instead is None:
        return {"adding": state.adding - 1}
    place = next(i for i, picture in enumerate(state.changing) if picture is arrival.instead)
    return {"changing": state.changing[:place] + state.changing[place + 1 :]}
