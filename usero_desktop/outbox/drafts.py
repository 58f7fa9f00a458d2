"""What is written and not sent yet, kept in the outbox's file for the next start."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from usero_desktop.model import limits
from usero_desktop.model.draft import Draft
from usero_desktop.model.rating import Rating
from usero_desktop.model.text import clip_utf16
from usero_desktop.outbox import rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

    from usero_desktop.model.clock import Clock
    from usero_desktop.model.picture import Picture
    from usero_desktop.outbox.database import Database

KEPT_SECONDS: Final = 28 * 86_400.0
"""How long a draft is kept that nobody comes back to."""

MOST_SHEETS: Final = 10
"""So many drafts may lie one upon the other; what is below them is not kept."""


@dataclass(frozen=True, slots=True)
class KeptSheet:
    """One draft, and the kept report that it takes the place of, or None.

    Where it `is_changed` it differs from that.
    """

    draft: Draft
    replaces: str | None = None
    is_changed: bool = True


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """What is kept of one form: the last of `sheets` is in it, the others wait below.

    `writer` names who has written it, `lost_pictures` counts those that cannot be read. `off` are
    the parts of a report that the user lets travel with none.
    """

    writer: str
    sheets: tuple[KeptSheet, ...]
    lost_pictures: int = 0
    off: frozenset[str] = frozenset()


class Drafts:
    """The drafts in an outbox's file, one for each form; any thread, waits for the disk.

    Every method raises OutboxError where the file cannot be read or written. Nothing that
    stands there harms: what is damaged or too old is dropped.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def save(self, name: str, kept: KeptDraft) -> None:
        """Keep a draft in place of the one of that name, whoever wrote it, or nothing of it.

        Pictures that are kept already are not written again.
        """
        sheets = kept.sheets[-MOST_SHEETS:]
        pictures = {rows.digest(p.data): p for sheet in sheets for p in sheet.draft.pictures}

        def work(db: sqlite3.Connection) -> None:
            places = _places(db, name)
            free = max(places.values(), default=-1) + 1
            new = [digest for digest in pictures if digest not in places]
            places |= {digest: free + i for i, digest in enumerate(new)}
            body = _encode(replace(kept, sheets=sheets), places)
            db.execute(
                "INSERT INTO draft (name, saved_at, body, digest) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (name) DO UPDATE SET saved_at = excluded.saved_at,"
                " body = excluded.body, digest = excluded.digest",
                (name, self._clock.now(), body, rows.digest(body)),
            )
            db.executemany(
                "DELETE FROM draft_picture WHERE name = ? AND position = ?",
                [(name, place) for digest, place in places.items() if digest not in pictures],
            )
            db.executemany(
                "INSERT INTO draft_picture VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [_row(name, places[digest], pictures[digest], digest) for digest in new],
            )

        # What is left of a full disk is for reports.
        self._database.run(work, spend_reserve=False)

    def load(self, name: str) -> KeptDraft | None:
        """Return what is kept under `name`, None for nothing."""

        def work(db: sqlite3.Connection) -> KeptDraft | None:
            found = db.execute(
                "SELECT body, digest, saved_at FROM draft WHERE name = ?", (name,)
            ).fetchone()
            if found is None:
                return None
            body, digest, saved_at = found
            kept = None
            with suppress(rows.DamagedError, *rows.NONSENSE):
                if not self._is_old(saved_at) and rows.is_whole(body, digest):
                    kept = _without_sent(db, _decode(body, _pictures(db, name)))
            if kept is None:
                db.execute("DELETE FROM draft WHERE name = ?", (name,))
            return kept

        return self._database.run(work)

    def drop(self, name: str, writers: Collection[str]) -> None:
        """Delete the draft of that name, if it is one of `writers` that wrote it."""

        def work(db: sqlite3.Connection) -> None:
            found = db.execute("SELECT body FROM draft WHERE name = ?", (name,)).fetchone()
            if found is not None and _writer(found[0]) in {None, *writers}:
                db.execute("DELETE FROM draft WHERE name = ?", (name,))

        self._database.run(work)

    def tidy(self) -> None:
        """Let go of those that nobody came back to."""
        now = self._clock.now()
        self._database.run(
            lambda db: db.execute(
                "DELETE FROM draft WHERE saved_at NOT BETWEEN ? AND ?",
                (now - KEPT_SECONDS, now + KEPT_SECONDS),
            )
        )

    def _is_old(self, saved_at: float) -> bool:
        # A clock that was wrong, then or now, must not keep one for ever.
        return abs(self._clock.now() - saved_at) > KEPT_SECONDS


