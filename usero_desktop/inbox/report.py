"""What the inbox keeps: a report as it was sent, and the entry it became."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from usero_desktop.model.wire import parse_screenshot_object, screenshot_object

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from usero_desktop.model.submission import JsonValue, UploadedScreenshot

SUBMISSION_KEY = "submissionId"


@dataclass(frozen=True, slots=True)
class Report:
    """One feedback as a sender wrote it, after the rules of the API."""

    client_id: str
    rating: int | None = None
    comment: str | None = None
    user_email: str | None = None
    page_url: str | None = None
    page_title: str | None = None
    referrer: str | None = None
    environment: str | None = None
    screenshots: tuple[UploadedScreenshot, ...] = ()
    metadata: Mapping[str, JsonValue] = field(default_factory=dict)
    session_replay_id: str | None = None
    replay_offset_ms: int | None = None

    @property
    def submission_id(self) -> str | None:
        """The sender's own mark against doubles, out of the metadata."""
        value = self.metadata.get(SUBMISSION_KEY)
        return value if isinstance(value, str) and value else None


@dataclass(frozen=True, slots=True)
class Entry:
    """A report in the inbox; `seq` counts up in the order of arrival.

    `duplicate_of` is the id of the first entry with the same submission id.
    """

    seq: int
    feedback_id: str
    received_at: datetime
    report: Report
    duplicate_of: str | None = None


@dataclass(frozen=True, slots=True)
class StoredImage:
    """An uploaded file; `served_type` is None when it is no picture that can be shown."""

    name: str
    client_id: str
    mime_type: str
    file_size: int
    width: int | None
    height: int | None
    served_type: str | None


@dataclass(frozen=True, slots=True)
class Identity:
    """One accepted call of POST /api/identify."""

    client_id: str
    anonymous_id: str
    external_user_id: str
    email: str | None
    display_name: str | None
    traits: Mapping[str, JsonValue]


def report_from_wire(body: Mapping[str, Any]) -> Report:
    """Make a report of a JSON body that the rules have passed; unknown fields stay behind."""
    shots = (parse_screenshot_object(item) for item in body.get("screenshots", ()))
    rating = body.get("rating")
    offset = body.get("replayOffsetMs")
    return Report(
        client_id=body["clientId"],
        rating=None if rating is None else int(rating),
        comment=body.get("comment") or None,
        user_email=body.get("userEmail") or None,
        page_url=body.get("pageUrl") or None,
        page_title=body.get("pageTitle") or None,
        referrer=body.get("referrer") or None,
        environment=body.get("environment"),
        screenshots=tuple(shot for shot in shots if shot is not None),
        metadata=body.get("metadata", {}),
        session_replay_id=body.get("sessionReplayId"),
        replay_offset_ms=None if offset is None else int(offset),
    )


def report_to_wire(report: Report) -> dict[str, JsonValue]:
    """Write `report` with the API's own field names; what is absent is null."""
    return {
        "clientId": report.client_id,
        "rating": report.rating,
        "comment": report.comment,
        "userEmail": report.user_email,
        "pageUrl": report.page_url,
        "pageTitle": report.page_title,
        "referrer": report.referrer,
        "environment": report.environment,
        "screenshots": [screenshot_object(shot) for shot in report.screenshots],
        "metadata": dict(report.metadata),
        "sessionReplayId": report.session_replay_id,
        "replayOffsetMs": report.replay_offset_ms,
    }
