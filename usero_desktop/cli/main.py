"""``usero-desktop``: the commands and what they share."""

from __future__ import annotations

import argparse
import sys

import usero_desktop
from usero_desktop.cli import demo, inbox, send
from usero_desktop.errors import UseroError

USAGE = 2
"""Exit status of a command that was called wrongly."""


class _Version(argparse.Action):
    """Print the version; it is looked up only then, since that is slow."""

    def __init__(self, option_strings: list[str], dest: str, **_: object) -> None:
        super().__init__(option_strings, dest, nargs=0, help="print the version and exit")

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(f"usero-desktop {usero_desktop.__version__}")
        parser.exit()


def build_parser() -> argparse.ArgumentParser:
    """Return the parser with every command in it."""
    parser = argparse.ArgumentParser(
        prog="usero-desktop", description="Send feedback to Usero, and receive it locally."
    )
    parser.add_argument("--version", action=_Version)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command in (demo, inbox, send):
        command.add_parser(commands)
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit status."""
    try:
        chosen = build_parser().parse_args(arguments)
        return int(chosen.run(chosen))
    except UseroError as error:
        print(f"usero-desktop: {error}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader has gone (``| head``); nothing more can be said to it.
        sys.stderr.close()
        return 141
