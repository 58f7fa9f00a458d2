"""``usero-desktop``: the commands and what they share."""

from __future__ import annotations

import argparse
import io
import sys

import usero_desktop
from usero_desktop.cli.commands import COMMANDS
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


def build_parser(only: str | None = None, *, alone: bool = False) -> Parser:
    """Return the parser of the command line; what it parses has the `parser` in charge.

    Every command is in it by name; its options are with all of them, or with `only` the one
    that is named: the others are not loaded then. `alone` leaves out even their names, for who
    does not ask what there is.
    """
    parser = Parser(
        prog="usero-desktop",
        description="Send feedback to Usero, and receive it locally. "
        "Without a command, the program in the notification area starts or comes to the front.",
    )
    parser.add_argument("--version", action=_Version)
    parser.set_defaults(parser=parser)
    commands: argparse._SubParsersAction[Parser] = parser.add_subparsers(
        dest="command", metavar="COMMAND", parser_class=Parser
    )
    is_alone = alone and only in COMMANDS
    for name, (help_line, load) in COMMANDS.items():
        if is_alone and name != only:
            continue
        made = commands.add_parser(name, help=help_line)
        if only is None or only == name:
            load().fill(made)
        made.set_defaults(parser=made)
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit status."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # What somebody wrote may not be there in the encoding of a terminal or a pipe.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        given = sys.argv[1:] if arguments is None else arguments
        # What comes before a command takes no value: the first plain word is its name.
        name = next((word for word in given if not word.startswith("-")), "")
        parser = build_parser(only=name, alone=given[:1] == [name])
        parser.take_note_of_json(given)
        chosen, unknown = parser.parse_known_args(given)
        if unknown:
            chosen.parser.refuse(unknown[0])
        if chosen.command is None:
            return _start()
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


def _start() -> int:
    """Do without a command what a click on the program's icon does."""
    from usero_desktop.app.instance.wish import Wish
    from usero_desktop.cli.app import start

    return start(Wish())
