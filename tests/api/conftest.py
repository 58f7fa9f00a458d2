from __future__ import annotations

import pytest

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
