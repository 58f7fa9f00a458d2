"""What the host does not want seen is not in a picture of its window, wherever it is in there."""

from __future__ import annotations

import pytest
from ui import planted
from ui.planted import PLAIN, SECRET, Block, count, dyed, shown

from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.ui.masking.rules import Rules

Hint = QtCore.Qt.InputMethodHint
Echo = QtWidgets.QLineEdit.EchoMode


def password(page, mark):
    field = dyed(QtWidgets.QLineEdit("hunter2", page))
    field.setGeometry(50, 60, 201, 31)
    if mark:
        field.setEchoMode(Echo.Password)


def sensitive(page, mark):
    field = dyed(QtWidgets.QPlainTextEdit("the patient", page))
    field.setGeometry(50, 60, 201, 101)
    if mark:
        field.setInputMethodHints(Hint.ImhSensitiveData | Hint.ImhNoPredictiveText)


def marked(page, mark):
    block = Block(page)
    block.setGeometry(33, 47, 101, 51)
    block.setProperty("usero_mask", mark)


def blocked(page, mark):
    block = Block(page)
    block.setGeometry(33, 47, 101, 51)
    block.setProperty("usero_block", mark)


def inherited(page, mark):
    box = QtWidgets.QGroupBox("Account", page)
    box.setGeometry(30, 40, 300, 200)
    Block(box).setGeometry(-20, 100, 500, 40)
    box.setProperty("usero_mask", mark)
    excepted = Block(box)
    excepted.setGeometry(20, 40, 60, 40)
    excepted.setProperty("usero_mask", False)


def scrolled(page, mark):
    area = QtWidgets.QScrollArea(page)
    area.setGeometry(30, 40, 220, 160)
    inner = QtWidgets.QWidget()
    inner.resize(400, 900)
    for number in range(20):
        block = Block(inner)
        block.setGeometry(15, 45 * number, 300, 25)
        block.setProperty("usero_mask", mark)
    area.setWidget(inner)
    area.verticalScrollBar().setValue(333)
    area.horizontalScrollBar().setValue(21)


def split(page, mark):
    splitter = QtWidgets.QSplitter(page)
    splitter.setGeometry(30, 40, 400, 100)
    secret = Block()
    secret.setProperty("usero_mask", mark)
    splitter.addWidget(Block(rgb=PLAIN))
    splitter.addWidget(secret)
    splitter.setSizes([291, 109])


def stacked(page, mark):
    tabs = QtWidgets.QTabWidget(page)
    tabs.setGeometry(30, 40, 300, 200)
    for name in ("plain", "secret"):
        tabs.addTab(Block(rgb=SECRET if name == "secret" else PLAIN), name)
    tabs.setCurrentIndex(1)
    tabs.widget(1).setProperty("usero_mask", mark)


def subwindow(page, mark):
    area = QtWidgets.QMdiArea(page)
    area.setGeometry(30, 40, 400, 300)
    secret = Block()
    window = area.addSubWindow(secret)
    window.setGeometry(200, 150, 300, 200)
    window.show()
    secret.setProperty("usero_mask", mark)


def native(page, mark):
    block = Block(page)
    block.setAttribute(QtCore.Qt.WidgetAttribute.WA_NativeWindow)
    block.setAttribute(QtCore.Qt.WidgetAttribute.WA_DontCreateNativeAncestors)
    block.setGeometry(33, 47, 101, 51)
    block.setProperty("usero_mask", mark)


def outside(page, mark):
    inner = QtWidgets.QWidget(page)
    inner.setGeometry(60, 70, 80, 80)
    block = Block(inner)
    block.setGeometry(-40, 20, 300, 200)
    block.setProperty("usero_mask", mark)


def shadowed(page, mark):
    block = Block(page)
    block.setGeometry(60, 70, 80, 80)
    effect = QtWidgets.QGraphicsDropShadowEffect(block)
    effect.setColor(QtCore.Qt.GlobalColor.magenta)
    effect.setOffset(40, 30)
    effect.setBlurRadius(30)
    block.setGraphicsEffect(effect)
    block.setProperty("usero_mask", mark)


def blurred_parent(page, mark):
    group = QtWidgets.QWidget(page)
    group.setGeometry(30, 40, 200, 200)
    block = Block(group)
    block.setGeometry(60, 70, 80, 60)
    effect = QtWidgets.QGraphicsBlurEffect(group)
    effect.setBlurRadius(20)
    group.setGraphicsEffect(effect)
    block.setProperty("usero_mask", mark)


