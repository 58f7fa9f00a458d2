from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Self

    from usero_desktop.model.picture import Picture
    from usero_desktop.model.recording import Recording
    from usero_desktop.model.user import Person

JsonValue: TypeAlias = "str | int | float | bool | list[JsonValue] | dict[str, JsonValue] | None"
"""Anything JSON can hold."""


@dataclass(frozen=True, slots=True)
class UploadedScreenshot:
    """What POST /api/screenshots answered; it goes back whole with the feedback."""

    file_name: str
    url: str
    file_size: int
    mime_type: str
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class ReplaySession:
    """What POST /api/replay-sessions answered: the recording's id there.

    `session_id` is None where the server takes no recording; `drop_reason` is its word why.
    """

    session_id: str | None
    drop_reason: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """One report as it will travel, complete before the first byte is sent.

    `submission_id` is a UUID that also stands in `metadata` under ``submissionId``: the API
    has no idempotency key, so this marks the rare double after a lost reply. `metadata` is
    already within `limits.METADATA_BUDGET`; `automatic_keys` names what in it is ours, not
    the host's, and goes first should the server still find it too large. `allow_insecure`
    is the host's leave, given when the report was written, to send it over plain http. `person` is
    who wrote it; it does not travel with the report itself, nor does `left_out`: the
    parts that the user had switched off. `recording` travels by itself, and its id on the server
    takes the place of `session_replay_id` then.
    """

    submission_id: str
    client_id: str
    base_url: str
    created_at: datetime
    rating: int | None = None
    comment: str | None = None
    user_email: str | None = None
    page_url: str | None = None
    page_title: str | None = None
    referrer: str | None = None
    environment: str | None = None
    metadata: Mapping[str, JsonValue] = field(default_factory=dict)
    automatic_keys: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    session_replay_id: str | None = None
    replay_offset_ms: int | None = None
    recording: Recording | None = None
    person: Person | None = None
    allow_insecure: bool = False
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """The server's word that a report arrived.

    `pictures_left_out` counts screenshots the server would not take; the rest arrived.
    """

    submission_id: str
    feedback_id: str
    delivered_at: datetime
    pictures_left_out: int = 0


@dataclass(frozen=True, slots=True)
class SentReport:
    """A report that the server has: what was in it, and the server's word on it.

    `screenshots` are the objects the server gave for those it took; none are known where
    another process of the user's sent the report. `session_replay_id` is the recording's on the
    server, which may still be under way; None where there is none, or the server takes none.
    """

    receipt: Receipt
    created_at: datetime
    rating: int | None = None
    comment: str | None = None
    user_email: str | None = None
    screenshots: tuple[UploadedScreenshot, ...] = ()
    metadata: Mapping[str, JsonValue] = field(default_factory=dict)
    page_url: str | None = None
    page_title: str | None = None
    referrer: str | None = None
    environment: str | None = None
    person: Person | None = None
    session_replay_id: str | None = None

    @classmethod
    def of(
        cls,
        submission: Submission,
        receipt: Receipt,
        screenshots: tuple[UploadedScreenshot, ...] = (),
    ) -> Self:
        """Return what `submission` is once the server has it."""
        return cls(
            receipt=receipt,
            created_at=submission.created_at,
            rating=submission.rating,
            comment=submission.comment,
            user_email=submission.user_email,
            screenshots=screenshots,
            metadata=submission.metadata,
            page_url=submission.page_url,
            page_title=submission.page_title,
            referrer=submission.referrer,
            environment=submission.environment,
            person=submission.person,
            session_replay_id=submission.session_replay_id,
        )
