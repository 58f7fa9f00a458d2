"""Programs that see another machine: mounts and networks of their own, gone when they end."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# What of this machine's own settings a test sets anew, or does without.
_OURS = ("SSL_", "SSLKEY")


def plain_environment(**more: str) -> dict[str, str]:
    """This process's variables without any of certificates or proxies, and `more`."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(_OURS) and not name.lower().endswith("_proxy")
    }
    return kept | more


@cache
def unshare(*flags: str) -> tuple[str, ...]:
    """Return the command to put before a program; skip the test where that is not allowed."""
    as_root = () if os.geteuid() == 0 else ("--map-root-user",)
    command = ("unshare", *as_root, *flags)
    if subprocess.run([*command, "true"], check=False, capture_output=True).returncode:
        pytest.skip("namespaces are not allowed here")
    return command


def run_apart(
    source: str,
    *arguments: object,
    over: Mapping[Path, str] | None = None,
    network: bool = True,
    timeout: float = 60,
    **options,
) -> subprocess.CompletedProcess[str]:
    """Run Python `source`; `over` lays files and folders of ours over the system's.

    Without `network` there is only a loopback of its own.
    """
    flags = ["--mount"] if network else ["--mount", "--net"]
    steps = [] if network else ["ip link set lo up"]
    mounts = [str(part) for pair in (over or {}).items() for part in pair]
    steps += [f'mount --bind "${{{i}}}" "${{{i + 1}}}"' for i in range(1, len(mounts), 2)]
    steps += [f"shift {len(mounts)}"] if mounts else []
    script = " && ".join([*steps, 'exec "$@"'])
    return subprocess.run(
        [*unshare(*flags), "sh", "-c", script, "sh", *mounts,
         sys.executable, "-W", "error", "-c", source, *map(str, arguments)],
        capture_output=True, text=True, check=False, timeout=timeout,
        env=plain_environment(), **options,
    )  # fmt: skip
