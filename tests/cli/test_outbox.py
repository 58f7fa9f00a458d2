"""Looking after reports that are not sent: list, show, retry, export and delete."""

import json
import os
import re
import subprocess
import sys
import threading
import zipfile

import pytest
from cli.said import sentence
from PIL import Image
from servers import accepted, reply, serving

LIMIT = 60
ESCAPES = "\x1b]0;owned\x07 and\nmore \x9b31m"


@pytest.fixture
def refuse(usero):
    """Write a report that a server refuses; return its id."""

    def write(comment):
        body = {"error": "Invalid data provided", "issues": {"userEmail": ["Invalid email"]}}
        with serving(lambda *_: reply(400, body)) as server:
            done = usero(
                "send", "--client-id", "client_demo", "--base-url", server.url, "--comment",
                comment, "--json",
            )  # fmt: skip
        assert done.returncode == 65
        return json.loads(done.stdout)["submission_id"]

    return write


def kept(usero, *arguments):
    return [
        it["submission_id"]
        for it in json.loads(usero("outbox", "list", "--json", *arguments).stdout)["reports"]
    ]


def test_every_programs_reports_are_listed_with_state_age_and_why(usero, keep, refuse):
    waits = keep("The save button does nothing at all when I press it twice", "--rating", "2")
    other = keep("Another program", client_id="client_other")
    refused = refuse("Not an address")
    done = usero("outbox", "list")
    head, *rows = done.stdout.decode().splitlines()
    assert done.returncode == 0
    assert head.split() == [
        "ID", "PROGRAM", "STATE", "AGE", "RATING", "PICTURES", "COMMENT", "NEXT",
    ]  # fmt: skip
    assert [row.split()[0] for row in rows] == [waits[:8], other[:8], refused[:8]]
    assert re.search(r"client_demo +waits +\d+ s +2 bad +- +The save button does nothin…", rows[0])
    assert re.search(r" (now|in \d+ s); 127\.0\.0\.1:\d+ could not be reached", rows[0])
    assert "client_other" in rows[1]
    assert re.search(r"refused .*\(userEmail: Invalid email\)", rows[2])
    # Every column begins where its head does.
    for name in ("PROGRAM", "STATE", "RATING", "COMMENT", "NEXT"):
        at = head.index(name)
        assert all(row[at - 1] == " " and row[at] != " " for row in rows), name


def test_as_json_a_report_has_all_that_is_known_of_it(usero, keep, refuse):
    keep("Later")
    refuse("Never")
    waiting, refused = json.loads(usero("outbox", "list", "--json").stdout)["reports"]
    assert (waiting["state"], waiting["comment"]) == ("queued", "Later")
    assert waiting["attempts"] >= 1
    assert waiting["next_attempt_at"] > waiting["created_at"]
    assert (refused["state"], refused["next_attempt_at"]) == ("rejected", None)
    assert refused["issues"] == {"userEmail": ["Invalid email"]}


def test_one_programs_reports_are_listed_alone(usero, keep):
    keep("Mine")
    other = keep("Theirs", client_id="Client/Other_ß")
    assert kept(usero, "--client-id", "Client/Other_ß") == [other]
    assert kept(usero, "--client-id", "client_of_nobody") == []


def test_the_programs_name_is_read_from_its_folder(usero, keep):
    keep("Theirs", client_id="Client/Other_ß")
    [report] = json.loads(usero("outbox", "list", "--json").stdout)["reports"]
    assert report["client_id"] == "Client/Other_ß"


def test_with_nothing_kept_it_says_so_and_makes_nothing(usero, tmp_path):
    done = usero("outbox", "list")
    assert done.stdout.decode() == "No report waits here, and none was refused.\n"
    assert not (tmp_path / "data").exists()


def test_words_that_would_command_a_terminal_are_shown_and_do_nothing(usero, keep):
    report = keep(ESCAPES)
    for done in (usero("outbox", "list"), usero("outbox", "show", report)):
        shown = done.stdout.decode()
        assert "\x1b" not in shown
        assert "\x9b" not in shown
        assert "owned" in shown


