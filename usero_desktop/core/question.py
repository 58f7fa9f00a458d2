"""What plugins are asked about one report, and how long that may take."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from time import monotonic
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from usero_desktop.core.assemble import picture_of
from usero_desktop.core.seat import Call
from usero_desktop.model.patch import Patch, merged_patches, read_patch

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.core.seat import Seat
    from usero_desktop.model.submission import Submission

SUBMIT_SECONDS: Final = 0.25
"""What all plugins together have to answer about one report; Send waits no longer for them."""

BESIDE_SECONDS: Final = 2.0
"""What one of the GUI thread has for what it does beside that: pack a recording, say."""

HOOK: Final = "on_feedback_submit"


class Question:
    """One report, shown to all plugins as it was before any of them.

    `in_form` says that a user has filled in a form, see `read_patch`. Plugins that need the GUI
    thread are asked only where somebody calls `ask_in_gui`, which `in_gui` promises.
    """

    def __init__(
        self, seats: Sequence[Seat], submission: Submission, *, in_form: bool, in_gui: bool = False
    ) -> None:
        self._in_form = in_form
        shown = frozen(submission)
        self._calls = {
            seat: seat.call_of(HOOK, shown, read=self._reader(seat))
            for seat in seats
            if seat.has(HOOK) and (in_gui or not seat.needs_gui)
        }

    def ask_in_gui(self) -> None:
        """Ask those that need the GUI thread, which this is."""
        for seat, call in self._calls.items():
            if seat.needs_gui:
                seat.run(call)

    def answer(self) -> Patch:
        """Ask the others, and return what all want changed; within `SUBMIT_SECONDS`."""
        deadline = monotonic() + SUBMIT_SECONDS
        asked = [seat for seat in self._calls if seat.needs_gui or self._ask(seat)]
        return merged_patches(
            [patch for seat in asked if (patch := self._patch_of(seat, deadline)) is not None]
        )

    def _ask(self, seat: Seat) -> bool:
        if seat.is_here:  # the plugin itself submits a report: it knows of that
            return False
        if seat.is_stuck:
            seat.complain(HOOK, f"is still in an earlier hook and is not asked in {HOOK}")
            return False
        return seat.post(self._calls[seat])

    def _patch_of(self, seat: Seat, deadline: float) -> Patch | None:
        patch: object = self._calls[seat]
        most = SUBMIT_SECONDS
        while isinstance(patch, Call):  # one on the GUI thread may have led to one beside it
            if not patch.over.wait(max(deadline - monotonic(), 0.0)):
                seat.withdraw(patch)
                seat.complain(HOOK, f"did not answer within {most * 1000:.0f} ms in {HOOK}")
                return None
            patch = patch.answer
            deadline, most = deadline - most + BESIDE_SECONDS, BESIDE_SECONDS
        if not isinstance(patch, Patch):
            return None
        if patch.complaints:
            seat.complain(HOOK, f"wants in {HOOK} what cannot be: {'; '.join(patch.complaints)}")
        return patch

    def _reader(self, seat: Seat) -> Callable[[object], object]:
        if not seat.needs_gui:
            return self._read

        def read(answer: object) -> object:
            if not callable(answer):
                return self._read(answer)
            rest = Call(HOOK, lambda: self._read(answer()))
            seat.post_beside(rest)
            return rest

        return read

    def _read(self, answer: object) -> Patch:
        """Make something of a hook's answer, on the plugin's own thread."""
        patch = read_patch(answer, in_form=self._in_form)
        screenshots = patch.fields.get("screenshots")
        if not isinstance(screenshots, Sequence):
            return patch
        pictures = tuple(picture_of(screenshot) for screenshot in screenshots)
        return replace(patch, fields={**patch.fields, "screenshots": pictures})


def frozen(submission: Submission) -> Submission:
    """Return `submission` in which nothing can be changed, at any depth."""
    person = submission.person
    if person is not None and person.user is not None and person.user.traits is not None:
        # Past the check, which copies what it is given.
        user = copy(person.user)
        object.__setattr__(user, "traits", MappingProxyType(person.user.traits))
        person = replace(person, user=user)
    metadata = {key: _frozen(value) for key, value in submission.metadata.items()}
    return replace(submission, metadata=MappingProxyType(metadata), person=person)


def _frozen(value: object) -> Any:  # a mapping where JsonValue has a dict
    if isinstance(value, dict):
        return MappingProxyType({key: _frozen(item) for key, item in value.items()})
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    return value
