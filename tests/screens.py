"""Real X servers for tests: Xvfb on a free display, with a window manager if one is wanted."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

START = 30.0
"""Seconds a server or window manager gets to start; a limit, not a wait."""

# xfwm4 keeps its settings on a session bus and does not start without one.
COMMANDS = {"xfwm4": ["dbus-run-session", "--", "xfwm4", "--compositor=off"]}


@contextmanager
def start_xvfb(
    width: int = 1280, height: int = 800, *, wm: str = "openbox", depth: int = 24
) -> Iterator[str]:
    """Yield the display name (":7") of a new X server; it ends with the block.

    `wm` is the window manager's program, "" for none.
    """
    with ExitStack() as stack:
        display, _ = stack.enter_context(_server(width, height, depth))
        if wm:
            stack.enter_context(_window_manager(wm, display))
        yield display


@contextmanager
def xvfb_process(width: int, height: int) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Yield display name and process of a new X server, for tests that hurt it."""
    with _server(width, height, 24) as both:
        yield both


def x11_environment(display: str, env: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return `env` as a program on that X server should see it, on a Wayland desktop too."""
    hidden = {"WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "QT_QPA_PLATFORM", "GDK_BACKEND"}
    return {k: v for k, v in env.items() if k not in hidden} | {"DISPLAY": display}


@contextmanager
def _server(width: int, height: int, depth: int) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    reader, writer = os.pipe()
    # -displayfd: the server looks for a free number itself and says it when it is ready.
    # -noreset: what a client painted or set stays after the client has gone.
    command = [
        shutil.which("Xvfb") or "Xvfb", "-displayfd", str(writer), "-noreset",
        "-nolisten", "tcp", "-screen", "0", f"{width}x{height}x{depth}",
    ]  # fmt: skip
    try:
        with _running(command, pass_fds=(writer,)) as process:
            os.close(writer)
            writer = -1
            number = _line(reader)
            if not number:
                raise RuntimeError(f"Xvfb did not start: exit status {process.poll()}")
            yield f":{number}", process
    finally:
        os.close(reader)
        if writer >= 0:
            os.close(writer)


def _line(reader: int) -> str:
    # A dead server closes its end of the pipe, which ends the reading.
    text = b""
    while not text.endswith(b"\n") and (piece := os.read(reader, 16)):
        text += piece
    return text.decode().strip()


@contextmanager
def _window_manager(program: str, display: str) -> Iterator[None]:
    env = x11_environment(display) | {"NO_AT_BRIDGE": "1"}  # no accessibility bus for a test
    with _running(COMMANDS.get(program, [program]), env=env) as process:
        # A window manager announces its desktops when it is in charge, and xdotool asks for
        # them; there is nothing else that every one of them does.
        deadline = time.monotonic() + START
        pause = threading.Event()
        while not _is_managed(display):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{program} did not start: exit status {process.poll()}")
            pause.wait(0.02)
        yield


def _is_managed(display: str) -> bool:
    asked = subprocess.run(
        ["xdotool", "get_desktop"],
        env=x11_environment(display), capture_output=True, check=False, timeout=START,
    )  # fmt: skip
    return asked.returncode == 0 and asked.stdout.strip().isdigit()


@contextmanager
def _running(command: list[str], **options: object) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(  # type: ignore[call-overload]
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True, **options,
    )  # fmt: skip
    try:
        yield process
    finally:
        # The whole group: dbus-run-session does not take its bus with it.
        _signal(process, signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            _signal(process, signal.SIGKILL)
            process.wait()


def _signal(process: subprocess.Popen[bytes], number: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)
