from __future__ import annotations

from typing import Final

PARTS: Final = (
    "platform",
    "uuid",
    "sqlite3",
    "usero_desktop.private",
    "usero_desktop.outbox.record",
    "usero_desktop.outbox.schema",
    "usero_desktop.outbox.trouble",
    "usero_desktop.outbox.rows",
    "usero_desktop.outbox.turn",
    "usero_desktop.outbox.recordings",
    "usero_desktop.outbox.reading",
    "usero_desktop.outbox.drafts",
    "usero_desktop.outbox.history",
    "usero_desktop.outbox.parcel",
    "usero_desktop.outbox.room",
    "usero_desktop.outbox.place",
    "usero_desktop.outbox.reserve",
    "usero_desktop.outbox.transaction",
    "usero_desktop.outbox.ledger",
    "usero_desktop.outbox.roles",
    "usero_desktop.outbox.trail",
    "usero_desktop.outbox.worker",
    "usero_desktop.outbox.database",
    "usero_desktop.outbox.store",
)
"""What the outbox loads, each bringing little beyond those before it; see loading.py."""
