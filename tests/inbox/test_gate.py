from __future__ import annotations

import sqlite3

import httpx
import pytest

from usero_desktop.inbox.config import InboxConfig
from usero_desktop.inbox.server import running

API = (
    *("/api/feedback", "/api/screenshots", "/api/ping", "/api/identify"),
    *("/api/replay-sessions", "/api/replay-sessions/x/chunks/0", "/api/replay-sessions/x/finalise"),
)


def test_ping_answers(http):
    assert http.get("/api/ping").status_code == 200


@pytest.mark.parametrize("path", API)
def test_a_preflight_is_answered_for_any_origin(http, path):
    reply = http.options(
        path,
        headers={
            "Origin": "https://app.example.com",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
    )
    assert reply.status_code == 204
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "POST" in reply.headers["access-control-allow-methods"]
    assert "content-type" in reply.headers["access-control-allow-headers"].lower()


def test_a_browser_may_put_a_chunk_with_its_headers(http):
    reply = http.options(
        "/api/replay-sessions/x/chunks/0",
        headers={"Origin": "https://app.example.com", "Access-Control-Request-Method": "PUT"},
    )
    assert "PUT" in reply.headers["access-control-allow-methods"]
    allowed = reply.headers["access-control-allow-headers"].lower().split(", ")
    said = {"client-id", "event-count", "duration-ms", "dropped-before"}
    assert {f"x-usero-{name}" for name in said} < set(allowed)


@pytest.mark.parametrize(
    "method, path, status",
    [
        ("GET", "/api/ping", 200),
        ("POST", "/api/feedback", 400),
        ("POST", "/api/screenshots", 400),
        ("POST", "/api/nothing", 404),
        ("GET", "/api/feedback", 400),
        ("POST", "/api/replay-sessions", 400),
        ("GET", "/api/replay-sessions", 405),
        ("POST", "/api/replay-sessions/x/chunks/0", 404),
        ("PUT", "/api/replay-sessions/x/chunks/0", 404),
        ("GET", "/api/replay-sessions/x/chunks/0", 405),
        ("POST", "/api/replay-sessions/x/finalise", 404),
        ("PUT", "/api/feedback", 405),
        ("DELETE", "/api/screenshots", 405),
        ("GET", "/api/identify", 405),
        ("POST", "/api/ping", 405),
    ],
)
def test_every_answer_of_the_api_is_open_json(http, method, path, status):
    reply = http.request(method, path)
    assert reply.status_code == status
    assert reply.headers["access-control-allow-origin"] == "*"
    assert reply.headers["content-type"] == "application/json"
    assert reply.headers["x-content-type-options"] == "nosniff"
    if status >= 400:
        assert isinstance(reply.json()["error"], str)


@pytest.mark.parametrize(
    "method, path, allowed",
    [
        ("PUT", "/api/feedback", "GET, HEAD, OPTIONS, POST"),
        ("GET", "/api/replay-sessions/x/chunks/0", "OPTIONS, POST, PUT"),
        ("DELETE", "/api/screenshots", "OPTIONS, POST"),
        ("POST", "/api/ping", "GET, HEAD, OPTIONS"),
        ("POST", "/inbox/api/feedback", "GET, HEAD"),
    ],
)
def test_a_wrong_method_is_told_all_the_right_ones(http, method, path, allowed):
    reply = http.request(method, path)
    assert (reply.status_code, reply.headers["allow"]) == (405, allowed)
    for right in allowed.split(", "):
        assert http.request(right, path).status_code != 405


def test_a_failing_disk_is_the_documented_500(tmp_path):
    with running(InboxConfig(data_dir=tmp_path)) as inbox:
        (tmp_path / "images").rmdir()
        inbox.store._db.execute("DROP TABLE feedback")
        files = {"screenshot": ("a.png", b"x", "image/png")}
        upload = httpx.post(
            f"{inbox.url}/api/screenshots", data={"clientId": "client_demo"}, files=files
        )
        assert (upload.status_code, upload.json()) == (
            500,
            {"error": "Failed to upload screenshot"},
        )
        sent = httpx.post(
            f"{inbox.url}/api/feedback", json={"clientId": "client_demo", "rating": 1}
        )
        assert (sent.status_code, sent.json()) == (500, {"error": "Internal server error"})
        assert sent.headers["access-control-allow-origin"] == "*"
        listing = httpx.get(f"{inbox.url}/inbox/api/feedback")
        assert listing.status_code == 500


def test_a_mistake_of_our_own_is_the_documented_500_too(monkeypatch):
    with running() as inbox:

        def break_down(_report):
            raise ZeroDivisionError

        monkeypatch.setattr(inbox.store, "add", break_down)
        monkeypatch.setattr(inbox.store, "environments", lambda: break_down(None))
        reply = httpx.post(
            f"{inbox.url}/api/feedback", json={"clientId": "client_demo", "rating": 1}
        )
        assert (reply.status_code, reply.json()) == (500, {"error": "Internal server error"})
        assert reply.headers["access-control-allow-origin"] == "*"
        assert reply.headers["x-content-type-options"] == "nosniff"
        page = httpx.get(f"{inbox.url}/inbox/api/environments")
        assert page.status_code == 500
        assert "access-control-allow-origin" not in page.headers


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:80", "", "[", "a b"])
@pytest.mark.parametrize("path", ["/", "/api/ping", "/inbox/api/feedback", "/inbox/events"])
def test_a_name_that_is_not_ours_is_turned_away(http, host, path):
    assert http.get(path, headers={"Host": host}).status_code in {400, 421}


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:99", "127.0.0.1", "[::1]:80", "app.localhost", "10.0.0.7"]
)
def test_names_and_addresses_of_this_machine_are_known(http, host):
    assert http.get("/inbox/api/feedback", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/inbox/api/feedback", "/inbox/api/environments"])
def test_other_sites_get_nothing_to_read(http, path):
    reply = http.get(path, headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in reply.headers
    assert reply.headers["cross-origin-resource-policy"] == "same-origin"
    assert reply.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    "path, status, headers",
    [
        ("/inbox/api/feedback", 403, {"Sec-Fetch-Site": "cross-site"}),
        ("/inbox/events", 403, {"Sec-Fetch-Site": "cross-site"}),
        ("/inbox/api/feedback", 421, {"Host": "evil.example"}),
        ("/inbox/api/feedback?rating=9", 400, {}),
        ("/inbox/api/feedback/nothing", 404, {}),
        ("/inbox/images/nothing", 404, {}),
        ("/inbox/thumbnails/nothing", 404, {}),
        ("/inbox/page/missing.js", 404, {}),
        ("/inbox/api/replays/nothing", 404, {}),
        ("/inbox/api/replays/nothing/events", 404, {}),
        ("/inbox/api/replays/nothing/chunks/0", 404, {}),
        ("/inbox/player/missing.js", 404, {}),
        ("/inbox/nothing", 404, {}),
        ("/nothing", 404, {}),
    ],
)
def test_a_refusal_of_the_pages_own_addresses_is_for_the_page_too(http, path, status, headers):
    reply = http.get(path, headers={"Origin": "https://evil.example", **headers})
    assert reply.status_code == status
    assert reply.json()["error"]
    assert "access-control-allow-origin" not in reply.headers
    assert reply.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("method", ["POST", "PUT", "OPTIONS"])
def test_a_wrong_method_on_the_pages_own_addresses_is_for_the_page_too(http, method):
    reply = http.request(method, "/inbox/api/feedback")
    assert reply.status_code == 405
    assert "access-control-allow-origin" not in reply.headers


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_fetch_that_admits_to_come_from_elsewhere_is_refused(http, site):
    elsewhere = {"Sec-Fetch-Site": site}
    for path in ("/inbox/api/feedback", "/inbox/events", "/inbox/images/x"):
        assert http.get(path, headers=elsewhere).status_code == 403
    assert http.get("/", headers=elsewhere).status_code == 200, "a link may lead here"
    assert http.get("/api/ping", headers=elsewhere).status_code == 200


def test_the_page_comes_under_a_strict_policy(http):
    reply = http.get("/")
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "<script>" not in reply.text
    assert "style=" not in reply.text
    assert "://" not in reply.text, "no other host is named in the page"


@pytest.mark.parametrize(
    "path, status, kind",
    [
        ("/inbox/page/inbox.css", 200, "text/css; charset=utf-8"),
        ("/inbox/page/inbox.js", 200, "text/javascript; charset=utf-8"),
        ("/inbox/faces/rating-1.svg", 200, "image/svg+xml"),
        ("/inbox/faces/rating-5.svg", 404, "application/json"),
        ("/inbox/page/..%2f..%2fpyproject.toml", 404, "application/json"),
        ("/inbox/page/%2e%2e", 404, "application/json"),
        ("/inbox/page/missing.js", 404, "application/json"),
        ("/inbox/page/index.html", 404, "application/json"),
    ],
)
def test_the_page_is_made_of_its_own_files_only(http, path, status, kind):
    reply = http.get(path)
    assert (reply.status_code, reply.headers["content-type"]) == (status, kind)


def test_a_closed_database_shows_in_the_answer_and_not_as_a_crash(tmp_path):
    with running(InboxConfig(data_dir=tmp_path)) as inbox:
        inbox.store.close()
        with pytest.raises(sqlite3.ProgrammingError):
            inbox.store.latest()
        assert httpx.get(f"{inbox.url}/inbox/api/environments").status_code == 500
