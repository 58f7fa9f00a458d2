"""What the outbox tells about a report, without its database."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from usero_desktop.errors import Busy, Refused, Unreachable, UseroError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from usero_desktop.model.recording import Recording
    from usero_desktop.model.submission import Receipt, Submission, UploadedScreenshot


class ReportState(StrEnum):
    """Where a report stands."""

    QUEUED = "queued"
    SENDING = "sending"
    REJECTED = "rejected"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why the last attempt failed, in a form that can be kept: an error's words and facts.

    `status` is the HTTP status, None where no answer came.
    """

    code: str
    message: str
    status: int | None = None
    error: str = ""
    issues: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, error: UseroError) -> Failure:
        """Return what there is to keep of `error`."""
        if isinstance(error, Refused):
            return cls(error.code, str(error), error.status, error.error, error.issues)
        status = error.status if isinstance(error, Busy) else None
        return cls(error.code, str(error), status)

    def as_refused(self) -> Refused:
        """Return it as the final no it was."""
        return Refused(
            self.message,
            status=self.status or 0,
            error=self.error,
            issues=self.issues,
            code=self.code,
        )

    def as_delay(self) -> UseroError:
        """Return it as the passing trouble it was."""
        if self.code == "busy" and self.status is not None:
            return Busy(self.message, status=self.status)
        return Unreachable(self.message, code=self.code)


@dataclass(frozen=True, slots=True)
class KeptRecording:
    """A recording as it lies beside its report: its chunks are named, and empty.

    `session_id` is what the server calls it, None until it has said so.
    """

    recording: Recording
    session_id: str | None = None


@dataclass(frozen=True, slots=True)
class RecordingClaim:
    """A recording that this process may go on sending, until its lease ends.

    `session_id` is what the server calls it. `seq` is the number of the next chunk there, and
    `position` its place in `recording`, whose chunks are named, and empty. `attempts` counts
    those that failed since the last chunk arrived.
    """

    submission_id: str
    session_id: str
    client_id: str
    base_url: str
    allow_insecure: bool
    recording: Recording
    seq: int = 0
    position: int = 0
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """A report that this process may send now, until its lease ends.

    `uploaded` goes with `submission.pictures`, place by place: None is not uploaded yet, and
    a picture that is uploaded comes without its data. `attempts` counts the failed ones.
    `damaged` are the places of pictures whose stored bytes are no longer those that were put;
    they come without data, too. `waited` are the seconds since it was put, by a clock whose leaps
    count for a day at most. `recording` is what goes behind the report.
    """

    submission: Submission
    uploaded: tuple[UploadedScreenshot | None, ...]
    attempts: int
    damaged: tuple[int, ...] = ()
    waited: float = 0.0
    recording: KeptRecording | None = None

    @property
    def submission_id(self) -> str:
        """The report's id."""
        return self.submission.submission_id


@dataclass(frozen=True, slots=True)
class Record:
    """A report as it stands in the outbox; times are seconds since 1970.

    `submission` is None once delivered (only the receipt is kept) and comes without pictures'
    data, `picture_count` counts them. Of words that damage made unreadable it has the comment,
    as far as it is there.
    `due_at` of a rejected report lies thousands of years ahead unless it is tried again.
    """

    submission_id: str
    state: ReportState
    created_at: float
    attempts: int
    due_at: float
    picture_count: int
    submission: Submission | None
    failure: Failure | None
    receipt: Receipt | None
