"""Fuzz one of the targets beside this file: `dev.py fuzz replies --minutes 60`.

A target is a module with `SEEDS`, some inputs to begin with, and `check(data)`, which raises
for an input that breaks a promise. Atheris does the rest: it watches which code an input
reaches and breeds those that reach something new.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path

import atheris

HERE = Path(__file__).resolve().parent  # its tests are elsewhere: in tests/api and tests/capture
ROOT = HERE.parents[1]
TARGETS = sorted(path.stem for path in HERE.glob("*.py") if path.stem != "run")


def main() -> None:
    parser = argparse.ArgumentParser(prog="dev.py fuzz", description=__doc__, allow_abbrev=False)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--minutes", type=float, default=5.0, help="how long (default: 5)")
    options = parser.parse_args()

    sys.path[:0] = [str(HERE), str(HERE.parent)]
    with atheris.instrument_imports(include=["usero_desktop"]):
        target = import_module(options.target)

    corpus = ROOT / "build" / "fuzz" / options.target
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.SEEDS):
        (corpus / f"seed-{number}").write_bytes(seed)
    atheris.Setup(
        [
            sys.argv[0],
            f"-max_total_time={round(options.minutes * 60)}",
            f"-artifact_prefix={corpus.parent}/{options.target}-",
            "-timeout=30",
            "-rss_limit_mb=2048",
            str(corpus),
        ],
        target.check,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
