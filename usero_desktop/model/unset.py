from __future__ import annotations

from enum import Enum
from typing import Final


class Unset(Enum):
    """The type of UNSET, for annotations."""

    UNSET = "UNSET"

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET
"""Stands for "leave it as it is", where None has a meaning of its own."""
