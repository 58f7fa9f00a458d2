"""The command ``usero-desktop inbox``: bad input gets one sentence and status 2."""

from __future__ import annotations

import argparse
import socket

import pytest

from usero_desktop.cli import inbox


def command(*words):
    parser = argparse.ArgumentParser()
    inbox.add_parser(parser.add_subparsers())
    args = parser.parse_args(["inbox", *map(str, words)])
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
        (("--data", "/dev/null"), "--data"),
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


def test_without_data_everything_stays_in_the_users_own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert inbox._default_folder() == tmp_path / "usero-desktop" / "inbox"
