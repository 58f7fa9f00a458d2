"""``usero-desktop history``: what was sent from this machine."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from usero_desktop.cli.asking import is_sure
from usero_desktop.cli.columns import cut, plain, screen_columns, table
from usero_desktop.cli.exits import LOST, failed
from usero_desktop.cli.outbox.listing import COMMENT_COLUMNS, RATINGS
from usero_desktop.cli.shelves import Shelves, shortened, unique
from usero_desktop.cli.target import add_place, place_of, warn_on
from usero_desktop.cli.wording import print_json
from usero_desktop.errors import UseroError

if TYPE_CHECKING:
    import argparse

    from usero_desktop.cli.shelves import Shelf
    from usero_desktop.outbox.history import SentEntry

HEADS: Final = ("ID", "PROGRAM", "SENT", "RATING", "PICTURES", "COMMENT", "NUMBER")


def fill(parser: argparse.ArgumentParser) -> None:
    """Add the command's description and options."""
    parser.description = (
        "List the reports that were sent from this machine, the last first: up to 100 of each "
        "program, their words and the server's number. Forgetting them here takes nothing from "
        "the server."
    )
    parser.epilog = f"Exit status: 0 done, 2 wrong usage, {LOST} where an outbox cannot be read."
    add_place(parser)
    add = parser.add_argument
    add("--json", action="store_true", help="print it as JSON")
    add(
        "--forget", metavar="ID", nargs="*",
        help="forget reports, named by how their ids begin; all of them without any",
    )  # fmt: skip
    add("--ids", action="store_true", help="print their ids alone, a line each")
    add("--yes", action="store_true", help="do not ask first")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """List what was sent, or forget it; return the exit status."""
    # What goes to a program's log is said here in a sentence.
    logging.getLogger("usero_desktop").setLevel(logging.CRITICAL)
    try:
        client_id = place_of(chosen, warn_on("history"))
        with Shelves.open(chosen.data_dir, client_id, warn_on("history")) as shelves:
            found = shelves.sent()
            if chosen.forget is None:
                _list(found, chosen, shelves)
            else:
                _forget(found, chosen)
            return 0 if shelves.is_whole else LOST
    except UseroError as error:
        return failed("history", error, as_json=chosen.json)


def _list(
    found: list[tuple[Shelf, SentEntry]], chosen: argparse.Namespace, shelves: Shelves
) -> None:
    if chosen.ids:
        print("".join(f"{entry.submission_id}\n" for _, entry in found), end="")
    elif chosen.json:
        reports = [_facts(shelf, entry) for shelf, entry in found]
        told = {"reports": reports, "troubles": shelves.troubles}
        print_json(told)
    elif found:
        ids = shortened([entry.submission_id for _, entry in found])
        rows = [(ids[entry.submission_id], *_row(shelf, entry)) for shelf, entry in found]
        print("\n".join(table(HEADS, rows, screen_columns())))
    elif shelves.is_whole:
        print("Nothing is known here of reports that were sent.")


def _facts(shelf: Shelf, entry: SentEntry) -> dict[str, object]:
    return {
        "submission_id": entry.submission_id,
        "client_id": shelf.client_id,
        "feedback_id": entry.feedback_id,
        "sent_at": entry.sent_at.isoformat(timespec="seconds"),
        "rating": entry.rating,
        "comment": entry.comment,
        "pictures": entry.picture_count,
        "pictures_left_out": entry.pictures_left_out,
    }


def _row(shelf: Shelf, entry: SentEntry) -> tuple[str, ...]:
    return (
        shelf.client_id,
        entry.sent_at.astimezone().strftime("%Y-%m-%d %H:%M"),
        RATINGS.get(entry.rating or 0, "-"),
        str(entry.picture_count or "-"),
        cut(plain(entry.comment or ""), COMMENT_COLUMNS) or "-",
        plain(entry.feedback_id),
    )


def _forget(found: list[tuple[Shelf, SentEntry]], chosen: argparse.Namespace) -> None:
    known = [entry.submission_id for _, entry in found]
    names = unique(chosen.forget, known, "sent report") if chosen.forget else set(known)
    what = "this report" if len(names) == 1 else f"these {len(names)} reports"
    forgotten = []
    if names and is_sure(f"Forget that {what} went from here?", yes=chosen.yes):
        for shelf, entry in found:
            name = entry.submission_id
            if name in names and shelf.outbox.history.forget(name):
                forgotten.append(name)
    if chosen.json:
        print_json({"forgotten": forgotten})
    else:
        print("Forgotten: nothing" if not forgotten else f"Forgotten: {', '.join(forgotten)}")
