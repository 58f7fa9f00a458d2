"""What a program does with the real Feedback, in a process that can be killed or stopped.

Its processes are forks of one that has loaded everything, so that hundreds of them cost
little: `start` gives a running one, which tells through a pipe how far it came.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from flows.recorded import Records
from recordings import recording

import usero_desktop.api.client
import usero_desktop.core.delivery  # noqa: F401 - loaded once, for all
from usero_desktop.config import Options
from usero_desktop.core.events import Delivered
from usero_desktop.core.feedback import Feedback
from usero_desktop.model.picture import Picture
from usero_desktop.outbox import database
from usero_desktop.outbox.place import Place
from usero_desktop.outbox.recordings import Recordings
from usero_desktop.outbox.store import Outbox

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerProcess

    from usero_desktop.outbox.record import RecordingClaim

LEASE_SECONDS = 0.3
PATIENCE = 60
DOT = bytes.fromhex(  # a whole PNG of one pixel
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["faults.sharers"])


@dataclass
class Sender:
    """A running process, and what it told: "ready", "kept", "delivered", "drained" and such."""

    process: ForkServerProcess
    pipe: Connection
    handle: int  # a pidfd: it never means another process
    told: list[str] = field(default_factory=list)

    def signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):  # it has ended by itself
            signal.pidfd_send_signal(self.handle, number)

    def stop(self) -> None:
        """Stop it, and wait until it stands still."""
        self.signal(signal.SIGSTOP)
        self.wait_until_stopped()

    def resume(self) -> None:
        self.signal(signal.SIGCONT)

    def wait_until_stopped(self) -> None:
        state = Path(f"/proc/{self.process.pid}/stat")
        deadline = time.monotonic() + PATIENCE
        while state.read_text().rpartition(")")[2].split()[0] != "T":
            assert time.monotonic() < deadline, "it does not stop"
            time.sleep(0.001)

    def wait_for(self, word: str) -> str:
        """Wait until it told something that begins with `word`, and return the rest."""
        while not any(told.startswith(word) for told in self.told):
            assert self.pipe.poll(PATIENCE), f"no {word!r} came, after {self.told}"
            self.told.append(self.pipe.recv())
        return next(it for it in self.told if it.startswith(word)).removeprefix(word).strip()

    def end(self) -> int:
        """Wait for its end, read what it told last, and return its exit code."""
        self.process.join(PATIENCE)
        try:
            while self.pipe.poll():
                self.told.append(self.pipe.recv())
        except (EOFError, OSError):
            pass  # it may have been killed in the middle of a word
        self.pipe.close()
        os.close(self.handle)
        code = self.process.exitcode
        assert code is not None, "it hangs"
        self.process.close()
        return code


@dataclass(frozen=True)
class Deletion:
    """What `submit_and_delete` deletes: the report at `victim`, and then everything or not."""

    victim: int
    wipes: bool


def start(story, *facts) -> Sender:
    """Start a process that does `story(tell, *facts)`."""
    here, there = _FORKS.Pipe()
    process = _FORKS.Process(target=_begin, args=(story, there, *facts), daemon=True)
    process.start()
    there.close()
    sender = Sender(process, here, os.pidfd_open(process.pid))
    here.send("go")
    return sender


def _begin(story, tell: Connection, *facts) -> None:
    tell.recv()  # it must not have ended before there is a handle on it
    story(tell, *facts)


def submit_and_send(tell: Connection, url: str, data_dir: Path, comment: str, wrong: str) -> None:
    """Keep one report with a picture, and have it delivered."""
    if wrong:
        WRONG[wrong]()
    with feedback_for(url, data_dir, LEASE_SECONDS) as feedback:
        feedback.subscribe(lambda event: isinstance(event, Delivered) and tell.send("delivered"))
        tell.send("ready")
        feedback.submit(comment=comment, screenshots=[Picture(DOT, "image/png", 1, 1)])
        tell.send("kept")
        if feedback.flush(PATIENCE):
            tell.send("drained")


def submit_recorded(tell: Connection, url: str, data_dir: Path, comment: str, wrong: str) -> None:
    """Keep one report with a picture and a recording, and have both delivered."""
    if wrong:
        WRONG[wrong]()
    with feedback_for(url, data_dir, LEASE_SECONDS, plugins=[Records(recording())]) as feedback:
        feedback.subscribe(lambda event: isinstance(event, Delivered) and tell.send("delivered"))
        tell.send("ready")
        feedback.submit(comment=comment, screenshots=[Picture(DOT, "image/png", 1, 1)])
        tell.send("kept")
        if feedback.flush(PATIENCE):
            tell.send("drained")


def submit_and_delete(
    tell: Connection, url: str, data_dir: Path, comments: list[str], story: Deletion, wrong: str
) -> None:
    """Keep all reports but the last, delete one or all of them while they are sent, keep that."""
    if wrong:
        WRONG[wrong]()
    *early, late = comments
    with feedback_for(url, data_dir, LEASE_SECONDS) as feedback:
        tell.send("ready")
        tickets = {}
        for comment in early:
            tickets[comment] = feedback.submit(comment=comment)
            tell.send(f"kept {comment}")
        victim = early[story.victim]
        tell.send(f"deleting {victim}")
        feedback.delete(tickets[victim].submission_id)
        tell.send(f"deleted {victim}")
        if story.wipes:
            tell.send("wiping")
            feedback.delete_my_data()
            tell.send("wiped")
        feedback.submit(comment=late)
        tell.send(f"kept {late}")
        if feedback.flush(PATIENCE):
            tell.send("drained")


def drain(tell: Connection, url: str, data_dir: Path, wrong: str) -> None:
    """Deliver what an earlier process left."""
    if wrong:
        WRONG[wrong]()
    with feedback_for(url, data_dir, LEASE_SECONDS) as feedback:
        feedback.start()
        if feedback.flush(PATIENCE):
            tell.send("drained")


def feedback_for(url: str, data_dir: Path, lease_seconds: float, **options) -> Feedback:
    return Feedback.from_options(
        Options.create("client_demo", base_url=url, data_dir=data_dir, **options),
        random=lambda: 0.0,
        lease_seconds=lease_seconds,
    )


def _claims_and(statement: str) -> None:
    """Do what the outbox must not do with a report that it hands out."""
    claim = Outbox._claim

    def claim_wrongly(outbox, db, *args):
        claimed = claim(outbox, db, *args)
        if claimed is not None:
            db.execute(f"{statement} WHERE submission_id = ?", (claimed.submission_id,))
        return claimed

    Outbox._claim = claim_wrongly
    Outbox.holds = lambda *_: True


def _has_a_new_id_for_each_attempt() -> None:
    claim = Outbox._claim

    def claim_renamed(*args):
        claimed = claim(*args)
        if claimed is None:
            return None
        metadata = {**claimed.submission.metadata, "submissionId": str(uuid.uuid4())}
        return replace(claimed, submission=replace(claimed.submission, metadata=metadata))

    Outbox._claim = claim_renamed


def _deletes_for_this_process_only() -> None:
    deleted = set()
    holds = Outbox.holds
    Outbox.delete = lambda _outbox, name: not deleted.add(name)
    Outbox.holds = lambda outbox, name, owner: name not in deleted and holds(outbox, name, owner)


def _does_not_overwrite() -> None:
    usual = database._PRAGMAS
    database._PRAGMAS = (*usual, "PRAGMA secure_delete = OFF")


def _drops_a_recording_too_early() -> None:
    def advance(recordings: Recordings, claim: RecordingClaim, _owner: str) -> bool:
        recordings.drop(claim.submission_id)
        return True

    Recordings.advance = advance


def _wipes_rows_only() -> None:
    Place.wipe = lambda _place: None


WRONG = {
    "deletes before it sends": lambda: _claims_and("DELETE FROM report"),
    "takes without claiming": lambda: _claims_and("UPDATE report SET state = 'queued'"),
    "a new id for each attempt": _has_a_new_id_for_each_attempt,
    "deletes for this process only": _deletes_for_this_process_only,
    "does not overwrite": _does_not_overwrite,
    "wipes rows only": _wipes_rows_only,
    "drops a recording too early": _drops_a_recording_too_early,
}
