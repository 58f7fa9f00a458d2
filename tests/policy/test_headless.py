"""What a policy makes of programs without a window, and of the command: real processes."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest
from policy.machines import writes

from usero_desktop.inbox.config import Client, InboxConfig
from usero_desktop.inbox.server import running

FILE = "/etc/usero-desktop/policy.toml"
NOBODY = "http://127.0.0.1:9"
COMMAND = Path(sys.executable).with_name("usero-desktop")
ALL = "screenshots = false\nreplay = false\nidentity = false\noutbox = false\n"

PROGRAM = """
import json, sys
import usero_desktop as usero
from usero_desktop.errors import UseroError

url, folder, wanted, timeout = sys.argv[1], sys.argv[2], json.loads(sys.argv[3]), sys.argv[4]
with usero.Feedback(client_id="client_demo", base_url=url, data_dir=folder) as feedback:
    feedback.identify({"id": "u-77"})
    try:
        ticket = feedback.submit(comment="From a script.", **wanted)
        said = ticket.result(timeout=float(timeout)).pictures_left_out if float(timeout) else None
        print(json.dumps({"kept": ticket.kept, "left_out": said}))
    except UseroError as error:
        print(json.dumps({"error": str(error), "kind": type(error).__name__, "code": error.code}))
"""

GO_ON = """
import sys
import usero_desktop as usero

with usero.Feedback(client_id="client_demo", base_url=sys.argv[1], data_dir=sys.argv[2]) as found:
    found.retry_now()
    print(found.flush(60))
"""

COUNT = """
import sys
import usero_desktop as usero

with usero.Feedback(client_id="client_demo", base_url=sys.argv[1], data_dir=sys.argv[2]) as found:
    print(len(found.reports()))
