"""Qt Designer itself, with our button in its widget box, as far as the wheels bring one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from ui.forms import form, load

import usero_desktop as usero
from usero_desktop import _designer

ROOM = Path(__file__).parent
PLUGINS = Path(_designer.__file__).parent
SCRIPTS = Path(sys.executable).parent
# Not imported: another binding may be at work in this process.
DESIGNER = Path(find_spec("PySide6").origin).parent / "designer"

no_designer = pytest.mark.skipif(
    not (DESIGNER.is_file() and sysconfig.get_config_var("Py_ENABLE_SHARED")),
    reason="PySide6's Designer is not here, or needs a Python that is a shared library",
)


def run(command, **environment):
    path = os.pathsep.join([str(SCRIPTS), os.environ["PATH"]])  # as in an activated environment
    surroundings = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PATH": path} | environment
    return subprocess.run(
        command, env=surroundings, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.fixture
def designed(tmp_path):
    """Open a form in PySide6's Designer, set properties there, and return what was seen."""
    plugins = tmp_path / "plugins"
    plugins.mkdir()
    shutil.copy(ROOM / "watch_form.py", plugins)
    # Designer forgets the names of a script once it has run; a module keeps its own.
    (plugins / "register_watch.py").write_text("import watch_form")
    (tmp_path / "window.ui").write_text(form(clientId="client_demo", feedbackTitle="Before"))
    answer = tmp_path / "answer.json"
    done = run(
        [SCRIPTS / "pyside6-designer", tmp_path / "window.ui"],
        PYSIDE_DESIGNER_PLUGINS=os.pathsep.join([str(PLUGINS), str(plugins)]),
        USERO_TEST_ANSWER=str(answer),
        HOME=str(tmp_path),
        QT_API="pyqt6",  # of the host's: Designer is PySide6's all the same
    )
    assert answer.exists(), done.stderr
    found = json.loads(answer.read_text(encoding="utf-8"))
    assert "error" not in found, found
    return found


@no_designer
def test_pyside6s_designer_shows_the_button_reads_its_properties_and_saves_them(designed, qtbot):
    assert designed["before"] == {
        "clientId": "client_demo", "feedbackTitle": "Before", "showEmailOption": True,
    }  # fmt: skip
    assert designed["box"] == ["FeedbackButton", "Usero", "usero_desktop"]
    new = ET.fromstring(designed["new"]).find("widget")
    assert new.get("class") == "FeedbackButton"

    window = load(designed["saved"])
    qtbot.addWidget(window)
    button = window.findChild(usero.FeedbackButton)
    assert button.property("clientId") == "client_set"
    assert button.property("feedbackTitle") == "Well?"
    assert button.property("showEmailOption") is False


@no_designer
def test_in_designer_the_button_attaches_to_nothing(designed):
    assert designed["attached"] is False


PYQT6 = """
import json
from PyQt6 import QtWidgets
application = QtWidgets.QApplication([])
import usero_plugin
plugin = usero_plugin.FeedbackButtonPlugin()
button = plugin.createWidget(None)
button.setProperty("clientId", "client_demo")
button.show()
button.click()
print(json.dumps({
    "class": type(button).__mro__[1].__module__,
    "attached": button.handle is not None,
    "box": [plugin.name(), plugin.group(), plugin.includeFile()],
    "new": plugin.domXml(),
    "words": [plugin.toolTip(), plugin.whatsThis(), plugin.isContainer(), plugin.icon().isNull()],
}))
"""


def test_pyqt6s_designer_would_get_the_same_button_from_its_plugin():
    done = run([sys.executable, "-c", PYQT6], PYTHONPATH=str(PLUGINS))
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["class"] == "PyQt6.QtWidgets"
    assert found["attached"] is False
    assert found["box"] == ["FeedbackButton", "Usero", "usero_desktop"]
    assert found["new"] == _designer.FORM
    assert found["words"] == [_designer.TOOL_TIP, _designer.TOOL_TIP, False, True]
