"""What a recording has come to, change by change, is what a new one would begin with."""

from __future__ import annotations

import random

import pytest
from replay.recorder.takes import Take

from usero_desktop.qt import QtCore, QtWidgets, is_alive
from usero_desktop.replay.recorder import shown

W = QtWidgets
WORDS = ("Oslo", "a longer line of text", "Ñandú & <b>", "", "العربية", "1 234,50 €")


def labelled(random_):
    return W.QLabel(random_.choice(WORDS))


def field(random_):
    made = W.QLineEdit(random_.choice(WORDS))
    if random_.random() < 0.3:
        made.setEchoMode(W.QLineEdit.EchoMode.Password)
    return made


def box(random_):
    made = W.QGroupBox(random_.choice(WORDS))
    W.QCheckBox("in it", made).setGeometry(10, 20, 90, 20)
    return made


def table(random_):
    made = W.QTableWidget(30, 3)
    for row in range(30):
        for column in range(3):
            made.setItem(row, column, W.QTableWidgetItem(f"{row}.{column}"))
    return made


def listing(random_):
    made = W.QListWidget()
    made.addItems([f"item {i}" for i in range(40)])
    return made


def tree(random_):
    made = W.QTreeWidget()
    for index in range(6):
        top = W.QTreeWidgetItem(made, [f"folder {index}"])
        for inner in range(4):
            W.QTreeWidgetItem(top, [f"file {inner}"])
    return made


def bar(random_):
    made = W.QProgressBar()
    made.setValue(random_.randrange(100))
    return made


MAKERS = (
    labelled, field, box, table, listing, tree, bar,
    lambda _: W.QPushButton("Press"),
    lambda _: W.QSpinBox(),
    lambda _: W.QSlider(QtCore.Qt.Orientation.Horizontal),
    lambda _: W.QTextEdit("some notes"),
    lambda _: W.QComboBox(),
    lambda _: W.QFrame(),
)  # fmt: skip


class Host:
    """A program that does anything at all with its widgets."""

    def __init__(self, page, random_):
        self.page, self.random = page, random_

    def widgets(self):
        found = [self.page]
        for child in found:
            if type(child) in {W.QFrame, W.QGroupBox} or child is self.page:
                found += [c for c in child.children() if c.isWidgetType() and is_alive(c)]
        return [w for w in found[1:] if not isinstance(w, W.QCheckBox)]

    def add(self):
        made = self.random.choice(MAKERS)(self.random)
        homes = [w for w in self.widgets() if type(w) in {W.QFrame, W.QGroupBox}]
        made.setParent(self.random.choice([self.page, *homes]))
        self.place(made)
        if made.parent() is not None:
            made.show()

    def place(self, widget):
        """Have it be where nothing else is: what is wholly covered is not painted by Qt."""
        parent = widget.parentWidget()
        across, down = parent.width() // 3, parent.height() // 3
        taken = [w.geometry() for w in parent.children() if w.isWidgetType() and w is not widget]
        cells = [
            QtCore.QRect(x * across, y * down, across, down).adjusted(1, 1, -1, -1)
            for x in range(3)
            for y in range(3)
        ]
        free = [cell for cell in cells if not any(cell.intersects(one) for one in taken)]
        if not free:
            self.remove(widget)
            return
        cell = self.random.choice(free)
        trim = self.random.randrange(10)
        widget.setGeometry(cell.adjusted(trim, 0, 0, -trim))

    def remove(self, widget):
        widget.setParent(None)
        widget.deleteLater()

    def move(self, widget, widgets):
        """Have it be in another one."""
        homes = [w for w in widgets if type(w) is W.QFrame and w is not widget]
        home = self.random.choice([self.page, *homes])
        if not widget.isAncestorOf(home):
            widget.setParent(home)
            self.place(widget)
            if widget.parent() is not None:
                widget.show()

    def change(self, widget):
        choice = self.random.randrange
        match widget:
            case W.QTableWidget():
                self.change_view(widget)
                item = widget.item(choice(widget.rowCount()), 1) if widget.rowCount() else None
                if item is not None:
                    item.setText(self.random.choice(WORDS))
            case W.QTreeWidget():
                self.change_view(widget)
                item = widget.topLevelItem(choice(6))
                item.setExpanded(not item.isExpanded())
            case W.QListWidget():
                self.change_view(widget)
                widget.takeItem(choice(widget.count())) if widget.count() > 20 else None
            case W.QLabel() | W.QPushButton() | W.QLineEdit():
                widget.setText(self.random.choice(WORDS))
            case W.QGroupBox():
                widget.setTitle(self.random.choice(WORDS))
            case W.QProgressBar() | W.QSpinBox() | W.QSlider():
                widget.setValue(choice(100))
            case W.QComboBox():
                widget.addItem("one more")
            case W.QFrame():
                widget.setFrameShape(W.QFrame.Shape.Box)

    def change_view(self, view):
        bars = view.verticalScrollBar()
        bars.setValue(self.random.randrange(bars.maximum() + 1))
        if self.random.random() < 0.5:
            rows = view.model().rowCount()
            index = view.model().index(self.random.randrange(max(rows, 1)), 0)
            view.setCurrentIndex(index)

    def act(self):
        widgets = self.widgets()
        if not widgets or (len(widgets) < 8 and self.random.random() < 0.4):
            self.add()
            return
        widget = self.random.choice(widgets)
        acts = (
            widget.raise_,
            widget.lower,
            lambda: widget.setVisible(not widget.isVisible()),
            lambda: self.place(widget),
            lambda: widget.setEnabled(not widget.isEnabled()),
            lambda: self.remove(widget),
            lambda: self.move(widget, widgets),
            lambda: widget.setProperty("usero_mask", not widget.property("usero_mask")),
            *[lambda: self.change(widget)] * 4,
        )
        self.random.choice(acts)()


@pytest.mark.parametrize("crowd", [0, shown.CROWD], ids=["all asleep", "awake"])
@pytest.mark.parametrize("seed", range(6))
def test_whatever_a_program_does_the_page_is_what_a_new_recording_begins_with(
    record, window, monkeypatch, seed, crowd
):
    monkeypatch.setattr(shown, "CROWD", crowd)
    host = Host(window.page, random.Random(seed))
    take = record()
    for step in range(40):
        for _ in range(host.random.randrange(1, 4)):
            host.act()
        take.settle()
        if step % 4 == 3:
            fresh = Take()
            fresh.recorder.start()
            fresh.settle()
            fresh.recorder.stop()
            take.settle()
            assert take.page.looks() == fresh.page.looks(), step
