"""One transaction, whole or not at all."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def transaction(
    db: sqlite3.Connection,
    *,
    write: bool = True,
    confirm: Callable[[sqlite3.Connection], None] | None = None,
) -> Iterator[None]:
    """Do what is inside in one transaction of `db`; raises sqlite3.Error.

    Whatever is raised inside takes everything back. To `write`, the lock is taken at once: one
    that has begun by reading could not get it any more. Where rows were changed, `confirm` is
    called with `db` before the commit.
    """
    db.execute("BEGIN IMMEDIATE" if write else "BEGIN")
    changes = db.total_changes
    try:
        yield
        if confirm is not None and db.total_changes != changes:
            confirm(db)
        db.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            db.execute("ROLLBACK")
        raise
