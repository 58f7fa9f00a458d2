"""What a check says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from usero_desktop.model.submission import JsonValue


class State(StrEnum):
    """How a check ended; FAILED alone means that something needed does not work."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of what the doctor says.

    `name` is the check's, for programs that read this. `sentence` says what was found and
    `advice` what to do, "" for nothing. `facts` are the same for programs.
    """

    name: str
    state: State
    sentence: str
    advice: str = ""
    facts: Mapping[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is looked at: whose reports would go where, from which folder.

    `client_id` is "" where nobody has said it. `offline` says that no server is to be asked.
    """

    client_id: str
    base_url: str
    data_dir: str | None
    allow_insecure: bool
    offline: bool


@dataclass(frozen=True, slots=True)
class Check:
    """`look` makes one finding for each of `names`; any thread, and it may take for ever."""

    names: tuple[str, ...]
    look: Look


Look: TypeAlias = Callable[[Subject], Sequence[Finding]]
