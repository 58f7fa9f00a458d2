"""A proxy with a login: it is used, it alone hears the password, and nothing ever shows it."""

import base64
import json
import subprocess
import sys

import pytest
import trustme
from api.apart import plain_environment
from api.certificates import server_context
from api.proxies import proxying
from api.test_environments import REPORTER, run_reporter
from servers import free_port, serving

pytestmark = [pytest.mark.faults, pytest.mark.timeout(120)]

PASSWORD = "pl4nted$ecret"
QUOTED = "pl4nted%24ecret"
LOGIN = f"anna:{PASSWORD}"
FORMS = (PASSWORD, QUOTED, base64.b64encode(LOGIN.encode()).decode())


def places_with_the_password(*texts, folder=None):
    """Name every place the password stands in, in any of its forms."""
    places = {f"text {i}": text.encode() for i, text in enumerate(texts)}
    if folder is not None:
        places |= {str(p): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    return [name for name, data in places.items() if any(f.encode() in data for f in FORMS)]


def told(said):
    return json.dumps(said), said["became"][0]["all"]


@pytest.fixture
def far_server(tmp_path):
    """A server that only the proxy can reach, and the variables that have it trusted."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with serving(tls=server_context(authority, "usero.example")) as server:
        yield server, {"SSL_CERT_FILE": str(tmp_path / "ca.pem")}


@pytest.mark.promise("D4")
def test_an_encrypted_report_goes_through_and_the_proxy_alone_hears_the_password(
    tmp_path, far_server, figure
):
    server, variables = far_server
    with proxying(server.port, login=LOGIN) as proxy:
        variables["HTTPS_PROXY"] = f"http://anna:{QUOTED}@{proxy.url}"
        said, log = run_reporter("https://usero.example", tmp_path / "data", variables)
    assert said["became"][0]["kind"] == "Delivered", said
    assert proxy.heads[0].startswith("CONNECT usero.example:443 ")
    assert places_with_the_password(*proxy.heads) == ["text 0"]
    [request] = server.requests
    assert b"proxy" not in request.head.lower()
    sent = (request.head.decode(), request.body.decode())
    assert "httpcore" in log, "nothing to look through"
    assert places_with_the_password(log, *sent, *told(said), folder=tmp_path / "data") == []
    figure("a login in 0 log lines, requests, events, traces and files")


@pytest.mark.promise("D4")
def test_a_plain_report_goes_through_too(tmp_path):
    with proxying(login=LOGIN) as proxy:
        variables = {"HTTP_PROXY": f"http://anna:{QUOTED}@{proxy.url}"}
        said, log = run_reporter(
            "http://usero.example", tmp_path / "data", variables, allow_insecure=True
        )
    assert said["became"][0]["kind"] == "Delivered", said
    assert proxy.heads[0].startswith("POST http://usero.example/api/feedback ")
    assert places_with_the_password(log, *told(said), folder=tmp_path / "data") == []


def refused(tmp_path, setting, url="https://usero.example", **options):
    said, log = run_reporter(url, tmp_path / "data", setting, **options)
    assert said["became"][0]["kind"] == "Deferred", said
    assert said["kept"] == [["what somebody wrote"]]
    assert places_with_the_password(log, *told(said), folder=tmp_path / "data") == []
    return said["became"][0]["code"]


@pytest.mark.promise("D4")
@pytest.mark.parametrize("kind", ["http", "https"])
def test_a_proxy_that_refuses_the_login_is_said_without_it(tmp_path, kind):
    with proxying(login="anna:another") as proxy:
        setting = {f"{kind.upper()}_PROXY": f"http://anna:{QUOTED}@{proxy.url}"}
        code = refused(tmp_path, setting, f"{kind}://usero.example", allow_insecure=True)
    assert code == "proxy_login"
    assert len(proxy.heads) == 1


@pytest.mark.promise("D4")
@pytest.mark.parametrize(
    "address",
    [f"ftp://anna:{QUOTED}@proxy:1", f"http://anna:{QUOTED}@[::1", f"socks5://anna:{QUOTED}@proxy",
     f"http://anna:{QUOTED}@proxy:none", f"http://anna:{QUOTED}@pro xy"],
)  # fmt: skip
def test_a_proxy_setting_that_is_none_is_said_without_its_login(tmp_path, address):
    assert refused(tmp_path, {"HTTPS_PROXY": address}) == "proxy_setting"


@pytest.mark.promise("D4")
def test_a_proxy_that_is_not_there_is_said_without_its_login(tmp_path):
    setting = {"HTTPS_PROXY": f"http://anna:{QUOTED}@127.0.0.1:{free_port()}"}
    assert refused(tmp_path, setting) == "proxy_unreachable"


CARELESS = """
import runpy, sys
from usero_desktop.api import transport
found = transport.proxy_for
transport.proxy_for = lambda url: ("HTTPS_PROXY=" + found(url)[1], found(url)[1])
del sys.argv[0]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.mark.bites("D4")
def test_a_program_that_quotes_the_setting_is_noticed_everywhere(tmp_path, figure):
    folder = tmp_path / "data"
    run = subprocess.run(
        [sys.executable, "-c", CARELESS, str(REPORTER), "https://usero.example", str(folder)],
        check=True, timeout=60, capture_output=True, text=True,
        env=plain_environment(HTTPS_PROXY=f"ftp://anna:{QUOTED}@proxy:1"),
    )  # fmt: skip
    places = places_with_the_password(run.stdout, folder=folder)
    assert "text 0" in places
    assert len(places) > 1
    figure("a program that quotes the setting is noticed, in its events and in its outbox")
