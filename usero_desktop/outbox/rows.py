"""Between our frozen data and what stands in the database's columns.

What is read may be damaged: each `decode` raises DamagedError where it makes no sense, and
nothing else.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from usero_desktop.errors import ConfigError
from usero_desktop.model.picture import Picture, PictureSource
from usero_desktop.model.submission import Receipt, Submission, UploadedScreenshot
from usero_desktop.model.user import Person, User
from usero_desktop.outbox.record import Failure, Record, ReportState

if TYPE_CHECKING:
    from collections.abc import Iterable

NONSENSE: Final = (
    ValueError, TypeError, KeyError, AttributeError, OverflowError, OSError, RecursionError,
    ConfigError,
)  # fmt: skip
"""What code says that is given nonsense where it expects its own words."""

_COMMENT: Final = re.compile(r'"comment": "((?:[^"\\]|\\.)*)')

DAMAGED: Final = Failure(
    "outbox_damaged",
    "The file in which this report was kept is damaged, and part of the report may be wrong; "
    "read it again before it is sent.",
)
RECORD_COLUMNS: Final = (
    "submission_id, state, created_at, attempts, due_at, picture_count, body, failure,"
    " feedback_id, stamped_at, pictures_left_out"
)


class DamagedError(Exception):
    """What stands in the database is not what was written there."""


def digest(data: bytes | str) -> bytes:
    """Return what is kept beside `data` to know it by."""
    return sha256(data.encode("utf-8", "replace") if isinstance(data, str) else data).digest()


def is_whole(data: bytes | str, known: bytes | None) -> bool:
    """Whether `data` is what was put; where no digest was kept it has to be believed."""
    return known is None or digest(data) == known


def encode_submission(submission: Submission) -> str:
    """Return everything but the pictures and the recording, as JSON."""
    bare = replace(submission, pictures=(), recording=None)
    facts: dict[str, Any] = asdict(bare)
    del facts["pictures"], facts["recording"]
    facts["created_at"] = submission.created_at.isoformat()
    return json.dumps(facts)


def decode_submission(text: str, pictures: Iterable[Picture]) -> Submission:
    """Return the submission of `encode_submission` with `pictures`."""
    try:
        facts: dict[str, Any] = json.loads(text)
        facts["created_at"] = datetime.fromisoformat(facts["created_at"])
        for name in ("automatic_keys", "left_out"):
            facts[name] = tuple(facts.get(name, ()))
        facts["person"] = _person(facts.get("person"))
        return Submission(**facts, pictures=tuple(pictures))
    except NONSENSE as error:
        raise DamagedError from error


def _person(facts: dict[str, Any] | None) -> Person | None:
    if facts is None:
        return None
    user = facts["user"]
    return Person(facts["anonymous_id"], None if user is None else User(**user))


def rescue_submission(
    submission_id: str, text: object, created_at: object, pictures: Iterable[Picture] = ()
) -> Submission:
    """Return as much of a damaged submission as is there for a person to read: the comment."""
    found = _COMMENT.search(text if isinstance(text, str) else "")
    words = found[1] if found else ""
    with suppress(ValueError):
        words = json.loads(f'"{words}"')
    at = moment(0)
    with suppress(*NONSENSE):
        at = moment(float(created_at))  # type: ignore[arg-type]  # it may be anything
    return Submission(
        submission_id=str(submission_id),
        client_id="",
        base_url="",
        created_at=at,
        comment=words or None,
        pictures=tuple(pictures),
    )


def decode_picture(
    data: bytes | None, mime: str, width: int, height: int, source: str, known: bytes | None = None
) -> Picture:
    """Return a picture; one whose data was not read has none. `known` is its digest."""
    try:
        picture = Picture(
            bytes(data or b""), str(mime), int(width), int(height), PictureSource(source)
        )
    except NONSENSE as error:
        raise DamagedError from error
    if picture.data and not is_whole(picture.data, known):
        raise DamagedError
    return picture


def missing_picture() -> Picture:
    """Return what stands for a picture that cannot be read."""
    return Picture(b"", "image/png", 0, 0)


def encode_uploaded(shot: UploadedScreenshot) -> str:
    """Return the server's screenshot object as JSON."""
    return json.dumps(asdict(shot))


def decode_uploaded(text: str | None) -> UploadedScreenshot | None:
    """Return the object of `encode_uploaded`, None where none was kept."""
    try:
        return UploadedScreenshot(**json.loads(text)) if text else None
    except NONSENSE as error:
        raise DamagedError from error


def encode_failure(failure: Failure) -> str:
    """Return `failure` as JSON."""
    return json.dumps(asdict(failure))


def decode_failure(text: str | None) -> Failure | None:
    """Return the failure of `encode_failure`, None where none was kept."""
    if not text:
        return None
    try:
        facts: dict[str, Any] = json.loads(text)
        facts["issues"] = {name: tuple(words) for name, words in facts["issues"].items()}
        return Failure(**facts)
    except NONSENSE as error:
        raise DamagedError from error


def decode_record(
    submission_id: str,
    state: str,
    created_at: float,
    attempts: int,
    due_at: float,
    picture_count: int,
    body: str,
    failure: str | None,
    feedback_id: str | None,
    stamped_at: float,
    pictures_left_out: int,
) -> Record:
    """Return how a report stands; a damaged one as rejected, with as much as can be read."""
    try:
        submission = decode_submission(body, ()) if body else None
    except DamagedError:
        submission = rescue_submission(submission_id, body, created_at)
        state, failure = ReportState.REJECTED, encode_failure(DAMAGED)
    try:
        receipt = None
        if feedback_id is not None:
            receipt = Receipt(
                submission_id, feedback_id, moment(stamped_at), int(pictures_left_out)
            )
        return Record(
            submission_id=submission_id,
            state=ReportState(state),
            created_at=submission.created_at.timestamp() if submission else float(created_at),
            attempts=int(attempts),
            due_at=float(due_at),
            picture_count=int(picture_count),
            submission=submission,
            failure=decode_failure(failure),
            receipt=receipt,
        )
    except (DamagedError, *NONSENSE):
        return Record(
            submission_id=str(submission_id),
            state=ReportState.REJECTED,
            created_at=submission.created_at.timestamp() if submission else 0.0,
            attempts=0,
            due_at=0.0,
            picture_count=0,
            submission=submission,
            failure=DAMAGED,
            receipt=None,
        )


def moment(seconds: float) -> datetime:
    """Return `seconds` since 1970 as a time in UTC."""
    return datetime.fromtimestamp(seconds, UTC)
