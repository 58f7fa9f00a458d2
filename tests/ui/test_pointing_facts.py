"""What is told of a control: how it is called and stands, and nothing that it is not to show."""

from __future__ import annotations

import pytest

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.masking.rules import Rules
from usero_desktop.ui.pointing.facts import NAME_CHARACTERS, facts


def told(widget, *names):
    return facts(widget, Rules(names))


def test_a_masked_box_does_not_tell_whether_it_is_checked(page):
    box = QtWidgets.QCheckBox("Smokes", page)
    box.setChecked(True)
    box.show()
    assert told(box).state == ("enabled", "visible", "checked")
    box.setProperty("usero_mask", True)

    assert told(box).state == ("enabled", "visible")
    assert told(box).name == ""


def test_what_a_control_holds_is_no_name_of_it(page):
    combo, text = QtWidgets.QComboBox(page), QtWidgets.QTextEdit(page)
    combo.addItems(["secret"])
    text.setPlainText("secret")
    line = QtWidgets.QLineEdit("secret", page)

    assert [told(one).name for one in (combo, text, line)] == ["", "", ""]


def test_words_are_told_as_they_are_read(page):
    label = QtWidgets.QLabel("<b>Name</b> &amp;\n address", page)
    button = QtWidgets.QToolButton(page)
    action = QtGui.QAction("Do && &go", page)
    button.setDefaultAction(action)
    button.setToolButtonStyle(QtCore.Qt.ToolButtonStyle.ToolButtonIconOnly)
    long = QtWidgets.QLabel("x" * 500, page)

    assert told(label).name == "Name & address"
    assert told(button).name == "Do & go"
    assert len(told(long).name) == NAME_CHARACTERS


def test_a_label_that_is_masked_names_no_field(page):
    label, line = QtWidgets.QLabel("Patient:", page), QtWidgets.QLineEdit(page)
    label.setBuddy(line)
    label.setObjectName("patient_label")

    assert told(line).name == "Patient"
    assert told(line, "patient_*").name == ""


def test_a_step_of_the_path_is_one_line_and_no_two_steps(page):
    line = QtWidgets.QLineEdit(page)
    line.setObjectName("a/b\nc" + "d" * 99)

    assert told(line).path.rpartition("/")[2].startswith("a_b cddd")
    assert len(told(line).path.rpartition("/")[2]) == 60


@pytest.mark.parametrize("value", [None, 5, "text"])
def test_a_host_may_use_qts_names_for_something_else(page, value):
    names = ["isCheckable", "isChecked", "text", "objectName", "isEnabled", "parentWidget"]
    kind = type("Odd", (QtWidgets.QCheckBox,), dict.fromkeys(names, value))

    assert told(kind("Odd one", page)).name == "Odd one"
