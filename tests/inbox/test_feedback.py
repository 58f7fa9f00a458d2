from __future__ import annotations

import json

import pytest
from inbox.conftest import ALLOWED

INVALID = "Invalid data provided"
SHOT = {"fileName": "a", "url": "https://x/a", "fileSize": 3, "mimeType": "image/png"}


def refused_field(reply, field):
    assert reply.status_code == 400, reply.text
    assert reply.json()["error"] == INVALID
    assert list(reply.json()["issues"]) == [field]
    assert all(isinstance(word, str) and word for word in reply.json()["issues"][field])


def test_a_rating_alone_is_enough_and_the_answer_is_the_documented_one(send, inbox):
    reply = send(rating=4)
    assert reply.status_code == 200
    assert reply.json() == {"success": True, "feedbackId": reply.json()["feedbackId"]}
    assert inbox.store.entry(reply.json()["feedbackId"]).report.rating == 4


def test_every_documented_field_is_kept_as_it_was_sent(keep):
    report = keep(
        rating=2,
        comment="  Zeile 1\nZeile 2 \U0001f600 ",
        userEmail="ada@example.com",
        pageUrl="app://ledger/main",
        pageTitle="Ledger",
        referrer="app://ledger/start",
        environment="staging",
        screenshots=[SHOT | {"width": 10, "height": 20}],
        metadata={"os": "Debian 12", "nested": {"a": [1, None, True]}},
        sessionReplayId="rep_1",
        replayOffsetMs=1500,
    )
    assert report.comment == "  Zeile 1\nZeile 2 \U0001f600 "
    assert report.user_email == "ada@example.com"
    assert (report.page_url, report.page_title) == ("app://ledger/main", "Ledger")
    assert report.referrer == "app://ledger/start"
    assert report.environment == "staging"
    assert (report.screenshots[0].width, report.screenshots[0].height) == (10, 20)
    assert report.metadata == {"os": "Debian 12", "nested": {"a": [1, None, True]}}
    assert (report.session_replay_id, report.replay_offset_ms) == ("rep_1", 1500)


@pytest.mark.parametrize("rating", [1, 2, 3, 4, 4.0])
def test_the_four_ratings_are_taken(keep, rating):
    assert keep(rating=rating).rating == int(rating)


@pytest.mark.parametrize("rating", [0, 5, -1, 2.5, "3", True, False, None, [3], 10**400, 1e999])
def test_anything_else_is_no_rating(http, rating):
    body = json.dumps({"clientId": "client_demo", "comment": "x", "rating": rating})
    refused_field(http.post("/api/feedback", content=body.replace("Infinity", "1e999")), "rating")


@pytest.mark.parametrize("fields", [{}, {"comment": ""}, {"comment": " \n\t "}])
def test_neither_rating_nor_comment_is_refused_at_the_rating(send, fields):
    refused_field(send(**fields), "rating")


def test_a_comment_alone_is_enough_however_long(keep):
    assert keep(comment="x").rating is None
    assert len(keep(comment="y" * 5000).comment) == 5000


@pytest.mark.parametrize(
    "field", ["comment", "userEmail", "pageUrl", "pageTitle", "referrer", "environment"]
)
@pytest.mark.parametrize("value", [1, None, True, ["x"], {"x": 1}])
def test_a_text_field_takes_text_only(send, field, value):
    refused_field(send(rating=1, **{field: value}), field)


def test_an_address_may_have_254_characters_and_no_more(keep, send):
    longest = "a" * (254 - len("@example.com")) + "@example.com"
    assert keep(rating=1, userEmail=longest).user_email == longest
    refused_field(send(rating=1, userEmail="a" + longest), "userEmail")


def test_an_empty_address_means_none(keep):
    assert keep(rating=1, userEmail="").user_email is None


@pytest.mark.parametrize("address", ["x", "x@", "@x.de", "a@b@c.de", "a b@c.de", "a@c", " a@c.de"])
def test_what_is_no_address_is_refused(send, address):
    refused_field(send(rating=1, userEmail=address), "userEmail")


