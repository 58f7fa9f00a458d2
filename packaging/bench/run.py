"""Measure, print the table and write build/bench.json; see registry.py for what there is.

Exit status 1 where a measure could not be run, never because a goal is missed.
"""

from __future__ import annotations

import argparse
import compileall
import importlib
import json
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bench import PACKAGES, ROOT, Bench
from facts import load, machine_facts
from registry import REGISTRY
from rounds import run_rounds
from summary import worst_first
from table import table

if TYPE_CHECKING:
    from summary import Row

ROUNDS, QUICK = 7, 2
OUTPUT = ROOT / "build" / "bench.json"


def load_measures() -> None:
    """Import every file of measures/: a new group needs no line anywhere else."""
    folder = Path(__file__).resolve().parent / "measures"
    for file in sorted(folder.glob("*.py")):
        importlib.import_module(f"measures.{file.stem}")


def parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="(%(default)s)")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} rounds, for a look")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="these measures")
    parser.add_argument("--binding", choices=PACKAGES, default="pyside6", help="(%(default)s)")
    parser.add_argument("--list", action="store_true", help="name the measures and end")
    parser.add_argument("--output", type=Path, default=OUTPUT, metavar="FILE")
    return parser.parse_args(words)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def as_json(rows: list[Row], facts: dict[str, object], rounds: int) -> str:
    told = {"machine": facts, "rounds": rounds, "figures": [row.as_json() for row in rows]}
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def main(words: list[str]) -> int:
    # A plain kill is to end the servers and screens too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    chosen = parse(words)
    load_measures()
    if chosen.list:
        for measure in REGISTRY.measures:
            print(f"{measure.name}: {', '.join(figure.name for figure in measure.figures)}")
        return 0
    try:
        measures = REGISTRY.chosen(chosen.only)
    except LookupError as error:
        say(str(error.args[0]))
        return 2
    rounds = QUICK if chosen.quick else max(chosen.rounds, 1)
    facts = machine_facts(chosen.binding)
    # The first round is not to pay for compiling.
    compileall.compile_dir(ROOT / "usero_desktop", quiet=2)
    with Bench(chosen.binding) as bench:
        rows = run_rounds(measures, bench, rounds, say)
    facts["load after"] = load()
    print(table(rows))
    missed = worst_first(rows)
    if missed:
        print("\nMissed, the farthest first")
        print("\n".join(f"  {row.figure.name}" for row in missed))
    chosen.output.parent.mkdir(parents=True, exist_ok=True)
    chosen.output.write_text(as_json(rows, facts, rounds), encoding="utf-8")
    return 1 if any(row.failure for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
