"""The two requests and every documented answer to them, as the public API reference has them."""

import json
import re
from datetime import UTC, datetime

import pytest
from servers import reply, serving

from usero_desktop.errors import Busy, Refused
from usero_desktop.model import limits, wire
from usero_desktop.model.submission import Submission, UploadedScreenshot

# Header lines, whose order means nothing in HTTP.
HEAD = (
    b"Host: 127.0.0.1:%(port)d",
    b"User-Agent: %(agent)s",
    b"Accept: application/json",
    b"Accept-Encoding: identity",
    b"Connection: keep-alive",
    b"Content-Length: %(length)d",
)
FEEDBACK_HEAD = (
    b"POST /api/feedback HTTP/1.1",
    *HEAD,
    b"Content-Type: application/json",
)
SCREENSHOT_HEAD = (
    b"POST /api/screenshots HTTP/1.1",
    *HEAD,
    b"Content-Type: multipart/form-data; boundary=%(boundary)s",
)
SCREENSHOT_BODY = (
    b"--%(boundary)s\r\n"
    b'Content-Disposition: form-data; name="clientId"\r\n'
    b"\r\n"
    b"client_demo\r\n"
    b"--%(boundary)s\r\n"
    b'Content-Disposition: form-data; name="screenshot"; filename="screenshot-1.png"\r\n'
    b"Content-Type: image/png\r\n"
    b"\r\n"
    b"%(data)s\r\n"
    b"--%(boundary)s--\r\n"
)
AGENT = rb"usero-desktop/[0-9.]+ \([A-Za-z]+ [A-Za-z0-9_]+; Python 3\.[0-9.]+\)"

SHOT = {"fileName": "screenshot-1.png", "url": "/s/1.png", "fileSize": 9, "width": 4, "height": 3,
        "mimeType": "image/png"}  # fmt: skip
UPLOADED = UploadedScreenshot("screenshot-1.png", "/s/1.png", 9, "image/png", 4, 3)

# Status and body as documented, and what they are to whoever calls: a value or an error's code.
FEEDBACK_ANSWERS = [
    (200, {"success": True, "feedbackId": "fb_7"}, "fb_7"),
    (400, {"error": "Invalid data provided", "issues": {"rating": ["Too big"]}}, "refused"),
    (400, {"error": "Metadata too large (max 10KB)"}, "refused_metadata"),
    (403, {"error": "Domain not allowed"}, "refused_domain"),
    (500, {"error": "Internal server error"}, "busy"),
]
SCREENSHOT_ANSWERS = [
    (200, {"success": True, "screenshot": SHOT}, UPLOADED),
    (400, {"error": "Screenshot file is required"}, "refused_picture"),
    (400, {"error": "Client ID is required"}, "refused"),
    (400, {"error": "File must be an image"}, "refused_picture"),
    (400, {"error": "File too large (max 10MB)"}, "refused_picture"),
    (403, {"error": "Domain not allowed"}, "refused_domain"),
    (404, {"error": "Invalid client ID"}, "refused_client"),
    (500, {"error": "Failed to upload screenshot"}, "busy"),
]


def assert_sent(server, head, body):
    """Compare the one request with what is documented, the boundary and our own name aside."""
    [request] = server.requests
    agent = request.headers["user-agent"].encode()
    assert re.fullmatch(AGENT, agent)
    boundary = request.headers["content-type"].partition("boundary=")[2].encode()
    expected = body.replace(b"%(boundary)s", boundary)
    values = {b"port": server.port, b"agent": agent, b"boundary": boundary,
              b"length": len(expected)}  # fmt: skip
    first, *lines = request.head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    assert (first, *sorted(lines)) == (head[0], *sorted(line % values for line in head[1:]))
    assert request.body == expected


