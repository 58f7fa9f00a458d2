"""What somebody sees who waits for a report: a line that changes, or lines in a file."""

import json
import os
import re
import signal
import struct
import subprocess
import sys
import threading

import pytest
from PIL import Image
from servers import accepted, free_port, reply, serving

LIMIT = 60
COLUMNS = 60


@pytest.fixture
def at_terminal(home):
    """Run the command at a terminal of 60 columns; return its status, what it says and prints."""

    pty, termios, fcntl = map(pytest.importorskip, ("pty", "termios", "fcntl"))

    def run(*arguments, seen=len):
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, COLUMNS, 0, 0))
        said = bytearray()

        def read():
            # A terminal that nobody holds any more is an OSError on Linux.
            try:
                while piece := os.read(ours, 4096):
                    said.extend(piece)
                    seen(said)
            except OSError:
                pass

        reader = threading.Thread(target=read)
        reader.start()
        environment = {name: value for name, value in home.items() if name != "COLUMNS"}
        done = subprocess.run(
            [sys.executable, "-m", "usero_desktop", *map(str, arguments)],
            env=environment, stdout=subprocess.PIPE, stderr=theirs, check=False, timeout=LIMIT,
        )  # fmt: skip
        os.close(theirs)
        reader.join(LIMIT)
        os.close(ours)
        return done.returncode, said.decode(), done.stdout.decode()

    return run


@pytest.fixture
def later():
    """A server that is busy once."""
    answers = [reply(503, headers=["Retry-After: 2"])]

    def answer(request, connection):
        return answers.pop() if answers else accepted(request, connection)

    with serving(answer) as server:
        yield server


def words(server):
    return ["send", "--client-id", "client_demo", "--base-url", server.url, "--rating", "4"]


def test_at_a_terminal_one_line_is_written_anew_and_gone_in_the_end(at_terminal, later):
    status, said, printed = at_terminal(*words(later), "--wait")
    assert (status, printed) == (0, "Sent: fb_1\n")
    assert "\n" not in said
    shown = [it.rstrip() for it in said.split("\r") if it.strip()]
    assert shown[0] == "Sending…"
    assert any(re.search(r"Trying again in \d+ s\.$", it) for it in shown[1:])
    assert shown[-1] == "Sending…"
    assert max(map(len, said.split("\r"))) < COLUMNS
    assert said.endswith(f"\r{' ' * len('Sending…')}\r")


def test_in_a_file_each_change_is_a_line(usero, later):
    done = usero(*words(later), "--wait")
    lines = done.stderr.decode().splitlines()
    assert (done.returncode, done.stdout) == (0, b"Sent: fb_1\n")
    assert lines[0] == "Sending…"
    assert re.search(r"is busy \(HTTP 503\)\. Trying again in \d+ s\.$", lines[1])
    assert lines[2] == "Sending…"
    assert b"\r" not in done.stderr


def test_pictures_on_their_way_are_counted_in_percent(at_terminal, tmp_path):
    Image.effect_noise((900, 900), 200).convert("RGB").save(tmp_path / "a.png")
    shown = threading.Event()

    def answer(request, connection):
        if request.path == "/api/screenshots":
            shown.wait(LIMIT)
        return accepted(request, connection)

    def look(said):
        if b"Sending: " in said:
            shown.set()

    with serving(answer) as server:
        picture = ("--screenshot", tmp_path / "a.png")
        status, said, _ = at_terminal(*words(server), "--wait", *picture, seen=look)
    assert status == 0
    assert re.search(r"Sending: \d+ % of \d\.\d MB", said)


@pytest.mark.skipif(os.name != "posix", reason="Ctrl+C is a signal on POSIX alone")
def test_who_gives_up_waiting_is_told_that_the_report_is_kept(home, usero):
    arrived, gate = threading.Event(), threading.Event()

    def answer(_request, _connection):
        arrived.set()
        gate.wait(LIMIT)

    with serving(answer) as server:
        process = subprocess.Popen(
            [sys.executable, "-m", "usero_desktop", *words(server), "--wait", "--json"],
            env=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        assert arrived.wait(LIMIT)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=LIMIT)
        gate.set()
    assert process.returncode == 130
    assert json.loads(out)["status"] == "kept"
    assert err.decode().endswith("The report is kept and will be sent by the next start.\n")
    assert len(json.loads(usero("outbox", "list", "--json").stdout)["reports"]) == 1


def test_json_is_all_that_is_printed_while_one_waits(usero, later):
    done = usero(*words(later), "--wait", "--json")
    assert json.loads(done.stdout)["status"] == "sent"


@pytest.mark.parametrize(
    "arguments, facts",
    [
        (["--email", "nobody"], {"status": "invalid", "code": "invalid_feedback"}),
        (["--screenshot", "/nowhere.png"], {"status": "invalid", "code": "picture_missing"}),
        (["--base-url", "usero"], {"status": "invalid"}),
    ],
)
def test_with_json_a_mistake_in_the_report_is_json_too(usero, arguments, facts):
    done = usero("send", "--client-id", "client_demo", "--rating", "1", "--json", *arguments)
    told = json.loads(done.stdout)
    assert done.returncode == 2
    assert facts.items() <= told.items()
    assert told["error"] in done.stderr.decode()
    if "--email" in arguments:
        assert list(told["problems"]) == ["email"]


def test_what_can_be_neither_sent_nor_kept_is_lost_and_says_so(usero, tmp_path):
    away = f"http://127.0.0.1:{free_port()}"
    folder = tmp_path / "data"
    folder.write_text("no folder")
    done = usero(
        "send", "--client-id", "client_demo", "--base-url", away, "--rating", "1", "--json"
    )
    assert done.returncode == 69
    assert json.loads(done.stdout)["status"] == "lost"
