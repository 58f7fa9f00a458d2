"""One report on its way: the screenshots side by side, then the report that names them."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from usero_desktop.errors import Refused, Unreachable
from usero_desktop.model import limits, wire
from usero_desktop.model.metadata import REQUIRED_KEY, fit_metadata
from usero_desktop.model.submission import Receipt, UploadedScreenshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.api.client import UseroClient
    from usero_desktop.model.clock import Clock
    from usero_desktop.model.picture import Picture
    from usero_desktop.model.submission import Submission
    from usero_desktop.outbox.record import Claim
    from usero_desktop.outbox.store import Outbox

PROGRESS_SECONDS: Final = 0.1
RENEW_SECONDS: Final = 15.0
"""How often the lease is renewed while screenshots go out; it lasts four times as long."""

LEFT_OUT_KEY: Final = "screenshotsLeftOut"
TRIMMED_BYTES: Final = limits.METADATA_BUDGET // 2
"""Budget of the second try, after the server found metadata of the full budget too large."""


@dataclass(frozen=True, slots=True)
class _Upload:
    """How one screenshot fared: what the server answered, or why it did not."""

    position: int
    answer: UploadedScreenshot | BaseException


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
    ) -> None:
        self._outbox = outbox
        self._clock = clock
        self._progress = progress
        self._clients: dict[tuple[str, bool], UseroClient] = {}
        self._aborted = False

    def client(self, base_url: str, *, allow_insecure: bool) -> UseroClient:
        """Return the client for a server, made when first asked; raises Unreachable."""
        from usero_desktop.api.client import UseroClient  # it brings httpx

        key = (base_url, allow_insecure)
        if key not in self._clients:
            self._clients[key] = UseroClient(base_url, allow_insecure=allow_insecure)
        if self._aborted:
            self._clients[key].abort()
        return self._clients[key]

    def deliver(self, claim: Claim, owner: str) -> Receipt:
        """Send the report; raises Unreachable, Busy or Refused, and OutboxError."""
        submission = claim.submission
        client = self.client(submission.base_url, allow_insecure=submission.allow_insecure)
        claimed = self._clock.monotonic()
        uploaded, refused = self._upload(client, claim, owner)
        if refused:
            submission = _without_pictures(submission, refused)
        # A claim that is young is certainly still ours, and renewing it is a write.
        is_old = self._clock.monotonic() - claimed > RENEW_SECONDS
        if is_old and not self._outbox().renew(claim.submission_id, owner):
            raise Unreachable(
                "Another program took this report over while this one stood still.",
                code="lease_lost",
            )
        feedback_id = _post(client, submission, uploaded)
        return Receipt(
            submission_id=claim.submission_id,
            feedback_id=feedback_id,
            delivered_at=datetime.fromtimestamp(self._clock.now(), UTC),
            pictures_left_out=len(refused),
        )

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

    def _upload(
        self, client: UseroClient, claim: Claim, owner: str
    ) -> tuple[list[UploadedScreenshot], dict[int, Refused]]:
        """Upload what is not uploaded yet; return all in order, and what was refused."""
        answers = {i: shot for i, shot in enumerate(claim.uploaded) if shot is not None}
        waiting = [(i, p) for i, p in enumerate(claim.submission.pictures) if i not in answers]
        sent = _Counter(sum(len(picture.data) for _, picture in waiting))
        results: queue.SimpleQueue[_Upload] = queue.SimpleQueue()
        for position, picture in waiting:
            threading.Thread(
                target=_upload_one,
                args=(client, claim.submission.client_id, position, picture, sent, results),
                name=f"usero-upload-{position + 1}",
                daemon=True,
            ).start()
        refused: dict[int, Refused] = {}
        failures: list[BaseException] = []
        for _ in waiting:
            result = self._next_result(claim.submission_id, owner, sent, results)
            match result.answer:
                case UploadedScreenshot() as shot:
                    self._outbox().save_upload(claim.submission_id, result.position, shot)
                    answers[result.position] = shot
                case Refused(code="refused_picture") as error:
                    refused[result.position] = error
                case error:
                    failures.append(error)
        if failures:
            # A final no outweighs trouble that may pass.
            raise max(failures, key=lambda error: isinstance(error, Refused))
        return [answers[i] for i in sorted(answers)], refused

    def _next_result(
        self, submission_id: str, owner: str, sent: _Counter, results: queue.SimpleQueue[_Upload]
    ) -> _Upload:
        """Wait for the next screenshot, telling the progress and renewing the lease."""
        renewed = self._clock.monotonic()
        shown = -1
        while True:
            try:
                return results.get(timeout=PROGRESS_SECONDS)
            except queue.Empty:
                pass
            if sent.value != shown:
                shown = sent.value
                self._progress(submission_id, shown, sent.total)
            if self._clock.monotonic() - renewed > RENEW_SECONDS:
                self._outbox().renew(submission_id, owner)
                renewed = self._clock.monotonic()


class _Counter:
    """Bytes sent by several threads, of `total`."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.value = 0
        self._lock = threading.Lock()

    def add(self, count: int) -> None:
        with self._lock:  # the frame around a picture is sent too, but is not counted
            self.value = min(self.value + count, self.total)


def _upload_one(
    client: UseroClient,
    client_id: str,
    position: int,
    picture: Picture,
    sent: _Counter,
    results: queue.SimpleQueue[_Upload],
) -> None:
    name = f"screenshot-{position + 1}.{picture.extension}"
    answer: UploadedScreenshot | BaseException
    try:
        answer = client.upload_screenshot(
            client_id, picture.data, picture.mime, name, on_sent=sent.add
        )
    except BaseException as error:  # noqa: BLE001 - raised again on the worker thread
        answer = error
    results.put(_Upload(position, answer))


def _post(client: UseroClient, submission: Submission, uploaded: list[UploadedScreenshot]) -> str:
    try:
        return client.send_feedback(wire.feedback_body(submission, uploaded))
    except Refused as error:
        if error.code != "refused_metadata":
            raise
    theirs = {
        key: value
        for key, value in submission.metadata.items()
        if key not in submission.automatic_keys and key != REQUIRED_KEY
    }
    ours = {REQUIRED_KEY: submission.submission_id}
    trimmed = replace(submission, metadata=fit_metadata(ours, theirs, budget=TRIMMED_BYTES))
    return client.send_feedback(wire.feedback_body(trimmed, uploaded))


def _without_pictures(submission: Submission, refused: dict[int, Refused]) -> Submission:
    """Say in the report itself that it had more screenshots than arrived, and why."""
    note = [f"screenshot-{i + 1}: {error.error or error.status}" for i, error in refused.items()]
    ours = {key: submission.metadata[key] for key in submission.automatic_keys}
    theirs = {key: v for key, v in submission.metadata.items() if key not in ours}
    metadata = fit_metadata(
        {**ours, REQUIRED_KEY: submission.submission_id, LEFT_OUT_KEY: note},
        theirs,
        keep=(REQUIRED_KEY, LEFT_OUT_KEY),
    )
    return replace(submission, metadata=metadata)
