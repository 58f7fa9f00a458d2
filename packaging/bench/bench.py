"""What measures have at hand: fresh processes, screens, servers, and all of it ended after."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from server import Server

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

ROOT = Path(__file__).resolve().parents[2]
CHILDREN = Path(__file__).resolve().parent / "children"
CHILD_SECONDS = 120
HIDDEN = ("QT_", "XDG_", "USERO_", "DBUS_", "DISPLAY", "WAYLAND_", "XAUTHORITY", "LANGUAGE")
PACKAGES = {"pyside6": "PySide6", "pyqt6": "PyQt6"}

Result = TypeVar("Result")


class Bench:
    """One run of the bench on one binding. What it started ends with the block."""

    def __init__(self, binding: str) -> None:
        self.binding = binding
        self.round = 0
        self._stack = ExitStack()
        self._kept: dict[object, Any] = {}

    def __enter__(self) -> Self:
        self.home = Path(
            self._stack.enter_context(
                tempfile.TemporaryDirectory(prefix="usero-bench-", ignore_cleanup_errors=True)
            )
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    @property
    def package(self) -> str:
        """Name of the binding's package."""
        return PACKAGES[self.binding]

    # ------------------------------------------------------------ fresh processes

    def python(self, *words: str, screen: str | None = None) -> dict[str, Any]:
        """Run Python in a fresh process and return the JSON that it printed last.

        `screen` is the X display to run on; RuntimeError with what it said where it fails.
        """
        try:
            done = subprocess.run(
                [sys.executable, *words],
                cwd=self.home,
                env=self.environment(screen),
                capture_output=True,
                text=True,
                timeout=CHILD_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            message = f"{words[0]} did not end within {CHILD_SECONDS} s."
            raise RuntimeError(message) from None
        if done.returncode or not done.stdout.strip():
            said = done.stderr.strip().splitlines()[-1:] or [f"exit status {done.returncode}"]
            message = f"{Path(words[0]).name}: {said[0]}"
            raise RuntimeError(message)
        told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
        return told

    def child(self, name: str, screen: str | None = None, **asked: object) -> dict[str, Any]:
        """Run children/NAME.py in a fresh process with a new data folder; return what it told."""
        with tempfile.TemporaryDirectory(dir=self.home, ignore_cleanup_errors=True) as data:
            asked = {"data_dir": data, **asked}
            return self.python(str(CHILDREN / f"{name}.py"), json.dumps(asked), screen=screen)

    def pair(
        self, value: Callable[[], Result], baseline: Callable[[], Result]
    ) -> tuple[Result, Result]:
        """Run both, the baseline first in every other round; return value and baseline."""
        if self.round % 2:
            second = baseline()
            return value(), second
        return value(), baseline()

    def environment(self, screen: str | None) -> dict[str, str]:
        """Return the variables of a child: nothing of the user's but the path."""
        env = {name: text for name, text in os.environ.items() if not name.startswith(HIDDEN)}
        env = {name: text for name, text in env.items() if not name.lower().endswith("_proxy")}
        env |= {"HOME": str(self.home), "LC_ALL": "C.UTF-8", "QT_API": self.binding}
        env["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
        where = {"DISPLAY": screen} if screen else {"QT_QPA_PLATFORM": "offscreen"}
        return env | where

    # ------------------------------------------------------------ things that stay for the run

    def screen(self, width: int, height: int) -> str:
        """Return the display of an X server of this size with a window manager."""
        return self.kept(
            ("screen", width, height),
            lambda: self._stack.enter_context(of_tests("screens").start_xvfb(width, height)),
        )

    def server(self, latency: float) -> Server:
        """Return the thin server that answers after `latency` seconds."""
        return self.kept(("server", latency), lambda: self._stack.enter_context(Server(latency)))

    def kept(self, key: object, make: Callable[[], Result]) -> Result:
        """Return what `make` made when it was first asked for under `key`."""
        if key not in self._kept:
            self._kept[key] = make()
        result: Result = self._kept[key]
        return result

    def enter(self, context: Any) -> Any:
        """Enter a context that lasts as long as the run."""
        return self._stack.enter_context(context)


def of_tests(name: str) -> Any:
    """Import a module of tests/: their X servers, hands and browser are the bench's too."""
    place = str(ROOT / "tests")
    if place not in sys.path:
        sys.path.append(place)
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        message = f"tests/ has no {error.name}: run the bench in the source tree."
        raise RuntimeError(message) from None
