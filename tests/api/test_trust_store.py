"""A company's own authority in the system's store, in a system of the test's own."""

import json
import subprocess

import pytest
import trustme
from api.apart import run_apart
from api.certificates import server_context
from servers import serving

pytestmark = [pytest.mark.faults, pytest.mark.timeout(180)]

ASK = """
import json, os, ssl, sys
import certifi, httpx
from usero_desktop.api.client import UseroClient
from usero_desktop.errors import Unreachable

os.environ.update(json.loads(sys.argv[2]))
try:
    client = UseroClient(sys.argv[1])
    ours = client.send_feedback(b"{}")
    client.close()
except Unreachable as error:
    ours = error.code
try:
    store = ssl.create_default_context(cafile=certifi.where())
    with httpx.Client(verify=store, trust_env=False) as plain:
        certifis = plain.post(sys.argv[1] + "/api/feedback").json()["feedbackId"]
except httpx.ConnectError as error:
    certifis = "refused" if "CERTIFICATE_VERIFY_FAILED" in str(error) else str(error)
print(json.dumps([ours, certifis]))
"""


@pytest.fixture(scope="module")
def authority():
    return trustme.CA(organization_name="A company that looks into TLS")


@pytest.fixture
def store(authority, tmp_path):
    """What update-ca-certificates makes of that one authority, in a folder of ours."""
    local, made, nothing = (tmp_path / name for name in ("local", "certs", "nothing"))
    for folder in (local, made, nothing):
        folder.mkdir()
    authority.cert_pem.write_to_path(str(local / "company.crt"))
    (tmp_path / "conf").write_text("# none of the public ones\n")
    subprocess.run(
        ["/usr/sbin/update-ca-certificates", "--certsconf", tmp_path / "conf",
         "--certsdir", nothing, "--localcertsdir", local, "--etccertsdir", made,
         "--hooksdir", nothing],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    assert (made / "ca-certificates.crt").stat().st_size > 0
    return made


def asked(store, authority, **variables):
    """What our client and one that trusts certifi are answered, on a system with that store."""
    with serving(tls=server_context(authority)) as server:
        run = run_apart(ASK, server.url, json.dumps(variables), over={store: "/etc/ssl/certs"})
    assert run.returncode == 0, run.stderr
    return tuple(json.loads(run.stdout))


def as_it_is(_store):
    pass


def without_the_bundle(store):
    (store / "ca-certificates.crt").unlink()


def without_the_hashed_names(store):
    for path in store.iterdir():
        if path.name != "ca-certificates.crt":
            path.unlink()


@pytest.mark.promise("D1")
@pytest.mark.parametrize("change", [as_it_is, without_the_bundle, without_the_hashed_names])
@pytest.mark.parametrize("variables", [{}, {"SSL_CERT_FILE": "/nowhere/ca.pem"}])
def test_an_authority_in_the_systems_store_is_trusted(store, authority, figure, change, variables):
    change(store)
    assert asked(store, authority, **variables) == ("fb_1", "refused")
    figure("6 forms of a system's store: ours connects, certifi's list refuses")


@pytest.mark.bites("D1")
def test_without_that_authority_in_the_store_nobody_connects(store, authority, figure):
    for path in store.iterdir():
        path.unlink()
    trustme.CA().cert_pem.write_to_path(str(store / "ca-certificates.crt"))
    assert asked(store, authority) == ("tls_untrusted", "refused")
    figure("another authority in the store: refused")


@pytest.mark.promise("D1")
def test_an_empty_store_is_not_trust_in_everybody(store, authority):
    for path in store.iterdir():
        path.unlink()
    assert asked(store, authority) == ("tls_untrusted", "refused")
