"""Programs started with variables that make httpx itself raise: they start, and keep reports."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import trustme
from api.apart import plain_environment
from api.certificates import server_context
from api.proxies import proxying
from servers import free_port, serving

pytestmark = [pytest.mark.faults, pytest.mark.timeout(120)]
REPORTER = Path(__file__).with_name("reporter.py")


def run_reporter(url, folder, variables, **options):
    """Return what the program said, and all it logged."""
    run = subprocess.run(
        [sys.executable, "-W", "error", str(REPORTER), url, str(folder), json.dumps(options)],
        capture_output=True, text=True, check=False, timeout=100,
        env=plain_environment(**variables),
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert "Traceback" not in run.stderr
    said = {line[0]: line[1:] for line in map(json.loads, run.stdout.splitlines())}
    return said, run.stderr


def is_kept_and_said(said, codes):
    became, places = said["became"]
    assert became["kind"] == "Deferred", became
    assert became["code"] in codes
    assert became["sentence"][0].isalpha()
    assert became["sentence"].endswith((".", "?"))
    assert "Error" not in became["sentence"]
    assert said["kept"] == [["what somebody wrote"]]
    assert said["started"] == ["MainThread"]
    assert set(places) == {"usero-outbox"}


BROKEN = {
    "ALL_PROXY=socks5://": {"ALL_PROXY": "socks5://127.0.0.1:1080"},
    "HTTPS_PROXY=ftp://": {"HTTPS_PROXY": "ftp://proxy:21"},
    "https_proxy=foo bar": {"https_proxy": "foo bar"},
    "HTTPS_PROXY=http://[::1": {"HTTPS_PROXY": "http://[::1"},
    "HTTPS_PROXY=http://a:b:c": {"HTTPS_PROXY": "http://a:b:c"},
    "HTTPS_PROXY with a line break": {"HTTPS_PROXY": "http://proxy\r\nX-More: yes"},
    "HTTPS_PROXY of 60,000 letters": {"HTTPS_PROXY": "http://" + "p" * 60_000},
}


@pytest.mark.promise("D3")
@pytest.mark.parametrize("name", BROKEN)
def test_a_proxy_setting_that_is_none_is_said_and_the_report_kept(tmp_path, figure, name):
    said, _ = run_reporter("https://usero.example", tmp_path, BROKEN[name])
    is_kept_and_said(said, {"proxy_setting"})
    figure(f"{len(BROKEN)} broken proxy settings: started, kept, said")


ODD = {
    "NO_PROXY=[::1": {"NO_PROXY": "[::1"},
    "NO_PROXY of commas": {"NO_PROXY": ",,[,]," * 1000},
    "10,000 variables": {f"SOME_VARIABLE_{i}": "x" * 20 for i in range(10_000)},
    "no SSL_CERT_FILE": {"SSL_CERT_FILE": "/nowhere/ca.pem"},
    "no SSL_CERT_DIR": {"SSL_CERT_DIR": "/nowhere"},
    "SSL_CERT_FILE is a folder": {"SSL_CERT_FILE": "/"},
    "SSLKEYLOGFILE that cannot be written": {"SSLKEYLOGFILE": "/nowhere/keys"},
    "OPENSSL_CONF that is not there": {"OPENSSL_CONF": "/nowhere/openssl.cnf"},
}


@pytest.mark.promise("D3")
@pytest.mark.parametrize("name", ODD)
def test_odd_variables_stop_neither_program_nor_report(tmp_path, figure, name):
    """The way leads through a real proxy, to show that it was taken."""
    with proxying() as proxy:
        variables = ODD[name] | {"HTTPS_PROXY": proxy.url}
        said, _ = run_reporter("https://usero.example", tmp_path, variables)
    is_kept_and_said(said, {"proxy_refused"})
    assert [head.split(" HTTP")[0] for head in proxy.heads] == ["CONNECT usero.example:443"]
    figure(f"{len(ODD)} odd environments: started, kept, on its way")


@pytest.mark.promise("D3")
def test_a_proxy_that_is_not_there_is_said_and_the_report_kept(tmp_path):
    variables = {"HTTPS_PROXY": f"127.0.0.1:{free_port()}"}
    said, _ = run_reporter("https://usero.example", tmp_path, variables)
    is_kept_and_said(said, {"proxy_unreachable"})


@pytest.fixture
def private_server(tmp_path):
    """A server with a certificate, and the variables that have it trusted."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with serving(tls=server_context(authority)) as server:
        yield server, {"SSL_CERT_FILE": str(tmp_path / "ca.pem")}


@pytest.mark.promise("D3")
def test_the_keys_of_a_connection_are_written_to_no_file(tmp_path, private_server, figure):
    """Whoever has them and the recorded traffic has the report: SSLKEYLOGFILE is not heeded."""
    server, variables = private_server
    keys = tmp_path / "keys"
    said, _ = run_reporter(server.url, tmp_path / "data", variables | {"SSLKEYLOGFILE": str(keys)})
    assert said["became"][0]["kind"] == "Delivered", said
    assert not keys.exists()
    figure("SSLKEYLOGFILE: 0 keys written")


@pytest.mark.bites("D3")
def test_a_client_that_writes_keys_is_noticed(tmp_path, private_server, figure):
    server, variables = private_server
    keys = tmp_path / "keys"
    source = "import sys, httpx; httpx.post(sys.argv[1] + '/api/feedback')"
    subprocess.run(
        [sys.executable, "-c", source, server.url], check=True, timeout=60, capture_output=True,
        env=plain_environment(**variables, SSLKEYLOGFILE=str(keys)),
    )  # fmt: skip
    assert keys.stat().st_size > 0
    figure("a plain client writes them")


@pytest.mark.bites("D3")
@pytest.mark.parametrize("name", ["ALL_PROXY=socks5://", "HTTPS_PROXY=ftp://"])
def test_such_variables_end_a_program_that_gives_them_no_thought(name, figure):
    run = subprocess.run(
        [sys.executable, "-c", "import httpx; httpx.Client()"], check=False, timeout=60,
        capture_output=True, text=True, env=plain_environment(**BROKEN[name]),
    )  # fmt: skip
    assert run.returncode == 1
    assert "Traceback" in run.stderr
    figure("httpx alone ends with a traceback")
