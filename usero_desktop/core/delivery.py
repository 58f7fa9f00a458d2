"""One report on its way: the screenshots side by side, then the report that names them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from usero_desktop import api, policy
from usero_desktop.core import allowed
from usero_desktop.core.introductions import Introduction
from usero_desktop.core.uploads import Uploads
from usero_desktop.errors import OutboxError, Refused, Unreachable
from usero_desktop.loading import load
from usero_desktop.logs import guest_logger
from usero_desktop.model import limits, wire
from usero_desktop.model.metadata import REQUIRED_KEY, fit_metadata
from usero_desktop.model.submission import Receipt, SentReport
from usero_desktop.outbox.roles import ClaimLost, Interrupted

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.api.client import UseroClient
    from usero_desktop.api.exchange import Brake
    from usero_desktop.core.introductions import Introductions
    from usero_desktop.core.uploads import Outcome
    from usero_desktop.model.clock import Clock
    from usero_desktop.model.picture import Picture
    from usero_desktop.model.submission import Submission, UploadedScreenshot
    from usero_desktop.outbox.record import Claim, RecordingClaim
    from usero_desktop.outbox.store import Outbox

log = guest_logger()

RENEW_SECONDS: Final = 15.0
"""How often the lease is renewed while screenshots go out; it lasts four times as long."""

ANSWER_SECONDS: Final = 0.5
"""A chunk that is on its way when a report comes has so long to be taken, where nothing moves."""

LEFT_OUT_KEY: Final = "screenshotsLeftOut"
KEPT_KEYS: Final = (REQUIRED_KEY, LEFT_OUT_KEY)
"""What no trimming takes out: which report it is, and what of it is missing."""

TRIMMED_BYTES: Final = limits.METADATA_BUDGET // 2
"""Budget of the second try, after the server found metadata of the full budget too large."""


class HttpDelivery:
    """Sends claimed reports over HTTP and keeps each step's result in the outbox.

    `progress` is told (submission id, bytes sent, bytes in all) on the worker thread.
    """

    def __init__(
        self,
        *,
        outbox: Callable[[], Outbox],
        clock: Clock,
        progress: Callable[[str, int, int], None],
        introductions: Introductions,
    ) -> None:
        self._outbox = outbox
        self._clock = clock
        self._progress = progress
        self._introductions = introductions
        self._clients: dict[tuple[str, bool], UseroClient] = {}
        self._aborted = False
        self._brake: Brake | None = None

    def client(self, base_url: str, *, allow_insecure: bool) -> UseroClient:
        """Return the client for a server, made when first asked; raises Unreachable."""
        load(api.PARTS)
        from usero_desktop.api.client import UseroClient  # it brings httpx

        key = (base_url, allow_insecure)
        if key not in self._clients:
            self._clients[key] = UseroClient(base_url, allow_insecure=allow_insecure)
        if self._aborted:
            self._clients[key].abort()
        return self._clients[key]

    def deliver(self, claim: Claim, owner: str) -> SentReport:
        """Send the report; raises Unreachable, Busy or Refused, ClaimLost and OutboxError."""
        pictures = len(claim.submission.pictures)
        claim = allowed.of_claim(claim)
        submission = claim.submission
        client = self.client(submission.base_url, allow_insecure=submission.allow_insecure)
        lease = _Lease(self._outbox(), claim.submission_id, owner, self._clock)
        if submission.pictures:
            lease.check()  # it was claimed a while ago, before the pause between two reports
        outcome = self._upload(client, claim, lease)
        forbidden = pictures - len(submission.pictures)
        left_out = outcome.left_out or dict.fromkeys(range(forbidden), allowed.LEFT_OUT)
        if left_out:
            submission = _without_pictures(submission, left_out)
        lease.check()
        feedback_id, submission = self._post(client, claim, submission, outcome.shots, lease)
        receipt = Receipt(
            submission_id=claim.submission_id,
            feedback_id=feedback_id,
            delivered_at=datetime.fromtimestamp(self._clock.now(), UTC),
            pictures_left_out=len(left_out),
        )
        self._expect(submission)
        return SentReport.of(submission, receipt, outcome.shots)

    def send_piece(
        self, claim: RecordingClaim, is_in_the_way: Callable[[], bool]
    ) -> RecordingClaim | None:
        """Send the next chunk of a recording, or its end: None then; see `roles.Delivery`."""
        if not policy.read().replay:
            return None  # it was kept before that was forbidden
        client = self.client(claim.base_url, allow_insecure=claim.allow_insecure)
        from usero_desktop.api.exchange import Brake
        from usero_desktop.core.recordings import send_piece

        self._brake = brake = Brake()
        if is_in_the_way():  # who came before there was a brake has pulled none
            raise Interrupted
        return send_piece(client, claim, self._outbox().recordings, is_in_the_way, brake)

    def make_way(self) -> None:
        """Break off the piece of a recording that is under way, unless it is done in a moment.

        May be called on any thread.
        """
        brake = self._brake
        if brake is not None:
            brake.pull(ANSWER_SECONDS)

    def follow_up(self) -> bool:
        """Tell a server who one of the writers is; False where there is nobody to introduce."""
        introduction = self._introductions.next()
        if introduction is None:
            return False
        try:
            client = self.client(introduction.base_url, allow_insecure=introduction.allow_insecure)
        except Unreachable as error:
            log.debug("%s", error)
        else:
            self._introductions.make(introduction, client)
        return True

    def rest(self) -> None:
        """Close the connections; the next report opens new ones."""
        while self._clients:
            _, client = self._clients.popitem()
            client.close()

    def abort(self) -> None:
        """Break off what is under way; may be called on any thread, and is final."""
        self._aborted = True
        for client in tuple(self._clients.values()):
            client.abort()

    def _expect(self, submission: Submission) -> None:
        person = submission.person
        if person is not None and person.user is not None:
            self._introductions.expect(
                Introduction(
                    base_url=submission.base_url,
                    client_id=submission.client_id,
                    person=person,
                    said_at=submission.created_at.timestamp(),
                    allow_insecure=submission.allow_insecure,
                )
            )

    def _post(
        self,
        client: UseroClient,
        claim: Claim,
        submission: Submission,
        shots: tuple[UploadedScreenshot, ...],
        lease: _Lease,
    ) -> tuple[str, Submission]:
        """Send the report behind its screenshots; return its feedbackId, and what was sent."""
        if claim.recording is None and submission.session_replay_id is None:
            return _post(client, submission, shots, lease), submission
        from usero_desktop.core.recordings import announced, without_recording

        recordings = self._outbox().recordings
        submission = announced(client, claim, submission, recordings)
        try:
            return _post(client, submission, shots, lease), submission
        except Refused as error:
            bare = without_recording(submission, claim, recordings, error)
            if bare is None:
                raise
        lease.check()
        return _post(client, bare, shots, lease), bare

    def _upload(self, client: UseroClient, claim: Claim, lease: _Lease) -> Outcome:
        client_id, shown = claim.submission.client_id, -1

        def send(name: str, picture: Picture, on_sent: Callable[[int], None]) -> UploadedScreenshot:
            return client.upload_screenshot(
                client_id, picture.data, picture.mime, name, on_sent=on_sent
            )

        def waiting(sent: int, total: int) -> None:
            nonlocal shown
            if sent != shown:
                shown = sent
                self._progress(claim.submission_id, sent, total)
            # What cannot be written just now must not leave uploads behind that nobody waits
            # for; whether the lease has held is looked at before the report goes.
            with suppress(OutboxError):
                lease.renew()

        uploads = Uploads(send=send, check=lease.check, keep=lease.keep, waiting=waiting)
        return uploads.run(claim.submission.pictures, claim.uploaded, claim.damaged)


class _Lease:
    """Our right to send one report; its methods may be called on any thread."""

    def __init__(self, outbox: Outbox, submission_id: str, owner: str, clock: Clock) -> None:
        self._outbox = outbox
        self._submission_id = submission_id
        self._owner = owner
        self._clock = clock
        self._renewed = clock.monotonic()

    def renew(self) -> None:
        """Renew the lease once it is old; it is a write, so a young one is left alone."""
        now = self._clock.monotonic()
        if now - self._renewed > RENEW_SECONDS:
            self._renewed = now
            self._outbox.renew(self._submission_id, self._owner)

    def check(self) -> None:
        """Raise ClaimLost where the report is not ours to send any more, or was deleted."""
        self.renew()
        if not self._outbox.holds(self._submission_id, self._owner):
            raise ClaimLost

    def keep(self, position: int, shot: UploadedScreenshot) -> None:
        """Keep the server's answer for one picture, so that it is never uploaded again."""
        self._outbox.save_upload(self._submission_id, position, shot)


