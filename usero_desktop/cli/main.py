"""``usero-desktop``: the commands and what they share."""

from __future__ import annotations

import io
import sys

from usero_desktop.app.instance.wish import Wish
from usero_desktop.cli.wording import USAGE
from usero_desktop.errors import UseroError


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit status."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # What somebody wrote may not be there in the encoding of a terminal or a pipe.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except UseroError as error:
        print(f"usero-desktop: {error}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader has gone (``| head``); nothing more can be said to it.
        sys.stderr.close()
        return 141


def _run(given: list[str]) -> int:
    wished = Wish.of(given)
    if wished.words == tuple(given):
        # What a click on the icon or in the menu of programs runs: a window is waited for, and
        # a parser is a tenth of that time.
        from usero_desktop.cli.app import start

        return start(wished)
    from usero_desktop.cli.command_line import chosen_from

    chosen = chosen_from(given)
    if chosen.command is None:  # options alone, and none that ends here
        from usero_desktop.cli.app import start

        return start(Wish())
    return int(chosen.run(chosen))
