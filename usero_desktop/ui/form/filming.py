"""What the form shows of a recording, as values; few reports have one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from usero_desktop.model.recording import whole_seconds

if TYPE_CHECKING:
    from usero_desktop.model.recording import Recording
    from usero_desktop.rrweb import film


@dataclass(frozen=True, slots=True, eq=False)
class Take:
    """A recording as it was taken, and as it is watched: from the bytes that travel."""

    recording: Recording
    film: film.Film


@dataclass(frozen=True, slots=True)
class Film:
    """What there is to know of the recording that may go with the report.

    `is_asked` says that it goes only where the user wants it, `is_on` that it goes. `seconds` is
    how long it would be by now; once it was taken, which is when the user first wanted it or
    wanted to watch it, `take` is all of it, `kept` the part of that which was not trimmed off
    (None: all), in milliseconds, and `recording` what of it travels. `is_coming` while that is
    made, `has_failed` where it could not be. `is_watched` while its page is shown.
    """

    is_asked: bool
    seconds: float
    is_on: bool = False
    take: Take | None = None
    kept: tuple[int, int] | None = None
    recording: Recording | None = None
    is_coming: bool = False
    has_failed: bool = False
    is_watched: bool = False

    @property
    def is_to_the_end(self) -> bool:
        """Whether it goes on until it was taken: nothing was trimmed off its end."""
        take, kept = self.take, self.kept
        return take is None or kept is None or kept[1] >= take.recording.duration_ms

    @property
    def length(self) -> int:
        """How many seconds there are of it, 1 at least."""
        recording = self.recording
        if recording is None:
            return whole_seconds(round(self.seconds * 1000))
        return whole_seconds(recording.duration_ms)
