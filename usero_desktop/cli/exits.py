"""What the exit status of a command means, and how an outcome is told."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from usero_desktop.cli.wording import USAGE, on_command_line, print_json
from usero_desktop.errors import InvalidFeedback, OutboxError, Refused, UseroError

if TYPE_CHECKING:
    from collections.abc import Mapping

SENT: Final = 0
REFUSED: Final = 65  # EX_DATAERR of sysexits.h
LOST: Final = 69  # EX_UNAVAILABLE of sysexits.h
KEPT: Final = 75  # EX_TEMPFAIL of sysexits.h
INTERRUPTED: Final = 130

MEANING: Final = (
    f"{SENT} sent, {KEPT} kept and sent later, {REFUSED} refused by the server, {LOST} neither "
    f"sent nor kept (this machine could not save it), {USAGE} wrong usage"
)
"""For the help of commands that send."""

FLAGS: Final = {
    name: f"--{name.replace('_', '-')}"
    for name in ("client_id", "base_url", "environment", "data_dir", "allow_insecure")
}
"""What Python calls an option, and what a command line does."""


def sentence_of(error: object) -> str:
    """Return an error in the words of a command line."""
    return on_command_line(str(error), FLAGS)


def failed(command: str, error: UseroError, *, as_json: bool) -> int:
    """Say why nothing was done: on standard error, and as JSON where that is wanted."""
    sentence = sentence_of(error)
    print(f"usero-desktop {command}: {sentence}", file=sys.stderr)
    if as_json:
        status = "lost" if isinstance(error, OutboxError) else "invalid"
        facts: dict[str, object] = {"status": status, "error": sentence, "code": error.code}
        if isinstance(error, InvalidFeedback):
            facts["problems"] = error.problems
        print_json(facts)
    return LOST if isinstance(error, OutboxError) else USAGE


def status_of(error: UseroError) -> int:
    """Return the exit status of a report that was not sent because of `error`."""
    if isinstance(error, Refused):
        return REFUSED
    return LOST if isinstance(error, OutboxError) else KEPT


WORDS: Final[Mapping[int, str]] = {SENT: "sent", REFUSED: "refused", LOST: "lost", KEPT: "kept"}
"""What JSON calls an exit status."""
