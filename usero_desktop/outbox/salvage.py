"""Taking in another file's reports: a damaged one's, as far as they are readable, or a side's."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any, Final

from usero_desktop.logs import guest_logger
from usero_desktop.outbox import rows, schema, trouble
from usero_desktop.outbox.place import uri_of
from usero_desktop.outbox.record import ReportState
from usero_desktop.outbox.schedule import NEVER
from usero_desktop.outbox.store import LEASE_SECONDS
from usero_desktop.outbox.transaction import transaction
from usero_desktop.paths import shown_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from usero_desktop.outbox.place import Place

log = guest_logger()

WAIT_SECONDS: Final = 2.0
"""How long a program that is still writing to the file is waited for."""

GAP_ROWS: Final = 3_000
"""So many row ids are tried one by one on either side of what cannot be read; the caps allow a
thousand reports, with three pictures each."""

GRAFT_BYTES: Final = 500_000_000
"""A larger file is not read into memory: what the caps allow is half of that."""

_REPORT: Final = (
    "submission_id", "state", "created_at", "body", "bytes", "picture_count", "attempts",
    "stamped_at", "due_at", "lease_owner", "lease_until", "failure", "feedback_id",
    "pictures_left_out", "digest", "waited",
)  # fmt: skip
_PICTURE: Final = (
    "submission_id", "position", "mime", "width", "height", "source", "data", "digest"
)  # fmt: skip
_UPLOAD: Final = ("submission_id", "position", "answer")
_DRAFT: Final = ("name", "saved_at", "body", "digest")
_DRAFT_PICTURE: Final = (
    "name", "position", "mime", "width", "height", "source", "data", "digest"
)  # fmt: skip
_RECORDING: Final = ("submission_id", "body", "digest", "session", "seq", "position")
_CHUNK: Final = ("submission_id", "position", "digest", "data")

_SINCE_SECOND: Final = frozenset({"digest", "waited"})
"""Columns of reports and pictures that a file of the first version has not."""

_ESSENTIAL: Final = ("submission_id", "body", "state")
_SENT: Final = ("submission_id", "sent_at", "body", "digest")

Row = dict[str, Any]


def take_in(source: Path, target: sqlite3.Connection, place: Place) -> bool:
    """Copy what is readable of `source` into `target`, in one transaction.

    A damaged file is then kept under its last name, a side without damage removed. Where
    that is impossible now, because somebody is writing to it or the disk is full, it is left
    as it is. So is a side from which an older program is sending: it could not write down here
    what has arrived, and that would be sent twice; False then, to be tried again when it may be
    done. Raises sqlite3.Error where it is `target` that is damaged.
    """
    try:
        with closing(_connect(source)) as original:
            try:
                # Whoever began before the file was set aside ends first; whoever begins now
                # sees that it was.
                original.execute("BEGIN IMMEDIATE")
            except trouble.UNREADABLE as error:
                # Nobody can be writing to a file that a wrong byte calls read-only.
                if not trouble.is_damage(error) and not trouble.is_read_only(error):
                    raise
            if not source.exists():
                return True
            if ".side-" in source.name and _is_sending(original, place.now):
                return False
            found = _copy_all(original, source, target, place)
            is_side = ".damaged-" not in source.name and not found.damaged
            if is_side:
                _let_go(original, source)
        if is_side:
            place.remove(source)
            return True
        kept = place.set_aside(source, "corrupt")
        log.error(
            "The outbox %s was damaged; it is kept as %s, and the %d reports and %d pictures "
            "that are readable in it were saved.",
            shown_path(place.path), kept.name, found.reports, found.pictures,
        )  # fmt: skip
    except (sqlite3.Error, OSError) as error:
        if trouble.is_damage(error):
            raise
        log.warning(
            "%s cannot be taken into the outbox now: %s", shown_path(source), trouble.reason(error)
        )
    return True


def _is_sending(original: sqlite3.Connection, now: float) -> bool:
    """Whether somebody has claimed a report there, and may be sending it."""
    claimed = "SELECT 1 FROM report WHERE state = ? AND lease_until BETWEEN ? AND ? LIMIT 1"
    # One that ends later than any lease can is of a clock that was wrong, as in turn.py.
    values = (ReportState.SENDING, now, now + 2 * LEASE_SECONDS)
    try:
        return original.execute(claimed, values).fetchone() is not None
    except trouble.UNREADABLE:
        return False  # what is readable of it is worth more


def _let_go(original: sqlite3.Connection, source: Path) -> None:
    """Remove a side under its lock, so that nobody puts another report into it."""
    try:
        source.unlink()
    except PermissionError:  # Windows removes nothing that is open: at least nothing is in it
        for table in schema.tables(original):
            original.execute(f"DELETE FROM {table}")
        original.execute("COMMIT")


class _Found:
    """What was read of a file; `damaged` once something in it could not be."""

    def __init__(self) -> None:
        self.reports = 0
        self.pictures = 0
        self.damaged = False


def _copy_all(
    original: sqlite3.Connection, source: Path, target: sqlite3.Connection, place: Place
) -> _Found:
    found = _Found()
    with transaction(target, confirm=place.confirm_journal):
        reader = _Reader(original, found)
        if _is_described(reader):
            _copy(reader, target)
            return found
        found.damaged = True
        grafted = _graft(source)
        if grafted is not None:
            with closing(grafted):
                _copy(_Reader(grafted, found), target)
        elif reader.knows("report", _ESSENTIAL):
            _copy(reader, target)
    return found


def _is_described(reader: _Reader) -> bool:
    """Whether the file tells where everything is: one wrong bit there renames a column."""
    return all(
        reader.knows(table, tuple(name for name in columns if name not in _SINCE_SECOND))
        for table, columns in (("report", _REPORT), ("picture", _PICTURE), ("upload", _UPLOAD))
    )


def _copy(reader: _Reader, target: sqlite3.Connection) -> None:
    """Copy reports, pictures and uploads."""
    taken = set()
    for facts in reader.rows("report", _REPORT):
        report = _restored(facts)
        if (
            report is not None
            and report["submission_id"] not in taken
            and _insert(target, "report", report)
        ):
            taken.add(report["submission_id"])
            reader.found.reports += 1
    for table, columns in (("picture", _PICTURE), ("upload", _UPLOAD)):
        for facts in reader.rows(table, columns):
            is_ours = facts["submission_id"] in taken and isinstance(facts["position"], int)
            if is_ours and None not in [facts[name] for name in columns if name != "digest"]:
                reader.found.pictures += _insert(target, table, facts) and table == "picture"
    _copy_recordings(reader, target, taken)
    _copy_drafts(reader, target)
    _copy_history(reader, target)


def _copy_recordings(reader: _Reader, target: sqlite3.Connection, reports: set[str]) -> None:
    """Copy recordings of `reports`, and of their chunks those that are as they were."""
    taken = set()
    if not (reader.knows("recording", _RECORDING) and reader.knows("chunk", _CHUNK)):
        return  # a file of an earlier version
    for facts in reader.rows("recording", _RECORDING):
        body, known, session = facts["body"], facts["digest"], facts["session"]
        is_whole = isinstance(body, str) and isinstance(known, bytes) and rows.is_whole(body, known)
        if (
            not is_whole
            or not isinstance(session, str | None)
            or facts["submission_id"] not in reports
        ):
            continue
        for name in ("seq", "position"):
            facts[name] = facts[name] if isinstance(facts[name], int) else 0
        facts |= {"attempts": 0, "due_at": 0}
        if _insert(target, "recording", facts):
            taken.add(facts["submission_id"])
    for facts in reader.rows("chunk", _CHUNK):
        data, known = facts["data"], facts["digest"]
        is_whole = (
            isinstance(data, bytes) and isinstance(known, bytes) and rows.is_whole(data, known)
        )
        if is_whole and facts["submission_id"] in taken and isinstance(facts["position"], int):
            _insert(target, "chunk", facts)


def _copy_drafts(reader: _Reader, target: sqlite3.Connection) -> None:
    """Copy what was not sent yet, but only as it was written: half a draft is a riddle."""
    taken = set()
    for table, columns, content in (
        ("draft", _DRAFT, "body"),
        ("draft_picture", _DRAFT_PICTURE, "data"),
    ):
        if not reader.knows(table, columns):  # a file of an earlier version
            return
        for facts in reader.rows(table, columns):
            kind = str if table == "draft" else bytes
            is_whole = isinstance(facts[content], kind) and isinstance(facts["digest"], bytes)
            if not is_whole or not rows.is_whole(facts[content], facts["digest"]):
                continue
            if table == "draft":
                taken.add(facts["name"])
            if facts["name"] in taken and None not in facts.values():
                _insert(target, table, facts)


def _copy_history(reader: _Reader, target: sqlite3.Connection) -> None:
    """Copy what is remembered of reports that were sent, but only as it was written."""
    if reader.knows("sent", _SENT):
        for facts in reader.rows("sent", _SENT):
            words, known = facts["body"], facts["digest"]
            if isinstance(words, str) and isinstance(known, bytes) and rows.is_whole(words, known):
                _insert(target, "sent", facts)


def _insert(target: sqlite3.Connection, table: str, facts: Mapping[str, Any]) -> bool:
    """Insert a row, unless it is there already: it was taken in before, or delivered."""
    places = ", ".join("?" * len(facts))
    statement = f"INSERT OR IGNORE INTO {table} ({', '.join(facts)}) VALUES ({places})"
    return target.execute(statement, tuple(facts.values())).rowcount > 0


def _restored(facts: Row) -> Row | None:
    """Return a report's row with what makes no sense in it replaced, None for no report."""
    body, submission_id = facts["body"], facts["submission_id"]
    if not isinstance(submission_id, str) or not isinstance(body, str) or not submission_id:
        return None
    if not isinstance(facts["digest"], bytes | None):
        facts["digest"] = b""  # no digest of anything: it is looked at before it is sent
    for name, kind, otherwise in (
        ("created_at", (float, int), 0.0), ("bytes", int, len(body)), ("picture_count", int, 0),
        ("attempts", int, 0), ("stamped_at", (float, int), 0.0), ("due_at", (float, int), 0.0),
        ("pictures_left_out", int, 0), ("waited", (float, int), 0.0),
        ("lease_until", (float, int, type(None)), None), ("lease_owner", (str, type(None)), None),
        ("failure", (str, type(None)), None), ("feedback_id", (str, type(None)), None),
    ):  # fmt: skip
        if not isinstance(facts[name], kind):
            facts[name] = otherwise
    if facts["state"] not in set(ReportState) or (facts["state"] == "done") != (body == ""):
        if body == "" and facts["feedback_id"] is None:
            return None
        facts["state"] = "queued" if body else "done"
    if facts["state"] == "rejected" and facts["due_at"] <= facts["stamped_at"]:
        facts["due_at"] = NEVER  # of version 1
    if body and not _is_readable(body):
        facts["state"], facts["due_at"] = "rejected", NEVER
        facts["failure"] = rows.encode_failure(rows.DAMAGED)
    return facts


