"""The table of tests/README.md, and that it leaves no promise out."""

from __future__ import annotations

import ast
import json
import tomllib

import pytest


def proof(test, **facts):
    return {
        "test": f"tests/{test}",
        "promises": ["A1"],
        "bites": [],
        "passed": 1,
        "failed": 0,
        "skipped": 0,
        "figures": [],
        **facts,
    }


@pytest.fixture
def table(door):
    """The table's rows, without their heads, of one run a binding."""

    def make(*runs):
        for binding, proofs in zip(("pyside6", "pyqt6"), runs, strict=False):
            for each in proofs:
                each["binding"] = binding
        return door.promises.table({"A1": "It is kept"}, list(runs)).splitlines()[2:]

    return make


def test_a_row_has_the_promise_its_test_and_what_was_measured(table):
    rows = table([proof("faults/test_cuts.py::test_a_cut_loses_nothing", figures=["300 cuts"])])
    link = "[a cut loses nothing](faults/test_cuts.py)"
    assert rows == [f"| A1 | It is kept | {link} | 300 cuts |"]


def test_a_test_of_several_cases_is_one_row(table):
    rows = table([proof("a.py::test_x", passed=7)])
    assert rows == ["| A1 | It is kept | [x](a.py) | 7 cases |"]


def test_a_bite_says_so(table):
    bite = proof("a.py::test_y", promises=[], bites=["A1"], figures=["63 % lost"])
    rows = table([proof("a.py::test_x"), bite])
    assert rows[1] == "|  |  | [y](a.py) | bites: 63 % lost |"


def test_bindings_that_agree_are_told_of_once(table):
    assert "| holds |" in table([proof("a.py::test_x")], [proof("a.py::test_x")])[0]
    apart = table([proof("a.py::test_x", figures=["1"])], [proof("a.py::test_x", figures=["2"])])
    assert apart[0].endswith("| pyside6: 1; pyqt6: 2 |")


def test_a_test_that_was_skipped_proves_nothing(table):
    rows = table([proof("a.py::test_x", passed=0, skipped=2)])
    assert rows == ["| A1 | It is kept | [x](a.py) | skipped here |"]


def test_a_promise_without_a_test_is_said_to_be_unproven(table):
    assert table([]) == ["| A1 | It is kept | | not proven here |"]


def test_the_table_stands_between_its_marks_and_the_rest_stays(door, tmp_path):
    (tmp_path / "promises.toml").write_text('[promises]\nA1 = "It is kept"\n', encoding="utf-8")
    readme = tmp_path / "README.md"
    promises = door.promises
    old = f"before\n{promises.BEGIN}\nstale row\n{promises.END}\nafter\n"
    readme.write_text(old, encoding="utf-8")
    figures = promises.file(tmp_path, "pyside6")
    figures.write_text(json.dumps([proof("a.py::test_x")]), encoding="utf-8")
    promises.write_table(tmp_path, [promises.figures(tmp_path, "pyside6")])
    text = readme.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "stale row" not in text
    assert "| A1 | It is kept |" in text


@pytest.mark.parametrize("kind", ["promise", "bites"])
def test_every_promise_is_proven_by_a_test_that_is_known_to_fail(root, kind):
    known = tomllib.loads((root / "tests" / "promises.toml").read_text("utf-8"))["promises"]
    proven = set()
    for file in (root / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == kind:
                proven |= {word.value for word in node.args if isinstance(word, ast.Constant)}
    assert set(known) - proven == set()
