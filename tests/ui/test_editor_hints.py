"""What the editor tells of itself while one draws."""

from __future__ import annotations

import pytest
from ui.editor_hand import EditorHand, Key

from usero_desktop.annotation.marks import MarkKind, Rect
from usero_desktop.i18n.catalogs import fallback
from usero_desktop.i18n.texts import Texts
from usero_desktop.qt import QtWidgets
from usero_desktop.ui.canvas.editing import Tool

ENGLISH = Texts("en")


@pytest.fixture
def editor(qtbot, form, widget):
    form.attach_pictures(1, 80, 60)
    form.wait_for_pictures(1)
    hand = EditorHand(qtbot, form, widget)
    hand.open().resize(1100, 700)
    return hand


def hint(editor):
    """Return what the foot says, None where it says nothing."""
    known = {text for id_, text in fallback().messages.items() if id_.startswith("editor.hint.")}
    foot = editor.part("foot")
    seen = [
        label.text() for label in foot.findChildren(QtWidgets.QLabel)
        if label.isVisible() and label.text() in known
    ]  # fmt: skip
    assert len(seen) <= 1
    return seen[0] if seen else None


@pytest.mark.parametrize("tool", Tool)
def test_each_tool_says_what_it_does(editor, tool):
    editor.click(f"tool_{tool}")
    assert hint(editor) == ENGLISH(f"editor.hint.{tool}")


def test_it_says_how_a_text_is_ended_and_a_mark_is_changed(editor):
    editor.part("canvas").setFocus()
    editor.key(Key.Key_T)
    editor.key(Key.Key_Return)
    assert hint(editor) == ENGLISH("editor.hint.writing")
    editor.key(Key.Key_Escape)
    assert hint(editor) == ENGLISH("editor.hint.text")
    editor.click("tool_select")
    editor.add()
    assert hint(editor) == ENGLISH("editor.hint.selected")


def test_it_says_nothing_where_there_is_no_room_or_a_question_is_asked(editor, widget):
    editor.window.resize(420, 500)
    assert hint(editor) is None
    editor.window.resize(1100, 700)
    assert hint(editor) is not None
    editor.add()
    editor.window.reject()
    assert hint(editor) is None
    editor.click("keep")
    assert hint(editor) is not None


@pytest.mark.parametrize("locale", ["en", "de", "ar"])
def test_it_lies_beside_the_buttons_and_on_none_of_them(editor, widget, locale):
    widget.update(locale=locale)
    for width in range(560, 1200, 40):
        editor.window.resize(width, 600)
        foot = editor.part("foot")
        labels = [one for one in foot.children() if isinstance(one, QtWidgets.QLabel)]
        places = [
            child.geometry() for child in foot.children()
            if isinstance(child, QtWidgets.QWidget) and child.isVisible()
        ]  # fmt: skip
        assert len(labels) == 1
        assert not any(a.intersects(b) for a in places for b in places if a is not b), width
        assert all(foot.rect().contains(place) for place in places), width


@pytest.mark.parametrize("deed", ["black-out", "crop"])
def test_it_is_told_before_done_that_what_is_gone_cannot_be_brought_back(editor, deed):
    def told():
        texts = [label.text() for label in editor.part("pane").findChildren(QtWidgets.QLabel)
                 if label.isVisible()]  # fmt: skip
        return ENGLISH("editor.final") in texts

    editor.add()
    assert not told()
    if deed == "crop":
        editor.editing.crop_to(Rect(5, 5, 30, 30))
    else:
        editor.add(MarkKind.BLACKOUT, ((5, 5), (30, 30)))
    assert told()
    editor.click("undo")
    assert not told()


def test_colours_and_widths_are_no_choice_where_they_mean_nothing(editor):
    choices = [editor.part("colour_red"), editor.part("width_thin")]
    for name, can in (("blackout", False), ("box", True), ("crop", False), ("pen", True)):
        editor.click(f"tool_{name}")
        assert [choice.isEnabled() for choice in choices] == [can, can], name
    editor.click("tool_select")
    editor.add(MarkKind.BLACKOUT, ((5, 5), (30, 30)))
    assert not choices[0].isEnabled()
    editor.editing.select(None)
    assert choices[0].isEnabled()
