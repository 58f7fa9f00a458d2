"""What the commands say when something is wrong: one sentence, in the words of a command line."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

USAGE: Final = 2
"""Exit status of a command that was called wrongly."""


def print_json(facts: Mapping[str, object]) -> None:
    """Print `facts` for a program: in ASCII, so that no encoding of a pipe's can spoil them."""
    print(json.dumps(facts, indent=2))


def complain(command: str, error: object, flags: Mapping[str, str]) -> int:
    """Say on standard error what is wrong with the command's input; return the exit status."""
    print(f"usero-desktop {command}: {on_command_line(str(error), flags)}", file=sys.stderr)
    return USAGE


def on_command_line(sentence: str, flags: Mapping[str, str]) -> str:
    """Return a sentence about options of Python with each one's name as it is typed here.

    `flags` maps the names to what the command calls them. What is quoted, or part of a path,
    is the user's own and stays.
    """
    names = "|".join(flags)
    pattern = rf"(?<![\w/'\"-])({names})(=True)?(?![\w/'\"-])"
    return re.sub(pattern, lambda found: flags[found[1]], sentence)
