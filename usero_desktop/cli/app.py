"""``usero-desktop`` and ``usero-desktop open``: the program in the notification area."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, Final

from usero_desktop.app.instance.wish import BACKGROUND, FEEDBACK, PLACES, PROGRAM, Wish
from usero_desktop.cli.screen import why_none
from usero_desktop.errors import UseroError

if TYPE_CHECKING:
    import argparse

UNAVAILABLE: Final = 69  # EX_UNAVAILABLE of sysexits.h

UNSEEN: Final = ("offscreen", "minimal", "vnc")
"""Qt's platforms on which there is nobody to answer a window."""


def fill(parser: argparse.ArgumentParser) -> None:
    """Add the command's description and options."""
    parser.description = (
        "Open a part of usero-desktop, which is started where it does not run yet. Without any "
        "command, usero-desktop starts and comes to the front."
    )
    parser.add_argument("place", nargs="?", choices=PLACES, default=FEEDBACK, metavar="PART",
        help=f"one of {', '.join(PLACES)} ({FEEDBACK})")  # fmt: skip
    parser.add_argument(PROGRAM, metavar="ID", default="", help="the client id it is about")
    parser.add_argument(BACKGROUND, action="store_true", help="show nothing but the icon")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Open what was chosen; return the exit status."""
    place = "" if chosen.background else chosen.place
    return start(Wish(place, chosen.program, chosen.background))


def start(wished: Wish) -> int:
    """Start the program, or have the one that runs do what is `wished` for."""
    from usero_desktop.app.instance.handover import hand_over

    trouble = None
    try:
        if hand_over(wished.words):
            return 0
    except UseroError as error:  # one runs, and cannot be told
        trouble = error
    asks = not wished.background and _is_clicked()
    why = why_none()
    if trouble is not None and (why or not asks):
        return _unavailable(trouble)
    # The binding that this program is tested with; a host's own choice is not touched by that.
    os.environ.setdefault("QT_API", "pyside6")
    if why:
        return _unavailable(f"{why} To send a report without one, use usero-desktop send.")
    # Nothing that is made on the way to the first window is let go of there: to look for cycles in
    # it, again and again, is a tenth of that way.
    gc.disable()
    try:
        from usero_desktop.app.run import run as run_app

        return run_app(wished, trouble, asks=asks)
    except UseroError as error:
        return _unavailable(error)
    finally:
        gc.enable()


def _is_clicked() -> bool:
    """Whether nobody reads what is written here, and somebody sees a window."""
    is_read = sys.stderr is not None and sys.stderr.isatty()
    return not is_read and os.environ.get("QT_QPA_PLATFORM", "") not in UNSEEN


def _unavailable(why: object) -> int:
    print(f"usero-desktop: {why}", file=sys.stderr)
    return UNAVAILABLE
