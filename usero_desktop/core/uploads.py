"""The screenshots of one report, side by side; each answer is kept before anything else."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from usero_desktop import loading
from usero_desktop.errors import ImageError, Refused
from usero_desktop.model.submission import UploadedScreenshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.model.picture import Picture

    Send = Callable[[str, Picture, Callable[[int], None]], UploadedScreenshot]
    """Uploads a picture under a name, telling the bytes of each piece that went out."""

PROGRESS_SECONDS: Final = 0.1

DAMAGED: Final = "damaged on this computer before it was sent"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the screenshots: the server's objects in order, and why others are not there.

    `left_out` goes by place.
    """

    shots: tuple[UploadedScreenshot, ...]
    left_out: dict[int, str]


class Uploads:
    """Sends what is not uploaded yet, on a thread for each picture.

    `check` raises where the report is not ours to send any more; it is asked before a picture
    goes out a second time. `keep` puts an answer into the outbox. `waiting` is told, on the
    thread that waits, the bytes sent so far and in all.
    """

    def __init__(
        self,
        *,
        send: Send,
        check: Callable[[], None],
        keep: Callable[[int, UploadedScreenshot], None],
        waiting: Callable[[int, int], None],
    ) -> None:
        self._send = send
        self._check = check
        self._keep = keep
        self._waiting = waiting
        self._results: queue.SimpleQueue[tuple[int, UploadedScreenshot | BaseException]] = (
            queue.SimpleQueue()
        )

    def run(
        self,
        pictures: tuple[Picture, ...],
        answered: tuple[UploadedScreenshot | None, ...],
        damaged: tuple[int, ...],
    ) -> Outcome:
        """Upload and wait for the last answer; raises what the first that failed raised.

        All that were answered are in the outbox by then.
        """
        left_out = dict.fromkeys(damaged, DAMAGED)
        shots = {i: shot for i, shot in enumerate(answered) if shot is not None}
        missing = [i for i in range(len(pictures)) if i not in shots and i not in left_out]
        sent = _Counter(sum(len(pictures[i].data) for i in missing))
        for position in missing:
            threading.Thread(
                target=self._upload,
                args=(position, pictures[position], sent),
                name=f"usero-upload-{position + 1}",
                daemon=True,
            ).start()
        failures: list[BaseException] = []
        for _ in missing:
            position, answer = self._next(sent)
            match answer:
                case UploadedScreenshot():
                    shots[position] = answer
                case Refused(code="refused_picture"):
                    left_out[position] = answer.error or f"HTTP {answer.status}"
                case BaseException():
                    failures.append(answer)
        if failures:
            # A final no outweighs trouble that may pass.
            raise max(failures, key=lambda error: isinstance(error, Refused))
        return Outcome(tuple(shots[i] for i in sorted(shots)), dict(sorted(left_out.items())))

    def _upload(self, position: int, picture: Picture, sent: _Counter) -> None:
        answer: UploadedScreenshot | BaseException
        try:
            answer = self._answer(position, picture, sent)
            # Here and not where it is waited for: the process may die any moment.
            self._keep(position, answer)
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            answer = error
        self._results.put((position, answer))

    def _answer(self, position: int, picture: Picture, sent: _Counter) -> UploadedScreenshot:
        try:
            return self._send(picture.file_name(position + 1), picture, sent.add)
        except Refused as error:
            if error.code != "refused_picture":
                raise
            refused = error
        with loading.importing:
            from usero_desktop.capture.smaller import smaller  # it brings Pillow

        try:
            picture = smaller(picture)
        except ImageError:
            raise refused from None
        self._check()
        return self._send(picture.file_name(position + 1), picture, sent.add)

    def _next(self, sent: _Counter) -> tuple[int, UploadedScreenshot | BaseException]:
        while True:
            try:
                return self._results.get(timeout=PROGRESS_SECONDS)
            except queue.Empty:
                self._waiting(sent.value, sent.total)


class _Counter:
    """Bytes sent by several threads, of `total`."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.value = 0
        self._lock = threading.Lock()

    def add(self, count: int) -> None:
        with self._lock:  # the frame around a picture is sent too, but is not counted
            self.value = min(self.value + count, self.total)
