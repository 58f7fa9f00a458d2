"""Moments of a recording in words."""

from __future__ import annotations


def clock(at_ms: int) -> str:
    """Return a moment as minutes and seconds, which all our languages write alike.

    Of a second that is not over it is the one begun.
    """
    minutes, seconds = divmod(at_ms // 1000, 60)
    return f"{minutes}:{seconds:02}"
