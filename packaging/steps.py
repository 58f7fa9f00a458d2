"""How dev.py talks: one line a step, one sentence an error, a tool's own words only if needed."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path


class Stop(Exception):
    """The work cannot go on. Its text is for the person at the keyboard."""


def say(sentence: str) -> None:
    # Flushed, so that it stands before what a child process prints.
    print(sentence, flush=True)


@contextmanager
def step(label: str) -> Iterator[None]:
    """Print one line for one piece of work, with the time it took."""
    print(f"  {label} … ", end="", flush=True)
    start = time.monotonic()
    try:
        yield
    except BaseException:
        print("failed", flush=True)
        raise
    print(f"{time.monotonic() - start:.0f} s", flush=True)


def verb_parser(verb: str, note: str = "") -> argparse.ArgumentParser:
    """Return the parser of a verb's own arguments."""
    return argparse.ArgumentParser(prog=f"dev.py {verb}", description=note, allow_abbrev=False)


def run(
    command: Sequence[str | Path],
    *,
    failed: str,
    verbose: bool,
    env: Mapping[str, str],
    cwd: Path | None = None,
    warns: bool = False,
) -> None:
    """Run a tool quietly; when it fails, show what it said and stop with `failed`.

    One that `warns` is heard when it succeeds, too: what it says as an error is shown.
    """
    if verbose:
        print(flush=True)
    done = subprocess.run(
        [str(part) for part in command],
        check=False,
        cwd=cwd,
        env=env,
        close_fds=False,  # see environment.only_one
        stdin=subprocess.DEVNULL,
        stdout=None if verbose else subprocess.PIPE,
        stderr=None if verbose or warns else subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if done.returncode:
        said = (done.stdout or "").strip()
        raise Stop(f"{said}\n{failed}" if said else failed)


def become(command: Sequence[str | Path], env: Mapping[str, str]) -> NoReturn:
    """Hand this process over to a program, so that signals and Ctrl-C reach it alone."""
    words = [str(part) for part in command]
    if sys.platform == "win32":  # there, exec returns to the shell before the program ends
        sys.exit(subprocess.call(words, env=env))
    sys.stdout.flush()
    os.execvpe(words[0], words, env)
