from __future__ import annotations

from typing import Final

PARTS: Final = (
    "platform",
    "uuid",
    "sqlite3",
    "usero_desktop.outbox.record",
    "usero_desktop.outbox.worker",
    "usero_desktop.outbox.store",
)
"""What the outbox loads, each bringing little beyond those before it; see loading.py."""
