"""The page What is sent by keyboard, its way back, and its copies."""

from __future__ import annotations

import json
import zipfile

import pytest
from ui.form import Key
from ui.review import PATIENCE, Review

from usero_desktop.qt import QtCore, QtWidgets

LONG = "\n".join(f"line {i}" for i in range(40))


@pytest.fixture
def page(qtbot, window, attach):
    attach(window, metadata={"log": LONG, "plan": "pro"}).open()
    made = Review(qtbot, window)
    made.choose(3)
    return made


def focus():
    return QtWidgets.QApplication.focusWidget()


def choose(page, name):
    page.click(page.part("more"))
    menu = QtWidgets.QApplication.activePopupWidget()
    action = next(a for a in menu.actions() if a.objectName() == f"usero_more_{name}")
    page.click_at(menu, menu.actionGeometry(action).center())


def test_by_keyboard_there_and_back_the_focus_is_where_it_was(page):
    page.part("review").setFocus()
    page.key(Key.Key_Space)
    page.wait_until_gathered()
    assert focus() is page.part("back")
    page.key(Key.Key_Space)
    assert not page.is_shown
    assert focus() is page.part("review")


def test_escape_goes_back_first_and_closes_then(page, window):
    page.look()
    page.key(Key.Key_Escape)
    assert not page.is_shown
    assert page.panel.isVisible()
    page.key(Key.Key_Escape)
    assert not page.panel.isVisible()


def test_the_menu_has_it_too(page):
    choose(page, "review")
    page.wait_until_gathered()
    page.click(page.part("back"))
    assert page.window.focusWidget() is page.part("more")


def test_tab_reaches_every_switch_and_what_is_reached_is_in_sight(page, qtbot):
    page.look()
    reached = []
    for _ in range(80):
        page.key(Key.Key_Tab)
        part = focus()
        reached.append(part)
        qtbot.waitUntil(lambda part=part: not part.visibleRegion().isEmpty(), timeout=PATIENCE)
        if part is page.part("review_save"):
            break
    assert set(page.switches().values()) <= set(reached)
    assert reached.index(page.part("review_all")) < reached.index(page.switches()["plan"])


def test_a_long_value_is_shown_in_full_when_asked_for(page, qtbot):
    page.look()
    assert LONG not in page.section("details")
    [more] = [b for b in page.part("review_details").findChildren(QtWidgets.QPushButton)
              if b.accessibleName() == "log: Show all"]  # fmt: skip
    more.setFocus()
    page.key(Key.Key_Return)
    assert LONG in page.section("details")
    assert more.text() == "Show less"
    page.key(Key.Key_Return)
    assert LONG not in page.section("details")


def test_page_keys_scroll_what_takes_no_focus(page, qtbot):
    page.look()
    bar = page.part("review_page").findChild(QtWidgets.QScrollArea).verticalScrollBar()
    page.key(Key.Key_PageDown)
    assert bar.value() > 0
    page.key(Key.Key_End)
    assert bar.value() == bar.maximum()
    page.key(Key.Key_Home)
    assert bar.value() == 0


def test_a_switch_tells_a_reader_its_value_and_that_it_is_off(page):
    page.look()
    box = page.switches()["plan"]
    assert (box.accessibleName(), box.accessibleDescription()) == ("plan", "pro")
    page.switch("plan")
    assert box.accessibleDescription() == "pro not sent"
    assert box.hasFocus()


def test_ctrl_return_sends_nothing_from_here_and_nothing_can_be_dropped(page, inbox, qtbot):
    page.look()
    page.key(Key.Key_Return, QtCore.Qt.KeyboardModifier.ControlModifier, page.part("review_page"))
    data = QtCore.QMimeData()
    data.setUrls([QtCore.QUrl.fromLocalFile("/nowhere.png")])
    assert page.drop(data) is False
    assert page.is_shown
    assert inbox.new() == []


def saving(page, qtbot, path):
    """Press "Save a copy…" and choose `path` in the dialog."""
    page.click(page.part("review_save"))
    dialogs = lambda: [w for w in QtWidgets.QApplication.topLevelWidgets()  # noqa: E731
                       if isinstance(w, QtWidgets.QFileDialog) and w.isVisible()]  # fmt: skip
    qtbot.waitUntil(lambda: bool(dialogs()), timeout=PATIENCE)
    [dialog] = dialogs()
    assert dialog.selectedFiles()[0].endswith(".zip")
    dialog.fileSelected.emit(str(path))
    dialog.close()


def test_a_copy_is_the_json_and_the_pictures(page, qtbot, tmp_path):
    page.attach_pictures(1)
    page.wait_for_pictures(1)
    page.look()
    page.switch("plan")
    saving(page, qtbot, tmp_path / "copy.zip")
    page.wait_for("A copy was saved.")
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        assert archive.namelist() == ["report.json", "screenshot-1.png"]
        facts = json.loads(archive.read("report.json"))
    assert facts["rating"] == 3
    assert facts["metadata"]["log"] == LONG
    assert "plan" not in facts["metadata"]


def test_a_place_that_cannot_be_written_is_said_in_a_sentence(page, qtbot, tmp_path):
    page.look()
    saving(page, qtbot, tmp_path / "no such folder" / "copy.zip")
    qtbot.waitUntil(
        lambda: any("could not be saved as a file there" in words for words in page.words),
        timeout=PATIENCE,
    )
    assert page.is_shown


def test_while_it_is_sent_there_is_nothing_to_look_at(page, qtbot, inbox):
    page.send()
    assert not page.part("review").isEnabled()
    page.wait_for("Thank you!")
    assert page.part("review").isEnabled()


def test_nothing_of_the_page_is_loaded_before_it_is_wanted(page, qtbot):
    assert page.panel.findChild(QtWidgets.QWidget, "usero_review_page") is None


def test_another_language_while_it_is_open_changes_all_of_it(page, attach, window, qtbot):
    page.look()
    widget = next(w for w in window.children() if type(w).__name__ == "FeedbackWidget")
    widget.update(locale="de")
    assert page.says("Was gesendet wird")
    assert "Alle ausschalten" in page.section("details")
    widget.update(locale="ar")
    assert page.part("review_page").isRightToLeft()


def test_what_is_said_of_a_copy_does_not_move_the_buttons_below_it(page, qtbot):
    page.look()
    copy, save = page.part("review_copy"), page.part("review_save")
    place = lambda: [(b.mapTo(page.window, b.rect().topLeft())) for b in (copy, save)]  # noqa: E731
    before = place()
    page.click(copy)
    page.wait_for("Copied.")
    qtbot.wait(50)
    assert place() == before
