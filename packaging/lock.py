"""Writes the pinned versions anew."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from environment import BUILD, ROOT, clean_environment
from steps import run, step, verb_parser

if TYPE_CHECKING:
    from environment import Environment

LOCK_HEADER = """\
# Every version this project is developed and tested with, and the hash of every file of it.
# Written by `python3 packaging/dev.py lock`; not by hand.
"""
LOCK_OPTIONS = (
    "--all-extras",
    "--universal",
    "--python-version=3.11",
    # One version of each for every Python: the set that is tested is the set that is used.
    "--fork-strategy=fewest",
    "--generate-hashes",
    "--no-header",
    # Where this machine fetches packages is nobody else's business.
    "--no-emit-index-url",
    "--no-emit-find-links",
)


def lock(env: Environment, arguments: list[str]) -> int:
    parser = verb_parser("lock", "Without options, only what pyproject.toml asks for changes.")
    parser.add_argument("--upgrade", action="store_true", help="take the newest of everything")
    parser.add_argument("--upgrade-package", action="append", default=[], metavar="NAME")
    options = parser.parse_args(arguments)
    upgrade = ["--upgrade"] if options.upgrade else []
    for name in options.upgrade_package:
        upgrade += ["--upgrade-package", name]
    output = f"--output-file={env.constraints}"
    uv = _uv(env)
    with step("resolving for Python 3.11 to 3.13 on Linux, macOS and Windows"):
        run(
            [uv, "pip", "compile", "pyproject.toml", *LOCK_OPTIONS, *upgrade, output],
            failed="The versions could not be resolved (above is what uv said).",
            verbose=env.verbose,
            env=clean_environment(),
            cwd=ROOT,
        )
    pins = env.constraints.read_text(encoding="utf-8")
    env.constraints.write_text(LOCK_HEADER + pins.removeprefix(LOCK_HEADER), encoding="utf-8")
    return 0


def _uv(env: Environment) -> Path:
    """Return the resolver, which only `lock` needs: the machine's own, or one fetched for it."""
    own = shutil.which("uv")
    if own:
        return Path(own)
    env.prepare()
    folder = BUILD / "tools"
    fetched = folder / "bin" / ("uv.exe" if os.name == "nt" else "uv")
    if not fetched.exists():
        with step("fetching uv"):
            run(
                [env.python, "-m", "pip", "install", "--upgrade", "--target", folder, "uv"],
                failed="pip could not fetch uv (above is what it said).",
                verbose=env.verbose,
                env=clean_environment(),
            )
    return fetched
