"""Cuts between and within the steps of one report: what was answered is never sent again."""

import signal
import subprocess
import sys
import threading
from collections import Counter
from contextlib import contextmanager

import pytest
from core.database import ask, end_leases, until_saved
from servers import accepted, serving

from usero_desktop.config import Options
from usero_desktop.core import delivery
from usero_desktop.core.events import Deferred, Delivered
from usero_desktop.core.feedback import Feedback
from usero_desktop.errors import OutboxError
from usero_desktop.model.picture import Picture
from usero_desktop.outbox.store import Outbox

PATIENCE = 30
PICTURES = [Picture(b"\x89PNG" + bytes([i]) * 2_000, "image/png", 4, 3) for i in range(3)]
STEPS = ("screenshot-1", "screenshot-2", "screenshot-3", "feedback")

SENDER = """
import sys
from usero_desktop.core.feedback import Feedback
from usero_desktop.model.picture import Picture
feedback = Feedback("client_demo", base_url=sys.argv[1], data_dir=sys.argv[2])
pictures = [Picture(b"\\x89PNG" + bytes([i]) * 2000, "image/png", 4, 3) for i in range(3)]
feedback.submit(rating=4, screenshots=pictures).result()
"""


def step_of(request):
    if request.path.endswith("feedback"):
        return "feedback"
    return request.body.split(b'filename="')[1].split(b".")[0].decode()


class Cutter:
    """A server that cuts the line once: at `step`, before its reply or after it.

    Before a cut the steps before it are answered, and not those after it, whatever order they
    come in; `cut` is called then.
    """

    def __init__(self, step, moment, cut=lambda: None):
        self.step, self.moment, self.cut = step, moment, cut
        self.answered = Counter()
        self.whole = 0
        self._lock = threading.Lock()
        self._is_cut = False
        self._before = STEPS[: STEPS.index(step)]
        self._ready = threading.Event()

    def __call__(self, request, connection):
        step = step_of(request)
        with self._lock:
            cuts = not self._is_cut
        if not cuts or step in self._before:
            return self._answer(step, request, connection)
        if step != self.step:
            self._ready.wait(PATIENCE)  # the line is cut for this one, too
            return None
        while sum(self.answered[earlier] for earlier in self._before) < len(self._before):
            threading.Event().wait(0.01)
        if self.moment == "after the reply":
            self._answer(step, request, connection)
        self.cut()
        with self._lock:
            self._is_cut = True
        self._ready.set()
        return None

    def _answer(self, step, request, connection):
        connection.sendall(accepted(request))
        with self._lock:
            self.answered[step] += 1
        if step == "feedback":
            self.whole = len(request.json.get("screenshots", ()))
        return b""


CUTS = [(step, moment) for step in STEPS for moment in ("before the reply", "after the reply")]


@contextmanager
def feedback_on(folder, url, **seams):
    options = Options.create("client_demo", base_url=url, data_dir=folder)
    with Feedback.from_options(options, random=lambda: 0.0, **seams) as feedback:
        yield feedback


def repeated(folder, step, moment):
    """Deliver over a line that is cut; return the uploads that were answered more than once."""
    cutter = Cutter(step, moment)
    with serving(cutter) as server, feedback_on(folder, server.url) as feedback:
        feedback.subscribe(lambda e: feedback.retry_now() if isinstance(e, Deferred) else None)
        assert feedback.submit(rating=4, screenshots=PICTURES).result(PATIENCE)
        assert feedback.flush(PATIENCE)
    assert cutter.whole == 3
    return [name for name in STEPS[:3] if cutter.answered[name] != 1]


@pytest.mark.promise("B2")
@pytest.mark.parametrize("step, moment", CUTS)
def test_a_line_that_is_cut_costs_no_upload_that_was_answered(tmp_path, step, moment, figure):
    assert repeated(tmp_path, step, moment) == []
    figure(f"{step}, {moment}: 3 uploads")


@pytest.mark.bites("B2")
def test_a_program_that_forgets_its_uploads_is_found_out(tmp_path, monkeypatch):
    monkeypatch.setattr(Outbox, "save_upload", lambda *_: None)
    assert repeated(tmp_path, "feedback", "before the reply") == list(STEPS[:3])


def repeated_after_a_kill(folder, step, moment, *, forget=False):
    """As `repeated`, but the process is killed at the cut, once it has kept what it was told."""
    child = []
    before = STEPS.index(step) + (moment == "after the reply")

    def kill():
        until_saved(folder, min(before, 3))
        child[0].send_signal(signal.SIGKILL)
        child[0].wait()
        if forget:
            ask(folder, "DELETE FROM upload")

    cutter = Cutter(step, moment, kill)
    with serving(cutter) as server, feedback_on(folder, server.url, lease_seconds=0.3) as feedback:
        child.append(subprocess.Popen([sys.executable, "-c", SENDER, server.url, str(folder)]))
        assert cutter._ready.wait(PATIENCE)
        end_leases(folder)
        feedback.start()
        assert feedback.flush(PATIENCE)
    assert cutter.whole == 3
    return [name for name in STEPS[:3] if cutter.answered[name] != 1], cutter.answered["feedback"]


KILLS = [cut for cut in CUTS if cut != ("feedback", "after the reply")]


@pytest.mark.faults
@pytest.mark.promise("B2")
@pytest.mark.parametrize("step, moment", KILLS)
def test_a_process_that_is_killed_costs_no_upload_that_it_was_told_of(
    tmp_path, step, moment, figure
):
    repeats, delivered = repeated_after_a_kill(tmp_path, step, moment)
    assert repeats == []
    assert delivered == 1
    figure(f"killed at {step}, {moment}: 3 uploads")


@pytest.mark.faults
@pytest.mark.bites("B2")
def test_an_outbox_that_lost_the_answers_is_found_out_after_a_kill(tmp_path):
    repeats, _ = repeated_after_a_kill(tmp_path, "feedback", "before the reply", forget=True)
    assert repeats == list(STEPS[:3])


@pytest.mark.promise("B4")
def test_a_lease_that_cannot_be_renewed_just_now_leaves_no_upload_behind(
    feedback_for, heard, monkeypatch
):
    going, refused, go_on = threading.Event(), threading.Event(), threading.Event()
    renew = Outbox.renew

    def cannot(self, *lease):
        if going.is_set() and not go_on.is_set():
            refused.set()
            raise OutboxError("Another program is holding the outbox.", code="outbox_locked")
        return renew(self, *lease)

    def answer(request, _connection):
        going.set()
        go_on.wait(PATIENCE)
        return accepted(request)

    monkeypatch.setattr(delivery, "RENEW_SECONDS", 0.0)
    monkeypatch.setattr(Outbox, "renew", cannot)
    with serving(answer) as server:
        feedback = feedback_for(server.url)
        story = heard(feedback)
        feedback.submit(rating=4, screenshots=PICTURES)
        assert refused.wait(PATIENCE)
        go_on.set()
        assert isinstance(story.next(Deferred | Delivered), Delivered)
    assert Counter(server.paths()) == {"/api/screenshots": 3, "/api/feedback": 1}
