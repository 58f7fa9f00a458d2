"""Each row of the README's table of the web widget's behaviour names a test, and it is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def section():
    return README.partition("## From the web widget")[2].partition("\n## ")[0]


def test_every_row_names_a_test_that_is_there():
    rows = [line for line in section().splitlines() if line.startswith("| ")][2:]
    known = set()
    for file in (ROOT / "tests").rglob("test_*.py"):
        known.update(re.findall(r"^ *def (test_\w+)", file.read_text("utf-8"), re.MULTILINE))
    named = [re.findall(r"`(test_\w+)` \|$", row) for row in rows]

    assert len(rows) > 40
    assert [row for row, tests in zip(rows, named, strict=True) if len(tests) != 1] == []
    assert [test for tests in named for test in tests if test not in known] == []
