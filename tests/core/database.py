"""A look into an outbox from outside, beside the program that has it open."""

import sqlite3
import threading
import time
from contextlib import closing

from usero_desktop.paths import outbox_path

PATIENCE = 30


def ask(folder, statement):
    """Run one statement on the outbox in `folder` and return its rows."""
    file = outbox_path("client_demo", folder)
    with closing(sqlite3.connect(file, timeout=PATIENCE)) as database, database:
        return database.execute(statement).fetchall()


def until_saved(folder, uploads):
    """Wait until the answers of so many uploads are kept."""
    deadline = time.monotonic() + PATIENCE
    while len(ask(folder, "SELECT position FROM upload")) < uploads:
        if time.monotonic() > deadline:
            raise AssertionError("the uploads were not kept")
        threading.Event().wait(0.02)


def end_leases(folder):
    """Have a minute pass for the leases of processes that died."""
    ask(folder, "UPDATE report SET lease_until = 0 WHERE state = 'sending'")
