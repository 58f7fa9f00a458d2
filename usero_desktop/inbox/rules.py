"""The rules of the public API reference, field by field, in the order it lists them.

Texts here are for developers: they stand in ``issues`` of a 400 answer.
"""

from __future__ import annotations

import json
import math
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from usero_desktop.model import limits
from usero_desktop.model.metadata import compact_json
from usero_desktop.model.text import looks_like_email, without_lone_surrogates
from usero_desktop.model.wire import parse_screenshot_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from usero_desktop.model.submission import JsonValue

LARGEST_INTEGER: Final = 2**53 - 1
"""Largest whole number JavaScript holds exactly, and so the largest the API can mean."""

DEEPEST: Final = 100
"""Levels of metadata: Python's JSON is recursive, so a limit is needed and better said."""

SAFE_DIGITS: Final = 300
"""Digits that surely fit into a double; Python itself refuses to read more than 4300."""

MOST_DIGITS: Final = 15
LONGEST_MOMENT: Final = 40

TOO_LARGE_A_NUMBER: Final = "Holds a number too large for a double"

Issues = dict[str, list[str]]


def parse_object(raw: bytes) -> dict[str, Any] | None:
    """Decode `raw` as a JSON object the way a JavaScript server does; None if it is not one.

    NaN and Infinity are not JSON; a fraction too large for a double becomes null; a lone
    surrogate, legal only as an escape, becomes the replacement character. A whole number too
    large for a double becomes infinite, and the rule of its field refuses it: nobody who
    writes 5000 digits means null.
    """
    try:
        parsed = json.loads(
            raw.decode("utf-8-sig"),
            parse_float=_finite,
            parse_int=_whole_or_infinite,
            parse_constant=_not_json,
        )
        if not isinstance(parsed, dict):
            return None
        written = json.dumps(parsed, ensure_ascii=False)
        plain = without_lone_surrogates(written)
        return parsed if plain == written else json.loads(plain)
    except (ValueError, RecursionError):
        return None


def feedback_issues(body: Mapping[str, Any]) -> Issues:
    """Name what POST /api/feedback refuses, by field; empty when all is well."""
    found = _check(body, FEEDBACK_CHECKS, required=("clientId",))
    comment = body.get("comment")
    has_comment = isinstance(comment, str) and bool(comment.strip())
    if "rating" not in body and "comment" not in found and not has_comment:
        found["rating"] = ["A rating or a comment is required"]
    return found


def identify_issues(body: Mapping[str, Any]) -> Issues:
    """Name what POST /api/identify refuses, by field; empty when all is well."""
    return _check(body, IDENTIFY_CHECKS, required=("clientId", "anonymousId", "externalUserId"))


def replay_issues(body: Mapping[str, Any]) -> Issues:
    """Name what POST /api/replay-sessions refuses, by field; empty when all is well."""
    required = ("clientId", "sdkSessionId", "anonymousId", "startedAt")
    return _check(body, REPLAY_CHECKS, required=required)


def finalise_issues(body: Mapping[str, Any]) -> Issues:
    """Name what POST …/finalise refuses, by field; empty when all is well."""
    return _check(body, FINALISE_CHECKS, required=("clientId", "endedAt"))


def chunk_issues(said: Mapping[str, str]) -> Issues:
    """Name what is wrong with what is said of a chunk, by field; empty when all is well."""
    return _check(said, CHUNK_CHECKS, required=("clientId", "seq", "eventCount", "durationMs"))


def metadata_too_large(body: Mapping[str, Any]) -> bool:
    """Whether the metadata is over its limit, counted as compact UTF-8 JSON."""
    return len(compact_json(body.get("metadata", {}))) > limits.METADATA_BYTES


def _check(
    body: Mapping[str, Any],
    checks: Mapping[str, Callable[[object], str]],
    required: tuple[str, ...],
) -> Issues:
    found = {name: ["Required"] for name in required if name not in body}
    for name, check in checks.items():
        complaint = check(body[name]) if name in body else ""
        if complaint:
            found[name] = [complaint]
    return found


def _text(value: object) -> str:
    return "" if isinstance(value, str) else "Must be a string"


def _filled_text(value: object) -> str:
    return _text(value) or ("" if value else "Required")


def _whole(value: object) -> int | None:
    # JSON has one kind of number: 4 and 4.0 are the same, true is not a number.
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if math.isfinite(value) and value == int(value) else None


def _rating(value: object) -> str:
    rating = _whole(value)
    return "" if rating is not None and 1 <= rating <= 4 else "Must be an integer from 1 to 4"  # noqa: PLR2004 - the API's range


