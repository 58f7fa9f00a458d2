"""The table of tests/README.md: each promise, the tests that prove it, and what they measured.

A run of the tests leaves its proofs in build/ (see tests/conftest.py); after a whole run with
`--faults` the table is written anew from them.
"""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

BEGIN = "<!-- written by `dev.py test --faults` -->"
END = "<!-- until here -->"


def file(build: Path, binding: str) -> Path:
    return build / f"promises-{binding}.json"


def figures(build: Path, binding: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(file(build, binding).read_text(encoding="utf-8"))
    for proof in found:
        proof["binding"] = binding  # or what its run is called
    return found


def write_table(tests: Path, runs: Sequence[list[dict[str, Any]]]) -> None:
    """Write the table of these runs, one a binding, between the marks of README.md."""
    promises = tomllib.loads((tests / "promises.toml").read_text(encoding="utf-8"))["promises"]
    readme = tests / "README.md"
    text = readme.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    rows = table(promises, runs)
    readme.write_text(f"{before}{BEGIN}\n\n{rows}\n\n{END}{after}", encoding="utf-8")


def table(promises: dict[str, str], runs: Sequence[list[dict[str, Any]]]) -> str:
    lines = ["| | promise | test | measured |", "| --- | --- | --- | --- |"]
    for name, sentence in promises.items():
        proofs = _by_test(runs, name)
        label, words = name, sentence
        for test, said in proofs.items():
            lines.append(f"| {label} | {words} | {_link(test)} | {said} |")
            label = words = ""
        if not proofs:
            lines.append(f"| {label} | {words} | | not proven here |")
    return "\n".join(lines)


def _by_test(runs: Sequence[list[dict[str, Any]]], name: str) -> dict[str, str]:
    found: dict[str, dict[str, str]] = {}
    for proofs in runs:
        for proof in proofs:
            if name in (*proof["promises"], *proof["bites"]):
                found.setdefault(proof["test"], {})[proof["binding"]] = _measured(proof, name)
    return {test: _together(said) for test, said in found.items()}


def _measured(proof: dict[str, Any], name: str) -> str:
    cases = proof["passed"]
    if not cases:
        return "skipped here"
    words = [*dict.fromkeys(proof["figures"])]
    if not words:
        words = [f"{cases} cases" if cases > 1 else "holds"]
    if proof["skipped"]:
        words.append(f"{proof['skipped']} skipped")
    said = "; ".join(words).replace("|", "\\|")
    return f"bites: {said}" if name in proof["bites"] else said


def _together(said: dict[str, str]) -> str:
    """One text where the bindings agree, or only one of them ran the test."""
    if len(set(said.values())) == 1:
        return next(iter(said.values()))
    return "; ".join(f"{binding}: {words}" for binding, words in said.items())


def _link(test: str) -> str:
    path, _, name = test.partition("::")
    words = name.rpartition("::")[2].removeprefix("test_").replace("_", " ")
    return f"[{words}]({path.removeprefix('tests/')})"