@pytest.mark.parametrize("name", ["default", "no-env", "", "Produktion 🌍"])
def test_a_named_environment_is_its_own_even_a_placeholder(keep, name):
    assert keep(rating=1, environment=name).environment == name
    assert keep(rating=1).environment is None


def test_metadata_is_counted_in_bytes_of_compact_utf8(send):
    def sized(count, letter):
        frame = len(b'{"k":""}')
        width = len(letter.encode())
        value = letter * ((count - frame) // width)
        value += "x" * (count - frame - len(value.encode()))
        return {"k": value}

    for letter in ("x", "ü", "漢", "\U0001f600"):
        assert send(rating=1, metadata=sized(10_240, letter)).status_code == 200
        reply = send(rating=1, metadata=sized(10_241, letter))
        assert reply.status_code == 400
        assert reply.json() == {"error": "Metadata too large (max 10KB)"}


def test_spaces_between_metadata_cost_nothing(http):
    body = '{"clientId": "client_demo", "rating": 1, "metadata": {"a": ' + " " * 20_000 + "1}}"
    assert http.post("/api/feedback", content=body).status_code == 200


@pytest.mark.parametrize("metadata", [None, [], "x", 1, True])
def test_metadata_is_an_object(send, metadata):
    refused_field(send(rating=1, metadata=metadata), "metadata")


def test_metadata_may_be_deep_but_not_bottomless(http):
    def nested(levels):
        value = '{"a":' * levels + "1" + "}" * levels
        body = f'{{"clientId":"client_demo","rating":1,"metadata":{value}}}'
        return http.post("/api/feedback", content=body)

    assert nested(100).status_code == 200
    refused_field(nested(101), "metadata")
    assert nested(30_000).json()["error"] == INVALID


def test_a_lone_surrogate_and_an_endless_number_are_made_harmless(http, inbox):
    body = r'{"clientId":"client_demo","comment":"a\ud800b","metadata":{"n":1e999,"\udc00":"x"}}'
    reply = http.post("/api/feedback", content=body)
    report = inbox.store.entry(reply.json()["feedbackId"]).report
    assert report.comment == "a\ufffdb"
    assert report.metadata == {"n": None, "\ufffd": "x"}
    assert http.get("/inbox/api/feedback").status_code == 200


def test_a_whole_number_no_double_holds_is_refused_at_its_field(http, keep):
    def sent(fields):
        return http.post("/api/feedback", content=f'{{"clientId":"client_demo",{fields}}}')

    for digits in ("9" * 309, "1" * 5000, "-" + "1" * 5000):
        refused_field(sent(f'"rating":{digits}'), "rating")
        refused_field(sent(f'"rating":1,"replayOffsetMs":{digits}'), "replayOffsetMs")
        for value in (digits, f"[{digits}]", f'{{"deep":[{digits}]}}'):
            reply = sent(f'"rating":1,"metadata":{{"n":{value}}}')
            refused_field(reply, "metadata")
            assert "number" in reply.json()["issues"]["metadata"][0]
    assert keep(rating=1, metadata={"n": 10**308}).metadata == {"n": 10**308}


def test_a_replay_id_has_1_to_128_characters(keep, send):
    assert keep(rating=1, sessionReplayId="x" * 128).session_replay_id == "x" * 128
    for value in ("x" * 129, "", 7, None):
        refused_field(send(rating=1, sessionReplayId=value), "sessionReplayId")


@pytest.mark.parametrize("offset", [0, 1, 5.0, 2**53 - 1])
def test_a_replay_offset_is_a_whole_number(keep, offset):
    assert keep(rating=1, replayOffsetMs=offset).replay_offset_ms == offset


@pytest.mark.parametrize("offset", [-1, 1.5, "3", True, None, 2**53])
def test_any_other_replay_offset_is_refused(send, offset):
    refused_field(send(rating=1, replayOffsetMs=offset), "replayOffsetMs")


@pytest.mark.parametrize(
    "shots",
    [
        "x",
        {},
        None,
        [None],
        ["https://x/a"],
        [{}],
        [{key: value for key, value in SHOT.items() if key != "url"}],
        [SHOT | {"fileSize": "3"}],
        [SHOT | {"fileSize": True}],
        [SHOT | {"width": "10"}],
        [SHOT | {"height": None}],
        [SHOT, SHOT | {"mimeType": 1}],
        [SHOT] * 4,
    ],
)
def test_screenshots_are_at_most_three_objects_as_they_were_returned(send, shots):
    refused_field(send(rating=1, screenshots=shots), "screenshots")


def test_three_screenshots_or_none_are_taken(keep):
    assert len(keep(rating=1, screenshots=[SHOT] * 3).screenshots) == 3
    assert keep(rating=1, screenshots=[]).screenshots == ()


def test_several_problems_are_named_together(send):
    issues = send(rating=9, userEmail="x", metadata=[]).json()["issues"]
    assert set(issues) == {"rating", "userEmail", "metadata"}


@pytest.mark.parametrize("value", ["", 1, None])
def test_a_client_id_is_required(http, value):
    refused_field(http.post("/api/feedback", json={"rating": 1}), "clientId")
    refused_field(http.post("/api/feedback", json={"rating": 1, "clientId": value}), "clientId")


def test_an_unknown_client_is_named_as_the_problem(http):
    reply = http.post("/api/feedback", json={"rating": 1, "clientId": "client_nobody"})
    assert reply.json() == {"error": INVALID, "issues": {"clientId": ["Unknown client"]}}
    assert reply.status_code == 400


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"rating":NaN}', b"[" * 100_000]
)
def test_a_body_that_is_no_json_object_is_refused(http, body):
    reply = http.post("/api/feedback", content=body)
    assert reply.status_code == 400
    assert reply.json()["error"] == INVALID