def _email(value: object) -> str:
    if not isinstance(value, str):
        return "Must be a string"
    if not value:
        return ""  # empty means absent
    if len(value) > limits.EMAIL_CHARACTERS:
        return f"Must be at most {limits.EMAIL_CHARACTERS} characters"
    return "" if looks_like_email(value) else "Must be a valid email address"


def _screenshots(value: object) -> str:
    if not isinstance(value, list):
        return "Must be an array"
    if len(value) > limits.SCREENSHOTS:
        return f"At most {limits.SCREENSHOTS} screenshots"
    if not all(_is_screenshot(item) for item in value):
        return "Each must be an object exactly as POST /api/screenshots returned it"
    return ""


def _is_screenshot(item: object) -> bool:
    shot = parse_screenshot_object(item)
    if shot is None or not isinstance(item, dict):
        return False
    # The parser forgives a size that is no number; whoever sends one did not get it here.
    return ("width" not in item or shot.width is not None) and (
        "height" not in item or shot.height is not None
    )


def _object(value: object) -> str:
    if not isinstance(value, dict):
        return "Must be an object"
    level: list[object] = [value]
    for _ in range(DEEPEST):
        items = [item for holder in level for item in _items_in(holder)]
        if any(map(_is_infinite, items)):
            return TOO_LARGE_A_NUMBER
        level = [item for item in items if isinstance(item, dict | list)]
    return f"Nested more than {DEEPEST} levels deep" if level else ""


def _items_in(holder: object) -> Iterable[object]:
    if isinstance(holder, dict):
        return holder.values()
    return holder if isinstance(holder, list) else ()


def _is_infinite(value: object) -> bool:
    return isinstance(value, float) and math.isinf(value)


def _replay_id(value: object) -> str:
    fits = isinstance(value, str) and 1 <= len(value) <= limits.REPLAY_ID_CHARACTERS
    return "" if fits else f"Must be a string of 1 to {limits.REPLAY_ID_CHARACTERS} characters"


def _offset(value: object) -> str:
    offset = _whole(value)
    fits = offset is not None and 0 <= offset <= LARGEST_INTEGER
    return "" if fits else "Must be an integer that is not negative"


def _moment(value: object) -> str:
    if not isinstance(value, str):
        return "Must be a string"
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return "Must be a time in ISO 8601"
    return "" if len(value) <= LONGEST_MOMENT else "Must be a time in ISO 8601"


def _digits(value: object) -> str:
    fits = isinstance(value, str) and value.isascii() and value.isdecimal()
    fits = fits and len(str(value)) <= MOST_DIGITS
    return "" if fits else "Must be an integer that is not negative"


def _traits(value: object) -> str:
    plain = (str, int, float, bool, type(None))
    if not isinstance(value, dict) or not all(isinstance(v, plain) for v in value.values()):
        return "Must be an object of strings, numbers, booleans and nulls"
    return TOO_LARGE_A_NUMBER if any(map(_is_infinite, value.values())) else ""


FEEDBACK_CHECKS: Final[Mapping[str, Callable[[object], str]]] = {
    "clientId": _filled_text,
    "rating": _rating,
    "comment": _text,
    "userEmail": _email,
    "pageUrl": _text,
    "pageTitle": _text,
    "referrer": _text,
    "environment": _text,
    "screenshots": _screenshots,
    "metadata": _object,
    "sessionReplayId": _replay_id,
    "replayOffsetMs": _offset,
}

IDENTIFY_CHECKS: Final[Mapping[str, Callable[[object], str]]] = {
    "clientId": _filled_text,
    "anonymousId": _filled_text,
    "externalUserId": _filled_text,
    "email": _text,
    "displayName": _text,
    "traits": _traits,
}

REPLAY_CHECKS: Final[Mapping[str, Callable[[object], str]]] = {
    "clientId": _filled_text,
    "sdkSessionId": _filled_text,
    "anonymousId": _filled_text,
    "startUrl": _text,
    "userAgent": _text,
    "startedAt": _moment,
}

FINALISE_CHECKS: Final[Mapping[str, Callable[[object], str]]] = {
    "clientId": _filled_text,
    "endedAt": _moment,
}

CHUNK_CHECKS: Final[Mapping[str, Callable[[object], str]]] = {
    "clientId": _filled_text,
    "seq": _digits,
    "eventCount": _digits,
    "durationMs": _digits,
    "droppedBefore": _digits,
}


def _finite(digits: str) -> JsonValue:
    number = float(digits)
    return number if math.isfinite(number) else None


def _whole_or_infinite(digits: str) -> int | float:
    if len(digits) < SAFE_DIGITS:
        return int(digits)
    number = float(digits)
    return int(digits) if math.isfinite(number) else number


def _not_json(name: str) -> JsonValue:
    message = f"{name} is not JSON"
    raise ValueError(message)
