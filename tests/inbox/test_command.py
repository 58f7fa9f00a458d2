"""The command ``usero-desktop inbox``: bad input gets one sentence and status 2."""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys

import pytest

from usero_desktop.cli import inbox


def command(*words):
    parser = argparse.ArgumentParser()
    inbox.fill(parser)
    args = parser.parse_args(list(map(str, words)))
    return args.run(args)


@pytest.fixture
def taken_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


@pytest.mark.parametrize(
    "words, hint",
    [
        (("--client", "YOUR_CLIENT_ID"), "not a client id"),
        (("--client", "client_"), "not a client id"),
        (("--client", "client_=https://a.example"), "not a client id"),
        (("--client", "client_x=nothing"), "not an origin"),
        (("--client", "client_x", "--client", "client_x"), "named twice"),
        (("--host", "0.0.0.0"), "--allow-public"),
        (("--host", "no.such.host.invalid"), "--host"),
        (("--port", "70000"), "does not exist"),
        (("--latency", "-5"), "latency"),
        (("--latency", "nan"), "latency"),
        (("--data", "/dev/null"), "a file is in its place"),
        (("--data", "/dev/null/below"), "a file is in its place"),
        (("--data", "~no-such-user/x"), "no home folder"),
    ],
)
def test_bad_input_gets_one_sentence_and_status_2(tmp_path, capsys, words, hint):
    data = () if "--data" in words else ("--data", tmp_path)
    port = () if "--port" in words else ("--port", 0)
    assert command(*words, *data, *port) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("usero-desktop inbox: ")
    assert hint in told.err
    assert told.err.count("\n") == 1


def test_a_port_in_use_gets_one_sentence_and_status_2(tmp_path, capsys, taken_port):
    assert command("--port", taken_port, "--data", tmp_path / "new") == 2
    assert f"Port {taken_port} is in use" in capsys.readouterr().err
    assert not (tmp_path / "new").exists(), "nothing is made for an inbox that cannot start"


LOCKED_OUT = """
import os, sys
from usero_desktop.cli.main import main

# A first refusal loads everything: it may lie where nobody else can read.
main(["inbox", "--port", "0", "--data", "/dev/null"])
if os.geteuid() == 0:
    os.setgroups([])
    os.setresgid(65534, 65534, 65534)
    os.setresuid(65534, 65534, 65534)
print("--", file=sys.stderr)
sys.exit(main(["inbox", "--port", "0", "--data", sys.argv[1]]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
@pytest.mark.parametrize("below", ["", "new/folder"])
def test_a_folder_that_this_user_may_not_write_to_is_said_in_words(tmp_path, below):
    tmp_path.chmod(0o500)
    folder = tmp_path / below
    done = subprocess.run(
        [sys.executable, "-c", LOCKED_OUT, folder],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    tmp_path.chmod(0o700)
    assert done.returncode == 2, done.stderr
    assert done.stderr.partition("--\n")[2] == (
        f"usero-desktop inbox: The inbox cannot write to {folder} (permission denied); "
        "choose another folder with --data.\n"
    )


def test_without_data_everything_stays_in_the_users_own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert inbox._default_folder() == tmp_path / "usero-desktop" / "inbox"
