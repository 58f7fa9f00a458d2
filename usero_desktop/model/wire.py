"""The wire: the one place where names are camelCase.

Written from the public API reference (POST /api/feedback, POST /api/screenshots) and what the
web client speaks beyond it; shared by the client and the local inbox, so that both mean the
same thing by a field. The panel is opened with its names alone: what a report is, is imported
where one is read or written.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final

from usero_desktop.model import limits
from usero_desktop.model.kind import MAPPING, shown
from usero_desktop.model.metadata import compact_json, to_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from usero_desktop.model.recording import Chunk, Recording
    from usero_desktop.model.submission import (
        JsonValue,
        ReplaySession,
        Submission,
        UploadedScreenshot,
    )
    from usero_desktop.model.user import User

FEEDBACK_PATH: Final = "/api/feedback"
SCREENSHOTS_PATH: Final = "/api/screenshots"
PING_PATH: Final = "/api/ping"
IDENTIFY_PATH: Final = "/api/identify"
REPLAY_PATH: Final = "/api/replay-sessions"
CHUNKS: Final = "chunks"
FINALISE: Final = "finalise"

SCREENSHOT_FIELD: Final = "screenshot"
CLIENT_FIELD: Final = "clientId"
ANONYMOUS_FIELD: Final = "anonymousId"
USER_FIELD: Final = "externalUserId"

# A chunk of a recording says what it is in its address, or in the older form in headers.
CHUNK_FIELDS: Final = {
    CLIENT_FIELD: "X-Usero-Client-Id",
    "eventCount": "X-Usero-Event-Count",
    "durationMs": "X-Usero-Duration-Ms",
    "droppedBefore": "X-Usero-Dropped-Before",
}
CHUNK_TYPE: Final = "text/plain"
CHUNK_TYPE_BEFORE: Final = "application/octet-stream"

# The report itself names nobody: these two of its metadata say whose it is.
USER_KEY: Final = "userId"
ANONYMOUS_KEY: Final = "anonymousId"

# The documented error texts, word for word.
INVALID_DATA: Final = "Invalid data provided"
METADATA_TOO_LARGE: Final = "Metadata too large (max 10KB)"
DOMAIN_NOT_ALLOWED: Final = "Domain not allowed"
INTERNAL_ERROR: Final = "Internal server error"
FILE_REQUIRED: Final = "Screenshot file is required"
CLIENT_REQUIRED: Final = "Client ID is required"
NOT_AN_IMAGE: Final = "File must be an image"
FILE_TOO_LARGE: Final = "File too large (max 10MB)"
INVALID_CLIENT: Final = "Invalid client ID"
UPLOAD_FAILED: Final = "Failed to upload screenshot"

FIELD_BYTES: Final = 2048
"""Longest text taken from a server's reply, as UTF-8."""

_ERROR_CHARACTERS: Final = 500
_ISSUES: Final = 20


def screenshot_object(shot: UploadedScreenshot) -> dict[str, JsonValue]:
    """`shot` as it travels; absent sizes are left out."""
    wire: dict[str, JsonValue] = {
        "fileName": shot.file_name,
        "url": shot.url,
        "fileSize": shot.file_size,
        "mimeType": shot.mime_type,
    }
    if shot.width is not None:
        wire["width"] = shot.width
    if shot.height is not None:
        wire["height"] = shot.height
    return wire


def feedback_object(
    submission: Submission, uploaded: Sequence[UploadedScreenshot]
) -> dict[str, JsonValue]:
    """Build the JSON body of POST /api/feedback; absent values are left out, not null."""
    optional: dict[str, JsonValue] = {
        "rating": submission.rating,
        "comment": submission.comment,
        "userEmail": submission.user_email,
        "pageUrl": submission.page_url,
        "pageTitle": submission.page_title,
        "referrer": submission.referrer,
        "environment": submission.environment,
        "sessionReplayId": submission.session_replay_id,
        "replayOffsetMs": submission.replay_offset_ms,
    }
    body: dict[str, JsonValue] = {CLIENT_FIELD: submission.client_id}
    body.update({name: value for name, value in optional.items() if value is not None})
    if uploaded:
        body["screenshots"] = [screenshot_object(shot) for shot in uploaded]
    if submission.metadata:
        body["metadata"] = dict(submission.metadata)
    return body


def feedback_body(submission: Submission, uploaded: Sequence[UploadedScreenshot]) -> bytes:
    """Encode the body of POST /api/feedback as compact UTF-8 JSON."""
    return compact_json(feedback_object(submission, uploaded))


def fields_body(fields: Mapping[str, object]) -> bytes:
    """Encode fields that have the wire's names already; None is left out.

    Raises TypeError or ValueError for a value that is no JSON.
    """
    if not MAPPING.takes(fields):
        message = f"A report must be {MAPPING.wording} of its fields, not {shown(fields)}."
        raise TypeError(message)
    body: dict[str, Any] = {name: value for name, value in fields.items() if value is not None}
    from usero_desktop.model.submission import UploadedScreenshot

    shots = body.get("screenshots")
    if isinstance(shots, Sequence) and not isinstance(shots, str):
        body["screenshots"] = [
            screenshot_object(shot) if isinstance(shot, UploadedScreenshot) else shot
            for shot in shots
        ]
    return compact_json(body)


def identify_body(client_id: str, anonymous_id: str, user: User) -> bytes:
    """Encode the body of POST /api/identify; absent values are left out, not null."""
    body: dict[str, JsonValue] = {
        CLIENT_FIELD: client_id,
        ANONYMOUS_FIELD: anonymous_id,
        USER_FIELD: user.id,
    }
    if user.email:
        body["email"] = user.email
    if user.display_name:
        body["displayName"] = user.display_name
    if user.traits:
        body["traits"] = dict(user.traits)
    return compact_json(to_json(body))


