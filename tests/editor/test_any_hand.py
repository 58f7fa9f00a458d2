"""Whatever hands and keys do: nothing fails, and no mark is lost that undo does not bring back."""

from __future__ import annotations

import random

import pytest
from editor.easel import CONTROL, NONE, SHIFT, Button, Key, Modifier, differences, plain

from usero_desktop.annotation.marks import Rect
from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.canvas.editing import Tool
from usero_desktop.ui.canvas.paint import flattened

KEYS = [
    Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down, Key.Key_Return, Key.Key_Space,
    Key.Key_Tab, Key.Key_Backtab, Key.Key_Delete, Key.Key_Backspace, Key.Key_Escape, Key.Key_A,
]  # fmt: skip
MODIFIERS = [NONE, NONE, NONE, SHIFT, CONTROL, Modifier.AltModifier, SHIFT | CONTROL]
Type = QtCore.QEvent.Type
MOUSE = [
    Type.MouseButtonPress, Type.MouseMove, Type.MouseMove, Type.MouseMove,
    Type.MouseButtonRelease, Type.MouseButtonDblClick,
]  # fmt: skip


class Monkey:
    def __init__(self, here, seed):
        self.here, self.chance = here, random.Random(seed)
        self.states = [here.editing.drawing]
        here.editing.changed.connect(self._note)

    def _note(self):
        self.states.append(self.here.editing.drawing)

    def act(self):
        acts = (
            [self.mouse] * 10 + [self.drag] * 3 + [self.key] * 6 + [self.type] * 2
            + [self.tool] * 2 + [self.view, self.model]
        )  # fmt: skip
        self.chance.choice(acts)()

    def place(self):
        return QtCore.QPointF(self.chance.uniform(-20, 520), self.chance.uniform(-20, 420))

    def mouse(self):
        self.here.send(
            self.chance.choice(MOUSE), self.place(),
            self.chance.choice([Button.LeftButton] * 5 + [Button.MiddleButton, Button.RightButton]),
            self.chance.choice(MODIFIERS),
        )  # fmt: skip

    def drag(self):
        modifiers = self.chance.choice(MODIFIERS)
        for kind in (
            Type.MouseButtonPress,
            Type.MouseMove,
            Type.MouseMove,
            Type.MouseButtonRelease,
        ):
            self.here.send(kind, self.place(), modifiers=modifiers)

    def key(self):
        words = self.here.words
        to = words if words is not None and self.chance.random() < 0.5 else None
        self.here.key(self.chance.choice(KEYS), self.chance.choice(MODIFIERS), to=to)

    def type(self):
        if self.here.words is not None:
            letters = self.chance.choice(["abc", "انظر", "\n", " ", "合計", "\u202e", "x" * 200])
            self.here.words.insertPlainText(letters)

    def tool(self):
        self.here.use(self.chance.choice(list(Tool)))

    def view(self):
        canvas = self.here.canvas
        self.chance.choice([
            lambda: canvas.zoom_to(self.chance.uniform(0.01, 40), self.place()),
            canvas.zoom_in, canvas.zoom_out, canvas.fit,
            lambda: canvas.scroll_by(self.chance.randint(-900, 900), 50),
            lambda: canvas.resize(self.chance.randint(0, 500), self.chance.randint(0, 400)),
            lambda: canvas.resize(500, 400),
            QtWidgets.QApplication.processEvents,
        ])()  # fmt: skip

    def model(self):
        editing, chance = self.here.editing, self.chance
        chance.choice([
            editing.undo, editing.redo, editing.duplicate, editing.remove_selected,
            editing.raise_selected, editing.lower_selected,
            editing.apply_crop, lambda: editing.crop_to(None),
            lambda: editing.crop_to(Rect(chance.uniform(-9, 300), 20, chance.uniform(0, 99), 50)),
            lambda: editing.restyle("#2563eb", chance.uniform(0, 80)),
            lambda: editing.select(chance.randint(-2, 9)),
        ])()  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_no_hand_breaks_anything_and_undo_brings_all_back(easel, seed):
    here = easel()
    monkey = Monkey(here, seed)
    for _ in range(250):
        monkey.act()
    here.canvas._writing.end()
    assert len(monkey.states) > 20, "the monkey did something"
    last = here.editing.drawing
    assert monkey.states[-1] == last

    been, seen = [last], set(monkey.states)
    while here.editing.can_undo:
        here.editing.undo()
        been.append(here.editing.drawing)
        assert here.editing.drawing in seen
    assert been[-1] == monkey.states[0]
    for _ in been[1:]:
        here.editing.redo()
    assert here.editing.drawing == last

    here.canvas.call_off()
    here.canvas.resize(500, 400)
    here.use(Tool.SELECT)
    here.editing.select(None)
    here.canvas.zoom_to(1.0)
    # What is smoothed at one place of a screen may be one of 255 off at another.
    seen, sent = here.picture(), flattened(here.image, last)
    different = differences(plain(seen), plain(sent))
    assert max(different, default=0) <= 1
    assert len(different) < 20


@pytest.mark.parametrize("seed", range(4))
def test_a_removed_mark_comes_back_as_it_was(easel, seed):
    here = easel()
    monkey = Monkey(here, seed + 100)
    for _ in range(120):
        monkey.act()
    here.canvas._writing.end()
    here.use(Tool.BOX)
    here.editing.place(here.canvas.seen)  # whatever is left, there is something to lose
    here.use(Tool.SELECT)
    before = here.editing.drawing
    for place in range(len(before.marks)):
        here.editing.select(place)
        here.editing.remove_selected()
        assert len(here.marks) == len(before.marks) - 1
        here.editing.undo()
        assert here.editing.drawing == before


@pytest.mark.parametrize("seed", range(200, 206))
def test_what_is_painted_in_parts_is_what_is_painted_at_once(easel, seed):
    grey = QtGui.QImage(320, 240, QtGui.QImage.Format.Format_RGB32)
    grey.fill(QtGui.QColor("#808080"))
    here = easel(image=grey)
    monkey = Monkey(here, seed)
    window, compared = here.window, 0
    for turn in range(200):
        monkey.act()
        QtWidgets.QApplication.processEvents()
        if turn % 4 or here.words is not None:  # whose cursor blinks
            continue
        there = window.screen().grabWindow(window.winId()).toImage()
        different = differences(plain(there), plain(window.grab().toImage()))
        # Letters are smoothed by where they begin; a grip that is left over has 60 pixels.
        assert sum(each > 80 for each in different) < 20, turn
        compared += 1
    assert compared > 15
