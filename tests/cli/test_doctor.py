"""The doctor tries what is needed, on machines where it works and on such where it does not."""

import json
import socket
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from time import monotonic

import pytest
import trustme
from api.certificates import server_context
from capture.xclient import XClient
from cli.conftest import COMMAND
from identity.buses import deaf_service, gnome_keyring, locked_keyring, private_bus
from policy.machines import Machine
from processes import running
from servers import accepted, free_port, lure, reply, serving

from usero_desktop.cli.checks.finding import Check, Finding, State, Subject
from usero_desktop.cli.checks.running import run_all
from usero_desktop.outbox import schema

linux = pytest.mark.skipif(sys.platform != "linux", reason="as Linux has it")

STARTS = Path(__file__).parents[1] / "app" / "starts.py"
WATCHER = STARTS.with_name("watcher.py")
NAMES = [
    "program", "python", "qt", "window", "tray", "instance", "capture_screen", "capture_portal",
    "keyring", "outbox", "settings", "policy", "trust", "proxy", "server",
    "client",
]  # fmt: skip


@pytest.fixture
def doctor(told):
    """Run the doctor; return its status, and its findings by name."""

    def run(*arguments, **environment):
        status, facts = told("doctor", *arguments, **environment)
        assert facts["ok"] is (status == 0)
        return status, {check["name"]: check for check in facts["checks"]}

    return run


def states(found, *names):
    return [found[name]["state"] for name in names]


def failed(found):
    return [check["sentence"] for check in found.values() if check["state"] == "failed"]


@pytest.mark.screen
@pytest.mark.keyring
def test_where_all_is_well_it_says_so_and_leaves_nothing_behind(
    usero, inbox, display, tmp_path, noise
):
    with XClient(display["DISPLAY"]) as painter:
        painter.paint(noise(1000, 600))
    with private_bus() as bus, gnome_keyring(bus):
        address = {"DBUS_SESSION_BUS_ADDRESS": bus.environment["DBUS_SESSION_BUS_ADDRESS"]}
        done = usero("doctor", "--json", "--base-url", inbox.url, **display, **address)
        stored = list(bus.folder.rglob("*.keyring"))
        kept = b"".join(file.read_bytes() for file in stored)
    facts = json.loads(done.stdout)
    found = {check["name"]: check for check in facts["checks"]}
    assert (done.returncode, facts["ok"], done.stderr) == (0, True, b"")
    assert list(found) == NAMES
    assert found["qt"]["facts"]["reason"] == "PySide6 is installed"
    assert found["window"]["facts"]["platform"] == "xcb"
    assert found["window"]["facts"]["screens"] == ["1000x600 at 1"]
    assert found["capture_screen"]["facts"] == {"width": 1000, "height": 600}
    assert found["keyring"]["facts"]["backend"] == "keyring.backends.SecretService"
    assert states(found, "window", "capture_screen", "keyring", "outbox", "server") == ["ok"] * 5
    assert states(found, "capture_portal") == ["skipped"]
    assert b"test-" not in kept
    assert not (tmp_path / "data").exists()


def test_the_server_is_asked_once_and_told_nothing_of_the_users(doctor):
    with serving() as server:
        _, found = doctor("--client-id", "client_mine", "--base-url", server.url)
        [asked] = [it for it in server.requests if it.path == "/api/ping"]
        [other] = [it for it in server.requests if it is not asked]
    assert (asked.method, asked.body) == ("GET", b"")
    assert b"client_mine" not in asked.head
    assert set(asked.headers) == {
        "host", "user-agent", "accept", "accept-encoding", "connection",
    }  # fmt: skip
    assert found["server"]["state"] == "ok"
    assert (other.method, other.path) == ("GET", "/api/feedback?clientId=client_mine")
    assert (other.body, set(other.headers)) == (b"", set(asked.headers))


def test_a_client_id_that_the_server_does_not_know_has_failed(doctor, inbox):
    status, found = doctor("--base-url", inbox.url, "--client-id", "client_demo")
    assert (status, failed(found), found["client"]["state"]) == (0, [], "ok")
    status, found = doctor("--base-url", inbox.url, "--client-id", "client_typo")
    assert (status, found["client"]["state"]) == (1, "failed")
    assert "client_typo" in found["client"]["sentence"]
    status, found = doctor("--base-url", inbox.url)
    assert (status, failed(found), found["client"]["state"]) == (0, [], "skipped")
    assert "usero-desktop open settings" in found["client"]["advice"]


