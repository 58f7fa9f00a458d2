"""Two versions on one machine share an outbox: an earlier one's wheel beside the present one's."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import pytest
from processes import running
from servers import accepted, free_port, serving

from usero_desktop.outbox.schema import VERSION

pytestmark = [pytest.mark.faults, pytest.mark.timeout(500)]
SHARING = Path(__file__).with_name("sharing.py")
SCHEMA = "usero_desktop/outbox/schema.py"
LIMIT = 100


def git(root, *words):
    done = subprocess.run(["git", *words], cwd=root, check=False, capture_output=True, text=True)
    return done.stdout if done.returncode == 0 else ""


def commits_by_version(root):
    """The versions of the outbox's tables that there were, each with a commit that had it.

    Of the present one the first; of those before, the last: what came just before the next one.
    """
    found, next_one = {}, ""
    for commit in git(root, "log", "--format=%H", "--", SCHEMA).split():  # the newest first
        text = git(root, "show", f"{commit}:{SCHEMA}")
        number = re.search(r"^VERSION: Final = (\d+)", text, re.MULTILINE)
        version = int(number[1]) if number else 0
        if version == VERSION:
            found[version] = commit
        elif version:
            found.setdefault(version, f"{next_one}^")
        next_one = commit
    return found


@pytest.fixture(scope="module")
def earlier(root, build, tmp_path_factory):
    """Make a folder to import an earlier version from, its wheel unpacked."""
    known, made = commits_by_version(root), {}

    def make(version):
        if version not in known:
            pytest.skip(f"no commit here has version {version} of the outbox")
        if version not in made:
            folder = tmp_path_factory.mktemp(f"version-{version}")
            archive = folder / "source.tar"
            git(root, "archive", "--output", str(archive), known[version])
            subprocess.run(["tar", "xf", archive, "--one-top-level=source"], cwd=folder, check=True)
            build(folder / "source", "-t", "wheel", "-d", folder)
            made[version] = unpacked(*folder.glob("*.whl"))
        return made[version]

    return make


def unpacked(wheel):
    place = wheel.parent / "unpacked"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place)
    return place


@pytest.fixture(scope="module")
def present(wheel):
    return unpacked(wheel)


class Program:
    def __init__(self, process):
        self._process = process
        self.kill = process.kill
        self.wait = process.wait

    def say(self, line):
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def hear(self):
        return self._process.stdout.readline().strip()

    def submit(self, words):
        self.say(f"submit {words}")
        assert self.hear() == "taken"


@contextmanager
def sharing(place, url, data):
    env = {k: v for k, v in os.environ.items() if not k.startswith("USERO_")}
    env |= {"PYTHONPATH": str(place), "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": None}
    with running([sys.executable, SHARING, url, data], env, text=True, **pipes) as process:
        program = Program(process)
        assert program.hear().startswith(str(place))
        yield program


def comments(server):
    """How often each report has come."""
    return Counter(
        request.json["comment"] for request in server.requests if request.path.endswith("/feedback")
    )


VERSIONS = (3, VERSION)
"""Programs of the first two had their outbox in another place; none had the fourth alone."""


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("first", ["old", "new"])
def test_both_at_once_send_each_report_once(earlier, present, tmp_path, version, first):
    """The one that is there first has nothing on its way when the other comes.

    Of an older one that has, that report may come twice, with the same `submissionId`: once the
    newer has brought the file up to its version, the older cannot write down there what arrived.
    """
    places = {"old": earlier(version), "new": present}
    names = [first, *(name for name in places if name != first)]
    with serving(accepted) as server:
        with sharing(places[names[0]], server.url, tmp_path) as one:
            one.submit("alone")
            one.say("flush")
            assert one.hear() == "True"
            with sharing(places[names[1]], server.url, tmp_path) as other:
                other.submit("beside")
                for number in range(10):
                    one.submit(f"{names[0]} {number}")
                    other.submit(f"{names[1]} {number}")
                for program in (one, other):
                    program.say("flush")
                assert [one.hear(), other.hear()] == ["True", "True"]
        wanted = {f"{name} {number}": 1 for name in names for number in range(10)}
        assert comments(server) == wanted | {"alone": 1, "beside": 1}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("first", ["old", "new"])
def test_what_both_kept_before_a_kill_is_sent_by_the_newer_once(
    earlier, present, tmp_path, version, first
):
    places = {"old": earlier(version), "new": present}
    names = [first, *(name for name in places if name != first)]
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with (
        sharing(places[names[0]], url, tmp_path) as one,
        sharing(places[names[1]], url, tmp_path) as other,
    ):
        for number in range(5):
            one.submit(f"{names[0]} {number}")
            other.submit(f"{names[1]} {number}")
        for program in (one, other):
            program.kill()
            program.wait(LIMIT)
    with serving(accepted, port=port) as server:
        with sharing(present, url, tmp_path) as newer:
            newer.submit("after")
            # What was just being sent is let be until it is certain that nobody is sending it.
            while comments(server).total() < 11:
                server.arrived.get(timeout=3 * LIMIT)
            newer.say("flush")
            assert newer.hear() == "True"
        wanted = {f"{name} {n}": 1 for name in names for n in range(5)}
        assert comments(server) == wanted | {"after": 1}
