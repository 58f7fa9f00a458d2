from __future__ import annotations

import pytest
from feedbacks import Heard, feedbacks

from usero_desktop.api.client import UseroClient


@pytest.fixture
def client_for():
    """Make a client; all are closed in the end."""
    made = []

    def make(url, **options):
        made.append(UseroClient(url, **options))
        return made[-1]

    yield make
    for client in made:
        client.close()


@pytest.fixture
def story_of(tmp_path):
    """Make the whole product without a screen, pointed at a server, and hear what it tells."""
    with feedbacks(tmp_path / "data") as make:
        yield lambda url, **options: Heard(make(url, **options))
