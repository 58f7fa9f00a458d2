"""The real outbox as a Writer: every change a report can go through, and a ledger of them."""

from __future__ import annotations

import uuid
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING

from faults.powercuts import Toll

from usero_desktop.errors import OutboxError
from usero_desktop.model.picture import Picture
from usero_desktop.model.recording import Chunk, Recording
from usero_desktop.model.submission import Receipt, Submission, UploadedScreenshot
from usero_desktop.outbox.record import Failure, ReportState
from usero_desktop.outbox.store import Outbox

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from usero_desktop.outbox.record import Claim

OWNER = "writer"
MOST_WAITING = 12
A_WEEK_AND_MORE = 8 * 86_400.0
TROUBLE = Failure("unreachable", "No network.")
REFUSAL = Failure("refused", "No.", 400, "Invalid data", {"rating": ("Bad",)})


@dataclass
class SetClock:
    time: float = 1_800_000_000.0

    def now(self) -> float:
        return self.time

    def monotonic(self) -> float:
        return self.time


@dataclass(frozen=True)
class Standing:
    """How a report stands, as far as an acknowledgement says."""

    state: ReportState
    attempts: int = 0
    uploaded: frozenset[int] = frozenset()


QUEUED = Standing(ReportState.QUEUED)


class OutboxWriter:
    """Puts reports and has them claimed, uploaded, deferred, refused and delivered."""

    def __init__(self, seed: int) -> None:
        self.toll = Toll()
        self._random = Random(seed)
        self._clock = SetClock()
        self.forget()

    def forget(self) -> None:
        self._reports: dict[str, Submission] = {}
        self._known: dict[str, Standing] = {}
        # What may have happened instead, where a change was not acknowledged.
        self._doubted: list[Mapping[str, Standing | None]] = []

    # -- writing

    def write(self, folder: Path) -> None:
        outbox = self._open(folder)
        try:
            while True:
                self._step(outbox)
        except OutboxError:
            pass  # the power is gone
        except Exception:  # noqa: BLE001 - whatever else it is, it is wrong
            self.toll.unreadable += 1
        finally:
            outbox.close()

    def _step(self, outbox: Outbox) -> None:
        self._clock.time += 1
        self._go_on(outbox)
        waiting = sum(it.state is not ReportState.DONE for it in self._known.values())
        chance = self._random.random()
        if chance < 0.02:
            self._tidy(outbox)
        elif waiting < self._random.randrange(MOST_WAITING):
            self._put(outbox)
        elif chance < 0.15:
            self._by_hand(outbox)
        else:
            self._attempt(outbox)

    def _put(self, outbox: Outbox, replaces: str | None = None) -> None:
        report = self._report()
        self._reports[report.submission_id] = report
        goes: dict[str, Standing | None] = {replaces: None} if replaces else {}
        with self._changing({**goes, report.submission_id: QUEUED}):
            outbox.put(report, replaces=replaces)
        self.toll.acknowledged += 1

    def _go_on(self, outbox: Outbox) -> None:
        """Send a piece of a delivered report's recording, or its end."""
        claim = outbox.recordings.claim(OWNER)
        if claim is None:
            return
        original = self._reports[claim.submission_id].recording
        found = outbox.recordings.next_chunk(claim)
        if found is None:
            outbox.recordings.drop(claim.submission_id)
        else:
            position, chunk = found
            assert original is not None
            self.toll.altered += chunk != original.chunks[position]
            ahead = replace(claim, seq=claim.seq + 1, position=position + 1)
            outbox.recordings.advance(ahead, OWNER)
        outbox.recordings.release_all(OWNER)

    def _attempt(self, outbox: Outbox) -> None:
        outbox.hurry()
        claim = self._claim(outbox)
        if claim is None:
            return
        name = claim.submission_id
        standing = self._known[name]
        for position, shot in enumerate(claim.uploaded):
            if shot is None and self._random.random() < 0.7:
                standing = replace(standing, uploaded=standing.uploaded | {position})
                with self._changing({name: standing}):
                    outbox.save_upload(name, position, _shot(position))
        self._end(outbox, name, standing)

    def _claim(self, outbox: Outbox) -> Claim | None:
        claimable = {
            name: replace(standing, state=ReportState.SENDING)
            for name, standing in self._known.items()
            if standing.state in (ReportState.QUEUED, ReportState.SENDING)
        }
        # Which of them it takes is the outbox's choice.
        self._doubted = [{name: standing} for name, standing in claimable.items()]
        claim = outbox.claim(OWNER)
        self._doubted = []
        if claim is not None:
            self._known[claim.submission_id] = claimable[claim.submission_id]
            assert self._is_whole(claim), "what was claimed is not what was put"
        return claim

    def _end(self, outbox: Outbox, name: str, standing: Standing) -> None:
        chance = self._random.random()
        failed = replace(standing, state=ReportState.QUEUED, attempts=standing.attempts + 1)
        if chance < 0.7:
            if self._random.random() < 0.5:
                outbox.recordings.keep_session(name, f"session of {name}")
            with self._changing({name: Standing(ReportState.DONE, standing.attempts)}):
                outbox.done(Receipt(name, "fb_1", datetime.fromtimestamp(self._clock.time, UTC)))
            outbox.sweep()
        elif chance < 0.8:
            with self._changing({name: failed}):
                outbox.defer(name, OWNER, TROUBLE, seconds=5)
        elif chance < 0.9:
            with self._changing({name: replace(failed, state=ReportState.REJECTED)}):
                outbox.reject(name, OWNER, REFUSAL)
        else:
            with self._changing({name: replace(standing, state=ReportState.QUEUED)}):
                outbox.release(name, OWNER)

    def _by_hand(self, outbox: Outbox) -> None:
        """What a user does with a report that was refused."""
        refused = [n for n, it in self._known.items() if it.state is ReportState.REJECTED]
        if not refused:
            return
        name = self._random.choice(refused)
        chance = self._random.random()
        if chance < 0.3:
            uploaded = self._known[name].uploaded
            with self._changing({name: replace(QUEUED, uploaded=uploaded)}):
                outbox.retry(name)
        elif chance < 0.6:
            with self._changing({name: None}):
                outbox.delete(name)
        else:
            self._put(outbox, replaces=name)

    def _tidy(self, outbox: Outbox) -> None:
        self._clock.time += A_WEEK_AND_MORE
        done = [n for n, it in self._known.items() if it.state is ReportState.DONE]
        with self._changing(dict.fromkeys(done)):
            outbox.tidy()

    @contextmanager
    def _changing(self, standings: Mapping[str, Standing | None]) -> Iterator[None]:
        """Note what is being changed; should it fail, either may be found afterwards."""
        self._doubted = [standings]
        yield
        self._doubted = []
        self.toll.changes += 1
        self._adopt(standings)

    def _adopt(self, standings: Mapping[str, Standing | None]) -> None:
        for name, standing in standings.items():
            if standing is None:
                self._known.pop(name, None)
            else:
                self._known[name] = standing

    def _report(self) -> Submission:
        random = self._random
        name = str(uuid.UUID(int=random.getrandbits(128), version=4))
        return Submission(
            submission_id=name,
            client_id="client_demo",
            base_url="https://usero.io",
            created_at=datetime.fromtimestamp(self._clock.time, UTC),
            rating=random.randrange(1, 5),
            comment="It works 😀 " * random.randrange(1, 60),
            metadata={"submissionId": name},
            automatic_keys=("submissionId",),
            pictures=tuple(
                Picture(random.randbytes(random.randrange(200, 9_000)), "image/png", 30, 20)
                for _ in range(max(0, random.randrange(-2, 4)))
            ),
            recording=self._recording() if random.random() < 0.3 else None,
        )

    def _recording(self) -> Recording:
        at = datetime.fromtimestamp(self._clock.time, UTC)
        chunks = tuple(
            Chunk(b"\x1f\x8b" + self._random.randbytes(self._random.randrange(6_000)), 1, 0)
            for _ in range(self._random.randrange(1, 4))
        )
        return Recording(f"recording {at}", at, at, 0, None, "usero-desktop", chunks)

    def _open(self, folder: Path) -> Outbox:
        return Outbox(folder / "outbox" / "reports.sqlite3", self._clock)

    # -- checking

    def check(self, folder: Path) -> None:
        found: dict[str, Standing] = {}
        outbox = self._open(folder)
        try:
            records = outbox.list()
            uploads = self._uploads(outbox)
            found = {
                it.submission_id: Standing(
                    it.state, it.attempts, uploads.get(it.submission_id, frozenset())
                )
                for it in records
            }
        except Exception:  # noqa: BLE001 - whatever it is, reports cannot be read
            self.toll.unreadable += 1
        finally:
            outbox.close()
        aside = [*folder.glob("outbox/*.damaged-*"), *folder.glob("outbox/*.corrupt-*")]
        self.toll.unreadable += len(aside)
        self._compare(found)
        self._known = found
        self._doubted = []

    def _compare(self, found: Mapping[str, Standing]) -> None:
        """Count by how much what is found differs from all that it may be."""
        possible = [{**self._known, **change} for change in ({}, *self._doubted)]
        differences = [
            [name for name in may.keys() | found.keys() if may.get(name) != found.get(name)]
            for may in possible
        ]
        for name in min(differences, key=len):
            before = self._known.get(name)
            if name not in found:
                self.toll.lost += 1
            elif before is not None and before.state is ReportState.DONE:
                self.toll.returned += 1
            else:
                self.toll.altered += 1

    def _uploads(self, outbox: Outbox) -> dict[str, frozenset[int]]:
        """Claim every report that is not delivered, as a later start would, and read it."""
        uploads: dict[str, frozenset[int]] = {}
        self._clock.time += 1_000  # no lease lasts that long
        for record in outbox.list(ReportState.REJECTED):
            outbox.retry(record.submission_id)
        outbox.hurry()
        while (claim := outbox.claim("a later start")) is not None:
            uploaded = (i for i, shot in enumerate(claim.uploaded) if shot is not None)
            uploads[claim.submission_id] = frozenset(uploaded)
            self.toll.altered += not self._is_whole(claim)
        return uploads

    def _is_whole(self, claim: Claim) -> bool:
        report = self._reports[claim.submission_id]
        pictures = tuple(
            replace(picture, data=b"") if shot is not None else picture
            for picture, shot in zip(report.pictures, claim.uploaded, strict=True)
        )
        kept, original = claim.recording, report.recording
        named = None if original is None else original.without_data()
        return (
            claim.submission == replace(report, pictures=pictures, recording=None)
            and (None if kept is None else kept.recording) == named
        )


def _shot(position: int) -> UploadedScreenshot:
    return UploadedScreenshot(f"screenshot-{position}.png", "/s/1", 5, "image/png", 30, 20)