def dock(page, mark):
    made = QtWidgets.QDockWidget("dock", page.window())
    secret = Block()
    made.setWidget(secret)
    page.window().addDockWidget(QtCore.Qt.DockWidgetArea.LeftDockWidgetArea, made)
    secret.setProperty("usero_mask", mark)


CASES = [
    password, sensitive, marked, blocked, inherited, scrolled, split, stacked, subwindow, native,
    outside, shadowed, blurred_parent, dock,
]  # fmt: skip


@pytest.mark.parametrize("names", [["account_number"], ["account*"], ["nobody", "*_num?er"]])
def test_what_the_host_names_is_masked(page, names):
    block = Block(page)
    block.setGeometry(20, 30, 80, 40)
    block.setObjectName("account_number")

    assert count(shown(page.window(), names)) == 0
    assert count(shown(page.window(), ["Account_Number", "account"])) > 0


def test_a_mask_does_not_reach_out_of_what_the_widget_is_in(page):
    outside(page, True)

    picture, ratio = shown(page.window()), page.devicePixelRatioF()
    at = page.mapTo(page.window(), QtCore.QPoint(150, 100)) * ratio
    assert picture.pixelColor(at) == page.palette().color(page.backgroundRole())


def test_both_kinds_look_different(page):
    for number, name in enumerate(("usero_mask", "usero_block")):
        block = Block(page)
        block.setGeometry(0, 100 * number, 100, 100)
        block.setProperty(name, True)
    picture, ratio = shown(page.window()), page.devicePixelRatioF()
    corner = page.mapTo(page.window(), QtCore.QPoint())
    colors = [
        {
            picture.pixelColor((corner + QtCore.QPoint(x, y)) * ratio).name()
            for x in range(100)
            for y in range(100 * n, 100 * n + 100)
        }
        for n in range(2)
    ]

    assert len(colors[0]) == 2
    assert len(colors[1]) == 1
    assert not colors[0] & colors[1]


@pytest.mark.parametrize("value", [1, "yes", [0], object(), {"a": 1}, 0.5])
def test_any_truth_marks(page, value):
    block = Block(page)
    block.setProperty("usero_mask", value)

    assert Rules().is_masked(block)


@pytest.mark.parametrize("value", [0, "", [], None, False, {}])
def test_nothing_that_is_false_marks(page, value):
    block = Block(page)
    block.setProperty("usero_mask", value)

    assert not Rules().is_masked(block)


def test_a_value_that_cannot_say_whether_it_is_true_marks(page):
    class Torn:
        def __bool__(self):
            raise ValueError("both")

    block = Block(page)
    block.setProperty("usero_mask", Torn())

    assert count(shown(page.window())) == 0


def test_a_host_may_use_qts_names_for_something_else(page):
    class Shadowing(QtWidgets.QWidget):
        children = property = parent = None
        geometry = rect = pos = window = 3

    group = Shadowing(page)
    QtWidgets.QWidget.resize(group, 300, 200)
    block = Block(group)
    block.setProperty("usero_mask", True)

    assert count(shown(QtWidgets.QWidget.window(page))) == 0
    assert Rules().is_masked(block)


def test_what_is_deleted_while_it_is_looked_for_harms_nobody(page):
    doomed = [Block(page) for _ in range(4)]

    class Deletes:
        def __bool__(self):
            for block in doomed:
                planted.delete(block)
            return False

    doomed[1].setProperty("usero_mask", Deletes())

    assert count(shown(page.window())) == 0


def test_masked_is_said_of_everything_in_it(page):
    inherited(page, True)
    box = page.findChild(QtWidgets.QGroupBox)

    assert Rules().is_masked(box.children()[0])
    assert not Rules().is_masked(page)
    assert Rules(["nobody", ""]).is_masked(page)


def test_what_the_hosts_own_painting_moves_is_masked_at_both_places(page):
    places = [(20, 60), (300, 200)]

    class Moves(Block):
        def paintEvent(self, event):
            super().paintEvent(event)
            block.move(*places[painted[0] % 2])
            painted[0] += 1

    painted = [0]
    Moves(page, PLAIN).setGeometry(0, 300, 20, 20)
    block = Block(page)
    block.setProperty("usero_mask", True)

    assert [count(shown(page.window())) for _ in range(4)] == [0] * 4
    assert painted[0] >= 4