@linux
def test_without_a_display_what_needs_one_is_skipped_and_the_rest_is_well(doctor, inbox):
    status, found = doctor("--base-url", inbox.url)
    assert (status, failed(found)) == (0, [])
    assert states(found, "window", "tray", "capture_screen") == ["skipped"] * 3
    assert "DISPLAY" in found["capture_screen"]["sentence"]


@pytest.mark.screen
@pytest.mark.keyring
def test_a_desktop_that_takes_icons_in_has_a_notification_area(doctor, display):
    with private_bus() as bus:
        address = {"DBUS_SESSION_BUS_ADDRESS": bus.environment["DBUS_SESSION_BUS_ADDRESS"]}
        _, without = doctor("--offline", **display, **address)
        pipes = {"stdout": subprocess.PIPE}
        with running([sys.executable, WATCHER], bus.environment, text=True, **pipes) as process:
            assert json.loads(process.stdout.readline()) == {"ready": True}
            _, found = doctor("--offline", **display, **address)
    assert (without["tray"]["state"], without["tray"]["facts"]) == ("warning", {"available": False})
    assert (found["tray"]["state"], found["tray"]["facts"]) == ("ok", {"available": True})


@pytest.mark.screen
def test_a_screen_that_shows_nothing_is_a_warning(doctor, display):
    status, found = doctor("--offline", **display)
    assert (status, found["capture_screen"]["state"]) == (0, "warning")
    assert "all black" in found["capture_screen"]["sentence"]


@linux
def test_a_display_that_is_not_there_fails_with_qts_and_the_captures_own_reason(doctor):
    status, found = doctor("--offline", DISPLAY=":9713")
    assert status == 1
    assert states(found, "qt", "window", "capture_screen") == ["ok", "failed", "failed"]
    assert "could not connect to display" in found["window"]["sentence"]
    assert "Choose" not in found["capture_screen"]["sentence"]
    assert "(XError" in found["capture_screen"]["sentence"]


@pytest.mark.parametrize(
    "wish, binding, state, said",
    [
        ("pyqt6", "PyQt6", "ok", "QT_API=pyqt6"),
        ("pyside6", "PySide6", "ok", "QT_API=pyside6"),
        ("pyside2", "PySide6", "warning", "QT_API asks for pyside2, which is not to be had here."),
    ],
)
def test_the_binding_is_named_with_why_it_was_chosen(doctor, wish, binding, state, said):
    _, found = doctor("--offline", QT_API=wish, QT_QPA_PLATFORM="offscreen")
    assert found["qt"]["state"] == state
    assert found["qt"]["facts"]["binding"] == binding
    assert said in found["qt"]["sentence"]
    assert found["window"]["state"] == "warning"
    assert "offscreen" in found["window"]["sentence"]


def test_a_server_that_is_away_has_failed_and_offline_it_is_not_asked(doctor):
    gone = f"http://127.0.0.1:{free_port()}"
    status, found = doctor("--base-url", gone)
    assert status == 1
    assert found["server"]["state"] == "failed"
    assert found["server"]["sentence"].startswith("Nothing listens at 127.0.0.1:")
    with lure() as trap:
        status, found = doctor("--offline", "--base-url", f"http://127.0.0.1:{trap.port}")
        assert not trap.visited()
    assert (status, found["server"]["state"]) == (0, "skipped")


def test_what_is_not_well_says_what_to_do_and_says_it_once(doctor):
    _, found = doctor("--base-url", f"http://127.0.0.1:{free_port()}", "--client-id", "client_demo")
    assert found["server"]["sentence"].startswith("Nothing listens at 127.0.0.1:")
    assert "usero-desktop inbox" in found["server"]["advice"]
    assert found["client"]["facts"]["error"].endswith("is this machine online?")
    assert "online" not in found["client"]["sentence"]
    advised = [its for its in found.values() if its["state"] in {"warning", "failed"}]
    assert all(its["advice"] for its in advised), advised


