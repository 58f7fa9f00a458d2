"""Two programs make the outbox at the same moment."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress

from usero_desktop.outbox import database


class Interrupted(sqlite3.Connection):
    """After its first look at the tables another program wants to lay the same file out."""

    def execute(self, statement, *given):
        found = super().execute(statement, *given)
        if "sqlite_master" in statement:
            found = iter(found.fetchall())
            with suppress(sqlite3.OperationalError), closing(other(self.file)) as connection:
                database._bring_up(connection)
        return found


def other(file, kind=sqlite3.Connection):
    return sqlite3.connect(file, timeout=0, isolation_level=None, factory=kind)


def test_a_file_that_another_program_lays_out_meanwhile_is_not_called_damaged(tmp_path):
    file = tmp_path / "reports.sqlite3"
    with closing(other(file, Interrupted)) as connection:
        connection.file = file

        assert database._bring_up(connection)
