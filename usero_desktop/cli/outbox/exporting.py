"""``usero-desktop outbox export``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from usero_desktop.cli.shelves import UNIQUE
from usero_desktop.cli.wording import print_json
from usero_desktop.errors import UseroError
from usero_desktop.paths import may_exist, shown_path

if TYPE_CHECKING:
    import argparse

    from usero_desktop.cli.shelves import Shelves


def export(chosen: argparse.Namespace, shelves: Shelves) -> int:
    """Write a report to a .zip and print where it is."""
    [kept] = shelves.find([chosen.id])
    submission_id = kept.record.submission_id
    path = Path(chosen.file or f"report-{submission_id[:UNIQUE]}.zip")
    if not chosen.force and may_exist(path):
        raise UseroError(
            f"{shown_path(path)} is there already; choose another name, or add --force.",
            code="cli_exists",
        )
    with kept.shelf.feedback() as feedback:
        feedback.export(submission_id, path)
    if chosen.json:
        print_json({"submission_id": submission_id, "file": str(path)})
    else:
        print(f"Written: {shown_path(path)}")
    return 0