def _post(
    client: UseroClient,
    submission: Submission,
    uploaded: tuple[UploadedScreenshot, ...],
    lease: _Lease,
) -> str:
    try:
        return client.send_feedback(wire.feedback_body(submission, uploaded))
    except Refused as error:
        if error.code != "refused_metadata":
            raise
    theirs = {
        key: value
        for key, value in submission.metadata.items()
        if key not in submission.automatic_keys and key not in KEPT_KEYS
    }
    ours = {key: submission.metadata[key] for key in KEPT_KEYS if key in submission.metadata}
    metadata = fit_metadata(ours, theirs, budget=TRIMMED_BYTES, keep=KEPT_KEYS)
    trimmed = replace(submission, metadata=metadata)
    lease.check()
    return client.send_feedback(wire.feedback_body(trimmed, uploaded))


def _without_pictures(submission: Submission, left_out: dict[int, str]) -> Submission:
    """Say in the report itself that it had more screenshots than arrived, and why."""
    note = [f"screenshot-{i + 1}: {reason}" for i, reason in left_out.items()]
    ours = {key: submission.metadata[key] for key in submission.automatic_keys}
    theirs = {key: v for key, v in submission.metadata.items() if key not in ours}
    metadata = fit_metadata(
        {**ours, REQUIRED_KEY: submission.submission_id, LEFT_OUT_KEY: note},
        theirs,
        keep=KEPT_KEYS,
    )
    return replace(submission, metadata=metadata)
