"""The table from reply to action, row by row."""

import json

import pytest

from usero_desktop.api.replies import (
    Reply,
    read_feedback_id,
    read_screenshot,
)
from usero_desktop.errors import Busy, Refused, Unreachable

GOOD_SHOT = {"fileName": "a.png", "url": "/a", "fileSize": 5, "mimeType": "image/png"}


def answer(status, body=b"", **more):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Reply("usero.example", status, raw, **more)


@pytest.mark.promise("C1")
def test_only_the_documented_success_is_success():
    assert read_feedback_id(answer(200, {"success": True, "feedbackId": "fb"})) == "fb"
    assert read_feedback_id(answer(201, b'\xef\xbb\xbf{"success":true,"feedbackId":"x"}')) == "x"
    shot = read_screenshot(answer(200, {"success": True, "screenshot": {**GOOD_SHOT, "k": 1}}))
    assert (shot.file_name, shot.width) == ("a.png", None)


@pytest.mark.promise("C1")
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Please sign in</html>",
        b"{}",
        b"[]",
        b"null",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        {"success": False, "feedbackId": "x"},
        {"success": True},
        {"success": True, "feedbackId": 5},
        {"success": True, "feedbackId": ""},
        {"success": "true", "feedbackId": "x"},
        {"success": True, "feedbackId": "x" * 5000},
    ],
)
def test_a_200_that_is_not_useros_answer_is_tried_again_later(body):
    with pytest.raises(Unreachable) as caught:
        read_feedback_id(answer(200, body))
    assert caught.value.code == "not_usero"


@pytest.mark.promise("C6")
@pytest.mark.parametrize(
    "change",
    [
        {"url": "x" * 3000},
        {"url": 5},
        {"fileName": ""},
        {"fileSize": "5"},
        {"fileSize": -1},
        {"fileSize": True},
        {"mimeType": None},
    ],
)
def test_a_screenshot_object_is_checked_before_it_is_kept(change):
    with pytest.raises(Unreachable):
        read_screenshot(answer(200, {"success": True, "screenshot": {**GOOD_SHOT, **change}}))


@pytest.mark.promise("B1")
@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_a_busy_server_is_tried_again_later(status):
    with pytest.raises(Busy) as caught:
        read_feedback_id(answer(status, b"<html>oops</html>", retry_after=7.0))
    assert (caught.value.status, caught.value.retry_after) == (status, 7.0)
    assert str(status) in str(caught.value)


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 405, 410, 413, 422, 451])
def test_other_refusals_are_final(status):
    with pytest.raises(Refused) as caught:
        read_feedback_id(answer(status, {"error": "No"}))
    assert (caught.value.status, caught.value.error) == (status, "No")


@pytest.mark.promise("C1")
@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 410])
@pytest.mark.parametrize(
    "body", [b"", b" <!doctype html>", b"404 page not found", {}, {"error": 7}, {"error": ""}]
)
def test_a_4xx_without_useros_words_is_not_useros_refusal(status, body):
    for read in (read_feedback_id, read_screenshot):
        with pytest.raises(Unreachable) as caught:
            read(answer(status, body))
        assert caught.value.code == "not_usero"


@pytest.mark.promise("B1")
def test_issues_reach_the_user_by_field():
    body = {"error": "Invalid data provided", "issues": {"rating": ["Too big"], "userEmail": "?"}}
    with pytest.raises(Refused) as caught:
        read_feedback_id(answer(400, body))
    assert caught.value.issues == {"rating": ("Too big",), "userEmail": ("?",)}
    assert "rating: Too big" in str(caught.value)


@pytest.mark.promise("B1")
def test_an_issue_that_is_no_text_is_left_out():
    issues = {"rating": [None, "Too big", 7, ""], "comment": [{}], "userEmail": 5}
    with pytest.raises(Refused) as caught:
        read_feedback_id(answer(400, {"error": "Invalid data provided", "issues": issues}))
    assert caught.value.issues == {"rating": ("Too big",), "comment": (), "userEmail": ()}
    assert str(caught.value) == "The server did not take the report (rating: Too big)."


@pytest.mark.promise("B1")
@pytest.mark.parametrize(
    "status, error, code",
    [
        (400, "Metadata too large (max 10KB)", "refused_metadata"),
        (403, "Domain not allowed", "refused_domain"),
        (404, "Invalid client ID", "refused_client"),
    ],
)
def test_documented_refusals_have_codes_of_their_own(status, error, code):
    with pytest.raises(Refused) as caught:
        read_feedback_id(answer(status, {"error": error}))
    assert caught.value.code == code


@pytest.mark.promise("B1")
@pytest.mark.parametrize(
    "status, body",
    [
        (400, {"error": "File must be an image"}),
        (400, {"error": "File too large (max 10MB)"}),
        (413, b"<html>413 Request Entity Too Large</html>"),
    ],
)
def test_a_refused_picture_says_that_only_it_is_meant(status, body):
    with pytest.raises(Refused) as caught:
        read_screenshot(answer(status, body))
    assert caught.value.code == "refused_picture"


def test_a_screenshot_refused_for_its_client_is_the_whole_reports_refusal():
    with pytest.raises(Refused) as caught:
        read_screenshot(answer(404, {"error": "Invalid client ID"}))
    assert caught.value.code == "refused_client"


@pytest.mark.promise("B1")
@pytest.mark.parametrize("status", [500, 503])
def test_the_words_of_a_refused_picture_condemn_it_with_their_own_status_only(status):
    with pytest.raises(Busy):
        read_screenshot(answer(status, {"error": "File must be an image"}))
