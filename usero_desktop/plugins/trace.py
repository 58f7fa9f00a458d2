"""Tracebacks as a report carries them: short, and without the user's name and folders."""

from __future__ import annotations

import re
import traceback
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Final

from usero_desktop.model.scrub import scrub_text
from usero_desktop.model.text import without_lone_surrogates

if TYPE_CHECKING:
    from types import TracebackType

CHARACTERS: Final = 4_000
"""The most of a trace that is sent; what is in the middle goes."""

PARTS: Final = 3
"""So many of the last parts of a file's path say which one it is."""

FRAMES: Final = 30
_FILE: Final = re.compile(r'File "([^"\n]+)"')


def trace_of(error: BaseException) -> str:
    """Return the trace of `error` and of what caused it. Never raises."""
    try:
        found = traceback.TracebackException.from_exception(error, limit=-FRAMES, compact=True)
        text = "".join(found.format())
    except Exception:  # noqa: BLE001 - an error's own __str__, __cause__ and source may do anything
        text = type(error).__name__
    return shortened(text)


def fingerprint(error: BaseException) -> tuple[object, ...]:
    """Return what is the same for the same error: its type, and the lines it came through."""
    frames = []
    step: TracebackType | None = error.__traceback__
    while step is not None:
        frames.append((step.tb_frame.f_code.co_filename, step.tb_lineno))
        step = step.tb_next
    return (type(error).__qualname__, *frames[-FRAMES:])


def shortened(text: str) -> str:
    """Return `text` without folders, the user's name and secrets, and not too long."""
    text = _FILE.sub(lambda match: f'File "{_tail(match[1])}"', without_lone_surrogates(text))
    text = scrub_text(_without_home(text))
    if len(text) <= CHARACTERS:
        return text
    half = CHARACTERS // 2
    return f"{text[:half]}\n…\n{text[-half:]}"


def _tail(path: str) -> str:
    if path.startswith("<"):
        return path
    kind = PureWindowsPath if "\\" in path else PurePosixPath
    return "/".join(kind(path).parts[-PARTS:])


def _without_home(text: str) -> str:
    try:
        home = Path.home()
    except RuntimeError:  # a user without one
        return text
    if home == Path(home.anchor) or not home.name:
        return text
    text = text.replace(str(home), "~")
    return re.sub(rf"(?<![\w.-]){re.escape(home.name)}(?![\w.-])", "[user]", text)
