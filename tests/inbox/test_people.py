"""What the inbox knows of a person, and what its readers hear of it."""

from __future__ import annotations

import json

import httpx
import pytest
from inbox.test_events import Stream

from usero_desktop.inbox.config import Client, InboxConfig
from usero_desktop.inbox.server import running

WHO = {"clientId": "client_demo", "anonymousId": "anonymous-1", "externalUserId": "u_1"}
THEIRS = {"userId": "u_1", "anonymousId": "anonymous-1"}


@pytest.fixture
def fresh():
    config = InboxConfig(clients=(Client("client_demo"), Client("client_other")))
    with running(config) as inbox, httpx.Client(base_url=inbox.url, timeout=30) as http:
        yield http


def send(http, **fields):
    body = {"clientId": "client_demo", "rating": 1, **fields}
    return http.post("/api/feedback", json=body).json()["feedbackId"]


def person(http, feedback_id):
    return http.get(f"/inbox/api/feedback/{feedback_id}").json()["person"]


def test_what_is_said_later_is_added_or_replaces_and_nothing_is_cleared(fresh):
    said = (
        {"email": "a@old.example", "traits": {"plan": "free", "seats": 1}},
        {"displayName": "Ada", "email": "", "traits": {"plan": "pro"}},
        {"email": "a@example.com", "anonymousId": "anonymous-2"},
    )
    for fields in said:
        fresh.post("/api/identify", json=WHO | fields)
    assert person(fresh, send(fresh, metadata=THEIRS)) == {
        "id": "u_1", "displayName": "Ada", "email": "a@example.com",
        "traits": {"plan": "pro", "seats": 1},
    }  # fmt: skip


@pytest.mark.parametrize(
    "metadata",
    [{}, {"userId": "u_1"}, {"userId": 1, "anonymousId": 2}, THEIRS | {"userId": "u_2"},
     THEIRS | {"anonymousId": "anonymous-9"}],
)  # fmt: skip
def test_a_report_that_does_not_name_both_is_nobodys(fresh, metadata):
    fresh.post("/api/identify", json=WHO)
    assert person(fresh, send(fresh, metadata=metadata)) is None


def test_the_same_user_of_another_project_is_another(fresh):
    fresh.post("/api/identify", json=WHO)
    assert person(fresh, send(fresh, metadata=THEIRS)) is not None
    assert person(fresh, send(fresh, metadata=THEIRS, clientId="client_other")) is None


def test_readers_hear_who_was_named_since_and_not_before(fresh):
    fresh.post("/api/identify", json=WHO | {"externalUserId": "earlier"})
    with fresh.stream("GET", "/inbox/events") as reply:
        stream = Stream(reply)
        assert stream.next()["event"] == "hello"
        fresh.post("/api/identify", json=WHO)
        event = stream.next()
        assert event["event"] == "person"
        assert json.loads(event["data"]) == {"clientId": "client_demo", "userId": "u_1"}
        assert "id" not in event, "it is not what a reader comes back with"
        fresh.post("/api/identify", json=WHO | {"clientId": "client_nobody"})
        send(fresh)
        assert stream.next()["event"] == "feedback"
