"""What somebody has written, before it is checked and becomes a `Submission`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

from usero_desktop.model.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike

    from usero_desktop.model.choice import Choice
    from usero_desktop.model.picture import Picture
    from usero_desktop.model.recording import Recording
    from usero_desktop.model.unset import Unset
    from usero_desktop.model.user import Person


class PillowImage(Protocol):
    """A PIL.Image.Image by its shape, so that Pillow need not be imported to name it."""

    @property
    def mode(self) -> str:
        """Pillow's name for the kind of pixels."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""

    def tobytes(self) -> bytes:
        """Return the pixels."""


Screenshot: TypeAlias = "Picture | PathLike[str] | str | bytes | PillowImage"
"""What `submit` takes as a screenshot."""


@dataclass(frozen=True, slots=True)
class Written:
    """One report as its writer gave it; `Feedback.submit` says what may stand in each field.

    UNSET means what the options say, None for a page the default. `context` is further
    automatic metadata. `session_replay_id` and `replay_offset_ms` name the recording of what
    happened, and the moment in it at which the report was given, where the server has it already;
    `recording` is one that it is to be sent, in place of those. `choice` is what the user lets
    travel, None all of it; `submission_id` what the report is to be called, None anything new.
    """

    rating: int | None = None
    comment: str | None = None
    user_email: str | None = None
    screenshots: Sequence[Screenshot] = ()
    metadata: Mapping[str, object] | None = None
    page_url: str | Unset | None = UNSET
    page_title: str | Unset | None = UNSET
    referrer: str | None = None
    environment: str | Unset | None = UNSET
    context: Mapping[str, object] | None = None
    session_replay_id: str | None = None
    replay_offset_ms: int | None = None
    recording: Recording | None = None
    person: Person | None = None
    choice: Choice | None = None
    submission_id: str | None = None
