"""The table of commands: what each is for, and where it is loaded from once it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable


class Command(Protocol):
    """What a command's module has: `fill` adds its options to the parser that has its name.

    It sets `run` among the parser's defaults: called with what was chosen, it returns the
    exit status.
    """

    def fill(self, parser: argparse.ArgumentParser) -> None:
        """Add description, options and `run`."""


# Imports that are written out, so that a frozen program has them, too.


def _app() -> Command:
    from usero_desktop.cli import app

    return app


def _completion() -> Command:
    from usero_desktop.cli import completion

    return completion


def _demo() -> Command:
    from usero_desktop.cli import demo

    return demo


def _doctor() -> Command:
    from usero_desktop.cli import doctor

    return doctor


def _history() -> Command:
    from usero_desktop.cli import history

    return history


def _inbox() -> Command:
    from usero_desktop.cli import inbox

    return inbox


def _outbox() -> Command:
    from usero_desktop.cli.outbox import command

    return command


def _send() -> Command:
    from usero_desktop.cli import send

    return send


COMMANDS: Final[dict[str, tuple[str, Callable[[], Command]]]] = {
    "open": ("open the program in the notification area, or a part of it", _app),
    "send": ("send a report", _send),
    "outbox": ("look after the reports that are not sent yet", _outbox),
    "history": ("list the reports that were sent", _history),
    "doctor": ("try what is needed here, and say what is wrong", _doctor),
    "demo": ("a small program with the feedback button, and an inbox beside it", _demo),
    "inbox": ("a local Usero: the same API, and a page to read what was sent", _inbox),
    "completion": ("print what makes a shell complete this command", _completion),
}
"""By the name of each, its line of help and what loads it: nothing else is loaded with it."""