def test_a_web_page_in_the_servers_place_is_no_server(doctor):
    page = reply(200, b"<html>Please sign in</html>", content_type="text/html")
    with serving(lambda *_: page) as server:
        status, found = doctor("--base-url", server.url)
    assert (status, found["server"]["state"]) == (1, "failed")
    assert "not as a Usero server does" in found["server"]["sentence"]


@linux
def test_a_certificate_is_named_by_its_issuer_and_a_strange_one_is_said_in_words(doctor, tmp_path):
    authority = trustme.CA(organization_name="Delgado & Sons")
    file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    with serving(accepted, tls=server_context(authority)) as server:
        status, found = doctor("--base-url", server.url)
        assert (status, found["server"]["state"]) == (1, "failed")
        assert "issued by nobody whom this machine trusts" in found["server"]["sentence"]
        status, found = doctor("--base-url", server.url, SSL_CERT_FILE=file)
    assert (status, found["server"]["state"]) == (0, "ok")
    assert "Delgado & Sons" in found["server"]["facts"]["issuer"]
    assert "Its certificate is good from Delgado & Sons" in found["server"]["sentence"]


@linux
@pytest.mark.parametrize(
    "content, said", [(None, "is no file"), ("nonsense", "holds no certificate to be read")]
)
def test_a_broken_certificate_file_in_the_environment_is_said(doctor, tmp_path, content, said):
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_text(content)
    _, found = doctor("--offline", SSL_CERT_FILE=file)
    assert found["trust"]["state"] == "warning"
    assert said in found["trust"]["sentence"]
    assert "Certificates are checked against /" in found["trust"]["sentence"]


def test_a_proxy_is_named_with_the_variable_that_sets_it_and_without_its_password(doctor):
    proxy = "http://mira:open-sesame@proxy.example.com:3128"
    _, found = doctor("--offline", HTTPS_PROXY=proxy)
    assert found["proxy"]["facts"] == {
        "setting": "HTTPS_PROXY", "proxy": "proxy.example.com:3128", "variables": ["HTTPS_PROXY"],
    }  # fmt: skip
    assert "sesame" not in json.dumps(found)
    _, found = doctor("--offline", HTTPS_PROXY=proxy, NO_PROXY="usero.io")
    assert "without a proxy (HTTPS_PROXY and NO_PROXY" in found["proxy"]["sentence"]


@pytest.mark.keyring
def test_a_keyring_that_does_not_answer_is_a_warning_in_time(doctor):
    with private_bus() as bus, deaf_service(bus):
        address = {"DBUS_SESSION_BUS_ADDRESS": bus.environment["DBUS_SESSION_BUS_ADDRESS"]}
        status, found = doctor("--offline", **address)
    assert (status, found["keyring"]["state"]) == (0, "warning")
    assert "did not answer" in found["keyring"]["sentence"]


@pytest.mark.keyring
def test_a_locked_keyring_is_said_and_nobody_is_asked_for_its_password(doctor, tmp_path):
    with locked_keyring(tmp_path / "of-the-keyring", holding="a@b.co") as (bus, questions):
        _, found = doctor("--offline", **bus.environment)
        assert questions == []
    assert found["keyring"]["state"] == "warning"
    assert "The keyring is locked" in found["keyring"]["sentence"]
    assert found["keyring"]["advice"].startswith("Unlock the keyring")


def test_what_waits_and_what_was_refused_is_counted(doctor, usero, inbox):
    usero("send", "--client-id", "client_a", "--base-url", inbox.url, "--rating", "1")
    away = f"http://127.0.0.1:{free_port()}"
    usero("send", "--client-id", "client_demo", "--base-url", away, "--rating", "2")
    _, found = doctor("--offline")
    facts = found["outbox"]["facts"]
    assert (facts["outboxes"], facts["waiting"], facts["refused"]) == (2, 1, 1)
    assert found["outbox"]["advice"] == "See: usero-desktop outbox list"


def test_a_damaged_and_a_newer_outbox_are_said_and_left_as_they_are(doctor, usero, tmp_path):
    away = f"http://127.0.0.1:{free_port()}"
    for name in ("client_a", "client_b"):
        usero("send", "--client-id", name, "--base-url", away, "--rating", "2")
    damaged, newer = sorted((tmp_path / "data").glob("outbox-*/reports.sqlite3"))
    damaged.write_bytes(b"no database at all" * 400)
    with sqlite3.connect(newer) as db:
        db.execute("UPDATE schema_version SET version = ?", (schema.VERSION + 1,))
        db.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    db.close()
    before = {file: file.read_bytes() for file in (tmp_path / "data").rglob("*") if file.is_file()}
    status, found = doctor("--offline")
    assert (status, found["outbox"]["state"]) == (0, "warning")
    assert "is damaged" in found["outbox"]["sentence"]
    assert "was written by a newer version" in found["outbox"]["sentence"]
    assert before == {
        file: file.read_bytes() for file in (tmp_path / "data").rglob("*") if file.is_file()
    }


