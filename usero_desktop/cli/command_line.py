"""The command line as argparse knows it: what may be written, and what was meant."""

from __future__ import annotations

import argparse

import usero_desktop
from usero_desktop.cli.commands import COMMANDS
from usero_desktop.cli.parser import Parser


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


def chosen_from(given: list[str]) -> argparse.Namespace:
    """Return what the words that were `given` mean; say what is wrong with them, and exit."""
    # What comes before a command takes no value: the first plain word is its name.
    name = next((word for word in given if not word.startswith("-")), "")
    parser = build_parser(only=name, alone=given[:1] == [name])
    parser.take_note_of_json(given)
    chosen, unknown = parser.parse_known_args(given)
    if unknown:
        chosen.parser.refuse(unknown[0])
    return chosen
