"""What the panel shows, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

from usero_desktop.model.draft import Draft

if TYPE_CHECKING:
    from collections.abc import Mapping


class Phase(Enum):
    """Where a report is, as far as the panel knows."""

    WRITING = auto()
    SENDING = auto()


@dataclass(frozen=True, slots=True)
class Notice:
    """A message at the top of the panel; `kind` is success, saved or error."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class PanelState:
    """Everything the panel shows at one moment.

    `adding` counts pictures on their way, `progress` runs from 0 to 1 while sending, and
    `problems` holds sentences by field.
    """

    draft: Draft = field(default_factory=Draft)
    phase: Phase = Phase.WRITING
    adding: int = 0
    progress: float = 0.0
    notice: Notice | None = None
    problems: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_busy(self) -> bool:
        """Whether something is under way that Escape must not interrupt."""
        return self.phase is Phase.SENDING or self.adding > 0
