"""POST /api/identify on the wire: what goes out, and what each answer means."""

from __future__ import annotations

import pytest
from servers import reply, serving

from usero_desktop.errors import Busy, ConfigError, Refused, Unreachable
from usero_desktop.inbox.server import running
from usero_desktop.model.user import User

ADA = User("u_1", "ada@example.com", "Ada", {"plan": "pro", "seats": 3, "trial": False, "x": None})


def answering(client_for, answer, **options):
    """What identify() returns or raises where the server answers with these bytes."""
    with serving(lambda _request, _connection: answer) as server:
        return client_for(server.url, **options).identify("client_demo", "anonymous-1", ADA)


def test_the_documented_fields_go_out_and_the_inbox_accepts_them(client_for):
    with running() as inbox:
        assert client_for(inbox.url).identify("client_demo", "anonymous-1", ADA) is True
        [kept] = inbox.store.identities()
    assert (kept.client_id, kept.anonymous_id, kept.external_user_id) == (
        "client_demo", "anonymous-1", "u_1",
    )  # fmt: skip
    assert (kept.email, kept.display_name, kept.traits) == (ADA.email, "Ada", dict(ADA.traits))


def test_what_is_absent_is_left_out_and_not_null(client_for):
    with serving(lambda *_: reply(200, {"accepted": True})) as server:
        client_for(server.url).identify("client_demo", "anonymous-1", User("u_1", "", None, {}))
    [request] = server.requests
    assert (request.method, request.path) == ("POST", "/api/identify")
    assert request.headers["content-type"] == "application/json"
    assert request.json == {
        "clientId": "client_demo", "anonymousId": "anonymous-1", "externalUserId": "u_1",
    }  # fmt: skip


def test_a_user_may_be_a_mapping_of_its_fields_as_either_side_spells_them(client_for):
    with serving(lambda *_: reply(200, {"accepted": True})) as server:
        client = client_for(server.url)
        client.identify("client_demo", "anonymous-1", {"id": "u_1", "display_name": "Ada"})
        client.identify("client_demo", "anonymous-1", {"id": "u_1", "displayName": "Ada"})
    assert [request.json["displayName"] for request in server.requests] == ["Ada", "Ada"]


@pytest.mark.parametrize(
    "wrong, named",
    [
        ("u_1", "'u_1'"),
        (None, "None"),
        ({}, "id"),
        ({"id": 7}, "id"),
        ({"id": "u_1", "name": "Ada"}, "'name'"),
        ({"id": "u_1", 5: "Ada"}, "5"),
        ({"id": "u_1", "email": 5}, "email"),
        ({"id": "u_1", "traits": {"a": []}}, "traits['a']"),
    ],
)
def test_what_is_no_user_is_named_and_nothing_is_sent(client_for, wrong, named):
    with serving() as server, pytest.raises(ConfigError) as caught:
        client_for(server.url).identify("client_demo", "anonymous-1", wrong)
    assert named in str(caught.value)
    assert server.requests == []


def test_half_a_letter_and_a_number_without_end_do_no_harm(client_for):
    odd = User("u\ud800", traits={"n": 10**400, "half": "\udfff"})
    with serving(lambda *_: reply(200, {"accepted": True})) as server:
        client_for(server.url).identify("client_demo", "anonymous-1", odd)
    [request] = server.requests
    assert request.json["externalUserId"] == "u\ufffd"
    assert request.json["traits"] == {"n": None, "half": "\ufffd"}


def test_a_word_that_is_not_accepted_is_no_error(client_for):
    assert answering(client_for, reply(200, {"accepted": False})) is False


@pytest.mark.parametrize("body", [{}, {"accepted": "yes"}, {"accepted": 1}, [], b"<html>Hotel"])
def test_a_200_that_does_not_say_so_is_not_useros_answer(client_for, body):
    with pytest.raises(Unreachable) as caught:
        answering(client_for, reply(200, body))
    assert caught.value.code == "not_usero"


@pytest.mark.parametrize("status", [404, 405, 501])
@pytest.mark.parametrize("body", [b"<h1>Not Found</h1>", {"error": "Not found"}])
def test_a_server_without_the_request_says_so_in_whatever_words(client_for, status, body):
    with pytest.raises(Refused) as caught:
        answering(client_for, reply(status, body))
    assert (caught.value.code, caught.value.status) == ("no_identify", status)


@pytest.mark.parametrize(
    "status, body, kind",
    [
        (400, {"error": "Invalid data provided", "issues": {"email": ["Invalid"]}}, Refused),
        (403, {"error": "Domain not allowed"}, Refused),
        (429, {}, Busy),
        (500, {"error": "Internal server error"}, Busy),
        (302, b"", Unreachable),
    ],
)
def test_other_answers_mean_what_they_mean_elsewhere(client_for, status, body, kind):
    with pytest.raises(kind) as caught:
        answering(client_for, reply(status, body))
    assert caught.value.code != "no_identify"


def test_the_time_limit_is_its_own_and_a_total(client_for):
    def silent(_request, connection):
        connection.recv(1)

    with serving(silent) as server, pytest.raises(Unreachable) as caught:
        client_for(server.url, identify_seconds=0.3).identify("client_demo", "anonymous-1", ADA)
    assert caught.value.code == "too_slow"
