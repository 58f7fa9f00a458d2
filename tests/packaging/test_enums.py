"""The bundle makes Qt's enums by a shorter way: what comes out is what Python would have made."""

import copy
import enum
import json
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

RECIPE = Path(__file__).resolve().parents[2] / "packaging" / "pyinstaller"
MODULES = [f"PySide6.{name}" for name in ("QtCore", "QtGui", "QtNetwork", "QtSvg", "QtWidgets")]
ALL = 600
"""PySide6 6.11 makes some 700 for these modules."""


@pytest.fixture
def enums(monkeypatch):
    monkeypatch.syspath_prepend(RECIPE)
    import enums

    return enums


def run(*words):
    return subprocess.run(
        [sys.executable, "-I", *words], check=False, capture_output=True, text=True
    )


def test_each_enum_of_qt_is_in_every_attribute_what_python_makes_of_it():
    done = run(str(RECIPE / "enums.py"), *MODULES)
    assert not done.stderr
    count, *differing = done.stdout.split("\n")
    assert not any(differing)
    assert int(count) > ALL
    assert done.returncode == 0


WRONG = """
import sys
sys.path.insert(0, {recipe!r})
import enums
filled = enums._fill
def _fill(made, names):
    filled(made, names)
    if made.__name__ == "PenStyle":
        {harm}
enums._fill = _fill
print(enums.check(["PySide6.QtCore"])[1])
"""


@pytest.mark.parametrize(
    "harm",
    [
        "type.__setattr__(made, 'NoPen', made.SolidLine)",
        "made._member_names_.reverse()",
        "del made._value2member_map_[0]",
        "vars(made.NoPen)['_sort_order_'] = 7",
        "raise KeyError('a Python to come')",
    ],
)
def test_the_recipe_hears_of_the_slightest_difference(harm):
    done = run("-c", WRONG.format(recipe=str(RECIPE), harm=harm))
    assert not done.stderr
    assert done.stdout.count("PenStyle") == 1


USED = """
import json, sys
if {briefly}:
    sys.path.insert(0, {recipe!r})
    import enums
    enums.install()
from PySide6.QtCore import QEvent, QLocale, Qt
told = [
    str(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop),
    repr(~Qt.KeyboardModifier.ShiftModifier),
    repr(Qt.Key(65)), Qt.Key["Key_A"].value, Qt.Key.__module__, Qt.Key.__qualname__,
    len(Qt.Key), [flag.name for flag in Qt.AlignmentFlag(0x84)], QEvent.Type(12).name,
    repr(QLocale.Language.German), Qt.Orientation.Vertical in Qt.Orientation,
    Qt.WindowType.Window < Qt.WindowType.Dialog, hash(Qt.Key.Key_A) == hash(Qt.Key(65)),
]
for wrong in ("Qt.Key(-5)", "Qt.Key.Key_None", "setattr(Qt.Key, 'Key_A', 1)", "Qt.Key()"):
    try:
        told.append(repr(eval(wrong)))
    except Exception as error:
        told.append(f"{{type(error).__name__}}: {{error}}")
print(json.dumps(told))
"""


def test_they_are_used_like_any_other():
    by_python, briefly = (
        run("-c", USED.format(recipe=str(RECIPE), briefly=briefly)) for briefly in (False, True)
    )
    assert not briefly.stderr
    assert json.loads(briefly.stdout) == json.loads(by_python.stdout)


KINDS = (enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag)


@pytest.mark.parametrize("kind", KINDS)
def test_an_enum_of_pairs_is_filled_at_once(enums, kind, monkeypatch):
    filled = []
    monkeypatch.setattr(enums, "_fill", lambda *given: filled.append(given))
    enums.create(kind, "Kind", [("A", 1), ("B", 2)], module=__name__)
    assert filled


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "names",
    [
        "A B",
        ["A", "B"],
        {"A": 1},
        [("A", "one")],
        [("A", True)],
        [("A", (1, 2))],
        [("_a_", 1)],
        [("__a", 1)],
        [("mro", 1)],
        [("A", 1), ("A", 2)],
        [("A", -1)],
        [("A", 1, 2)],
        [(1, 2)],
        [["A", 1]],
        [],
        None,
    ],
)
def test_what_is_anything_else_comes_to_what_python_makes_of_it(enums, kind, names):
    def made(way):
        try:
            return way(kind, class_name="Kind", names=names, module=__name__)  # as newer ones do
        except (TypeError, ValueError, AttributeError) as error:
            return f"{type(error).__name__}: {error}"

    theirs, ours = made(enums.by_python), made(enums.create)
    if isinstance(theirs, str):
        assert ours == theirs
    else:
        assert not enums._differing(theirs, ours)


@pytest.mark.parametrize("name", ["name", "value", "real", "_missing_"])
def test_a_name_that_means_something_is_left_to_python(enums, name, monkeypatch):
    monkeypatch.setattr(enums, "_fill", None)
    made = enums.create(enum.IntEnum, "Kind", [(name, 1)], module=__name__)
    assert isinstance(made, enum.EnumType)


def test_one_made_by_the_short_way_is_pickled_and_copied(enums, monkeypatch):
    made = enums.create(enum.IntFlag, "Made", [("A", 1), ("B", 2), ("BOTH", 3)], module=__name__)
    monkeypatch.setattr(sys.modules[__name__], "Made", made, raising=False)
    both = made.A | made.B
    assert both is made.BOTH
    assert pickle.loads(pickle.dumps(both)) is both
    assert copy.deepcopy([made.A]) == [made.A]


def test_it_belongs_to_the_module_that_asks(enums, monkeypatch):
    monkeypatch.setattr(enum.EnumType, "_create_", enums.create)
    assert enum.IntEnum("Asked", [("A", 1)]).__module__ == __name__
