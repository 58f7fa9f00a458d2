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

from usero_desktop.errors import ConfigError, QtMissing

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from usero_desktop.demo.run import DemoOptions

BINDINGS = ("pyside6", "pyqt6")
PORT = 8787
CLIENT_ID = "client_demo"
NOT_SENT = 75


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "demo", help="a small program with the feedback button, and an inbox beside it"
    )
    parser.add_argument("--binding", choices=BINDINGS, help="which Qt binding runs it")
    parser.add_argument("--port", type=int, help=f"the inbox's port ({PORT}, or a free one)")
    parser.add_argument("--data", metavar="DIR", help="keep the demo's data here")
    parser.add_argument("--position", choices=("right", "left"), default="right")
    parser.add_argument("--launcher", choices=("tab", "button", "none"), default="tab")
    parser.add_argument("--locale", help="language of the panel, for example de or qps")
    parser.add_argument("--dark", action="store_true", help="start with the dark palette")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Start the inbox and the program; return the exit status."""
    _choose_binding(chosen.binding)
    with _inbox(chosen) as url:
        print(f"Inbox: {url}", flush=True)
        if _has_screen():
            print("What you send in the window appears on that page.", flush=True)
            return _show(chosen, url)
        print(
            "No screen here (DISPLAY and WAYLAND_DISPLAY are not set): "
            "one sample goes through the whole path instead.",
            flush=True,
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


def _has_screen() -> bool:
    if os.environ.get("QT_QPA_PLATFORM") in {"offscreen", "minimal"}:
        return False
    named = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return not sys.platform.startswith("linux") or bool(named)


@contextmanager
def _inbox(chosen: argparse.Namespace) -> Iterator[str]:
    """Run the inbox in a process of its own, as a real one would be; yield its address."""
    command = [sys.executable, "-m", "usero_desktop", "inbox", "--client", CLIENT_ID]
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
    except TimeoutError as error:
        print(f"usero-desktop: {error}", file=sys.stderr)
        return NOT_SENT
    request = urllib.request.Request(f"{url}/inbox/api/feedback/{feedback_id}")  # noqa: S310
    with urllib.request.urlopen(request, timeout=10) as reply:  # noqa: S310 - our own inbox
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
