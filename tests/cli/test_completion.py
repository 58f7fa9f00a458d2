"""Real shells complete the command with the script that it prints."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from servers import free_port

pytestmark = pytest.mark.skipif(os.name != "posix", reason="shells of POSIX systems")

LIMIT = 60
NAMES = {
    "open", "send", "outbox", "history", "doctor", "demo", "inbox", "completion",
}  # fmt: skip

BASH = r"""
source "$1"
read -ra COMP_WORDS <<< "$2"
[[ "$2" == *" " ]] && COMP_WORDS+=("")
COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
COMP_LINE=$2 COMP_POINT=${#2}
function=$(complete -p usero-desktop | sed 's/.*-F \([^ ]*\).*/\1/')
compopt() { :; }
"$function" usero-desktop "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\n' "${COMPREPLY[@]}"
"""

# What a user sees who presses Tab twice, in an interactive zsh on a terminal of zsh's own.
ZSH = r"""
zmodload zsh/zpty
zpty it zsh -f -i
say() { zpty -w it "$1"; }
say "PS1='READY>' RPS1= fpath=($1 \$fpath); autoload -U compinit; compinit -u -D"
say "zstyle ':completion:*' list-colors ''; LISTMAX=0; stty columns 200"
say 'print SET''UP'
# Its line editor is there with the prompt: what is typed before is no key to it, but text.
zpty -r it line '*SETUP*READY>*'
zpty -w -n it "$2"$'\t\t'
# Nor is more typed before the answer: zsh completes less for one who types on.
zpty -r it shown "*$3*"
zpty -w -n it $'\x15print E''ND\n'
zpty -r it line '*END*'
print -r -- "$shown$line"
"""


@pytest.fixture
def script(usero, tmp_path):
    """Write the script of a shell; return its file."""

    def write(shell, name):
        done = usero("completion", shell)
        assert done.returncode == 0, done.stderr.decode()
        file = tmp_path / name
        file.write_bytes(done.stdout)
        return file

    return write


@pytest.fixture
def around(home, tmp_path):
    """The environment of a shell in which the command is found."""
    folder = tmp_path / "bin"
    folder.mkdir()
    command = folder / "usero-desktop"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m usero_desktop "$@"\n')
    command.chmod(0o755)
    return home | {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "TERM": "xterm"}


@pytest.fixture
def waiting(usero):
    """The id of a report that waits."""
    away = f"http://127.0.0.1:{free_port()}"
    words = ("--client-id", "client_demo", "--base-url", away, "--rating", "2", "--json")
    return json.loads(usero("send", *words).stdout)["submission_id"]


def ran(command, around, folder):
    shell = shutil.which(command[0])
    if shell is None:
        pytest.skip(f"no {command[0]} on this machine")
    done = subprocess.run(
        [shell, *map(str, command[1:])], env=around, cwd=folder, stdin=subprocess.DEVNULL,
        capture_output=True, check=False, timeout=LIMIT, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def bash(script, around, tmp_path):
    file = script("bash", "script.bash")
    return lambda line: set(ran(["bash", "-c", BASH, "bash", file, line], around, tmp_path).split())


@pytest.fixture
def fish(script, around, tmp_path):
    file = script("fish", "script.fish")

    def complete(line):
        code = "source $argv[1]; complete -C $argv[2]"
        told = ran(["fish", "--no-config", "-c", code, file, line], around, tmp_path)
        return {row.partition("\t")[0] for row in told.splitlines()}

    return complete


@pytest.fixture
def zsh(script, around, tmp_path):
    script("zsh", "_usero-desktop")
    return lambda line, *expected: ran(
        ["zsh", "-f", "-c", ZSH, "zsh", tmp_path, line, *expected], around, tmp_path
    )


@pytest.fixture(params=["bash", "fish"])
def complete(request):
    return request.getfixturevalue(request.param)


def test_commands_and_actions_are_completed(complete):
    assert complete("usero-desktop ") >= NAMES
    assert complete("usero-desktop do") == {"doctor"}
    assert complete("usero-desktop outbox ") >= {"list", "show", "retry", "export", "delete"}
    assert complete("usero-desktop outbox sh") == {"show"}


def test_options_of_each_command_are_completed_and_hidden_ones_are_not(complete):
    assert complete("usero-desktop send --ca") == {"--capture"}
    assert complete("usero-desktop outbox retry --w") == {"--wait"}
    assert complete("usero-desktop doctor --pro") == {"--program"}
    assert not complete("usero-desktop send --pick")


def test_what_an_option_may_be_is_completed(complete, tmp_path):
    assert complete("usero-desktop completion ") >= {"bash", "zsh", "fish"}
    assert complete("usero-desktop send --capture re") == {"region"}
    (tmp_path / "shot-of-mine.png").write_bytes(b"")
    assert complete("usero-desktop send --screenshot shot") == {"shot-of-mine.png"}


def test_the_ids_of_reports_are_completed(complete, waiting):
    assert complete(f"usero-desktop outbox show {waiting[:3]}") == {waiting}


def test_zsh_lists_commands_and_completes_what_is_clear(zsh, waiting):
    shown = zsh("usero-desktop ", "try what is needed here")
    assert all(name in shown for name in NAMES)
    for typed, completed in (
        ("usero-desktop doc", "tor"),
        ("usero-desktop send --cap", "ture"),
        (f"usero-desktop outbox show {waiting[:3]}", waiting[3:]),
    ):
        assert typed + completed in zsh(typed, completed)


def test_a_shell_that_is_not_known_is_answered_with_those_that_are(usero):
    done = usero("completion", "tcsh")
    assert done.returncode == 2
    assert "choose from" in done.stderr.decode()
