"""Whatever stands in base_url is refused in words, or gets as far as a look-up of its name."""

import socket
import ssl

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from servers import serving

from usero_desktop.api import transport
from usero_desktop.api.client import UseroClient
from usero_desktop.errors import ConfigError, Unreachable
from usero_desktop.model.address import check_base_url

hosts = (
    st.text(max_size=12)
    | st.text("ab1-_.xn:[]%@*|\\ßä\N{SNOWMAN}\N{ZERO WIDTH JOINER}。", max_size=12)
    | st.from_regex(r"(xn--[a-z0-9-]{0,9}|[a-z]{1,5})(\.[a-z0-9_-]{0,4}){0,3}", fullmatch=True)
    | st.ip_addresses(v=4).map(str)
    | st.ip_addresses(v=6).map(lambda address: f"[{address}]")
)
addresses = st.text() | st.builds(
    "{}://{}{}{}".format,
    st.sampled_from(["https", "http", "HTTPS"]),
    hosts,
    st.just("") | st.integers(-1, 70_000).map(":{}".format) | st.text(":0189", max_size=4),
    st.just("") | st.text("/.a%;é<\\ ", max_size=6).map("/{}".format),
)


@pytest.fixture(scope="module")
def cheap_tls():
    """One context for all: making one takes 25 ms."""
    with pytest.MonkeyPatch.context() as patch:
        context = ssl.create_default_context()
        patch.setattr(transport, "tls_context", lambda: context)
        yield


@pytest.fixture
def no_such_name(monkeypatch):
    """Have no name found, after what Python does to each before it asks."""
    asked = []

    def look_up(host, *_rest, **_more):
        asked.append(host.encode("idna"))
        raise socket.gaierror("Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(addresses)
@example("https://xn--.a")
@example("https://a.xn--a")
@example("https://xn--n3h.net")
def test_any_text_is_refused_in_words_or_its_name_is_looked_up(cheap_tls, no_such_name, text):
    no_such_name.clear()
    try:
        check_base_url(text, allow_insecure=True)
    except ConfigError:
        return
    client = UseroClient(text, allow_insecure=True)
    with pytest.raises(Unreachable, match="could not be reached; is this machine online"):
        client.send_feedback(b"{}")
    client.close()
    assert len(no_such_name) == 1


def test_a_host_is_called_by_its_name_and_port(monkeypatch):
    look_up = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda _host, *rest, **_: look_up("127.0.0.1", *rest)
    )
    with serving() as server:
        client = UseroClient(f"http://XN--n3h.NET:{server.port}", allow_insecure=True)
        assert client.send_feedback(b"{}") == "fb_1"
        client.close()
    assert server.requests[0].headers["host"] == f"xn--n3h.net:{server.port}"
