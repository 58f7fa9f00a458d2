from __future__ import annotations

import httpx
import pytest

from usero_desktop.inbox.config import Client, InboxConfig
from usero_desktop.inbox.server import running

ALLOWED = "https://app.example.com"
CONFIG = InboxConfig(
    clients=(
        Client("client_demo"),
        Client("client_other"),
        Client("client_closed", (ALLOWED, "http://localhost:3000")),
    )
)


@pytest.fixture(scope="module")
def inbox():
    """One inbox a module: what a test sends it finds again by its id."""
    with running(CONFIG) as inbox:
        yield inbox


@pytest.fixture(scope="module")
def http(inbox):
    with httpx.Client(base_url=inbox.url, timeout=30) as client:
        yield client


@pytest.fixture
def send(http):
    """Send feedback for client_demo; fields are the wire's own."""

    def post(**fields):
        return http.post("/api/feedback", json={"clientId": "client_demo", **fields})

    return post


@pytest.fixture
def keep(send, inbox):
    """Send feedback that has to be taken, and return the report that was kept."""

    def post(**fields):
        reply = send(**fields)
        assert reply.status_code == 200, reply.text
        return inbox.store.entry(reply.json()["feedbackId"]).report

    return post
