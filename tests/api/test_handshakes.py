"""Certificates that do not hold: not a byte of the report, and the cause in words."""

import ssl
import warnings
from contextlib import contextmanager, suppress

import httpx
import pytest
import trustme
from api.certificates import DAY, now, old_versions_only, self_signed, server_context
from servers import listening

from usero_desktop.api.client import UseroClient
from usero_desktop.errors import Unreachable

SECRET = b'{"comment":"what somebody wrote"}'


class Heard:
    """What reached a server: `raw` off the network, `plain` after its own decryption."""

    def __init__(self):
        self.raw = b""
        self.plain = b""


@contextmanager
def overhearing(context):
    """A server that shakes hands (None: does not know how), and keeps what it is told."""
    heard = Heard()

    def listen(connection):
        while data := connection.recv(65536):
            heard.raw += data
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")

    def shake_hands(connection):
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        tls = context.wrap_bio(incoming, outgoing, server_side=True)
        with suppress(ssl.SSLError):
            while True:
                try:
                    heard.plain += tls.read(65536)  # it shakes hands first
                except ssl.SSLWantReadError:
                    connection.sendall(outgoing.read())
                    data = connection.recv(65536)
                    if not data:
                        return
                    heard.raw += data
                    incoming.write(data)
        connection.sendall(outgoing.read())  # the alert

    with listening(shake_hands if context else listen) as server:
        yield f"https://127.0.0.1:{server.port}", heard


@pytest.fixture
def authority(tmp_path, monkeypatch):
    """The one authority that this machine trusts."""
    made = trustme.CA()
    made.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return made


# Why it does not hold: the server, the error's code and the words that say what to do.
BAD = {
    "self-signed": (lambda _: self_signed(), "tls_untrusted", "added to the system's certificates"),
    "of an unknown authority": (
        lambda _: server_context(trustme.CA()), "tls_untrusted",
        "added to the system's certificates",
    ),
    "expired": (
        lambda ca: server_context(ca, not_before=now() - 9 * DAY, not_after=now() - DAY),
        "tls_expired", "has expired; if this machine's clock is right",
    ),
    "not yet valid": (
        lambda ca: server_context(ca, not_before=now() + DAY, not_after=now() + 9 * DAY),
        "tls_not_yet", "not valid yet; look at this machine's clock",
    ),
    "for another name": (
        lambda ca: server_context(ca, "usero.example"), "tls_other_host",
        "another server's certificate; perhaps this network asks for a sign-in",
    ),
    "for another address": (
        lambda ca: server_context(ca, "127.0.0.2"), "tls_other_host",
        "another server's certificate; perhaps this network asks for a sign-in",
    ),
    "TLS 1.0 only": (
        lambda ca: old_versions_only(ca, ssl.TLSVersion.TLSv1), "tls_old", "has to update it",
    ),
    "TLS 1.1 only": (
        lambda ca: old_versions_only(ca, ssl.TLSVersion.TLSv1_1), "tls_old", "has to update it",
    ),
    "no TLS at all": (lambda _: None, "tls_none", "base_url is not quite its address"),
}  # fmt: skip


def context_of(name, authority):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # old versions of TLS, on purpose
        return BAD[name][0](authority)


@pytest.mark.promise("D2")
@pytest.mark.parametrize("name", BAD)
def test_a_connection_that_is_not_safe_gets_not_a_byte_and_says_why(authority, figure, name):
    _, code, words = BAD[name]
    with overhearing(context_of(name, authority)) as (url, heard):
        client = UseroClient(url)
        for call in (
            lambda: client.send_feedback(SECRET),
            lambda: client.upload_screenshot("client_demo", SECRET, "image/png", "a.png"),
        ):
            with pytest.raises(Unreachable) as caught:
                call()
            assert caught.value.code == code
            assert words in str(caught.value)
            assert str(caught.value).endswith("Nothing was sent.")
        client.close()
    assert heard.raw
    assert heard.plain == b""
    assert b"POST" not in heard.raw
    assert b"somebody" not in heard.raw
    figure(f"{len(BAD)} kinds of unsafe servers, 0 bytes of a report")


@pytest.mark.bites("D2")
@pytest.mark.parametrize("name", ["self-signed", "expired", "for another name"])
def test_the_server_overhears_a_client_that_does_not_look(authority, figure, name):
    with (
        overhearing(context_of(name, authority)) as (url, heard),
        httpx.Client(verify=ssl._create_unverified_context(), trust_env=False) as careless,
        suppress(httpx.HTTPError),
    ):
        careless.post(url, content=SECRET, timeout=0.5)
    assert heard.plain.startswith(b"POST")
    figure("a client that does not look is overheard")


@pytest.mark.promise("D2")
def test_the_same_server_with_a_certificate_that_holds_gets_the_report(authority):
    with overhearing(server_context(authority)) as (url, heard):
        client = UseroClient(url, feedback_seconds=0.5)
        with pytest.raises(Unreachable, match="did not answer within"):
            client.send_feedback(SECRET)
        client.close()
    assert heard.plain.endswith(SECRET)
