"""What a policy makes of a button in a host's window: real programs, on either binding."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from policy.machines import writes
from ui.process import environment

from usero_desktop.inbox.config import Client, InboxConfig
from usero_desktop.inbox.server import running

TESTS = Path(__file__).parents[1]
NOBODY = "http://127.0.0.1:9"
BINDINGS = ("pyside6", "pyqt6")
ALL = "screenshots = false\nreplay = false\nidentity = false\noutbox = false\n"
THANKS = "Thank you!"


@pytest.fixture
def inbox():
    with running(InboxConfig(clients=(Client("client_demo"),))) as inbox:
        yield inbox


@pytest.fixture
def run(machine, tmp_path, inbox, noise):
    """Run the host on the machine, which wants to send to `url`; return what it tells."""
    home = tmp_path / "home"

    def start(url=None, *, api="pyside6", under=()):
        home.mkdir(exist_ok=True)
        variables = environment(
            QT_API=api, PYTEST_QT_API=api, PYTHONPATH=str(TESTS), PYTHONDONTWRITEBYTECODE="1",
            HOME=str(home), TMPDIR=str(home), XDG_RUNTIME_DIR=str(home),
        )  # fmt: skip
        done = machine.run(
            *under, sys.executable, "-W", "error", TESTS / "policy" / "host.py",
            url or inbox.url, home / "data", noise, env=variables,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout.splitlines()[-1])
        return told | {"log": done.stderr, "files": [f.name for f in home.rglob("*")]}

    return start


@pytest.fixture
def noise(tmp_path):
    from PIL import Image

    path = tmp_path / "noise.png"
    Image.effect_noise((40, 30), 50).save(path)
    return path


def only_report(inbox):
    [entry] = inbox.store.entries()
    return entry.report


@pytest.mark.bites("L1")
def test_without_a_policy_the_same_host_sends_keeps_and_records_it_all(run, machine, inbox, figure):
    told = run()

    report = only_report(inbox)
    assert told["rows"] == ["add_screenshot", "share_email"]
    assert (told["pictures"], told["records"], told["film"]) == (2, True, True)
    assert "usero_more_history" in told["menu"]
    assert "reports.sqlite3" in told["files"]
    assert told["set"] == []
    assert report.metadata["userId"] == "u-79"
    assert len(report.screenshots) == 2
    assert report.session_replay_id is not None
    figure("no policy: 2 pictures, the user, a recording and files")


@pytest.mark.promise("L1")
@pytest.mark.parametrize("api", BINDINGS)
def test_what_is_forbidden_is_in_no_way_to_be_had(run, machine, inbox, api, figure):
    machine.has(ALL)

    told = run(api=api)

    report = only_report(inbox)
    assert told["rows"] == []
    assert (told["pictures"], told["records"], told["film"]) == (0, False, False)
    assert "usero_more_history" not in told["menu"]
    assert told["files"] == []
    assert told["set"] == [
        "Set by your administrator",
        "No screenshots are sent.",
        "Nothing is recorded.",
        "Neither who you are nor an email address is sent.",
        "No report is saved on this computer.",
    ]
    assert (told["errors"], told["said"]) == ([], THANKS)
    assert report.comment == "Everything that I know."
    assert report.screenshots == ()
    assert (report.user_email, report.session_replay_id) == (None, None)
    assert not {"userId", "anonymousId"} & report.metadata.keys()
    assert inbox.store.identities() == ()
    figure("a host that wants it all: 0 pictures, nobody named, no recording, 0 files")


@pytest.mark.parametrize(
    "rule, absent",
    [
        ("screenshots", {"pictures"}),
        ("replay", {"recording"}),
        ("identity", {"user"}),
        ("outbox", {"files"}),
    ],
)
def test_one_thing_forbidden_leaves_the_others_as_they_are(run, machine, inbox, rule, absent):
    machine.has(f"{rule} = false")

    told = run()

    report = only_report(inbox)
    there = {
        "pictures": len(report.screenshots) == 2 == told["pictures"],
        "recording": report.session_replay_id is not None and told["records"],
        "user": "userId" in report.metadata and "share_email" in told["rows"],
        "files": "reports.sqlite3" in told["files"],
    }
    assert {name for name, is_there in there.items() if not is_there} == absent
    assert len(told["set"]) == 2


@pytest.mark.promise("L1")
@pytest.mark.parametrize("api", BINDINGS)
def test_where_reports_go_is_not_the_hosts_to_say(run, machine, inbox, api):
    machine.has(f'base_url = "{inbox.url}"')

    told = run("https://elsewhere.example", api=api)

    assert told["said"] == THANKS
    assert inbox.url in told["goes"]
    assert told["set"][1:] == ["Every report goes to the server named here."]
    assert len(inbox.store.entries()) == 1


@pytest.mark.promise("L1")
@pytest.mark.parametrize("api", BINDINGS)
def test_a_policy_that_cannot_be_used_keeps_the_button_away(run, machine, inbox, api, figure):
    machine.has("# no pictures here\nscreenshot = false\n")

    told = run(api=api)

    assert told["inert"]
    [[kind, sentence]] = told["errors"]
    assert kind == "ConfigError"
    assert sentence.startswith(
        "/etc/usero-desktop/policy.toml, line 2: There is no setting 'screenshot'; "
        "did you mean screenshots?"
    )
    assert "Traceback" not in told["log"]
    assert told["records"] is False
    assert told["files"] == []
    assert inbox.store.entries() == ()
    figure("a mistake in it: no button, a sentence, 0 reports, 0 files")


def traced(run, tmp_path, api):
    """What the host told, and every call of its that has to do with files."""
    trace = tmp_path / "trace"
    told = run(api=api, under=("strace", "-f", "-qq", "-o", str(trace), "-e", "trace=%file"))
    assert told["said"] == THANKS
    return told, trace.read_text().splitlines()


@pytest.mark.faults
@pytest.mark.bites("L1")
def test_without_a_policy_the_calls_that_write_are_seen(run, machine, tmp_path, figure):
    _, calls = traced(run, tmp_path, "pyside6")

    found = [call for call in calls if writes(call)]
    assert any("reports.sqlite3" in call for call in found)
    figure(f"no policy: {len(found)} calls that write")


@pytest.mark.faults
@pytest.mark.promise("L1")
@pytest.mark.parametrize("api", BINDINGS)
def test_not_one_call_of_a_window_writes_to_a_file_where_nothing_may_be_kept(
    run, machine, tmp_path, api, figure
):
    machine.has("outbox = false")

    told, calls = traced(run, tmp_path, api)

    assert told["pictures"] == 2
    assert [call for call in calls if writes(call)] == []
    figure(f"{len(calls)} calls with files, 0 that write")


@pytest.mark.parametrize("api", BINDINGS)
def test_a_report_that_may_not_be_kept_and_cannot_be_sent_is_said_to_be_neither(run, machine, api):
    machine.has("outbox = false")

    told = run(NOBODY, api=api)

    assert told["said"] == (
        "It could not be sent, and your administrator lets no report be saved on this computer."
    )
    assert told["files"] == []
