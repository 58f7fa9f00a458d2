"""What `Feedback.submit` may be given, before anything is done with it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from usero_desktop.errors import InvalidFeedback
from usero_desktop.model import limits
from usero_desktop.model.kind import MAPPING, TEXT, Kind, shown
from usero_desktop.model.picture import Picture
from usero_desktop.model.unset import UNSET
from usero_desktop.model.user import Person

if TYPE_CHECKING:
    from usero_desktop.model.written import Written

_PILLOWS: Final = ("mode", "size", "tobytes")

_PAGE: Final = Kind(lambda value: value is UNSET or TEXT.takes(value), TEXT.wording).or_none()
_LIST: Final = Kind(
    lambda value: isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray),
    "a list of pictures",
)


def _is_recording(value: object) -> bool:
    from usero_desktop.model.recording import Recording  # few reports have one

    return isinstance(value, Recording)


_SCREENSHOT: Final = Kind(
    lambda value: (
        isinstance(value, Picture | os.PathLike | bytes)
        or (isinstance(value, str) and value != "")
        or all(hasattr(value, name) for name in _PILLOWS)
    ),
    "a file's path or bytes, a PIL image or a Picture",
)
_KINDS: Final = {
    "comment": TEXT.or_none(),
    "user_email": TEXT.or_none(),
    "screenshots": _LIST,
    "metadata": MAPPING.or_none(),
    "page_url": _PAGE,
    "page_title": _PAGE,
    "environment": _PAGE,
    "context": MAPPING.or_none(),
    "referrer": TEXT.or_none(),
    "session_replay_id": Kind(
        lambda value: isinstance(value, str) and 1 <= len(value) <= limits.REPLAY_ID_CHARACTERS,
        f"a text of 1 to {limits.REPLAY_ID_CHARACTERS} characters",
    ).or_none(),
    "replay_offset_ms": Kind(
        lambda value: isinstance(value, int) and not isinstance(value, bool) and value >= 0,
        "a number of milliseconds that is not negative",
    ).or_none(),
    "recording": Kind(_is_recording, "a Recording").or_none(),
    "person": Kind(lambda value: isinstance(value, Person), "a Person").or_none(),
}


def check_kinds(written: Written) -> None:
    """Raise InvalidFeedback for the first field of `written` that is not what it should be.

    The rating is not looked at: `model.draft.problems` says all there is to say of it.
    """
    for name, kind in _KINDS.items():
        _check(name, kind, getattr(written, name))
    for index, screenshot in enumerate(written.screenshots):
        _check(f"screenshots[{index}]", _SCREENSHOT, screenshot)


def _check(name: str, kind: Kind, value: object) -> None:
    if not kind.takes(value):
        field = name.partition("[")[0].removeprefix("user_")
        raise InvalidFeedback(
            f"{name} must be {kind.wording}, not {shown(value)}.", {field: ("problem.kind",)}
        )
