"""A redirect is an answer that is not Usero's: nobody follows it. Nor is a cookie kept."""

import httpx
import pytest
import trustme
from api.certificates import server_context
from servers import accepted, reply, serving

from usero_desktop.errors import Unreachable

STATUSES = (300, 301, 302, 303, 304, 305, 307, 308)


def sending_on(place, status):
    return lambda *_: reply(status, headers=[f"Location: {place}"])


def is_refused(client):
    for call in (
        lambda: client.send_feedback(b'{"comment":"words"}'),
        lambda: client.upload_screenshot("client_demo", b"\x89PNG", "image/png", "a.png"),
    ):
        with pytest.raises(Unreachable) as caught:
            call()
        assert caught.value.code == "redirected"
        assert "base_url" in str(caught.value)


@pytest.mark.promise("C4")
@pytest.mark.parametrize("status", STATUSES)
def test_nobody_goes_where_a_redirect_leads(client_for, figure, status):
    with (
        serving() as elsewhere,
        serving(sending_on(f"{elsewhere.url}/api/feedback", status)) as server,
    ):
        is_refused(client_for(server.url))
    assert elsewhere.connections == 0
    assert len(server.requests) == 2
    figure(f"{len(STATUSES)} statuses, 0 connections to where they lead")


@pytest.mark.promise("C4")
@pytest.mark.parametrize("status", [301, 307, 308])
def test_what_was_to_be_encrypted_does_not_go_on_in_plain(
    client_for, tmp_path, monkeypatch, status
):
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with serving() as plain:
        answer = sending_on(f"{plain.url}/api/feedback", status)
        with serving(answer, tls=server_context(authority)) as server:
            is_refused(client_for(server.url))
    assert plain.connections == 0


@pytest.mark.promise("C4")
@pytest.mark.parametrize(
    "place",
    ["", "/", "/api/feedback", "?again", "https://xn--/", "http://[", "http://a..b/", "ftp://x",
     "javascript:alert(1)", "file:///etc/passwd", "//127.0.0.1:1/x", "\xff", "x" * 9000],
)  # fmt: skip
def test_a_redirect_to_itself_or_to_nowhere_is_asked_once(client_for, place):
    with serving(sending_on(place, 307)) as server:
        is_refused(client_for(server.url))
    assert len(server.requests) == 2


@pytest.mark.bites("C4")
@pytest.mark.parametrize("status", [301, 307])
def test_the_other_server_notices_a_client_that_follows(figure, status):
    with (
        serving() as elsewhere,
        serving(sending_on(f"{elsewhere.url}/api/feedback", status)) as server,
        httpx.Client(follow_redirects=True, trust_env=False) as following,
    ):
        following.post(server.url, content=b"words")
    assert elsewhere.connections == 1
    figure("a client that follows is noticed")


def with_cookies(request, _connection=None):
    cookies = (
        "id=1; Path=/",
        "deep=2; Path=/api; Max-Age=9999999",
        "named=3; Domain=127.0.0.1; HttpOnly",
        "odd=4; Expires=never; ;;=",
    )
    lines = "".join(f"\r\nSet-Cookie: {cookie}" for cookie in cookies).encode()
    return accepted(request).replace(b"\r\n\r\n", lines + b"\r\n\r\n", 1)


@pytest.mark.promise("C8")
def test_no_cookie_is_ever_sent_back(client_for, figure):
    with serving(with_cookies) as server:
        client = client_for(server.url)
        for _ in range(3):
            client.send_feedback(b"{}")
            client.upload_screenshot("client_demo", b"\x89PNG", "image/png", "a.png")
    assert len(server.requests) == 6
    assert all(b"cookie" not in request.head.lower() for request in server.requests)
    figure("6 requests after 4 cookies each, 0 Cookie headers")


@pytest.mark.bites("C8")
def test_a_client_that_keeps_cookies_is_noticed(figure):
    with serving(with_cookies) as server, httpx.Client(trust_env=False) as keeping:
        for _ in range(2):
            keeping.post(f"{server.url}/api/feedback", content=b"{}")
    assert b"cookie" in server.requests[1].head.lower()
    figure("a client that keeps them is noticed")
