"""Programs that a test starts, and that have ended when it goes on."""

from __future__ import annotations

import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

END_SECONDS = 10
"""A limit, not a wait: what has not ended by then when asked to is killed."""


@contextmanager
def running(
    command: Sequence[object],
    env: Mapping[str, str],
    *,
    stderr: Any = subprocess.DEVNULL,
    **options: Any,
) -> Iterator[subprocess.Popen[Any]]:
    """Start `command`, yield its process, and end it; pipes to it are closed behind it."""
    words = [str(word) for word in command]
    process = subprocess.Popen(words, env=dict(env), stderr=stderr, **options)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()
