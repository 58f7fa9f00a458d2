"""The wire: the one place where names are camelCase.

Written from the public API reference (POST /api/feedback, POST /api/screenshots) and
shared by the client and the local inbox, so that both mean the same thing by a field.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from usero_desktop.model import limits
from usero_desktop.model.metadata import compact_json
from usero_desktop.model.submission import UploadedScreenshot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usero_desktop.model.submission import JsonValue, Submission

FEEDBACK_PATH: Final = "/api/feedback"
SCREENSHOTS_PATH: Final = "/api/screenshots"
PING_PATH: Final = "/api/ping"
IDENTIFY_PATH: Final = "/api/identify"

SCREENSHOT_FIELD: Final = "screenshot"
CLIENT_FIELD: Final = "clientId"

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

FIELD_CHARACTERS: Final = 2048
"""Longest text taken from a server's screenshot object."""


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


def parse_json(raw: bytes) -> Any:
    """Decode `raw` as JSON; None for whatever is not JSON, however it is broken."""
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None


def parse_feedback_id(raw: bytes) -> str | None:
    """Read the feedbackId out of a 2xx reply, or None where it is not the documented one."""
    reply = parse_json(raw)
    if not isinstance(reply, dict) or reply.get("success") is not True:
        return None
    feedback_id = reply.get("feedbackId")
    if isinstance(feedback_id, str) and 0 < len(feedback_id) <= FIELD_CHARACTERS:
        return feedback_id
    return None


def parse_screenshot_object(value: object) -> UploadedScreenshot | None:
    """Check one screenshot object; unknown keys are left behind, None if it is not one."""
    if not isinstance(value, dict):
        return None
    texts = [value.get(name) for name in ("fileName", "url", "mimeType")]
    size = _count(value.get("fileSize"))
    if not all(isinstance(t, str) and 0 < len(t) <= FIELD_CHARACTERS for t in texts):
        return None
    if size is None:
        return None
    return UploadedScreenshot(
        file_name=str(texts[0]),
        url=str(texts[1]),
        file_size=size,
        mime_type=str(texts[2]),
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
    error = reply.get("error")
    issues = reply.get("issues")
    found: dict[str, tuple[str, ...]] = {}
    if isinstance(issues, dict):
        for name, words in list(issues.items())[:20]:
            items = words if isinstance(words, list) else [words]
            found[str(name)[:64]] = tuple(str(word)[:500] for word in items[:5])
    return (error[:500] if isinstance(error, str) else ""), found


def _count(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if 0 <= value <= limits.SCREENSHOT_BYTES * 100 else None
