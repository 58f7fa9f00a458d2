import socket
import ssl
import threading

import httpcore
import pytest
import trustme
from api.certificates import server_context
from servers import serving

from usero_desktop.api import trust
from usero_desktop.api.client import UseroClient
from usero_desktop.api.exchange import BoundedBackend, BoundedStream


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def trusted(authority, tmp_path, monkeypatch):
    """Make the private authority the machine's only one."""
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    monkeypatch.setenv("SSL_CERT_FILE", str(path))


@pytest.mark.promise("D1")
def test_an_authority_that_the_system_trusts_is_trusted(authority, trusted):
    with serving(tls=server_context(authority)) as server:
        client = UseroClient(server.url)
        assert client.send_feedback(b"{}") == "fb_1"
        client.close()


@pytest.mark.promise("D3")
def test_a_missing_certificate_file_in_the_environment_does_no_harm(monkeypatch, tmp_path):
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "missing.pem"))
    UseroClient("https://usero.example").close()


@pytest.mark.promise("D1")
def test_certifi_stands_in_where_the_system_trusts_nobody(monkeypatch, tmp_path):
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "missing.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    monkeypatch.setattr(trust, "_KNOWN_FILES", ())
    context = trust.tls_context()
    assert type(context) is ssl.SSLContext
    assert context.cert_store_stats()["x509_ca"] > 50
    assert context.verify_mode is ssl.CERT_REQUIRED


@pytest.mark.promise("D2")
def test_old_versions_of_tls_are_not_spoken():
    assert trust.tls_context().minimum_version >= ssl.TLSVersion.TLSv1_2


@pytest.mark.promise("D1")
def test_a_connection_that_is_broken_off_stays_encrypted(authority, trusted):
    stop = threading.Event()
    with serving(lambda *_: stop.wait(), tls=server_context(authority)) as server:
        host, port = server.url.removeprefix("https://").split(":")
        backend = BoundedBackend()
        opened = backend.connect_tcp(host, int(port))
        stream = opened.start_tls(trust.tls_context(), host)
        assert isinstance(stream, BoundedStream)
        backend.break_off()
        secure = stream.get_extra_info("socket")
        assert secure.version() is not None, "another thread would now write in the clear"
        with pytest.raises(httpcore.WriteError):
            stream.write(b"secret")
        with pytest.raises(BrokenPipeError):
            socket.socket.send(secure, b"secret")
        stop.set()
        stream.close()