def _is_readable(body: str) -> bool:
    try:
        rows.decode_submission(body, ())
    except rows.DamagedError:
        return False
    return True


class _Reader:
    """Reads tables row by row, and goes on behind what cannot be read."""

    def __init__(self, db: sqlite3.Connection, found: _Found) -> None:
        self._db = db
        self.found = found

    def knows(self, table: str, columns: tuple[str, ...]) -> bool:
        return set(columns) <= self._columns(table)

    def rows(self, table: str, columns: tuple[str, ...]) -> Iterator[Row]:
        """Find the rows; a column that this version of the file has not is None."""
        present = self._columns(table)
        words = ", ".join(name if name in present else "NULL" for name in columns)
        select = f"SELECT rowid, {words} FROM {table} NOT INDEXED"
        upward: list[int] = []
        downward: list[int] = []
        for order, seen in (("ASC", upward), ("DESC", downward)):
            try:
                for rowid, *row in self._db.execute(f"{select} ORDER BY rowid {order}"):
                    seen.append(rowid)
                    yield dict(zip(columns, row, strict=True))
            except trouble.UNREADABLE:
                self.found.damaged = True
            else:
                return
        for rowid in self._others(table, columns[0], upward, downward):
            try:
                for _, *row in self._db.execute(f"{select} WHERE rowid = ?", (rowid,)):
                    yield dict(zip(columns, row, strict=True))
            except trouble.UNREADABLE:
                row = [self._value(table, it, rowid) if it in present else None for it in columns]
                if row[0] is not None:
                    yield dict(zip(columns, row, strict=True))

    def _value(self, table: str, column: str, rowid: int) -> Any:
        """Return one value, None where it cannot be read: those before it in its row may be."""
        with suppress(*trouble.UNREADABLE):
            select = f"SELECT {column} FROM {table} NOT INDEXED WHERE rowid = ?"
            for (value,) in self._db.execute(select, (rowid,)):
                return value
        return None

    def _columns(self, table: str) -> set[str]:
        try:
            return {row[1] for row in self._db.execute(f"PRAGMA table_info({table})")}
        except trouble.UNREADABLE:
            return set()

    def _others(self, table: str, key: str, upward: list[int], downward: list[int]) -> list[int]:
        """Guess the ids of rows that lie between two pages that cannot be read."""
        known: set[int] = set()
        with suppress(*trouble.UNREADABLE):
            # An index remembers what the table's own pages no longer lead to.
            for (rowid,) in self._db.execute(f"SELECT rowid FROM {table} ORDER BY {key}"):
                known.add(rowid)
        start = max(upward, default=0) + 1
        end = min(downward, default=start + GAP_ROWS)
        known |= set(range(start, min(end, start + GAP_ROWS)))
        known |= set(range(max(start, end - GAP_ROWS), end))
        return sorted(known.difference(upward, downward))


