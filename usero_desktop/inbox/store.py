"""What the inbox keeps on disk: entries, images' facts, identities, replays, in one SQLite file.

Every method may be called on any thread; one connection, one lock. It blocks for disk, so
the event loop calls it through a thread.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Self

from usero_desktop.errors import ConfigError
from usero_desktop.inbox.images import ImageFolder
from usero_desktop.inbox.replays import Replays
from usero_desktop.inbox.report import (
    Entry,
    Identity,
    Report,
    StoredImage,
    report_from_wire,
    report_to_wire,
)
from usero_desktop.inbox.search import Filter, haystack

if TYPE_CHECKING:
    from pathlib import Path

    from usero_desktop.model.submission import JsonValue

DATABASE: Final = "inbox.sqlite3"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS feedback (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    received_ms INTEGER NOT NULL,
    client_id TEXT NOT NULL,
    environment TEXT,
    rating INTEGER,
    email TEXT,
    submission_id TEXT,
    duplicate_of TEXT,
    haystack TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS feedback_submission ON feedback (client_id, submission_id);
CREATE TABLE IF NOT EXISTS image (
    name TEXT PRIMARY KEY,
    client_id TEXT NOT NULL,
    mime_type TEXT NOT NULL,
    file_size INTEGER NOT NULL,
    width INTEGER,
    height INTEGER,
    served_type TEXT
);
CREATE TABLE IF NOT EXISTS identity (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    client_id TEXT NOT NULL,
    anonymous_id TEXT NOT NULL,
    external_user_id TEXT NOT NULL,
    email TEXT,
    display_name TEXT,
    traits TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS identity_user ON identity (client_id, external_user_id);
"""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of entries, newest first.

    `before` continues behind it, None at the end. `total` counts what the filter lets
    through, `latest` is the newest seq of all.
    """

    entries: tuple[Entry, ...]
    before: int | None
    total: int
    latest: int


@dataclass(frozen=True, slots=True)
class Environment:
    """A name that reports came under (None: the default) and how many there are."""

    name: str | None
    count: int


class Store:
    """The inbox's memory in `folder`, which is made (0700) where it is missing."""

    def __init__(self, folder: Path) -> None:
        """Open or make the database. Raises ConfigError where that is not possible."""
        self.folder = folder
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.images = ImageFolder(folder / "images")
            # Made with its mode before SQLite opens it; its side files take the same mode.
            os.close(os.open(folder / DATABASE, os.O_CREAT | os.O_RDWR, 0o600))
            self._db = _connect(folder / DATABASE)
            self._lock = threading.Lock()
            self.replays = Replays(self._db, self._lock)
        except (OSError, sqlite3.Error) as error:
            message = (
                f"The inbox cannot write to {folder} ({_reason(error)}); "
                "choose another folder with --data."
            )
            raise ConfigError(message) from error
        self._arrived = threading.Condition(self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; the store cannot be used afterwards."""
        with self._lock:
            self._db.close()

    def add(self, report: Report) -> Entry:
        """Keep `report` and return the entry it became. Raises sqlite3.Error."""
        received_ms = time.time_ns() // 1_000_000
        feedback_id = str(uuid.uuid4())
        body = json.dumps(report_to_wire(report), ensure_ascii=False)
        with self._lock, self._db:
            first = self._first_of(report)
            cursor = self._db.execute(
                "INSERT INTO feedback (id, received_ms, client_id, environment, rating, email,"
                " submission_id, duplicate_of, haystack, body) VALUES (?,?,?,?,?,?,?,?,?,?)",
                (
                    feedback_id,
                    received_ms,
                    report.client_id,
                    report.environment,
                    report.rating,
                    (report.user_email or "").casefold(),
                    report.submission_id,
                    first,
                    haystack(report),
                    body,
                ),
            )
            self._arrived.notify_all()
        return Entry(cursor.lastrowid or 0, feedback_id, _moment(received_ms), report, first)

    def page(self, chosen: Filter) -> Page:
        """Read one page of what `chosen` lets through, newest first."""
        condition, values = chosen.where()
        limit = -1 if chosen.limit is None else chosen.limit + 1
        with self._lock:
            rows = self._db.execute(
                f"SELECT * FROM feedback WHERE {condition} ORDER BY seq DESC LIMIT ?",  # noqa: S608 - fixed texts
                [*values, limit],
            ).fetchall()
            (total,) = self._db.execute(
                f"SELECT count(*) FROM feedback WHERE {condition}",  # noqa: S608 - fixed texts
                values,
            ).fetchone()
            latest = self._latest()
        more = chosen.limit is not None and len(rows) > chosen.limit
        entries = tuple(_entry(row) for row in rows[: chosen.limit])
        return Page(entries, entries[-1].seq if more else None, total, latest)

    def entries(self, chosen: Filter | None = None) -> tuple[Entry, ...]:
        """Read every entry that `chosen` (None: everything) lets through, newest first."""
        return self.page(chosen or Filter(limit=None)).entries

    def entry(self, feedback_id: str) -> Entry | None:
        """Return the entry with this id, or None."""
        with self._lock:
            row = self._db.execute("SELECT * FROM feedback WHERE id = ?", (feedback_id,)).fetchone()
        return _entry(row) if row else None

    def entries_of_replay(self, client_id: str, session_id: str) -> tuple[Entry, ...]:
        """Read every entry of a client that was given in this session replay, oldest first."""
        with self._lock:
            rows = self._db.execute(
                "SELECT * FROM feedback"
                " WHERE client_id = ? AND json_extract(body, '$.sessionReplayId') = ? ORDER BY seq",
                (client_id, session_id),
            ).fetchall()
        return tuple(_entry(row) for row in rows)

    def latest(self) -> int:
        """Return the newest seq, 0 in an empty inbox."""
        with self._lock:
            return self._latest()

    def wait_for(self, count: int, timeout: float = 10.0) -> tuple[Entry, ...]:
        """Wait until `count` reports are here and return all, newest first.

        For tests and scripts, never on the event loop. `timeout` is in seconds; raises
        TimeoutError.
        """
        deadline = time.monotonic() + timeout
        with self._arrived:
            while self._count() < count:
                if not self._arrived.wait(max(0.0, deadline - time.monotonic())):
                    message = f"{self._count()} of {count} reports came within {timeout} s"
                    raise TimeoutError(message)
        return self.entries()

    def environments(self) -> tuple[Environment, ...]:
        """List every environment that reports came under, the default first."""
        with self._lock:
            rows = self._db.execute(
                "SELECT environment, count(*) FROM feedback GROUP BY environment"
                " ORDER BY environment IS NOT NULL, environment"
            ).fetchall()
        return tuple(Environment(name, count) for name, count in rows)

    def add_image(self, image: StoredImage) -> None:
        """Remember an uploaded file. Raises sqlite3.Error."""
        with self._lock, self._db:
            self._db.execute(
                "INSERT INTO image VALUES (?,?,?,?,?,?,?)",
                (
                    image.name,
                    image.client_id,
                    image.mime_type,
                    image.file_size,
                    image.width,
                    image.height,
                    image.served_type,
                ),
            )

    def image(self, name: str) -> StoredImage | None:
        """Return what is known of an uploaded file, or None if none has this name."""
        with self._lock:
            row = self._db.execute("SELECT * FROM image WHERE name = ?", (name,)).fetchone()
        return StoredImage(*row) if row else None

    def add_identity(self, identity: Identity) -> None:
        """Remember who spoke. Raises sqlite3.Error."""
        with self._lock, self._db:
            self._db.execute(
                "INSERT INTO identity (client_id, anonymous_id, external_user_id, email,"
                " display_name, traits) VALUES (?,?,?,?,?,?)",
                (
                    identity.client_id,
                    identity.anonymous_id,
                    identity.external_user_id,
                    identity.email,
                    identity.display_name,
                    json.dumps(dict(identity.traits)),
                ),
            )

    def identities(self) -> tuple[Identity, ...]:
        """List every accepted identify call, oldest first."""
        with self._lock:
            rows = self._db.execute(
                "SELECT client_id, anonymous_id, external_user_id, email, display_name, traits"
                " FROM identity ORDER BY seq"
            ).fetchall()
        return tuple(
            Identity(client, anonymous, external, email, name, json.loads(traits))
            for client, anonymous, external, email, name, traits in rows
        )

    def person(self, client_id: str, anonymous_id: str, user_id: str) -> Identity | None:
        """Return all that was said of a user, None where they never went by `anonymous_id`.

        What was said later is added or replaces, and nothing is ever cleared.
        """
        with self._lock:
            rows = self._db.execute(
                "SELECT anonymous_id, email, display_name, traits FROM identity"
                " WHERE client_id = ? AND external_user_id = ? ORDER BY seq",
                (client_id, user_id),
            ).fetchall()
        if anonymous_id not in {row[0] for row in rows}:
            return None
        email = name = None
        traits: dict[str, JsonValue] = {}
        for _, its_email, its_name, its_traits in rows:
            email, name = its_email or email, its_name or name
            traits.update(json.loads(its_traits))
        return Identity(client_id, anonymous_id, user_id, email, name, traits)

    def people_since(self, seq: int | None) -> tuple[int, tuple[tuple[str, str], ...]]:
        """Return up to where people were named, and whom (client, user) behind `seq`.

        None asks for no names.
        """
        with self._lock:
            (latest,) = self._db.execute("SELECT coalesce(max(seq), 0) FROM identity").fetchone()
            found = self._db.execute(
                "SELECT DISTINCT client_id, external_user_id FROM identity WHERE seq > ?",
                (latest if seq is None else seq,),
            ).fetchall()
        return latest, tuple(found)

    def _first_of(self, report: Report) -> str | None:
        if report.submission_id is None:
            return None
        row = self._db.execute(
            "SELECT id FROM feedback WHERE client_id = ? AND submission_id = ? ORDER BY seq",
            (report.client_id, report.submission_id),
        ).fetchone()
        return row[0] if row else None

    def _latest(self) -> int:
        (latest,) = self._db.execute("SELECT coalesce(max(seq), 0) FROM feedback").fetchone()
        return int(latest)

    def _count(self) -> int:
        (count,) = self._db.execute("SELECT count(*) FROM feedback").fetchone()
        return int(count)


def _reason(error: OSError | sqlite3.Error) -> str:
    """Say what is in the way: an OSError's own text starts with a number."""
    if isinstance(error, FileExistsError | NotADirectoryError):
        return "a file is in its place"
    if isinstance(error, OSError):
        return (error.strerror or str(error)).lower()
    return str(error)


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, check_same_thread=False)
    # A developer's tool: it survives its own crash; a power cut may take the last reports.
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=NORMAL")
    db.executescript(_SCHEMA)
    return db


def _entry(
    row: tuple[int, str, int, str, str | None, int | None, str, str, str, str, str],
) -> Entry:
    return Entry(
        seq=row[0],
        feedback_id=row[1],
        received_at=_moment(row[2]),
        report=report_from_wire(_present(json.loads(row[10]))),
        duplicate_of=row[8],
    )


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _present(body: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in body.items() if value is not None}
