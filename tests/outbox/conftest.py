import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import pytest
from outbox.scripted import Told

from usero_desktop.model.picture import Picture
from usero_desktop.model.submission import Submission
from usero_desktop.outbox.store import Outbox
from usero_desktop.outbox.worker import Worker


@dataclass
class SetClock:
    """A clock that goes when told to."""

    time: float = 1_800_000_000.0
    steady: float = 100.0

    def now(self):
        return self.time

    def monotonic(self):
        return self.steady

    def pass_seconds(self, seconds):
        self.time += seconds
        self.steady += seconds


@pytest.fixture
def clock():
    return SetClock()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "outbox" / "reports.sqlite3"


@pytest.fixture
def outbox(path, clock):
    made = Outbox(path, clock)
    yield made
    made.close()


def make_submission(clock, pictures=0, **facts):
    return Submission(
        **{
            "submission_id": str(uuid.uuid4()),
            "client_id": "client_demo",
            "base_url": "https://usero.io",
            "created_at": datetime.fromtimestamp(clock.now(), UTC),
            "comment": "It works 😀",
            "metadata": {"os": "Debian 12"},
            "automatic_keys": ("os",),
            **facts,
        },
        pictures=tuple(
            Picture(b"\x89PNG" + bytes([i]) * 1000, "image/png", 30, 20) for i in range(pictures)
        ),
    )


@pytest.fixture
def submission(clock):
    return partial(make_submission, clock)


@pytest.fixture
def outside(tmp_path, clock, submission):
    """A folder with an outbox that would take the reports, were the link followed."""
    path = tmp_path / "outside" / "reports.sqlite3"
    outbox = Outbox(path, clock)
    outbox.put(submission())
    outbox.close()
    path.with_name(path.name + "-journal").unlink()
    return path.parent


@pytest.fixture(params=["the file", "the folder"])
def places(request, path, outside):
    """What is swapped, and what the link leads to."""
    if request.param == "the file":
        return path, outside / "reports.sqlite3"
    return path.parent, outside


@pytest.fixture
def told():
    return Told()


@pytest.fixture
def worker_for(outbox, told, clock):
    made = []

    def make(delivery, box=outbox):
        worker = Worker(
            outbox=lambda: box, delivery=delivery, observer=told, clock=clock, random=lambda: 0.0
        )
        made.append(worker)
        return worker

    yield make
    for worker in made:
        worker.stop(5)