def test_words_that_a_pipes_encoding_has_not_are_spelled_and_json_is_whole(usero, keep):
    keep("日本語 Größe")
    for encoding in ("ascii", "latin-1"):
        done = usero("outbox", "list", PYTHONIOENCODING=encoding)
        assert (done.returncode, done.stderr) == (0, b"")
        assert rb"\u65e5" in done.stdout
        done = usero("outbox", "list", "--json", PYTHONIOENCODING=encoding)
        assert json.loads(done.stdout)["reports"][0]["comment"] == "日本語 Größe"


def test_a_report_is_shown_with_everything_that_would_be_sent(usero, keep, tmp_path):
    Image.new("RGB", (30, 20), "teal").save(tmp_path / "a.png")
    report = keep(
        "Größe", "--rating", "3", "--email", "a@b.co", "--metadata", "plan=free",
        "--screenshot", str(tmp_path / "a.png"),
    )  # fmt: skip
    told = json.loads(usero("outbox", "show", report[:6], "--json").stdout)
    assert told["report"]["comment"] == "Größe"
    assert told["report"]["userEmail"] == "a@b.co"
    assert told["report"]["metadata"]["plan"] == "free"
    [picture] = told["report"]["screenshots"]
    assert (picture["width"], picture["height"]) == (30, 20)
    shown = usero("outbox", "show", report[:6]).stdout.decode()
    assert f"Report:  {report}" in shown
    assert '"userEmail": "a@b.co"' in shown


def test_an_id_that_begins_no_report_or_several_is_said(usero, keep, tmp_path):
    ids = []
    while len({name[0] for name in ids}) == len(ids):
        ids.append(keep("One of some"))
    [first] = [name[0] for name in ids if sum(it[0] == name[0] for it in ids) > 1][:1]
    done = usero("outbox", "show", first)
    assert done.returncode == 2
    assert "2 ids begin with" in sentence(done)
    for wrong in ("zzz", ""):
        done = usero("outbox", "show", wrong, "--json")
        assert done.returncode == 2
        assert f"There is no report {wrong!r} here." in sentence(done)
        assert json.loads(done.stdout)["status"] == "invalid"


def test_a_retry_sends_what_waits_and_tells_the_servers_number(usero, keep, port):
    report = keep("Now it works")
    with serving(port=port) as server:
        done = usero("outbox", "retry", report[:8])
    assert (done.returncode, done.stdout, done.stderr) == (0, b"Sent: fb_1\n", b"")
    assert [it.json["comment"] for it in server.requests] == ["Now it works"]
    assert kept(usero) == []


def test_a_retry_of_all_has_the_exit_status_of_the_worst(usero, keep, port):
    good, bad = keep("good"), keep("bad")
    later = keep("later", client_id="client_other")

    def answer(request, connection):
        comment = request.json["comment"]
        if comment == "bad":
            return reply(400, {"error": "Invalid data provided", "issues": {"rating": ["No"]}})
        return reply(503) if comment == "later" else accepted(request, connection)

    with serving(answer, port=port):
        done = usero("outbox", "retry", "--all", "--json")
    told = {it["submission_id"]: it for it in json.loads(done.stdout)["reports"]}
    assert done.returncode == 65
    assert {name: it["status"] for name, it in told.items()} == {
        good: "sent", bad: "refused", later: "kept",
    }  # fmt: skip
    assert told[bad]["issues"] == {"rating": ["No"]}


def test_a_retry_while_the_server_is_away_keeps_the_report(usero, keep):
    report = keep("Patience")
    done = usero("outbox", "retry", report)
    assert done.returncode == 75
    assert sentence(done).endswith("The report is kept and will be sent.")
    assert kept(usero) == [report]


def test_a_retry_that_waits_stays_until_the_server_takes_it(usero, keep, port):
    keep("Patience")
    answers = [reply(503, headers=["Retry-After: 1"])]

    def answer(request, connection):
        return answers.pop() if answers else accepted(request, connection)

    with serving(answer, port=port):
        done = usero("outbox", "retry", "--all", "--wait")
    assert (done.returncode, done.stdout) == (0, b"Sent: fb_1\n")
    assert "Trying again in" in done.stderr.decode()


