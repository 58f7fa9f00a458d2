from __future__ import annotations

import pytest

WHO = {"clientId": "client_demo", "anonymousId": "0af4-11", "externalUserId": "u_1"}


def test_who_speaks_is_accepted_and_kept(http, inbox):
    traits = {"plan": "pro", "seats": 3, "trial": False, "team": None, "score": 1.5}
    body = WHO | {"email": "a@example.com", "displayName": "Ada", "traits": traits}
    reply = http.post("/api/identify", json=body)
    assert (reply.status_code, reply.json()) == (200, {"accepted": True})
    kept = inbox.store.identities()[-1]
    assert (kept.client_id, kept.anonymous_id) == ("client_demo", "0af4-11")
    assert (kept.external_user_id, kept.email, kept.display_name) == ("u_1", "a@example.com", "Ada")
    assert kept.traits == traits


def test_an_unknown_client_is_answered_but_not_accepted(http):
    reply = http.post("/api/identify", json=WHO | {"clientId": "client_nobody"})
    assert (reply.status_code, reply.json()) == (200, {"accepted": False})


@pytest.mark.parametrize("field", ["clientId", "anonymousId", "externalUserId"])
def test_the_three_ids_are_required(http, field):
    body = {name: value for name, value in WHO.items() if name != field}
    assert http.post("/api/identify", json=body).json()["issues"] == {field: ["Required"]}


@pytest.mark.parametrize("traits", [[], "x", {"a": {}}, {"a": [1]}])
def test_traits_are_flat(http, traits):
    reply = http.post("/api/identify", json=WHO | {"traits": traits})
    assert reply.status_code == 400
    assert list(reply.json()["issues"]) == ["traits"]


def test_a_whole_number_no_double_holds_is_refused_at_the_traits(http):
    body = '{"clientId":"client_demo","anonymousId":"a","externalUserId":"u","traits":{"n":%s}}'
    reply = http.post("/api/identify", content=body % ("7" * 5000))
    assert reply.status_code == 400
    assert list(reply.json()["issues"]) == ["traits"]


def test_an_allowlist_holds_here_too(http):
    reply = http.post("/api/identify", json=WHO | {"clientId": "client_closed"})
    assert (reply.status_code, reply.json()) == (403, {"error": "Domain not allowed"})
