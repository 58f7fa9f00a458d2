"""Which way a report goes: through the network's proxy, and never for this very machine."""

import os
import socket
import ssl

import pytest
import trustme
from servers import free_port, reply, serving

from usero_desktop.api import transport
from usero_desktop.errors import Unreachable

KINDS = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


@pytest.fixture(autouse=True)
def without_proxies(monkeypatch):
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture
def usero_example(monkeypatch):
    """Have http://usero.example found on this machine, which its name does not tell."""
    look_up = socket.getaddrinfo

    def found(host, *rest, **more):
        return look_up("127.0.0.1" if host == "usero.example" else host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", found)


@pytest.mark.promise("D4")
def test_a_proxy_of_the_environment_is_used_and_its_login_sent_to_it_alone(client_for, monkeypatch):
    with serving() as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"http://anna:s%40cret@127.0.0.1:{proxy.port}")
        client = client_for("http://usero.example", allow_insecure=True)
        assert client.send_feedback(b"{}") == "fb_1"
    [request] = proxy.requests
    assert request.path == "http://usero.example/api/feedback"
    assert request.headers["proxy-authorization"].startswith("Basic ")


@pytest.mark.promise("D4")
@pytest.mark.parametrize("kind", [*KINDS, *map(str.lower, KINDS)])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LocalHost", "usero.localhost"])
def test_what_is_for_this_machine_never_goes_through_the_environments_proxy(
    client_for, monkeypatch, kind, host
):
    with serving() as proxy, serving() as server:
        monkeypatch.setenv(kind, f"http://127.0.0.1:{proxy.port}")
        client = client_for(f"http://{host}:{server.port}")
        assert client.send_feedback(b"{}") == "fb_1"
        client.upload_screenshot("client_demo", b"\x89PNG", "image/png", "a.png")
    assert server.paths() == ["/api/feedback", "/api/screenshots"]
    assert proxy.connections == 0


def test_what_is_for_this_machine_never_goes_through_the_systems_proxy(client_for, monkeypatch):
    with serving() as proxy, serving() as server:
        address = f"http://127.0.0.1:{proxy.port}"
        monkeypatch.setattr(transport, "getproxies", lambda: {"http": address, "https": address})
        assert client_for(server.url).send_feedback(b"{}") == "fb_1"
    assert proxy.connections == 0


def test_https_to_this_machine_never_goes_through_a_proxy_either(client_for, monkeypatch, tmp_path):
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with serving() as proxy, serving(tls=context) as server:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        assert client_for(server.url.upper()).send_feedback(b"{}") == "fb_1"
    assert proxy.connections == 0


def test_a_name_of_this_machine_is_asked_of_no_name_server(client_for, monkeypatch):
    asked = []
    look_up = socket.getaddrinfo

    def listening(host, *rest, **more):
        asked.append(host)
        return look_up(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", listening)
    with serving() as server:
        assert client_for(f"http://a.b.localhost.:{server.port}").send_feedback(b"{}") == "fb_1"
    assert set(asked) <= {"localhost"}
    assert server.requests[0].headers["host"] == f"a.b.localhost.:{server.port}"


@pytest.mark.promise("D4")
def test_no_proxy_is_honoured(client_for, monkeypatch, usero_example):
    with serving() as proxy, serving() as server:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("NO_PROXY", "usero.example")
        client = client_for(f"http://usero.example:{server.port}", allow_insecure=True)
        assert client.send_feedback(b"{}") == "fb_1"
    assert proxy.connections == 0


@pytest.mark.promise("D3")
@pytest.mark.parametrize("value", ["[::1", ",,,", "*.example.com", " "])
def test_a_strange_no_proxy_does_no_harm(client_for, monkeypatch, value):
    with serving() as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("NO_PROXY", value)
        client = client_for("http://usero.example", allow_insecure=True)
        assert client.send_feedback(b"{}") == "fb_1"
    assert len(proxy.requests) == 1


@pytest.mark.promise("D3", "D4")
@pytest.mark.parametrize(
    "name, value",
    [
        ("ALL_PROXY", "socks5://anna:secret@127.0.0.1:1"),
        ("HTTPS_PROXY", "ftp://anna:secret@proxy:1"),
        ("HTTPS_PROXY", "http://anna:secret@[::1"),
        ("HTTPS_PROXY", "http://anna:secret@proxy:notaport"),
        ("HTTPS_PROXY", "http://anna:secret@proxy..example:8080"),
        ("HTTPS_PROXY", "://"),
        ("HTTPS_PROXY", "foo bar"),
        ("HTTPS_PROXY", "http://anna:secret@proxy\r\nX-More: yes"),
        ("HTTPS_PROXY", "http://anna:secret@"),
        ("HTTPS_PROXY", "socks4://anna:secret@proxy"),
    ],
)
def test_a_proxy_that_cannot_be_used_is_named_without_its_password(
    client_for, monkeypatch, name, value
):
    monkeypatch.setenv(name, value)
    with pytest.raises(Unreachable) as caught:
        client_for("https://usero.example")
    assert name in str(caught.value)
    assert caught.value.code == "proxy_setting"
    text = f"{caught.value!r} {caught.value.__cause__!r} {caught.value.__suppress_context__}"
    assert "secret" not in text
    assert "True" in text


def test_a_proxy_that_wants_a_login_is_told_apart(client_for, monkeypatch):
    with serving(lambda *_: reply(407, b"<html>login</html>")) as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
        with pytest.raises(Unreachable) as caught:
            client_for("http://usero.example", allow_insecure=True).send_feedback(b"{}")
    assert caught.value.code == "proxy_login"
    with serving(lambda *_: reply(407, b"<html>login</html>")) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        with pytest.raises(Unreachable) as caught:
            client_for("https://usero.example").send_feedback(b"{}")
    assert caught.value.code == "proxy_login"


def test_a_proxy_that_says_no_is_told_apart(client_for, monkeypatch):
    with serving(lambda *_: reply(403, b"<html>not to this host</html>")) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        with pytest.raises(Unreachable) as caught:
            client_for("https://usero.example").send_feedback(b"{}")
    assert caught.value.code == "proxy_refused"


@pytest.mark.promise("D3")
def test_a_proxy_that_is_not_there_is_named_as_what_is_missing(client_for, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{free_port()}")
    with pytest.raises(Unreachable, match="which HTTPS_PROXY names, could not be") as caught:
        client_for("https://usero.example").send_feedback(b"{}")
    assert caught.value.code == "proxy_unreachable"
