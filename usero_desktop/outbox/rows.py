"""Between our frozen data and the text that stands in the database's columns."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from usero_desktop.model.picture import Picture, PictureSource
from usero_desktop.model.submission import Submission, UploadedScreenshot
from usero_desktop.outbox.record import Failure

if TYPE_CHECKING:
    from collections.abc import Iterable


def encode_submission(submission: Submission) -> str:
    """Return everything but the pictures, as JSON."""
    bare = replace(submission, pictures=())
    facts: dict[str, Any] = asdict(bare)
    del facts["pictures"]
    facts["created_at"] = submission.created_at.isoformat()
    return json.dumps(facts)


def decode_submission(text: str, pictures: Iterable[Picture]) -> Submission:
    """Return the submission of `encode_submission` with `pictures`."""
    facts: dict[str, Any] = json.loads(text)
    facts["created_at"] = datetime.fromisoformat(facts["created_at"])
    facts["automatic_keys"] = tuple(facts.get("automatic_keys", ()))
    return Submission(**facts, pictures=tuple(pictures))


def decode_picture(data: bytes | None, mime: str, width: int, height: int, source: str) -> Picture:
    """Return a picture; one whose data was not read has none."""
    return Picture(data or b"", mime, width, height, PictureSource(source))


def encode_uploaded(shot: UploadedScreenshot) -> str:
    """Return the server's screenshot object as JSON."""
    return json.dumps(asdict(shot))


def decode_uploaded(text: str | None) -> UploadedScreenshot | None:
    """Return the object of `encode_uploaded`, None where none was kept."""
    return UploadedScreenshot(**json.loads(text)) if text else None


def encode_failure(failure: Failure) -> str:
    """Return `failure` as JSON."""
    return json.dumps(asdict(failure))


def decode_failure(text: str | None) -> Failure | None:
    """Return the failure of `encode_failure`, None where none was kept."""
    if not text:
        return None
    facts: dict[str, Any] = json.loads(text)
    facts["issues"] = {name: tuple(words) for name, words in facts["issues"].items()}
    return Failure(**facts)


def moment(seconds: float) -> datetime:
    """Return `seconds` since 1970 as a time in UTC."""
    return datetime.fromtimestamp(seconds, UTC)
