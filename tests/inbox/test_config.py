from __future__ import annotations

import pytest

from usero_desktop.config import Options
from usero_desktop.errors import ConfigError
from usero_desktop.inbox.config import Client, InboxConfig, is_loopback, parse_client


def test_a_client_is_an_id_or_an_id_and_its_origins():
    assert parse_client("client_x") == Client("client_x")
    parsed = parse_client(" client_x=https://A.example/ , http://localhost:3000 ")
    assert parsed == Client("client_x", ("https://a.example", "http://localhost:3000"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "ab",
        "YOUR_CLIENT_ID",
        "your_client_id",
        "client x",
        "client_…",
        "<id>",
        "-x-",
        "a" * 65,
    ],
)
def test_an_id_that_is_missing_or_a_placeholder_is_refused_with_advice(text):
    with pytest.raises(ConfigError, match="client_demo"):
        parse_client(text)


@pytest.mark.parametrize(
    "text",
    [
        *("client_", "CLIENT_", "client_id", "client_xxx", "client_xxxx", "client_your_id"),
        *("your_client_id", "your-project", "client_...", "client…", "<client>", "ab", "", "a b"),
    ],
)
def test_what_a_client_refuses_to_send_for_no_inbox_waits_for(text):
    with pytest.raises(ConfigError):
        Options.create(text)
    with pytest.raises(ConfigError, match="client_demo"):
        Client(text)


@pytest.mark.parametrize("text", ["client_demo", "abc", "client_V1StGXR8_Z5jdHi6B-myT_", "a.b.c"])
def test_what_a_client_sends_for_an_inbox_can_wait_for(text):
    assert Client(text).client_id == Options.create(text).client_id


@pytest.mark.parametrize(
    "origins", ["", ",", "a.example", "ftp://a.example", "https://", "https://a.example/path"]
)
def test_an_allowlist_is_made_of_origins(origins):
    with pytest.raises(ConfigError, match=r"example\.com"):
        parse_client(f"client_x={origins}")


@pytest.mark.parametrize(
    "options",
    [
        {"port": -1},
        {"port": 65_536},
        {"clients": ()},
        {"clients": (Client("client_x"), Client("client_x", ("https://a.example",)))},
        {"latency": -0.1},
        {"latency": float("nan")},
        {"latency": float("inf")},
    ],
)
def test_what_cannot_work_is_refused_before_anything_opens(options):
    with pytest.raises(ConfigError):
        InboxConfig(**options)


@pytest.mark.parametrize(
    "host", ["localhost", "x.localhost", "127.0.0.1", "127.9.9.9", "::1", "[::1]"]
)
def test_loopback_is_known(host):
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["", "0.0.0.0", "::", "192.168.0.1", "localhost.evil.example", "evil"]
)
def test_everything_else_is_not_loopback(host):
    assert not is_loopback(host)


def test_the_owners_word_on_replays_is_one_of_three():
    assert InboxConfig(session_context="ask").session_context == "ask"
    with pytest.raises(ConfigError, match="always, ask, never"):
        InboxConfig(session_context="sometimes")