def test_what_another_program_is_sending_is_not_sent_twice_and_its_end_is_told(
    usero, keep, port, home
):
    report = keep("Only once")
    arrived, gate = threading.Event(), threading.Event()

    def answer(request, connection):
        arrived.set()
        gate.wait(LIMIT)
        return accepted(request, connection)

    command = [sys.executable, "-m", "usero_desktop", "outbox", "retry", report, "--wait"]
    with serving(answer, port=port) as server:
        first = subprocess.Popen(command, env=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert arrived.wait(LIMIT)
        state = json.loads(usero("outbox", "list", "--json").stdout)["reports"][0]["state"]
        second = subprocess.Popen(command, env=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        impatient = usero("outbox", "retry", report)
        gate.set()
        told = [process.communicate(timeout=LIMIT) for process in (first, second)]
    assert state == "sending"
    assert (impatient.returncode, "Another program" in sentence(impatient)) == (75, True)
    assert [out for out, _ in told] == [b"Sent: fb_1\n"] * 2
    assert len(server.requests) == 1


def test_a_report_is_exported_whole_and_no_file_is_replaced_unasked(usero, keep, tmp_path):
    Image.new("RGB", (30, 20), "teal").save(tmp_path / "a.png")
    report = keep("To be mailed", "--screenshot", str(tmp_path / "a.png"))
    target = tmp_path / "out.zip"
    done = usero("outbox", "export", report[:8], target)
    assert (done.returncode, done.stderr) == (0, b"")
    with zipfile.ZipFile(target) as archive:
        assert json.loads(archive.read("report.json"))["comment"] == "To be mailed"
        assert "screenshot-1.png" in archive.namelist()
    target.write_text("mine")
    done = usero("outbox", "export", report[:8], target)
    assert (done.returncode, target.read_text()) == (2, "mine")
    assert "is there already" in sentence(done)
    assert usero("outbox", "export", report[:8], target, "--force").returncode == 0
    assert zipfile.is_zipfile(target)
    done = usero("outbox", "export", report[:8], tmp_path / "nowhere" / "out.zip")
    assert done.returncode == 69
    assert "could not be exported" in sentence(done)


def test_nothing_is_deleted_unless_somebody_is_sure(usero, keep):
    report = keep("Better not")
    done = usero("outbox", "delete", report)
    assert done.returncode == 2
    assert sentence(done).endswith("Nobody can be asked here: add --yes to be sure.")
    assert kept(usero) == [report]
    done = usero("outbox", "delete", report, "--yes")
    assert (done.returncode, done.stdout.decode()) == (0, f"Deleted: {report}\n")
    assert kept(usero) == []


@pytest.mark.parametrize("answer, is_gone", [("n\n", False), ("\n", False), ("y\n", True)])
def test_at_a_terminal_the_user_is_asked(usero, keep, home, answer, is_gone):
    pty = pytest.importorskip("pty")
    report = keep("Better not")
    ours, theirs = pty.openpty()
    os.write(ours, answer.encode())
    command = [sys.executable, "-m", "usero_desktop", "outbox", "delete", report[:8]]
    done = subprocess.run(
        command, env=home, stdin=theirs, capture_output=True, check=False, timeout=LIMIT
    )
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 0
    assert done.stderr.decode() == "Delete this report for good? Nobody will read it. [y/N] "
    assert kept(usero) == ([] if is_gone else [report])


def test_deleting_one_report_sends_none_of_the_others(usero, keep, port):
    first, second = keep("first"), keep("second")
    with serving(port=port) as server:
        assert usero("outbox", "delete", first, "--yes").returncode == 0
        assert kept(usero) == [second]
    assert server.requests == []


@pytest.mark.parametrize("action", ["delete", "retry"])
@pytest.mark.parametrize("words", [[], ["abc", "--all"]])
def test_which_reports_are_meant_has_to_be_said(usero, action, words):
    done = usero("outbox", action, *words)
    assert done.returncode == 2
    assert sentence(done).endswith("Name the reports by their ids, or all of them by --all.")


def test_an_action_is_needed(usero):
    done = usero("outbox")
    assert done.returncode == 2
    assert "An action is needed: list, show, retry, export or delete" in sentence(done)
    done = usero("outbox", "list", "--jsn")
    assert sentence(done) == (
        "usero-desktop outbox list: There is no option --jsn; did you mean --json?"
    )
