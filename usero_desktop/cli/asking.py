"""Ask before something is gone for good."""

from __future__ import annotations

import sys

from usero_desktop.errors import UseroError


def is_sure(question: str, *, yes: bool) -> bool:
    """Return whether the user says yes to `question`, or has said so before.

    Raises UseroError where nobody can be asked.
    """
    if yes:
        return True
    if not sys.stdin.isatty():
        raise UseroError("Nobody can be asked here: add --yes to be sure.", code="cli_unasked")
    # Beside what is printed, which may go to a file.
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in {"y", "yes"}
