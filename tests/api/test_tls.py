import ssl

import pytest
import trustme
from servers import serving

from usero_desktop.api import trust
from usero_desktop.api.client import UseroClient
from usero_desktop.errors import Unreachable


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def trusted(authority, tmp_path, monkeypatch):
    """Make the private authority the machine's only one."""
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    monkeypatch.setenv("SSL_CERT_FILE", str(path))


def server_context(authority, name="127.0.0.1"):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def refusal(url):
    client = UseroClient(url)
    with pytest.raises(Unreachable) as caught:
        client.send_feedback(b"{}")
    client.close()
    return caught.value


def test_an_authority_that_the_system_trusts_is_trusted(authority, trusted):
    with serving(tls=server_context(authority)) as server:
        client = UseroClient(server.url)
        assert client.send_feedback(b"{}") == "fb_1"
        client.close()


def test_a_certificate_of_nobody_gets_not_a_byte(authority):
    with serving(tls=server_context(authority)) as server:
        error = refusal(server.url)
    assert server.requests == []
    assert error.code == "tls_untrusted"
    assert "Nothing was sent" in str(error)


def test_a_certificate_for_another_host_gets_not_a_byte(authority, trusted):
    with serving(tls=server_context(authority, "usero.example")) as server:
        error = refusal(server.url)
    assert server.requests == []
    assert error.code == "tls_other_host"


def test_a_missing_certificate_file_in_the_environment_does_no_harm(monkeypatch, tmp_path):
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "missing.pem"))
    UseroClient("https://usero.example").close()


def test_certifi_stands_in_where_the_system_trusts_nobody(monkeypatch, tmp_path):
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "missing.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    monkeypatch.setattr(trust, "_KNOWN_FILES", ())
    context = trust.tls_context()
    assert type(context) is ssl.SSLContext
    assert context.cert_store_stats()["x509_ca"] > 50
    assert context.verify_mode is ssl.CERT_REQUIRED


def test_old_versions_of_tls_are_not_spoken():
    assert trust.tls_context().minimum_version >= ssl.TLSVersion.TLSv1_2