def _connect(source: Path) -> sqlite3.Connection:
    with source.open("rb") as file:
        header = file.read(20)
    # None of ours has a write-ahead log: opening it would make files beside it.
    how = "immutable=1" if header[19:20] == b"\x02" else "mode=rw"
    db = sqlite3.connect(
        uri_of(source.absolute(), how), uri=True, timeout=WAIT_SECONDS, isolation_level=None
    )
    db.text_factory = _tolerant
    return db


def _tolerant(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _graft(source: Path) -> sqlite3.Connection | None:
    """Return `source` in memory, with the first page of a new file; None for what is too large.

    The first page says where everything is, and all our files have nearly the same one.
    """
    size = source.stat().st_size
    if not schema.PAGE_BYTES <= size <= GRAFT_BYTES:
        return None
    pages = size // schema.PAGE_BYTES
    content = bytearray(pages * schema.PAGE_BYTES)
    with source.open("rb") as file:
        file.readinto(content)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as new:
        schema.lay_out(new)
        schema.bring_up(new, 0)
        first = bytearray(new.serialize()[: schema.PAGE_BYTES])
    # https://sqlite.org/fileformat2.html#the_database_header
    first[28:32] = pages.to_bytes(4, "big")  # the size of the file, in pages
    first[32:40] = bytes(8)  # no free pages: none is going to be written
    first[92:96] = first[24:28]  # the size is valid
    grafted = sqlite3.connect(":memory:", isolation_level=None)
    grafted.text_factory = _tolerant
    content[: schema.PAGE_BYTES] = first  # in place: SQLite makes a second copy of all
    grafted.deserialize(content)
    return grafted