def _places(db: sqlite3.Connection, name: str) -> dict[bytes, int]:
    found = db.execute(
        "SELECT digest, position FROM draft_picture"
        " WHERE name = ? AND typeof(position) = 'integer'",
        (name,),
    )
    return dict(found.fetchall())


def _row(name: str, place: int, picture: Picture, digest: bytes) -> tuple[object, ...]:
    return (
        name, place, picture.mime, picture.width, picture.height, picture.source, picture.data,
        digest,
    )  # fmt: skip


def _pictures(db: sqlite3.Connection, name: str) -> dict[int, Picture]:
    found: dict[int, Picture] = {}
    for place, *facts in db.execute(
        "SELECT position, data, mime, width, height, source, digest FROM draft_picture"
        " WHERE name = ?",
        (name,),
    ):
        try:
            found[place] = rows.decode_picture(*facts)
        except rows.DamagedError:
            continue
    return found


def _encode(kept: KeptDraft, places: dict[bytes, int]) -> str:
    return json.dumps(
        {
            "writer": kept.writer,
            "off": sorted(kept.off),
            "sheets": [
                {
                    "rating": sheet.draft.rating,
                    "comment": sheet.draft.comment,
                    "email": sheet.draft.user_email,  # one that is not shared is not kept
                    "pictures": [places[rows.digest(p.data)] for p in sheet.draft.pictures],
                    "replaces": sheet.replaces,
                    "changed": sheet.is_changed,
                }
                for sheet in kept.sheets
            ],
        }
    )


def _decode(body: str, pictures: dict[int, Picture]) -> KeptDraft:
    facts: dict[str, Any] = json.loads(body)
    named = [place for sheet in facts["sheets"] for place in sheet["pictures"]]
    return KeptDraft(
        str(facts["writer"]),
        tuple(_sheet(sheet, pictures) for sheet in facts["sheets"]),
        sum(place not in pictures for place in named),
        frozenset(map(str, facts.get("off", ()))),
    )


def _sheet(facts: dict[str, Any], pictures: dict[int, Picture]) -> KeptSheet:
    rating, email, replaces = facts["rating"], facts["email"] or "", facts["replaces"]
    named = facts["pictures"][: limits.SCREENSHOTS]
    draft = Draft(
        rating=None if rating is None else Rating(rating),
        comment=clip_utf16(str(facts["comment"]), limits.COMMENT_UNITS),
        share_email=bool(email),
        email=str(email),
        pictures=tuple(pictures[place] for place in named if place in pictures),
    )
    return KeptSheet(draft, None if replaces is None else str(replaces), bool(facts["changed"]))


def _without_sent(db: sqlite3.Connection, kept: KeptDraft) -> KeptDraft | None:
    """Leave out what stood in a form as it was delivered meanwhile; None where that is all."""

    def is_sent(sheet: KeptSheet) -> bool:
        done = "SELECT 1 FROM report WHERE submission_id = ? AND state = 'done'"
        known = None if sheet.is_changed else db.execute(done, (sheet.replaces,)).fetchone()
        return known is not None

    left = tuple(sheet for sheet in kept.sheets if not is_sent(sheet))
    return replace(kept, sheets=left) if left else None


def _writer(body: str) -> str | None:
    """Return who wrote a draft, None where that cannot be read: it is nobody's then."""
    try:
        return str(json.loads(body)["writer"])
    except rows.NONSENSE:
        return None
