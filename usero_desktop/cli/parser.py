"""argparse, with complaints of one sentence each."""

from __future__ import annotations

import argparse
from itertools import takewhile
from typing import TYPE_CHECKING, Final, NoReturn

from usero_desktop.cli.wording import USAGE, print_json

if TYPE_CHECKING:
    from collections.abc import Sequence

JSON: Final = "--json"
"""What each command that can answer a program calls that."""


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line, and which option was probably meant.

    Who asked for JSON gets that in JSON, too.
    """

    is_for_json = False

    @property
    def commands(self) -> dict[str, Parser]:
        """The parsers of its commands by their names; one without commands has none."""
        found: dict[str, Parser] = {}
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - no other name
                found |= action.choices
        return found

    @property
    def arguments(self) -> list[argparse.Action]:
        """What may be given to it, in their order; also what nobody is told of."""
        return list(self._actions)

    def take_note_of_json(self, given: Sequence[str]) -> None:
        """Complain in JSON, too, where that is asked for among the words that were `given`.

        It is not known yet which of them mean what: one of them is wrong.
        """
        words = takewhile(lambda word: word != "--", given)
        self.is_for_json = any(len(word) > len("--") and JSON.startswith(word) for word in words)
        for command in self.commands.values():
            command.take_note_of_json(given)

    def error(self, message: str) -> NoReturn:
        """Say what argparse has found, and where to read on; exit."""
        found = message.removeprefix("argument ")
        self._end(f"{found[:1].upper()}{found[1:]}; see {self.prog} --help.")

    def refuse(self, word: str) -> NoReturn:
        """Complain about a word of the command line that nobody asked for; exit."""
        from difflib import get_close_matches  # for a mistake only

        if not word.startswith("-"):
            self.error(f"{word!r} is not expected here")
        name = word.partition("=")[0]
        told_of = [n for n, a in self._option_string_actions.items() if a.help != argparse.SUPPRESS]
        close = get_close_matches(name, told_of, n=1)
        if not close:
            self.error(f"there is no option {name}")
        self._end(f"There is no option {name}; did you mean {close[0]}?")

    def _end(self, sentence: str) -> NoReturn:
        if self.is_for_json:
            print_json({"status": "invalid", "error": sentence, "code": "usage"})
        self.exit(USAGE, f"{self.prog}: {sentence}\n")
