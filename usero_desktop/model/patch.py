"""What plugins want changed in a report: read, checked, and merged in the plugins' order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

from usero_desktop.model import limits
from usero_desktop.model.draft import problems
from usero_desktop.model.environment import PLACEHOLDERS
from usero_desktop.model.kind import shown
from usero_desktop.model.metadata import stringified_size, to_json
from usero_desktop.model.text import without_lone_surrogates

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.model.submission import JsonValue

PATCH_BYTES: Final = 6_000
"""The most metadata that one plugin may add: three fifths of what a report may have."""

FIELDS_MOST: Final = 100
TEXT_CHARACTERS: Final = 2_000
NAMED: Final = 8

USERS_OWN: Final = frozenset({"rating", "comment", "user_email", "screenshots"})
"""What stands in the form: the user has read it before Send, and nobody changes it after."""


@dataclass(frozen=True, slots=True)
class Patch:
    """What one plugin wants, as far as that can be had; `complaints` says what cannot."""

    fields: Mapping[str, object] = field(default_factory=dict)
    metadata: Mapping[str, JsonValue] = field(default_factory=dict)
    complaints: tuple[str, ...] = ()


def read_patch(answer: object, *, in_form: bool) -> Patch:
    """Return what a plugin's `answer` says; raises what the answer's own code raises.

    `in_form` says that a user filled in a form: then `USERS_OWN` is not for a plugin to change.
    """
    if answer is None:
        return Patch()
    if not isinstance(answer, Mapping):
        return Patch(complaints=(f"it answered {shown(answer)}, not a mapping",))
    fields: dict[str, object] = {}
    metadata: dict[str, JsonValue] = {}
    complaints: list[str] = []
    for key, value in islice(answer.items(), FIELDS_MOST):
        if value is None:
            continue
        if key == "metadata":
            metadata = _metadata(value, complaints)
        elif not isinstance(key, str) or key not in _CHECKS:
            complaints.append(f"a report has no {shown(key)}")
        elif in_form and key in USERS_OWN:
            complaints.append(f"{key} is the user's, who has read it before Send")
        else:
            wrong = _CHECKS[key](value)
            if wrong:
                complaints.append(f"{key} must be {wrong}, not {shown(value)}")
            else:
                fields[key] = without_lone_surrogates(value) if isinstance(value, str) else value
    return Patch(fields, metadata, tuple(complaints))


def merged_patches(patches: Sequence[Patch]) -> Patch:
    """Return `patches` as one: the later win, and metadata is merged one level deep."""
    fields: dict[str, object] = {}
    metadata: dict[str, JsonValue] = {}
    for patch in patches:
        fields.update(patch.fields)
        metadata.update(patch.metadata)
    return Patch(fields, metadata)


def _metadata(value: object, complaints: list[str]) -> dict[str, JsonValue]:
    if not isinstance(value, Mapping):
        complaints.append(f"metadata must be a mapping, not {shown(value)}")
        return {}
    found = to_json(dict(islice(value.items(), limits.METADATA_BUDGET)))
    items = found if isinstance(found, dict) else {}
    sizes = {
        key: stringified_size({key: item}) - 1 for key, item in items.items() if item is not None
    }
    taken: dict[str, JsonValue] = {}
    room = PATCH_BYTES
    for key in sorted(sizes, key=sizes.__getitem__):
        room -= sizes[key]
        if room >= 0:
            taken[key] = items[key]
    left_out = [shown(key) for key in sizes if key not in taken]
    if left_out:
        named = ", ".join(left_out[:NAMED])
        complaints.append(f"its metadata is over {PATCH_BYTES} bytes: {named} stays out")
    return taken


def _text(value: object) -> str:
    is_fit = isinstance(value, str) and value.strip() and len(value) <= TEXT_CHARACTERS
    return "" if is_fit else f"a text of up to {TEXT_CHARACTERS} characters"


def _environment(value: object) -> str:
    is_name = isinstance(value, str) and value.strip().lower() not in PLACEHOLDERS
    return _text(value) or ("" if is_name else "the name of an environment")


def _rating(value: object) -> str:
    is_fit = isinstance(value, int) and not problems(rating=value, comment="", user_email=None)
    return "" if is_fit else "a number from 1 to 4"


def _comment(value: object) -> str:
    is_fit = isinstance(value, str) and not problems(rating=None, comment=value, user_email=None)
    return "" if is_fit else f"a text of up to {limits.COMMENT_UNITS} characters"


def _email(value: object) -> str:
    is_fit = isinstance(value, str) and not problems(rating=1, comment="", user_email=value)
    return "" if is_fit else "an e-mail address"


def _screenshots(value: object) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray):
        return "" if len(value) <= limits.SCREENSHOTS else f"at most {limits.SCREENSHOTS}"
    return "a list of pictures"


def _replay_id(value: object) -> str:
    most = limits.REPLAY_ID_CHARACTERS
    is_fit = isinstance(value, str) and 0 < len(value.strip()) <= most
    return "" if is_fit else f"a text of up to {most} characters"


def _recording(value: object) -> str:
    from usero_desktop.model.recording import Recording, problem  # few plugins have one

    return problem(value) if isinstance(value, Recording) else "a Recording"


def _offset(value: object) -> str:
    is_fit = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return "" if is_fit else "a whole number of milliseconds"


_CHECKS: Final[dict[str, Callable[[object], str]]] = {
    "rating": _rating,
    "comment": _comment,
    "user_email": _email,
    "screenshots": _screenshots,
    "page_url": _text,
    "page_title": _text,
    "referrer": _text,
    "environment": _environment,
    "session_replay_id": _replay_id,
    "replay_offset_ms": _offset,
    "recording": _recording,
}
"""By field, what it should be where a value is not: an empty text where it is."""
