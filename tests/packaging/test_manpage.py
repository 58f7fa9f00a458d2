"""The manual page tells of every command and option, and reads well in `man`."""

from __future__ import annotations

import argparse
import re
import subprocess

import pytest

from usero_desktop.cli import exits
from usero_desktop.cli.command_line import build_parser

pytestmark = pytest.mark.deb


@pytest.fixture
def manpage(door):
    return door.manpage


@pytest.fixture
def page(manpage):
    return manpage.page(build_parser(), "1.2.3", "2026-12-24")


def read(page):
    """Return the page as a person sees it, and what `man` complains of."""
    done = subprocess.run(
        ["man", "--warnings=w", "-Tutf8", "--local-file", "-"],
        check=False,
        input=page,
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MANWIDTH": "100", "MANPAGER": "cat",
             "MAN_KEEP_FORMATTING": "", "MANROFFSEQ": ""},
    )  # fmt: skip
    return re.sub(r"\x1b\[[0-9;]*m|.\x08", "", done.stdout), done.stderr


def options(parser):
    for action in parser._actions:
        if action.help == argparse.SUPPRESS:
            continue
        yield from (name for name in action.option_strings if name.startswith("--"))
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield command.prog
                yield from options(command)


def test_every_command_and_every_option_is_told_of(page):
    text, complaints = read(page)

    assert complaints == ""
    assert [name for name in options(build_parser()) if name not in text] == []
    assert "1.2.3" in text


def test_exit_statuses_and_variables_are_those_of_the_program(page, root):
    text, _ = read(page)

    told = text.partition("EXIT STATUS")[2].partition("ENVIRONMENT")[0]
    statuses = {value for value in vars(exits).values() if type(value) is int}
    assert {exits.SENT, exits.KEPT, exits.USAGE} <= statuses
    for status in statuses:
        assert re.search(rf"^ +{status} +\S", told, re.MULTILINE), status
    code = "".join(file.read_text("utf-8") for file in (root / "usero_desktop").rglob("*.py"))
    variables = set(re.findall(r"\bUSERO_[A-Z_]*[A-Z]\b", code))
    assert len(variables) > 2
    assert [name for name in variables if name not in text] == []


def test_a_minus_is_one_that_can_be_copied_and_nothing_of_a_text_is_a_command(manpage):
    parser = argparse.ArgumentParser(prog="it", description='.so it\'s a\\b -- "new".')
    parser.add_argument("--in-place", metavar="A B", help="'100%%' -x")

    text, complaints = read(manpage.page(parser, "1", "2026-12-24"))

    assert complaints == ""
    assert "--in-place A B" in text
    assert "'100%' -x" in text
    assert ".so it's a\\b" in text
