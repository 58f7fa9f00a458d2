"""``usero-desktop``: the commands and what they share."""

from __future__ import annotations

import argparse
import sys

import usero_desktop
from usero_desktop.cli import demo, inbox, send
from usero_desktop.cli.parser import Parser
from usero_desktop.cli.wording import USAGE
from usero_desktop.errors import UseroError


class _Version(argparse.Action):
    """Print the version; it is looked up only then, since that is slow."""

    def __init__(self, option_strings: list[str], dest: str, **_: object) -> None:
        super().__init__(option_strings, dest, nargs=0, help="print the version and exit")

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(f"usero-desktop {usero_desktop.__version__}")
        parser.exit()


def build_parser() -> Parser:
    """Return the parser with every command in it; what it parses has the `parser` in charge."""
    parser = Parser(
        prog="usero-desktop", description="Send feedback to Usero, and receive it locally."
    )
    parser.add_argument("--version", action=_Version)
    parser.set_defaults(parser=parser)
    commands: argparse._SubParsersAction[argparse.ArgumentParser] = parser.add_subparsers(
        dest="command", metavar="COMMAND", parser_class=Parser
    )
    for command in (demo, inbox, send):
        command.add_parser(commands)
    for made in commands.choices.values():
        made.set_defaults(parser=made)
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit status."""
    try:
        chosen, unknown = build_parser().parse_known_args(arguments)
        if unknown:
            chosen.parser.refuse(unknown[0])
        if chosen.command is None:
            chosen.parser.error("a command is needed: demo, inbox or send")
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
