"""Machines on which no report can be kept, and a program that sends one there."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from rights import run_as_ordinary

from usero_desktop.paths import outbox_path

PROGRAM = """
import json, sys, time
from usero_desktop.core.feedback import Feedback
from usero_desktop.errors import UseroError
{change}
started = time.monotonic()
feedback = Feedback("client_demo", base_url=sys.argv[1], data_dir=sys.argv[2] or None)
feedback.start()
ticket = feedback.submit(rating=3, comment="kept nowhere")
feedback.retry_now()
told = {{"kept": ticket.kept, "seconds": time.monotonic() - started}}
try:
    told["answer"] = ticket.result(float(sys.argv[3])).feedback_id
except UseroError:
    feedback.close()
    try:
        ticket.result(0)
    except UseroError as error:
        told["answer"] = str(error)
feedback.close()
print(json.dumps(told))
"""

PRETENDING = """
from usero_desktop.core.ticket import Ticket
Ticket.kept = property(lambda ticket: True)
"""
"""A program that calls every report saved."""


@dataclass(frozen=True)
class Told:
    """What the program said, and what the machine holds after it."""

    kept: bool
    seconds: float
    answer: str
    log: str
    on_disk: bool

    def lies(self):
        """Say where the program claimed more than is true."""
        found = []
        if self.kept and not self.on_disk:
            found.append("called saved what is not on the disk")
        if not self.on_disk and "kept" in self.answer:
            found.append(f"said {self.answer!r} of a report that is nowhere")
        return found


MACHINES = (
    "no home",
    "a folder that may not be written",
    "a file in the folder's place",
    "a link in the folder's place",
    "somebody else's folder",
    "a read-only disk",
)


def send_on(machine, folder, url, *, change="", patience=20.0):
    """Run the program on `machine`, whose data folder is `folder`, and return what it told."""
    with _prepared(machine, folder) as (prefix, data_dir, environment):
        arguments = [url, data_dir, str(patience)]
        command = [sys.executable, "-c", PROGRAM.format(change=change), *arguments]
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("USERO")}
        done = run_as_ordinary([*prefix, *command], env={**inherited, **environment})
        if prefix and done.returncode != 0 and not done.stdout:
            pytest.skip(f"no mounts here: {done.stderr.strip()}")
        assert done.returncode == 0, done.stderr
        database = outbox_path("client_demo", folder)
        return Told(**json.loads(done.stdout), log=done.stderr, on_disk=database.exists())


@contextmanager
def _prepared(machine, folder):
    outbox = outbox_path("client_demo", folder).parent
    folder.mkdir()
    prefix, data_dir, environment = [], str(folder), {}
    match machine:
        case "no home":
            data_dir, environment = "", {"HOME": "/proc/nowhere", "XDG_STATE_HOME": ""}
        case "a folder that may not be written":
            folder.chmod(0o500)
        case "a file in the folder's place":
            outbox.write_text("")
        case "a link in the folder's place":
            (folder / "elsewhere").mkdir()
            outbox.symlink_to(folder / "elsewhere")
        case "somebody else's folder":
            outbox.mkdir(mode=0o700)
            try:
                os.chown(outbox, 12345, 12345)
            except PermissionError:
                pytest.skip("only root can give a folder away")
        case "a read-only disk":
            if subprocess.run(["unshare", "-m", "true"], check=False).returncode:
                pytest.skip("only root can mount")
            mount = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
            prefix = ["unshare", "-m", "sh", "-c", mount, str(folder)]
    try:
        yield prefix, data_dir, environment
    finally:
        folder.chmod(0o700)
