"""``usero-desktop outbox delete``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.cli.asking import is_sure
from usero_desktop.cli.outbox.choosing import chosen_reports
from usero_desktop.cli.wording import print_json

if TYPE_CHECKING:
    import argparse

    from usero_desktop.cli.shelves import Shelves


def delete_reports(chosen: argparse.Namespace, shelves: Shelves) -> int:
    """Delete reports, once the user is sure.

    Straight from the outbox: nothing of it is sent meanwhile, the others that wait included. One
    that another program is sending breaks off there.
    """
    found = chosen_reports(chosen, shelves)
    deleted = []
    what = "this report" if len(found) == 1 else f"these {len(found)} reports"
    if found and is_sure(f"Delete {what} for good? Nobody will read it.", yes=chosen.yes):
        for kept in found:
            submission_id = kept.record.submission_id
            if kept.shelf.outbox.delete(submission_id):
                deleted.append(submission_id)
    if chosen.json:
        print_json({"deleted": deleted})
    else:
        print("Deleted: nothing" if not deleted else f"Deleted: {', '.join(deleted)}")
    return 0
