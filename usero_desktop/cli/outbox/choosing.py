"""Which reports are meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.errors import UseroError

if TYPE_CHECKING:
    import argparse

    from usero_desktop.cli.shelves import Kept, Shelves


def chosen_reports(chosen: argparse.Namespace, shelves: Shelves) -> list[Kept]:
    """Return the reports that are named, or all; raises UseroError where that is not clear."""
    if bool(chosen.ids) == chosen.all:
        raise UseroError(
            "Name the reports by their ids, or all of them by --all.", code="cli_which"
        )
    return shelves.kept() if chosen.all else shelves.find(chosen.ids)