def test_unknown_fields_are_left_behind(keep):
    assert keep(rating=1, shoeSize=44, id="mine").rating == 1


def test_a_missing_page_address_is_taken_from_the_referer_header(http, inbox):
    def sent(**fields):
        reply = http.post(
            "/api/feedback",
            json={"clientId": "client_demo", "rating": 1, **fields},
            headers={"Referer": "https://app.example.com/page"},
        )
        return inbox.store.entry(reply.json()["feedbackId"]).report.page_url

    assert sent() == "https://app.example.com/page"
    assert sent(pageUrl="") == "https://app.example.com/page"
    assert sent(pageUrl="app://own") == "app://own"


def test_without_either_there_is_no_page_address(keep):
    assert keep(rating=1).page_url is None


def test_an_allowlist_lets_its_own_origins_in_and_nobody_else(http):
    def status(origin):
        headers = {"Origin": origin} if origin else {}
        body = {"clientId": "client_closed", "rating": 1}
        reply = http.post("/api/feedback", json=body, headers=headers)
        if reply.status_code == 403:
            assert reply.json() == {"error": "Domain not allowed"}
        return reply.status_code

    assert status(ALLOWED) == 200
    assert status("http://localhost:3000") == 200
    assert status("https://evil.example") == 403
    assert status(f"{ALLOWED}.evil.example") == 403
    assert status("null") == 403
    assert status(None) == 403, "a desktop program sends no Origin"


def test_the_second_report_with_one_submission_id_is_marked_as_a_double(send, inbox, http):
    fields = {"rating": 1, "metadata": {"submissionId": "0af4"}}
    first, second, third = (send(**fields).json()["feedbackId"] for _ in range(3))
    assert inbox.store.entry(first).duplicate_of is None
    assert inbox.store.entry(second).duplicate_of == first
    assert http.get(f"/inbox/api/feedback/{third}").json()["duplicateOf"] == first
    other = {"clientId": "client_other", **fields}
    reply = http.post("/api/feedback", json=other).json()["feedbackId"]
    assert inbox.store.entry(reply).duplicate_of is None, "another project, another report"
