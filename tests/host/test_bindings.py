"""A process has one binding, whichever its host runs, in whatever order things are imported."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
from ui.process import run_script

import usero_desktop
from usero_desktop.qt import BINDING

PACKAGE = Path(usero_desktop.__file__).parent
OTHER = {"PySide6": "PyQt6", "PyQt6": "PySide6"}[BINDING]
ORDERS = {
    "the host's binding, then ours": f"import {BINDING}.QtWidgets; import usero_desktop",
    "ours, then the host's binding": f"import usero_desktop; import {BINDING}.QtWidgets",
    "ours alone": "import usero_desktop",
    "only the package of the binding": f"import {BINDING}; import usero_desktop",
    "our widget's room first": "from usero_desktop.ui.widget import FeedbackWidget",
    "the product without Qt first": "import usero_desktop; usero_desktop.Feedback('client_demo')",
}  # fmt: skip
ATTACH = """
import json, sys
from pathlib import Path
{order}
import usero_desktop.qt
from usero_desktop.qt import QtWidgets
app = QtWidgets.QApplication([])
window = QtWidgets.QMainWindow()
window.resize(900, 700)
window.show()
widget = usero_desktop.attach(window, "client_demo", data_dir=sys.argv[1])
widget.open()
window.grab()
app.processEvents()
{more}
packages = {{"PySide6", "PyQt6", "PySide2", "PyQt5"}} & set(sys.modules)
maps = Path("/proc/self/maps")
files = {{line.split()[-1] for line in maps.read_text().splitlines()}} if maps.exists() else set()
cores = [file for file in files if "libQt6Core" in file or "libQt5Core" in file]
print(json.dumps([sorted(packages), len(cores), widget.is_open]))
"""


def loaded(tmp_path, order, more="", **variables):
    done = run_script(ATTACH.format(order=order, more=more), tmp_path, **variables)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.promise("H3")
@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_one_binding_is_loaded_in_every_order_of_imports(tmp_path, order, figure):
    assert loaded(tmp_path, order) == [[BINDING], 1, True]
    figure("1 of 4 packages, 1 Qt")


@pytest.mark.promise("H3")
def test_a_wish_for_the_other_binding_does_not_bring_it_beside_the_hosts(tmp_path):
    order = ORDERS["the host's binding, then ours"]

    assert loaded(tmp_path, order, QT_API=OTHER.lower()) == [[BINDING], 1, True]


@pytest.mark.bites("H3")
def test_a_second_binding_is_seen(tmp_path):
    packages, _, _ = loaded(tmp_path, ORDERS["ours alone"], more=f"import {OTHER}")

    assert packages != [BINDING]


@pytest.mark.promise("H3")
def test_a_binding_is_named_in_the_door_and_for_its_own_designer_alone():
    named = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = []
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                modules = [node.module or ""]
            bindings = {"PySide6", "PyQt6", "PyQt5", "PySide2", "qtpy"}
            if {module.partition(".")[0] for module in modules} & bindings:
                named.add(path.relative_to(PACKAGE).as_posix())

    # PySide6's own Designer runs that one, whatever QT_API says.
    assert named == {"qt.py", "_designer/register_usero.py"}
