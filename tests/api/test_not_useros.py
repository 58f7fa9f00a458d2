"""Whole reports in networks that answer for Usero: not delivered, not refused, and sent later."""

import pytest
from servers import accepted, reply, serving

from usero_desktop.core.events import Deferred, Delivered, Rejected

PORTAL = b"<!doctype html><title>Welcome to our hotel</title><form action=/sign-in>"
NOT_USEROS = {
    "a portal's page": reply(200, PORTAL, content_type="text/html"),
    "a portal's refusal": reply(403, PORTAL, content_type="text/html"),
    "a portal's 511": reply(511, PORTAL, content_type="text/html"),
    "another server's 404": reply(404, b"404 page not found\n", content_type="text/plain"),
    "another API's 404": reply(404, {"message": "Not Found"}),
    "nothing": reply(200, b""),
    "no content": b"HTTP/1.1 204 No Content\r\n\r\n",
    "an empty object": reply(200, {}),
    "a list": reply(200, [{"success": True, "feedbackId": "x"}]),
    "success: false": reply(200, {"success": False, "feedbackId": "x"}),
    "success as a text": reply(200, {"success": "true", "feedbackId": "x"}),
    "success as a number": reply(200, {"success": 1, "feedbackId": "x"}),
    "an id that is a number": reply(200, {"success": True, "feedbackId": 7}),
    "an empty id": reply(200, {"success": True, "feedbackId": ""}),
    "an id of 60 KB": reply(200, {"success": True, "feedbackId": "x" * 60_000}),
    "an id that is half a letter": reply(200, b'{"success":true,"feedbackId":"\\ud800"}'),
    "30,000 levels": reply(200, b"[" * 30_000 + b"]" * 30_000),
    "100,000 levels": reply(200, b"[" * 100_000),
    "invalid UTF-8": reply(200, b'{"success":true,"feedbackId":"\xff\xfe"}'),
    "UTF-16": reply(200, '{"success":true,"feedbackId":"x"}'.encode("utf-16")),
    "two byte order marks": reply(200, b"\xef\xbb\xbf" * 2 + b'{"success":true,"feedbackId":"x"}'),
    "a number of 60,000 digits": reply(
        200, b'{"success":true,"feedbackId":"x","n":%s}' % (b"9" * 60_000)
    ),
    "a number of 100,000 digits": reply(200, b"9" * 100_000),
    "a name twice": reply(200, b'{"success":false,"feedbackId":"x","success":true}'),
    "two values": reply(200, b'{"success":true,"feedbackId":"x"}{}'),
    "JavaScript": reply(200, b'callback({"success":true,"feedbackId":"x"})'),
    "another version of HTTP": b"HTTP/3.0 200 OK\r\n\r\n",
    "no HTTP": b"SSH-2.0-OpenSSH_9.2\r\n",
}


@pytest.mark.promise("C1")
def test_no_answer_but_useros_own_ends_a_report(story_of, figure):
    answers = list(NOT_USEROS.values())

    def answer(request, connection):
        if not answers:
            return accepted(request)
        connection.sendall(answers.pop(0))
        return None

    with serving(answer) as server:
        story = story_of(server.url)
        story.feedback.submit(rating=4, comment="Long thought over")
        for name in NOT_USEROS:
            event = story.next(Deferred, Delivered, Rejected)
            assert isinstance(event, Deferred), name
            assert event.error.code in {"not_usero", "connection_broken", "busy"}, name
            story.feedback.retry_now()
        assert story.next(Deferred, Delivered, Rejected).receipt.feedback_id == "fb_1"
    assert {request.json["comment"] for request in server.requests} == {"Long thought over"}
    figure(f"{len(NOT_USEROS)} answers: 0 deliveries, 0 refusals, then delivered")


@pytest.mark.promise("C1")
def test_a_byte_order_mark_before_useros_own_answer_does_no_harm(client_for):
    body = b'\xef\xbb\xbf{"success":true,"feedbackId":"fb_1"}'
    with serving(lambda *_: reply(200, body)) as server:
        assert client_for(server.url).send_feedback(b"{}") == "fb_1"