def replay_session_body(client_id: str, anonymous_id: str, recording: Recording) -> bytes:
    """Encode the body of POST /api/replay-sessions; absent values are left out, not null."""
    body: dict[str, JsonValue] = {
        CLIENT_FIELD: client_id,
        "sdkSessionId": recording.sdk_session_id,
        ANONYMOUS_FIELD: anonymous_id,
        "startedAt": _iso(recording.started_at),
        "userAgent": recording.user_agent,
    }
    if recording.start_url is not None:
        body["startUrl"] = recording.start_url
    return compact_json(body)


def chunk_facts(client_id: str, chunk: Chunk) -> dict[str, str]:
    """Return what is said of a chunk, by the names of `CHUNK_FIELDS`."""
    facts = {
        CLIENT_FIELD: client_id,
        "eventCount": str(chunk.event_count),
        "durationMs": str(chunk.duration_ms),
    }
    if chunk.dropped_before:
        facts["droppedBefore"] = str(chunk.dropped_before)
    return facts


def finalise_body(client_id: str, ended_at: datetime) -> bytes:
    """Encode the body of POST /api/replay-sessions/{id}/finalise."""
    return compact_json({CLIENT_FIELD: client_id, "endedAt": _iso(ended_at)})


def parse_json(raw: bytes) -> Any:
    """Decode `raw` as JSON; None for whatever is not JSON, however it is broken.

    An object that has a name twice is broken too: no two readers agree what it says.
    """
    try:
        return json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_object)
    except (ValueError, RecursionError):
        return None


def parse_feedback_id(raw: bytes) -> str | None:
    """Read the feedbackId out of a 2xx reply, or None where it is not the documented one."""
    reply = parse_json(raw)
    if not isinstance(reply, dict) or reply.get("success") is not True:
        return None
    return _text(reply.get("feedbackId"))


def is_settings(raw: bytes) -> bool:
    """Whether a 2xx reply holds a project's settings, whichever there are."""
    reply = parse_json(raw)
    return isinstance(reply, dict) and isinstance(reply.get("settings"), dict)


def parse_accepted(raw: bytes) -> bool | None:
    """Read `accepted` out of a 2xx reply, or None where it is not the documented one."""
    reply = parse_json(raw)
    accepted = reply.get("accepted") if isinstance(reply, dict) else None
    return accepted if isinstance(accepted, bool) else None


def parse_replay_session(raw: bytes) -> ReplaySession | None:
    """Read the answer to a new recording, or None where it is not the documented one."""
    from usero_desktop.model.submission import ReplaySession

    accepted = parse_accepted(raw)
    if accepted is None:
        return None
    reply = parse_json(raw)
    if not accepted:
        return ReplaySession(None, _words(reply.get("dropReason")))
    session_id = _text(reply.get("sessionReplayId"))
    if session_id is None or len(session_id) > limits.REPLAY_ID_CHARACTERS:
        return None
    return ReplaySession(session_id)


def parse_screenshot_object(value: object) -> UploadedScreenshot | None:
    """Check one screenshot object; unknown keys are left behind, None if it is not one."""
    from usero_desktop.model.submission import UploadedScreenshot

    if not isinstance(value, dict):
        return None
    name, url, mime = (_text(value.get(key)) for key in ("fileName", "url", "mimeType"))
    size = _count(value.get("fileSize"))
    if name is None or url is None or mime is None or size is None:
        return None
    return UploadedScreenshot(
        file_name=name,
        url=url,
        file_size=size,
        mime_type=mime,
        width=_count(value.get("width")),
        height=_count(value.get("height")),
    )


def parse_screenshot_reply(raw: bytes) -> UploadedScreenshot | None:
    """Read the screenshot out of a 2xx reply, or None where it is not the documented one."""
    reply = parse_json(raw)
    if not isinstance(reply, dict) or reply.get("success") is not True:
        return None
    return parse_screenshot_object(reply.get("screenshot"))


def parse_refusal(raw: bytes) -> tuple[str, dict[str, tuple[str, ...]]]:
    """Read `error` and `issues` out of an error reply; empty where there are none."""
    reply = parse_json(raw)
    if not isinstance(reply, dict):
        return "", {}
    issues = reply.get("issues")
    found: dict[str, tuple[str, ...]] = {}
    if isinstance(issues, dict):
        for name, words in list(issues.items())[:_ISSUES]:
            items = words if isinstance(words, list) else [words]
            found[_storable(name[:64])] = tuple(filter(None, map(_words, items[:5])))
    return _words(reply.get("error")), found


def _iso(moment: datetime) -> str:
    """Return a time as JavaScript writes it: in UTC, to the millisecond, with a Z."""
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name twice in one object")
    return found


def _text(value: object) -> str | None:
    r"""Return a text that can be kept and sent back; JSON also spells half a letter: "\ud800"."""
    if not isinstance(value, str) or not value:
        return None
    try:
        return value if len(value.encode()) <= FIELD_BYTES else None
    except UnicodeEncodeError:
        return None


def _words(value: object) -> str:
    """Return words to show, cut to length; "" for what is no text."""
    return _storable(value[:_ERROR_CHARACTERS]) if isinstance(value, str) else ""


def _storable(text: str) -> str:
    return text.encode(errors="replace").decode()


def _count(value: object) -> int | None:
    """Return a whole number of bytes or pixels; JSON may spell it 5.0."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not 0 <= value <= limits.SCREENSHOT_BYTES * 100 or value != int(value):
        return None
    return int(value)