"""


@pytest.fixture
def inbox():
    with running(InboxConfig(clients=(Client("client_demo"),))) as inbox:
        yield inbox


@pytest.fixture
def picture(tmp_path):
    from PIL import Image

    path = tmp_path / "noise.png"
    Image.effect_noise((40, 30), 50).save(path)
    return path


@pytest.fixture
def home(tmp_path):
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.fixture
def env(home):
    plain = {name: value for name, value in os.environ.items() if not name.startswith("USERO")}
    return plain | {
        "HOME": str(home), "TMPDIR": str(home), "XDG_STATE_HOME": str(home / "state"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip


@pytest.fixture
def submit(machine, home, env):
    def submit_(url, wanted, *, timeout=60):
        values = (url, home / "data", json.dumps(wanted), timeout)
        done = machine.python(PROGRAM, *values, env=env)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return submit_


@pytest.fixture
def send(machine, env):
    def send_(*arguments):
        return machine.run(COMMAND, "send", "--client-id", "client_demo", *arguments, env=env)

    return send_


def files(home):
    return [path for path in home.rglob("*") if path.is_file()]


@pytest.mark.promise("L1")
@pytest.mark.parametrize(
    "wanted, code",
    [
        ({"screenshots": ["{picture}"]}, "policy_screenshots"),
        ({"user_email": "zz@example.com"}, "policy_identity"),
    ],
)
def test_what_may_not_be_sent_is_not_left_out_in_silence(
    submit, machine, home, inbox, picture, wanted, code
):
    machine.has(ALL)
    given = json.loads(json.dumps(wanted).replace("{picture}", str(picture)))

    told = submit(inbox.url, given)

    assert told["code"] == code
    assert FILE in told["error"]
    assert inbox.store.entries() == ()
    assert files(home) == []


@pytest.mark.promise("L1")
def test_a_report_of_words_goes_out_and_leaves_nothing_on_the_disk(submit, machine, home, inbox):
    machine.has(ALL)

    assert submit(inbox.url, {}) == {"kept": False, "left_out": 0}

    [entry] = inbox.store.entries()
    assert entry.report.comment == "From a script."
    assert not {"userId", "anonymousId"} & entry.report.metadata.keys()
    assert files(home) == []


def test_wherever_a_program_wants_to_send_it_the_report_goes_where_it_must(submit, machine, inbox):
    machine.has(f'base_url = "{inbox.url}/"')

    assert submit("https://elsewhere.example", {})["kept"]
    assert len(inbox.store.entries()) == 1


@pytest.mark.promise("L1")
def test_with_a_policy_that_cannot_be_used_a_report_is_neither_sent_nor_kept(
    submit, machine, home, inbox
):
    machine.has("outbox = no")

    told = submit(inbox.url, {})

    assert told["kind"] == "ConfigError"
    assert told["error"].startswith(f"{FILE}, line 1: This is not TOML")
    assert inbox.store.entries() == ()
    assert files(home) == []


@pytest.mark.promise("L1")
def test_what_was_kept_before_goes_out_as_the_policy_wants_it(
    submit, machine, home, env, inbox, picture, figure
):
    wanted = {"screenshots": [str(picture)], "user_email": "zz@example.com"}
    assert submit(NOBODY, wanted, timeout=0)["kept"]
    machine.has(f'base_url = "{inbox.url}"\nscreenshots = false\nidentity = false\n')

    done = machine.python(GO_ON, NOBODY, home / "data", env=env)

    assert done.stdout.strip() == "True", done.stderr
    [entry] = inbox.store.entries()
    report = entry.report
    assert (report.comment, report.user_email, report.screenshots) == ("From a script.", None, ())
    assert not {"userId", "anonymousId"} & report.metadata.keys()
    assert report.metadata["screenshotsLeftOut"] == ["screenshot-1: forbidden by the administrator"]
    figure("kept with a picture and an address: sent to the pinned server without either")


def test_what_was_kept_before_stays_where_it_is_while_nothing_may_be_kept(
    submit, machine, home, env, inbox
):
    assert submit(NOBODY, {}, timeout=0)["kept"]
    before = {path: path.read_bytes() for path in files(home)}
    machine.has("outbox = false")
    assert machine.python(GO_ON, inbox.url, home / "data", env=env).stdout.strip() == "True"
    assert {path: path.read_bytes() for path in files(home)} == before
    assert inbox.store.entries() == ()

    counted = []
    for rule in ("outbox = false", "outbox = true"):
        machine.has(rule)
        counted.append(machine.python(COUNT, inbox.url, home / "data", env=env).stdout.strip())
    assert counted == ["0", "1"]


# ------------------------------------------------------------ the command


@pytest.mark.promise("L1")
def test_the_command_sends_where_it_must_whatever_it_is_told(send, machine, inbox):
    machine.has(f'base_url = "{inbox.url}"')

    done = send("--base-url", "https://elsewhere.example", "--comment", "hello", "--wait")

    assert (done.returncode, done.stdout[:5]) == (0, "Sent:")
    assert len(inbox.store.entries()) == 1


@pytest.mark.parametrize("flag", ["--screenshot", "--email"])
def test_the_command_says_in_a_sentence_what_may_not_be_sent(send, machine, inbox, picture, flag):
    machine.has(ALL)
    value = {"--screenshot": picture, "--email": "zz@example.com"}[flag]

    done = send("--base-url", inbox.url, "--comment", "hello", flag, value)

    assert done.returncode == 2
    assert re.fullmatch(
        rf"usero-desktop send: This computer's administrator lets no [a-z ]+ be sent \({FILE}\); "
        r"send the report without\.\n",
        done.stderr,
    )
    assert inbox.store.entries() == ()


@pytest.mark.promise("L1")
def test_the_command_ends_in_one_sentence_where_the_policy_cannot_be_used(send, machine, inbox):
    machine.has("replays = false")

    done = send("--base-url", inbox.url, "--comment", "hello")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"usero-desktop send: {FILE}, line 1: There is no setting 'replays'; did you mean replay? "
        "Until an administrator has mended that, no feedback is sent or kept on this computer.\n"
    )


def test_the_command_says_that_a_report_is_lost_which_may_not_be_kept(send, machine, home):
    machine.has("outbox = false")

    done = send("--base-url", NOBODY, "--comment", "hello")

    assert done.returncode == 69
    assert done.stderr.endswith(
        f"This computer's administrator lets no report be kept on it ({FILE}).\n"
    )
    assert files(home) == []


def test_the_command_takes_no_picture_that_may_not_be_sent(send, machine, inbox):
    machine.has("screenshots = false")

    done = send("--base-url", inbox.url, "--comment", "hello", "--capture", "screen")

    assert done.returncode == 2
    assert "lets no screenshot be sent" in done.stderr


@pytest.mark.parametrize(
    "rules, status, words",
    [
        ("outbox = false", "ok", f"Nothing is kept here: {FILE} forbids that."),
        ("outbox = false\nbase_url = 7", "failed", f"{FILE}, line 2: base_url must be an address"),
    ],
)
def test_the_doctor_tells_what_is_set(machine, env, rules, status, words):
    machine.has(rules)

    done = machine.run(COMMAND, "doctor", "--json", env=env)

    told = json.dumps(json.loads(done.stdout))
    assert words in told
    assert "Traceback" not in done.stderr
    assert f'"{status}"' in told


# ------------------------------------------------------------ every file


@pytest.mark.faults
@pytest.mark.promise("L1")
def test_not_one_call_writes_to_a_file_where_nothing_may_be_kept(
    machine, home, env, inbox, picture, tmp_path, figure
):
    machine.has("outbox = false")
    trace = tmp_path / "trace"
    wanted = json.dumps({"screenshots": [str(picture)]})

    done = machine.run(
        "strace", "-f", "-qq", "-o", trace, "-e", "trace=%file", sys.executable, "-c", PROGRAM,
        inbox.url, home / "data", wanted, 60, env=env,
    )  # fmt: skip

    assert json.loads(done.stdout) == {"kept": False, "left_out": 0}, done.stderr
    calls = trace.read_text().splitlines()
    assert any("openat" in call for call in calls)
    assert [call for call in calls if writes(call)] == []
    figure(f"{len(calls)} calls with files, 0 that write")
