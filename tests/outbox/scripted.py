"""A delivery that does as told, and an observer that writes down what the worker tells."""

import queue
import threading
import time

from usero_desktop.model.submission import Receipt, SentReport
from usero_desktop.outbox.rows import moment

PATIENCE = 20


class Told:
    """Writes down what the worker tells."""

    def __init__(self):
        self.heard = queue.SimpleQueue()
        self.waiting = []

    def sending(self, submission_id):
        self.heard.put(("sending", submission_id))

    def delivered(self, report):
        self.arrived(report.receipt)

    def arrived(self, receipt):
        self.heard.put(("delivered", receipt.submission_id))
        self.forget(receipt.submission_id)

    def deferred(self, submission_id, error, retry_in):
        self.heard.put(("deferred", submission_id, error.code, retry_in))

    def rejected(self, submission_id, error):
        self.heard.put(("rejected", submission_id, error.code))
        self.forget(submission_id)

    def lost(self, submission_id):
        self.heard.put(("lost", submission_id))
        self.forget(submission_id)

    def watched(self):
        return tuple(self.waiting)

    def forget(self, submission_id):
        if submission_id in self.waiting:
            self.waiting.remove(submission_id)

    def next(self, what):
        while True:
            heard = self.heard.get(timeout=PATIENCE)
            if heard[0] == what:
                return heard


class Scripted:
    """A delivery whose answers are given: an exception, a callable, or None for success."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.claims = []
        self.times = []
        self.aborted = threading.Event()
        self.rested = threading.Event()

    def deliver(self, claim, _owner):
        self.claims.append(claim.submission_id)
        self.times.append(time.monotonic())
        answer = self.answers.pop(0) if self.answers else None
        if callable(answer):
            answer = answer(claim)
        if isinstance(answer, Exception):
            raise answer
        receipt = Receipt(claim.submission_id, "fb", moment(time.time()))
        return SentReport.of(claim.submission, receipt)

    def make_way(self):
        pass

    def follow_up(self):
        return False

    def rest(self):
        self.rested.set()

    def abort(self):
        self.aborted.set()