def test_what_is_wrong_in_the_settings_is_said_with_its_line(doctor, tmp_path):
    _, found = doctor("--offline")
    assert found["settings"]["state"] == "ok"
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").write_text("notify = true\nhotkey = 7\n")
    status, found = doctor("--offline")
    assert (status, found["settings"]["state"]) == (0, "warning")
    assert "settings.toml, line 2" in found["settings"]["sentence"]


@pytest.mark.parametrize(
    "text, state, said",
    [
        ("screenshots = false\n", "ok", "decides: no screenshots."),
        ("screenshots = maybe\n", "failed", "policy.toml, line 1"),
    ],
)
def test_what_an_administrator_has_decided_is_said(home, tmp_path, text, state, said):
    machine = Machine(tmp_path)
    machine.has(text)
    done = machine.run(*COMMAND, "doctor", "--offline", "--json", env=home)
    found = {check["name"]: check for check in json.loads(done.stdout)["checks"]}
    assert found["policy"]["state"] == state
    assert said in found["policy"]["sentence"]
    assert done.returncode == (1 if state == "failed" else 0)


@pytest.mark.parametrize("words, state", [([], "ok"), (["stuck"], "warning")])
def test_a_program_that_runs_is_asked_for_nothing_but_whether_it_does(doctor, home, words, state):
    _, found = doctor("--offline")
    assert found["instance"]["facts"] == {"running": False}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with running([sys.executable, STARTS, *words], home, text=True, **pipes) as process:
        assert process.stdout.readline() == "first\n"
        status, found = doctor("--offline")
        told, _ = process.communicate("", timeout=60)
    assert (status, found["instance"]["state"]) == (0, state)
    assert told == ""
    if state == "ok":
        assert found["instance"]["facts"] == {"running": True}


def test_a_place_that_can_keep_nothing_has_failed(doctor, tmp_path):
    (tmp_path / "file").write_text("")
    status, found = doctor("--offline", "--data-dir", tmp_path / "file" / "data")
    assert (status, found["outbox"]["state"]) == (1, "failed")
    assert "is not a folder" in found["outbox"]["sentence"]


def test_people_read_it_in_columns_and_what_to_do_below(usero):
    done = usero("doctor", "--offline", COLUMNS="130")
    lines = done.stdout.decode().splitlines()
    assert max(len(line) for line in lines if "/" not in line) <= 100  # a path is not broken
    heads = [line[9:22].strip() for line in lines if line[0] != " "]
    assert heads[:4] == ["Program", "Python", "Qt", "Display"]
    assert any(line.startswith(f"{'':22}> ") for line in lines)


SUBJECT = Subject("", "https://usero.io", None, allow_insecure=False, offline=True)


def test_a_check_that_never_answers_has_failed_and_keeps_nobody_waiting():
    gate = threading.Event()
    slow = Check(("a", "b"), lambda _: gate.wait() and ())
    quick = Check(("c",), lambda _: [Finding("c", State.OK, "Well.")])
    before = monotonic()
    found = run_all([slow, quick], SUBJECT, 0.5)
    gate.set()
    assert [(it.name, it.state) for it in found] == [
        ("a", "failed"), ("b", "failed"), ("c", "ok"),
    ]  # fmt: skip
    assert "no answer within 0.5 seconds" in found[0].sentence
    assert monotonic() - before < 30


def test_a_check_that_breaks_is_a_sentence_and_the_others_go_on():
    def breaks(_):
        raise socket.gaierror(-3, "Temporary failure")

    quick = Check(("c",), lambda _: [Finding("c", State.OK, "Well.")])
    found = run_all([Check(("a",), breaks), quick], SUBJECT, 60)
    assert [it.state for it in found] == ["failed", "ok"]
    assert "Temporary failure" in found[0].sentence
