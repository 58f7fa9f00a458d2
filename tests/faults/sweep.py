"""Makes every system call of a program fail in turn: the first, the second, … until none is left.

strace does the failing, and only where a call touches the folder the program works in.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count, product
from pathlib import Path
from typing import TYPE_CHECKING

from faults.keeper import STARTED

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
ASIDE = tuple(f".{kind}-{STARTED.timestamp():.0f}" for kind in ("damaged", "corrupt"))
TOUCHED = (
    "outbox",
    *(
        f"outbox/reports.sqlite3{ending}"
        for ending in ("", "-journal", ".reserve", *ASIDE, *(f"{name}-journal" for name in ASIDE))
    ),
    "report.tmp",
)
READING = "read,pread64"
CALLS = (
    "write,pwrite64",
    READING,
    "fsync,fdatasync",
    "openat",
    "close",
    "ftruncate",
    "fallocate",
    "mkdir",
    "fchmod,chmod",
    "rename,renameat,renameat2",
    "unlink,unlinkat",
)
KILLED = ("signal=SIGKILL", "")
FAULTS = (
    # what happens, and whether to that call alone or to all from there on
    *((f"error={name}", "") for name in ("ENOSPC", "EIO", "EROFS", "EDQUOT", "EINTR")),
    *((f"error={name}", "+") for name in ("ENOSPC", "EIO")),
    KILLED,
)
FEWER = (("error=ENOSPC", "+"), ("error=EIO", ""), ("error=EIO", "+"), KILLED)
"""For a long story: the others meet the code that these do."""

OF_READING = ("error=EIO", "error=EINTR", "signal=SIGKILL")


@dataclass(frozen=True)
class Run:
    """One run of the program, with one fault."""

    fault: str
    folder: Path
    said: tuple[str, ...]
    status: int
    errors: str

    @property
    def was_killed(self) -> bool:
        return self.status != 0 and "SIGKILL" in self.fault

    @property
    def cannot_read(self) -> bool:
        """Whether nothing could be read any more, from some moment on."""
        return self.fault.startswith(READING) and self.fault.endswith("+")

    @property
    def told(self) -> bool:
        return any(line.startswith("told: ") for line in self.said)


@dataclass
class Found:
    """What a sweep met: how many faults, and in words what was wrong with which."""

    faults: int
    killed: int
    told: int
    wrong: list[str]

    def __str__(self) -> str:
        return f"{self.faults} faults, {self.killed} of them kills, {self.told} told in words"


def sweep(
    story: str,
    scratch: Path,
    *,
    check: Callable[[Run], list[str]],
    prepared: Path | None = None,
    which: tuple[str, ...] = CALLS,
    faults: tuple[tuple[str, str], ...] = FAULTS,
) -> Found:
    """Run keeper.py's `story` under every fault, in a copy of `prepared`; two at a time.

    `check` says in words what is wrong after a run; `which` are the calls that fail,
    `faults` how they do.
    """
    scratch.mkdir()

    def one_kind(number: int, calls: str, fault: str, on: str) -> list[tuple[Run, list[str]]]:
        checked = []
        for nth in count(1):
            folder = scratch / f"{number}-{nth}"
            if prepared is None:
                folder.mkdir()
            else:
                shutil.copytree(prepared, folder)
            run = _run(story, folder, calls, fault, f"{nth}{on}")
            if run is not None:
                checked.append((run, check(run)))
            shutil.rmtree(folder)
            if run is None:
                return checked
        raise AssertionError

    kinds = [
        (calls, fault, on)
        for calls, (fault, on) in product(which, faults)
        if calls != READING or fault in OF_READING
    ]
    with ThreadPoolExecutor(2) as pool:
        swept = pool.map(one_kind, count(), *zip(*kinds, strict=True))
        runs = [it for many in swept for it in many]
    return Found(
        faults=len(runs),
        killed=sum(run.was_killed for run, _ in runs),
        told=sum(run.told for run, _ in runs),
        wrong=[f"{run.fault}: {words}" for run, problems in runs for words in problems],
    )


def _run(story: str, folder: Path, calls: str, fault: str, when: str) -> Run | None:
    """Run the program; None where the fault met no call any more."""
    log = folder.with_suffix(".strace")
    paths = [folder, *(folder / name for name in TOUCHED)]
    command = ["strace", "-f", "-qq", "-o", str(log)]
    if not fault.startswith("signal"):  # a third faster; but then signals are not sent
        command += ["--seccomp-bpf"]
    command += [word for path in paths for word in ("-P", str(path))]
    command += ["-e", f"trace={calls}", "-e", f"inject={calls}:{fault}:when={when}"]
    ended = subprocess.run(
        [*command, sys.executable, "-S", HERE / "keeper.py", story, folder],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(HERE.parent.parent)},
        timeout=60,
    )
    met = "(INJECTED)" in log.read_text() or ended.returncode in (-9, 137)
    log.unlink()
    if not met:
        return None
    said = tuple(ended.stdout.splitlines())
    return Run(f"{calls}:{fault}:{when}", folder, said, ended.returncode, ended.stderr)
