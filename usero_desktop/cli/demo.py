"""``usero-desktop demo``: the expense book with the button in it, and an inbox beside it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from usero_desktop.cli import again
from usero_desktop.cli.checks.window import PROBE
from usero_desktop.cli.exits import KEPT
from usero_desktop.cli.wording import complain
from usero_desktop.errors import ConfigError, OutboxError, QtMissing

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from usero_desktop.demo.run import DemoOptions

BINDINGS = ("pyside6", "pyqt6")
PORT = 8787
CLIENT_ID = "client_demo"
FLAGS = {"data_dir": "--data"}

PROBE_SECONDS = 20.0
"""How long a display may take to answer; one that takes longer is none."""


def fill(parser: argparse.ArgumentParser) -> None:
    """Add the command's description and options."""
    parser.description = (
        "Show an expense book with the feedback button in it, and run an inbox beside it that "
        "receives what is sent there."
    )
    parser.add_argument("--binding", choices=BINDINGS, help="which Qt binding runs it")
    parser.add_argument("--port", type=int, help=f"the inbox's port ({PORT}, or a free one)")
    parser.add_argument("--data", metavar="DIR", help="keep the demo's data here")
    parser.add_argument("--position", choices=("right", "left"), default="right")
    parser.add_argument("--launcher", choices=("tab", "button", "none"), default="tab")
    parser.add_argument("--locale", help="language of the panel, for example de or ar")
    parser.add_argument("--dark", action="store_true", help="start with the dark palette")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Start the inbox and the program; return the exit status."""
    _choose_binding(chosen.binding)
    with _inbox(chosen) as url:
        print(f"Inbox: {url}", flush=True)
        why = _why_no_screen()
        if why is None:
            print("What you send in the window appears on that page.", flush=True)
            return _show(chosen, url)
        print(
            f"No screen here ({why}): one sample goes through the whole path instead.", flush=True
        )
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        return _send_sample(chosen, url)


def _choose_binding(name: str | None) -> None:
    if name is None:
        return
    # This process is ours, so its environment may be set; qt.py reads it.
    os.environ["QT_API"] = name
    from usero_desktop import qt

    if qt.BINDING.lower() != name:
        raise QtMissing(
            f"The binding {name} is not installed. Run: pip install 'usero-desktop[{name}]'",
            code="qt_missing",
        )


def _why_no_screen() -> str | None:
    """Say why no window can be shown here; None where one can."""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform in {"offscreen", "minimal"}:
        return f"QT_QPA_PLATFORM is {platform}"
    if not sys.platform.startswith("linux"):
        return None
    names = ("DISPLAY", "WAYLAND_DISPLAY")
    named = [f"{name}={os.environ[name]}" for name in names if os.environ.get(name)]
    if not named:
        return "DISPLAY and WAYLAND_DISPLAY are not set"
    # Qt ends the process over a display that it cannot open, so one of no importance tries.
    try:
        tried = subprocess.run(  # noqa: S603 - our own command
            again.command("doctor", PROBE), capture_output=True, check=False, timeout=PROBE_SECONDS
        )
    except subprocess.TimeoutExpired:
        return f"{' and '.join(named)}: no answer"
    # A status of its own is not about the display: no binding, say, which has its own sentence.
    return None if tried.returncode >= 0 else f"Qt can open no window on {' or '.join(named)}"


@contextmanager
def _inbox(chosen: argparse.Namespace) -> Iterator[str]:
    """Run the inbox in a process of its own, as a real one would be; yield its address."""
    command = again.command("inbox", "--client", CLIENT_ID)
    command += ["--until-input-ends", "--port", str(_port(chosen.port))]
    if chosen.data:
        command += ["--data", str(Path(chosen.data) / "inbox")]
    pipe = subprocess.PIPE
    process = subprocess.Popen(  # noqa: S603 - our own command
        command, stdin=pipe, stdout=pipe, stderr=pipe, text=True
    )
    try:
        yield _address(process)
    finally:
        process.communicate()  # closes its input, which ends it


def _port(wish: int | None) -> int:
    """Return the port asked for; else the inbox's own, or any where that one is taken."""
    if wish is not None:
        return wish
    with socket.socket() as probe:
        taken = probe.connect_ex(("127.0.0.1", PORT)) == 0
    return 0 if taken else PORT


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None  # noqa: S101 - it was asked for
    for line in process.stdout:
        for word in line.split():
            if word.startswith("http://"):
                return word.rstrip("/")
    _, said = process.communicate()
    raise ConfigError(
        said.strip().removeprefix("usero-desktop inbox: ") or "The inbox did not start.",
        code="inbox",
    )


def _show(chosen: argparse.Namespace, url: str) -> int:
    from usero_desktop.demo.run import run as show

    return show(_options(chosen, url))


def _send_sample(chosen: argparse.Namespace, url: str) -> int:
    from usero_desktop.demo.run import send_sample

    try:
        feedback_id = send_sample(_options(chosen, url))
    except OutboxError as error:
        return complain("demo", error, FLAGS)
    except TimeoutError as error:
        print(f"usero-desktop demo: {error}", file=sys.stderr)
        return KEPT
    # No proxy: this machine's inbox is asked, and no other machine is to hear of it.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{url}/inbox/api/feedback/{feedback_id}", timeout=10) as reply:
        received = json.load(reply)
    print("The inbox received:")
    print(json.dumps(received, indent=2, ensure_ascii=False))
    return 0


def _options(chosen: argparse.Namespace, url: str) -> DemoOptions:
    from usero_desktop.demo.run import DemoOptions

    return DemoOptions(
        base_url=url,
        data_dir=chosen.data,
        position=chosen.position,
        launcher_type=chosen.launcher,
        locale=chosen.locale,
        dark=chosen.dark,
    )
