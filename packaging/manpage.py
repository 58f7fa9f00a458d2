"""Write the manual page of `usero-desktop`: its commands and options as the program has them.

    .venv/bin/python packaging/manpage.py VERSION DAY > usero-desktop.1

Run it in an environment with the program. What argparse does not know (what the program is, exit
statuses, variables, files, examples) stands in `packaging/linux/usero-desktop.man`, in roff.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

MORE: Final = Path(__file__).resolve().parent / "linux" / "usero-desktop.man"
FIRST_BEHIND: Final = ".SH EXIT STATUS\n"
"""With this begins in that file what stands behind the commands."""

_OPTION: Final = re.compile(r"(?<![\w-])--[a-z][a-z-]+")


def page(parser: argparse.ArgumentParser, version: str, day: str) -> str:
    """Return the page of a program with commands, in roff; `day` is 2026-12-24."""
    before, _, behind = MORE.read_text(encoding="utf-8").partition(FIRST_BEHIND)
    about = (parser.description or "").partition(". ")[0].rstrip(".")
    lines = [
        f'.TH {_plain(parser.prog.upper())} 1 {day} "{parser.prog} {version}" "User Commands"',
        ".SH NAME",
        f"{_plain(parser.prog)} \\- {_plain(about[:1].lower() + about[1:])}",
        ".SH SYNOPSIS",
        *_synopsis(parser, parser.prog),
        *before.splitlines(),
        ".SH OPTIONS",
        *_options(parser),
        ".SH COMMANDS",
    ]
    for command in _commands(parser):
        lines += _command(command)
    return "\n".join(lines) + "\n" + FIRST_BEHIND + behind


def _command(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Tell of a command, and behind it of those it has itself."""
    yield f".SS {_plain(parser.prog)}"
    yield from _synopsis(parser, parser.prog)
    yield ".PP"
    yield _sentence(parser.description or "")
    yield from _options(parser)
    if parser.epilog:
        yield ".PP"
        yield _sentence(parser.epilog)
    for command in _commands(parser):
        yield from _command(command)


def _synopsis(parser: argparse.ArgumentParser, prog: str) -> Iterator[str]:
    usage = " ".join(parser.format_usage().removeprefix("usage:").split())
    yield f".B {_plain(prog)}"
    rest = usage.removeprefix(prog).strip()
    if rest:
        yield _sentence(rest)


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:  # noqa: SLF001 - argparse tells of them nowhere else
        if action.help == argparse.SUPPRESS or isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            continue
        value = "" if action.nargs == 0 else _value(action)
        names = [f"\\fB{_plain(name)}\\fR" for name in action.option_strings] or [value]
        takes = f" {value}" if value and action.option_strings else ""
        yield ".TP"
        yield ", ".join(names) + takes
        words = parser._get_formatter()._expand_help(action) if action.help else ""  # noqa: SLF001
        yield _sentence(words) if words else "\\&"


def _value(action: argparse.Action) -> str:
    shown = action.metavar or (
        "|".join(map(str, action.choices)) if action.choices else action.dest.upper()
    )
    return f"\\fI{_plain(' '.join(shown) if isinstance(shown, tuple) else shown)}\\fR"


def _commands(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    for action in parser._actions:  # noqa: SLF001 - as above
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            yield from action.choices.values()


def _sentence(text: str) -> str:
    """Return text as a paragraph, the options in it bold."""
    bold = _OPTION.sub(lambda found: f"\\fB{found[0]}\\fR", text)
    return _plain(bold, keep_escapes=True)


def _plain(text: str, *, keep_escapes: bool = False) -> str:
    """Return text that roff prints as it is: minus signs are those of a keyboard."""
    if not keep_escapes:
        text = text.replace("\\", "\\e")
    text = text.replace("-", "\\-").replace("…", "\\&...").replace("'", "\\(aq")
    return f"\\&{text}" if text.startswith(".") else text


if __name__ == "__main__":
    from usero_desktop.cli.command_line import build_parser

    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(page(build_parser(), *sys.argv[1:3]))
