"""``usero-desktop completion``: what makes a shell complete the command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.cli.wording import complain

if TYPE_CHECKING:
    import argparse

    from usero_desktop.cli.parser import Parser

SHELLS: Final = ("bash", "zsh", "fish")

PLACES: Final = {
    "bash": "~/.local/share/bash-completion/completions/usero-desktop",
    "zsh": "_usero-desktop, in a folder of $fpath",
    "fish": "~/.config/fish/completions/usero-desktop.fish",
}
"""Where each shell looks for it."""

FILES: Final = frozenset({"screenshot", "file"})
FOLDERS: Final = frozenset({"data_dir", "data", "player"})

REPORTS: Final = "usero-desktop outbox list --ids"
WORDS: Final = {
    "id": REPORTS,
    "ids": REPORTS,
    "forget": "usero-desktop history --ids",
    "capture": "printf '%s\\n' screen region monitor",
    "rating": "printf '%s\\n' 1 2 3 4",
}
"""By what an option is called in Python, the command that prints what may stand there."""


def fill(parser: argparse.ArgumentParser) -> None:
    """Add the command's description and options."""
    parser.description = (
        "Print a script that makes a shell complete usero-desktop's commands, options and the "
        "ids of reports. Write it to where the shell looks for it: "
        + "; ".join(f"{shell}: {place}" for shell, place in PLACES.items())
        + "."
    )
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=", ".join(SHELLS))
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Print the script; return the exit status."""
    # Of no use to any other command, and not everybody has the program's own extra.
    try:
        import shtab
    except ModuleNotFoundError:
        message = "shtab is not installed; run: pip install 'usero-desktop[app]'"
        return complain("completion", message, {})
    from usero_desktop.cli.command_line import build_parser
    from usero_desktop.cli.commands import COMMANDS

    parser = build_parser()
    for name, command in parser.commands.items():
        command.description = COMMANDS[name][0]  # shells show it in one line
    for command in _all_of(parser):
        for action in command.arguments:
            if action.dest in FILES:
                action.complete = shtab.FILE  # type: ignore[attr-defined]
            elif action.dest in FOLDERS:
                action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
            elif action.dest in WORDS:
                action.complete = shtab.cmd(WORDS[action.dest])  # type: ignore[attr-defined]
    print(shtab.complete(parser, shell=chosen.shell))
    return 0


def _all_of(parser: Parser) -> list[Parser]:
    return [parser, *(it for made in parser.commands.values() for it in _all_of(made))]
