"""``usero-desktop outbox``: what can be done with reports that are not sent."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from usero_desktop.cli.exits import LOST, MEANING, failed
from usero_desktop.cli.parser import Parser
from usero_desktop.cli.target import add_place, warn_on
from usero_desktop.errors import UseroError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from usero_desktop.cli.shelves import Shelves

    Action = Callable[[argparse.Namespace, Shelves], int]

IDS = "ID"
SEVERAL = "how its id begins; several may be named"


def fill(parser: argparse.ArgumentParser) -> None:
    """Add the command's description and actions."""
    parser.description = (
        "Look after the reports on this machine that are not sent yet, or were refused: of all "
        "programs, or of one. A report is named by how its id begins. Other programs may be "
        "sending from the same outbox meanwhile."
    )
    parser.epilog = (
        f"Exit status: 0 done, 2 wrong usage, {LOST} where an outbox cannot be read or written; "
        f"of retry: {MEANING}."
    )
    actions: argparse._SubParsersAction[Parser] = parser.add_subparsers(
        dest="action", metavar="ACTION", parser_class=Parser
    )
    parser.set_defaults(run=_without_action)
    for name, (help_line, add) in _ACTIONS.items():
        made = actions.add_parser(name, help=help_line, description=f"{help_line}.")
        add(made)
        add_place(made)
        made.add_argument("--json", action="store_true", help="print it as JSON")
        made.set_defaults(parser=made)


def _without_action(chosen: argparse.Namespace) -> int:
    names = tuple(_ACTIONS)
    chosen.parser.error(f"an action is needed: {', '.join(names[:-1])} or {names[-1]}")
    return 2  # never reached: the parser exits


def _add_list(parser: Parser) -> None:
    parser.add_argument("--ids", action="store_true", help="print their ids alone, a line each")

    def act(chosen: argparse.Namespace, shelves: Shelves) -> int:
        from usero_desktop.cli.outbox.listing import list_reports

        return list_reports(chosen, shelves)

    parser.set_defaults(run=_running(act))


def _add_show(parser: Parser) -> None:
    parser.add_argument("id", metavar=IDS, help="how its id begins")

    def act(chosen: argparse.Namespace, shelves: Shelves) -> int:
        from usero_desktop.cli.outbox.showing import show_report

        return show_report(chosen, shelves)

    parser.set_defaults(run=_running(act))


def _add_retry(parser: Parser) -> None:
    parser.add_argument("ids", metavar=IDS, nargs="*", help=SEVERAL)
    parser.add_argument("--all", action="store_true", help="all that wait or were refused")
    parser.add_argument("--wait", action="store_true", help="stay until each is sent or refused")

    def act(chosen: argparse.Namespace, shelves: Shelves) -> int:
        from usero_desktop.cli.outbox.retrying import retry_reports

        return retry_reports(chosen, shelves)

    parser.set_defaults(run=_running(act))


def _add_export(parser: Parser) -> None:
    parser.add_argument("id", metavar=IDS, help="how its id begins")
    parser.add_argument("file", metavar="FILE", nargs="?", help="the .zip (report-ID.zip)")
    parser.add_argument("--force", action="store_true", help="replace a file of that name")

    def act(chosen: argparse.Namespace, shelves: Shelves) -> int:
        from usero_desktop.cli.outbox.exporting import export

        return export(chosen, shelves)

    parser.set_defaults(run=_running(act))


def _add_delete(parser: Parser) -> None:
    parser.add_argument("ids", metavar=IDS, nargs="*", help=SEVERAL)
    parser.add_argument("--all", action="store_true", help="all that wait or were refused")
    parser.add_argument("--yes", action="store_true", help="do not ask first")

    def act(chosen: argparse.Namespace, shelves: Shelves) -> int:
        from usero_desktop.cli.outbox.deleting import delete_reports

        return delete_reports(chosen, shelves)

    parser.set_defaults(run=_running(act))


_ACTIONS = {
    "list": ("List the reports that wait or were refused", _add_list),
    "show": ("Print all of a report as it would be sent", _add_show),
    "retry": ("Send reports now", _add_retry),
    "export": ("Write a report with its pictures to a .zip", _add_export),
    "delete": ("Delete reports, so that they are not sent", _add_delete),
}


def _running(act: Action) -> Callable[[argparse.Namespace], int]:
    """Return what runs `act` on the outboxes that are meant, and says what goes wrong."""

    def run(chosen: argparse.Namespace) -> int:
        from usero_desktop.cli.shelves import Shelves
        from usero_desktop.cli.target import place_of

        command = f"outbox {chosen.action}"
        # What goes to a program's log is said here in a sentence.
        logging.getLogger("usero_desktop").setLevel(logging.CRITICAL)
        try:
            client_id = place_of(chosen, warn_on(command))
            with Shelves.open(chosen.data_dir, client_id, warn_on(command)) as shelves:
                status = act(chosen, shelves)
                return status if status or shelves.is_whole else LOST
        except UseroError as error:
            return failed(command, error, as_json=chosen.json)

    return run
