"""The bundle on a Debian 12 that has nothing but the packages the README names."""

from __future__ import annotations

import json
import re
import ssl
import subprocess
import sys

import pytest
import trustme
from flows.desk import newest
from identity.buses import kept
from installed.debian import ROOT, debian
from installed.session import PAINT, session, until
from installed.story import configure, report_by_hand
from servers import serving

from usero_desktop.cli.exits import KEPT
from usero_desktop.identity.keychain import account_of
from usero_desktop.inbox.config import InboxConfig
from usero_desktop.inbox.server import running

pytestmark = [pytest.mark.installed, pytest.mark.faults, pytest.mark.timeout(900)]

MOST_BYTES = 150_000_000
BILL = """\
import sys
from pathlib import Path
sys.path.insert(0, "packaging")
import bundle
from environment import ROOT, Environment
bundle.bill(Environment(ROOT), Path(sys.argv[1]))
"""
AT = "/opt/usero-desktop"
ADDRESS = "mira@example.org"
PROGRAM = f"{AT}/usero-desktop"


def documented():
    """The packages that the README says a bare Debian needs."""
    words = (ROOT / "README.md").read_text(encoding="utf-8")
    (line,) = re.findall(
        r"^    sudo apt-get install --no-install-recommends (.*)$", words, re.MULTILINE
    )
    return line.split()


@pytest.fixture(scope="module")
def inbox():
    with running(InboxConfig()) as inbox:
        yield inbox


@pytest.fixture(scope="module")
def tree(bundle, tmp_path_factory):
    with debian(tmp_path_factory.mktemp("tree")) as tree:
        tree.install(*documented())
        tree.show(bundle, AT)
        yield tree


def send(tree, url, *words, **variables):
    sending = ("send", "--client-id", "client_demo", "--base-url", url, *words)
    return tree.run(PROGRAM, *sending, env=variables, check=False, timeout=120)


def test_it_finds_every_library_it_was_built_with(tree):
    looked = tree.run(
        "sh", "-c",
        f"cd {AT}/_internal && find . -name '*.so*' -type f | LD_LIBRARY_PATH=. xargs ldd",
        check=False,
    )  # fmt: skip
    missing = set(re.findall(r"(\S+) => not found", looked.stdout))
    # Of Wayland's own every Wayland desktop has them, and without one nobody asks.
    assert missing <= {"libwayland-cursor.so.0", "libwayland-egl.so.1", "libwayland-client.so.0"}


def test_a_report_with_the_whole_screen_is_sent_and_the_address_kept_in_a_real_keyring(tree, inbox):
    configure(tree, inbox.url)
    account = account_of("client_demo", inbox.url)
    with session(tree) as user, tree.running(PROGRAM, "open", "feedback", env=user.env):
        shown = report_by_hand(user, inbox, "out of the box", ADDRESS)
        until(lambda: kept(user.bus, account) == ADDRESS, "the address in the keyring")

    entry, [picture] = newest(inbox)
    assert entry["userEmail"] == ADDRESS
    assert entry["metadata"]["binding"].startswith("PySide6")
    assert entry["metadata"]["osVersion"].startswith("12")
    assert picture.size == shown.size
    assert picture.getpixel((5, picture.height - 5)) == PAINT


def test_its_doctor_tries_a_real_keyring_and_a_real_screen(tree):
    with session(tree) as user:
        asked = tree.run(PROGRAM, "doctor", "--json", "--offline", env=user.env, check=False)
    told = {one["name"]: one for one in json.loads(asked.stdout)["checks"]}
    assert told["keyring"]["state"] == "ok", told["keyring"]
    assert told["capture_screen"]["state"] == "ok", told["capture_screen"]
    assert told["window"]["state"] == "ok", told["window"]


@pytest.fixture(scope="module")
def company(tree):
    """A server whose certificate is a company's own, which its administrator had trusted."""
    authority = trustme.CA()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(tls)
    place = tree.path("/usr/local/share/ca-certificates/company.crt")
    place.write_bytes(authority.cert_pem.bytes())
    tree.run("update-ca-certificates")
    with serving(tls=tls) as server:
        yield f"https://localhost:{server.port}"


@pytest.fixture
def stranger():
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(tls)
    with serving(tls=tls) as server:
        yield server


@pytest.mark.parametrize("broken", ["/nowhere/at/all.pem", "/etc/hostname"])
def test_a_broken_certificate_file_costs_nothing(tree, company, broken):
    done = send(tree, company, "--comment", "sent all the same", SSL_CERT_FILE=broken)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_server_that_nobody_trusts_gets_nothing_and_the_report_is_kept(tree, stranger):
    done = send(tree, stranger.url, "--comment", "kept", SSL_CERT_FILE="/nowhere/at/all.pem")
    assert done.returncode == KEPT, done.stderr
    assert "certificate" in done.stderr
    assert "Traceback" not in done.stderr
    assert stranger.requests == []


def test_its_pyside6_finds_its_modules_beside_its_library_and_brings_no_databases(bundle):
    assert (bundle / "_internal" / "shiboken6" / "files.dir").is_dir()
    python = bundle.parent / "environment" / "bin" / "python"
    viewer = [python, "-I", "-m", "PyInstaller.utils.cliutils.archive_viewer", "-l", "-r", "-b"]
    listed = subprocess.run([*viewer, bundle / bundle.name], check=True, capture_output=True)
    names = set(listed.stdout.decode().split())
    assert {"lazily", "enums", "shibokensupport.signature.parser"} <= names
    assert not any(bundle.glob("_internal/**/sqldrivers"))


def test_all_of_it_is_in_its_bill_with_a_licence_and_small_enough(bundle, tmp_path):
    total = sum(file.lstat().st_size for file in bundle.rglob("*") if file.is_file())
    assert total <= MOST_BYTES
    artefact = tmp_path / "bundle.tar.xz"
    artefact.write_bytes(b"stands for it")
    subprocess.run([sys.executable, "-c", BILL, artefact], cwd=ROOT, check=True)
    told = json.loads(artefact.with_name("bundle.tar.xz.cdx.json").read_text(encoding="utf-8"))
    names = {part["name"] for part in told["components"]}
    assert {"qt", "python", "rrweb", "libxkbcommon0", "secretstorage", "pyinstaller"} <= names
    assert not names & {"pyqt6", "pytest", "cyclonedx-python-lib"}
    listed = {file["name"] for part in told["components"] for file in part.get("components", ())}
    libraries = {
        file.relative_to(bundle / "_internal").as_posix()
        for file in (bundle / "_internal").rglob("*.so*")
        if not file.is_symlink()
    }
    assert libraries <= listed
    licences = {folder.name for folder in (bundle / "licenses").iterdir()}
    assert names | {"usero-desktop"} == licences
    assert "LESSER" in (bundle / "licenses" / "qt" / "LGPL-3.0.txt").read_text(encoding="utf-8")
