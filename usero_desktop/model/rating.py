from __future__ import annotations

from enum import IntEnum


class Rating(IntEnum):
    """The four ratings; names are the API reference's, the widget shows its own labels."""

    TERRIBLE = 1
    BAD = 2
    GOOD = 3
    AMAZING = 4
