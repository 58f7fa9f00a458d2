"""Frozen programs as their users meet them: how soon a window is seen, what they do when idle."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import ROOT, of_tests

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bench import Bench

PACKAGING = ROOT / "packaging"
HELLO = Path(__file__).resolve().parent / "children" / "hello.py"
SCREEN = (1280, 900)
CLIENT = "client_bench"
START_SECONDS = 60.0
LOOK_SECONDS = 0.005

SETTLE_SECONDS = 14.0
"""Until all that a start puts off is done; a desktop without a tray is asked again for 10 s."""

IDLE_SECONDS = 6.0


@dataclass(frozen=True, slots=True)
class Frozen:
    """What is measured: the bundle, packed and not, and the hello-window beside it."""

    program: Path
    archive: Path
    hello: Path


def frozen(bench: Bench) -> Frozen:
    """Return both programs: the bundle of this checkout, and a hello-window made in this run."""
    return bench.kept("frozen programs", _make)


def _make() -> Frozen:
    if str(PACKAGING) not in sys.path:
        sys.path.append(str(PACKAGING))
    import artefacts
    import bundle
    import environment
    import wheels

    env = environment.Environment(ROOT)
    wheels.make(env)
    folder, archive, _ = bundle.make(env)
    bundle.freeze(
        bundle.environment_of(env),
        HELLO,
        into=artefacts.FROZEN,
        work=bundle.WORK,
        verbose=False,
    )
    return Frozen(folder / artefacts.NAME, archive, artefacts.FROZEN / "hello" / "hello")


class Desktop:
    """A screen and a bus for frozen programs, and a home with settings for one of them."""

    def __init__(self, bench: Bench) -> None:
        self.display = bench.screen(*SCREEN)
        bus = bench.enter(of_tests("identity.buses").private_bus())
        self.env: dict[str, str] = bench.environment(self.display)
        shared = ("XDG_", "DBUS_", "HOME")
        self.env |= {name: v for name, v in bus.environment.items() if name.startswith(shared)}
        settings = Path(self.env["XDG_CONFIG_HOME"]) / "usero-desktop" / "settings.toml"
        settings.parent.mkdir(parents=True)
        settings.write_text(
            f'[[programs]]\nclient_id = "{CLIENT}"\nname = "Bench"\n'
            'base_url = "http://127.0.0.1:9"\n'
        )
        self._enter_panel(bench)

    def _enter_panel(self, bench: Bench) -> None:
        """Have a notification area, as the desktops have that the program is made for."""
        panel = of_tests("app.room").PANEL
        bench.enter(of_tests("processes").running(panel, self.env))
        waited = time.perf_counter()
        while not self._xdotool("search", "--class", "trayer"):
            if time.perf_counter() - waited > START_SECONDS:
                raise RuntimeError("The panel with the notification area did not start.")
            time.sleep(LOOK_SECONDS)

    @contextmanager
    def running(self, *command: Path | str) -> Iterator[subprocess.Popen[Any]]:
        with of_tests("processes").running(command, self.env, stdout=subprocess.DEVNULL) as process:
            yield process

    def start(self, title: str, *command: Path | str) -> float:
        """Return the ms from the start of a program until a window of that title is painted."""
        started = time.perf_counter()
        with self.running(*command) as process:
            while not self._is_painted(title):
                taken = time.perf_counter() - started
                if process.poll() is not None or taken > START_SECONDS:
                    message = f"{Path(command[0]).name} has shown no window after {taken:.0f} s."
                    raise RuntimeError(message)
                time.sleep(LOOK_SECONDS)
            return (time.perf_counter() - started) * 1000

    def _is_painted(self, title: str) -> bool:
        """Whether there is a window of that title with something else than black in its middle."""
        told = self._xdotool(
            "search", "--onlyvisible", "--name", title, "getwindowgeometry", "--shell"
        )
        known = dict(line.split("=", 1) for line in told.splitlines() if "=" in line)
        if not {"X", "Y", "WIDTH", "HEIGHT"} <= known.keys():
            return False
        left, top, width, height = (int(known[name]) for name in ("X", "Y", "WIDTH", "HEIGHT"))
        import mss

        with mss.MSS(display=self.display) as screen:
            middle = {
                "left": left + width // 4,
                "top": top + height // 4,
                "width": 40,
                "height": 40,
            }
            return any(screen.grab(middle).rgb)

    def _xdotool(self, *words: str) -> str:
        asked = subprocess.run(
            ["xdotool", *words], env=self.env, check=False, capture_output=True, text=True
        )
        return asked.stdout


@dataclass(frozen=True, slots=True)
class Idle:
    """What a program takes that nobody uses: its memory in MB, and its wake-ups in a second."""

    memory: float
    wake_ups: float


def idle(desktop: Desktop, commands: Mapping[str, tuple[Path | str, ...]]) -> dict[str, Idle]:
    """Let these programs be idle side by side, and return what each took."""
    with desktop_of(desktop, commands) as processes:
        time.sleep(SETTLE_SECONDS)
        before = {name: _switches(process.pid) for name, process in processes.items()}
        time.sleep(IDLE_SECONDS)
        told = {}
        for name, process in processes.items():
            if process.poll() is not None:
                raise RuntimeError(f"{name} ended with {process.returncode}.")
            wake_ups = (_switches(process.pid) - before[name]) / IDLE_SECONDS
            told[name] = Idle(_memory(process.pid), wake_ups)
        return told


@contextmanager
def desktop_of(
    desktop: Desktop, commands: Mapping[str, tuple[Path | str, ...]]
) -> Iterator[dict[str, subprocess.Popen[Any]]]:
    from contextlib import ExitStack

    with ExitStack() as stack:
        yield {name: stack.enter_context(desktop.running(*it)) for name, it in commands.items()}


def _switches(pid: int) -> int:
    """Return how often the threads of a process have gone to sleep so far."""
    return sum(
        int(line.split()[1])
        for status in Path(f"/proc/{pid}/task").glob("*/status")
        for line in status.read_text().splitlines()
        if line.startswith("voluntary_ctxt_switches")
    )


def _memory(pid: int) -> float:
    """Return the proportional set size of a process in MB: what is shared counts by its share."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1000
    raise RuntimeError(f"The system does not tell the memory of process {pid}.")