@pytest.mark.promise("B1")
def test_a_report_with_every_field_is_sent_byte_by_byte_as_documented(client_for, figure):
    submission = Submission(
        "5a", "client_demo", "unused", datetime.now(UTC), rating=4, comment='Größe 😀 "ok"',
        user_email="a@b.co", page_url="app://ledger", page_title="Ledger", referrer="app://x",
        environment="staging", metadata={"submissionId": "5a", "plan": None, "n": [1, 2.5]},
    )  # fmt: skip
    with serving() as server:
        body = wire.feedback_body(submission, [UPLOADED])
        client_for(server.url).send_feedback(body)
    documented = (
        '{"clientId":"client_demo","rating":4,"comment":"Größe 😀 \\"ok\\"","userEmail":"a@b.co",'
        '"pageUrl":"app://ledger","pageTitle":"Ledger","referrer":"app://x",'
        '"environment":"staging","screenshots":[{"fileName":"screenshot-1.png",'
        '"url":"/s/1.png","fileSize":9,"mimeType":"image/png","width":4,"height":3}],'
        '"metadata":{"submissionId":"5a","plan":null,"n":[1,2.5]}}'
    ).encode()
    assert_sent(server, FEEDBACK_HEAD, documented)
    figure(f"a report of {len(json.loads(documented))} fields as documented, byte by byte")


@pytest.mark.promise("B1")
def test_what_is_absent_is_left_out_and_not_sent_as_nothing(client_for):
    submission = Submission("5a", "client_demo", "unused", datetime.now(UTC), rating=1)
    with serving() as server:
        client_for(server.url).send_feedback(wire.feedback_body(submission, []))
    assert_sent(server, FEEDBACK_HEAD, b'{"clientId":"client_demo","rating":1}')


@pytest.mark.promise("B1")
def test_a_screenshot_is_sent_byte_by_byte_as_documented(client_for):
    send_screenshot(client_for)


@pytest.mark.bites("B1")
def test_another_name_for_a_field_is_found_out(client_for, monkeypatch):
    monkeypatch.setattr(wire, "CLIENT_FIELD", "clientID")
    with pytest.raises(AssertionError):
        send_screenshot(client_for)


def send_screenshot(client_for):
    data = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
    with serving() as server:
        client_for(server.url).upload_screenshot(
            "client_demo", data, "image/png", "screenshot-1.png"
        )
    assert_sent(server, SCREENSHOT_HEAD, SCREENSHOT_BODY.replace(b"%(data)s", data))


def outcome(call):
    try:
        return call()
    except (Busy, Refused) as error:
        return error


def meant(found, status, body):
    """The value, or the error's code once all that the server said is in the error."""
    if not isinstance(found, Busy | Refused):
        return found
    assert found.status == status
    if isinstance(found, Refused):
        assert found.error == body["error"]
        expected = body.get("issues", {})
        assert {field: list(words) for field, words in found.issues.items()} == expected
    return found.code


def misunderstood(client_for):
    """Return the documented answers that are taken for something else."""
    wrong = []
    for answers, send in [
        (FEEDBACK_ANSWERS, lambda client: client.send_feedback(b"{}")),
        (
            SCREENSHOT_ANSWERS,
            lambda client: client.upload_screenshot("client_demo", b"\x89PNG", "image/png", "a"),
        ),
    ]:
        for status, body, expected in answers:
            headers = ["Access-Control-Allow-Origin: *"]
            with serving(lambda *_, s=status, b=body, h=headers: reply(s, b, headers=h)) as server:
                found = outcome(lambda url=server.url, send=send: send(client_for(url)))
            if meant(found, status, body) != expected:
                wrong.append((status, body["error"]))
    return wrong


@pytest.mark.promise("B1")
def test_every_documented_status_and_body_is_told_apart(client_for, figure):
    assert misunderstood(client_for) == []
    figure(f"{len(FEEDBACK_ANSWERS) + len(SCREENSHOT_ANSWERS)} documented statuses and bodies")


@pytest.mark.bites("B1")
def test_a_program_that_has_the_servers_words_otherwise_is_found_out(
    client_for, monkeypatch, figure
):
    monkeypatch.setattr(wire, "DOMAIN_NOT_ALLOWED", "Domain is not allowed")
    assert misunderstood(client_for) == [(403, "Domain not allowed")] * 2
    figure("one sentence of the server's spelt otherwise: both answers with it seen")


@pytest.mark.promise("B1")
def test_the_limits_are_the_documented_ones():
    assert (limits.SCREENSHOT_BYTES, limits.METADATA_BYTES) == (10_485_760, 10_240)
    assert (limits.COMMENT_UNITS, limits.EMAIL_CHARACTERS, limits.SCREENSHOTS) == (1000, 254, 3)
    assert limits.DEFAULT_BASE_URL == "https://usero.io"
