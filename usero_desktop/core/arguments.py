"""What `Feedback.submit` may be given, before anything is done with it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Final

from usero_desktop.config import UNSET
from usero_desktop.errors import InvalidFeedback
from usero_desktop.model.kind import MAPPING, TEXT, Kind, shown
from usero_desktop.model.picture import Picture

_PILLOWS: Final = ("mode", "size", "tobytes")

_PAGE: Final = Kind(lambda value: value is UNSET or TEXT.takes(value), TEXT.wording).or_none()
_LIST: Final = Kind(
    lambda value: isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray),
    "a list of pictures",
)
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
}


def check_arguments(**given: object) -> None:
    """Raise InvalidFeedback for the first of `given` that is not what it should be."""
    for name, value in given.items():
        _check(name, _KINDS[name], value)
        if isinstance(value, Sequence) and name == "screenshots":
            for index, screenshot in enumerate(value):
                _check(f"{name}[{index}]", _SCREENSHOT, screenshot)


def _check(name: str, kind: Kind, value: object) -> None:
    if not kind.takes(value):
        field = name.partition("[")[0].removeprefix("user_")
        raise InvalidFeedback(
            f"{name} must be {kind.wording}, not {shown(value)}.", {field: ("problem.kind",)}
        )
