"""Pointing at a control: by mouse and by keys, and nothing of it reaches the host."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from ui.editor_hand import EditorHand
from ui.form import Key, Modifier
from ui.review import PATIENCE, Review

from usero_desktop.annotation.marks import MarkKind
from usero_desktop.qt import QtCore, QtGui, QtWidgets

LEFT, RIGHT = QtCore.Qt.MouseButton.LeftButton, QtCore.Qt.MouseButton.RightButton
RED = (220, 38, 38)


@pytest.fixture
def save(window):
    """A button of the host's, in a box of it, that counts its clicks."""
    box = QtWidgets.QGroupBox("Order", window.centralWidget())
    box.setObjectName("order")
    box.setGeometry(20, 100, 400, 200)
    button = QtWidgets.QPushButton("&Save", box)
    button.setObjectName("save")
    button.setGeometry(40, 60, 120, 40)
    other = QtWidgets.QPushButton("Cancel", box)
    other.setObjectName("cancel")
    other.setGeometry(200, 60, 120, 40)
    window.setObjectName("main")
    window.centralWidget().setObjectName("page")
    button.clicks = []
    button.clicked.connect(lambda: button.clicks.append("clicked"))
    button.pressed.connect(lambda: button.clicks.append("pressed"))
    box.show()
    return button


@pytest.fixture
def pointing(qtbot, form, save):
    """The menu's entry was chosen: the cover that lies over the window now."""
    form.choose(3)
    form.add_picture("point")
    return cover_of(form.window)


def cover_of(window):
    found = [
        child for child in window.children()
        if isinstance(child, QtWidgets.QWidget) and child.objectName() == "usero_pointing"
        and child.isVisible()
    ]  # fmt: skip
    return found[0] if found else None


def middle(part):
    return part.mapTo(part.window(), part.rect().center())


def click(qtbot, cover, part):
    qtbot.mouseMove(cover, middle(part))
    qtbot.mouseClick(cover, LEFT, Modifier.NoModifier, middle(part))


def told(form, inbox):
    form.wait_for_pictures(1)
    form.send()
    form.wait_for("Thank you!")
    [report] = inbox.new()
    return report


def picture_of(report, inbox):
    [shot] = report.screenshots
    return Image.open(io.BytesIO(inbox.image(shot))).convert("RGB")


def is_back(form):
    return form.panel.isVisible() and form.panel.x() >= 0


def test_a_click_adds_the_picture_with_a_box_and_tells_what_it_is(
    qtbot, pointing, form, save, inbox
):
    assert not is_back(form)
    click(qtbot, pointing, save)
    assert is_back(form)
    form.wait_for_pictures(1)
    assert form.says("Screenshot 1 points at: Save (QPushButton)")
    report = told(form, inbox)

    assert report.metadata["pointed"] == [
        {
            "screenshot": 1,
            "class": "QPushButton",
            "path": "main/page/order/save",
            "name": "Save",
            "state": ["enabled", "visible"],
        }
    ]
    picture = picture_of(report, inbox)
    ratio = form.window.devicePixelRatioF()
    place = QtCore.QRect(save.mapTo(form.window, QtCore.QPoint()), save.size())
    reds = [
        (x, y)
        for x in range(round(place.left() * ratio) - 20, round(place.right() * ratio) + 20)
        for y in range(round(place.top() * ratio) - 20, round(place.bottom() * ratio) + 20)
        if picture.getpixel((x, y)) == RED
    ]
    assert min(x for x, _ in reds) < place.left() * ratio
    assert max(y for _, y in reds) > place.bottom() * ratio
    inner = picture.crop((place.left() + 8, place.top() + 8, place.right() - 8, place.bottom() - 8))
    assert RED not in {colour for _, colour in inner.getcolors(100_000)}


def test_nothing_of_the_host_feels_the_clicks_not_even_the_second_of_two(
    qtbot, pointing, form, save
):
    click(qtbot, pointing, save)
    resting = cover_of(form.window)
    assert resting is not None
    assert form.window.childAt(middle(save)) is resting
    qtbot.mouseDClick(resting, LEFT, Modifier.NoModifier, middle(save))
    qtbot.waitUntil(lambda: cover_of(form.window) is None)
    assert form.window.childAt(middle(save)) is save
    assert save.clicks == []
    form.wait_for_pictures(1)


def test_keys_go_to_a_control_and_take_it(qtbot, pointing, form, save, inbox):
    before = form.window.line

    def key(name):
        qtbot.keyClick(QtWidgets.QApplication.focusWidget(), name)

    assert pointing.hasFocus()
    key(Key.Key_Down)  # the page
    assert pointing.accessibleDescription() == "QWidget  page"
    key(Key.Key_Down)  # its first part: the line
    assert pointing.accessibleDescription() == "QLineEdit"
    key(Key.Key_Right)
    assert pointing.accessibleDescription() == "QGroupBox  order"
    key(Key.Key_Down)
    key(Key.Key_Right)
    assert pointing.accessibleDescription() == "QPushButton  cancel"
    key(Key.Key_Left)
    key(Key.Key_Up)
    key(Key.Key_Down)
    key(Key.Key_Return)
    assert cover_of(form.window) is None
    assert save.clicks == []
    assert before.text() == "the host's own words"
    [pointed] = told(form, inbox).metadata["pointed"]
    assert pointed["path"] == "main/page/order/save"


@pytest.mark.parametrize("how", ["key", "mouse"])
def test_who_leaves_it_is_where_they_were(qtbot, pointing, form, how):
    if how == "key":
        qtbot.keyClick(pointing, Key.Key_Escape)
    else:
        qtbot.mouseClick(pointing, RIGHT, Modifier.NoModifier, QtCore.QPoint(50, 50))
    assert cover_of(form.window) is None
    assert is_back(form)
    assert form.thumbnails == []
    assert form.add.hasFocus()
    assert form.panel.isVisible()


def test_a_shortcut_of_the_hosts_stays_silent(qtbot, pointing, form):
    heard = []
    shortcut = QtGui.QShortcut(QtGui.QKeySequence("Ctrl+S"), form.window)
    shortcut.activated.connect(lambda: heard.append(True))
    qtbot.keyClick(pointing, Key.Key_S, Modifier.ControlModifier)
    assert heard == []


def test_of_what_is_masked_no_name_is_told(qtbot, pointing, form, save, inbox):
    save.setProperty("usero_mask", True)
    click(qtbot, pointing, save)
    report = told(form, inbox)
    [pointed] = report.metadata["pointed"]
    assert "name" not in pointed
    assert pointed["path"] == "main/page/order/save"
    assert "Save" not in str(report.metadata)


def test_a_field_is_called_by_its_label_and_never_by_what_it_holds(
    qtbot, pointing, form, save, inbox
):
    line, label = form.window.line, QtWidgets.QLabel("&Name:", form.window.centralWidget())
    label.setBuddy(line)
    click(qtbot, pointing, line)
    report = told(form, inbox)
    [pointed] = report.metadata["pointed"]
    assert (pointed["class"], pointed["name"]) == ("QLineEdit", "Name")
    assert pointed["state"] == ["enabled", "visible", "focused"]
    assert "own words" not in str(report.metadata)


def test_the_point_goes_with_its_picture(qtbot, pointing, form, save, inbox):
    click(qtbot, pointing, save)
    form.wait_for_pictures(1)
    form.click(form.part("remove_1") if form.has("remove_1") else remove_of(form))
    qtbot.waitUntil(lambda: form.thumbnails == [])
    assert not form.has("pointed")
    form.send()
    form.wait_for("Thank you!")
    [report] = inbox.new()
    assert "pointed" not in report.metadata


def remove_of(form):
    [button] = [
        w for w in form.panel.findChildren(QtWidgets.QAbstractButton)
        if w.accessibleName() == "Remove screenshot 1"
    ]  # fmt: skip
    return button


def test_in_a_modal_dialog_its_controls_are_pointed_at(qtbot, form, widget, inbox, window):
    dialog = QtWidgets.QDialog(window)
    dialog.setObjectName("ask")
    dialog.resize(900, 700)
    check = QtWidgets.QCheckBox("Always", dialog)
    check.setObjectName("always")
    check.setGeometry(40, 40, 200, 40)
    check.setChecked(True)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitExposed(dialog)
    form.choose(3)
    form.add_picture("point")
    cover = cover_of(dialog)
    assert cover_of(window) is None
    click(qtbot, cover, check)
    [pointed] = told(form, inbox).metadata["pointed"]
    assert (pointed["path"], pointed["name"]) == ("ask/always", "Always")
    assert pointed["state"] == ["enabled", "visible", "checked"]
    assert check.isChecked()


def test_parts_that_qt_made_count_as_their_control(qtbot, pointing, form, save, inbox):
    spin = QtWidgets.QSpinBox(form.window.centralWidget())
    spin.setObjectName("count")
    spin.setGeometry(450, 100, 120, 40)
    spin.show()
    pointing.raise_()
    click(qtbot, pointing, spin)
    [pointed] = told(form, inbox).metadata["pointed"]
    assert (pointed["class"], pointed["path"]) == ("QSpinBox", "main/page/count")
    assert spin.value() == 0


def test_nothing_of_it_stays_in_the_window(qtbot, form, save):
    children = len(form.window.children())
    for _ in range(3):
        form.add_picture("point")
        qtbot.keyClick(cover_of(form.window), Key.Key_Escape)
        qtbot.waitUntil(lambda: cover_of(form.window) is None)
    qtbot.waitUntil(lambda: len(form.window.children()) == children)
    assert not form.panel.isHidden()


def test_a_window_that_is_hidden_ends_it(qtbot, pointing, form):
    form.window.hide()
    qtbot.waitUntil(lambda: cover_of(form.window) is None)
    form.window.show()
    qtbot.waitUntil(lambda: is_back(form))


def test_the_box_can_be_taken_away_in_the_editor_and_the_point_stays(
    qtbot, pointing, form, widget, save, inbox
):
    click(qtbot, pointing, save)
    form.wait_for_pictures(1)
    editor = EditorHand(qtbot, form, widget)
    editor.open()
    [mark] = editor.marks
    assert mark.kind is MarkKind.BOX
    editor.editing.select(0)
    editor.editing.remove_selected()
    editor.done()
    report = told(form, inbox)
    assert RED not in {colour for _, colour in picture_of(report, inbox).getcolors(1_000_000)}
    [pointed] = report.metadata["pointed"]
    assert pointed["name"] == "Save"


def test_what_is_sent_shows_it_before_it_goes_and_it_can_be_switched_off(
    qtbot, pointing, form, save, inbox
):
    click(qtbot, pointing, save)
    form.wait_for_pictures(1)
    page = Review(qtbot, form.window)
    page.look()
    assert any("main/page/order/save" in words for words in page.section("details"))
    page.switch("pointed")
    form.send()
    qtbot.waitUntil(lambda: bool(inbox.new()), timeout=PATIENCE)
    [report] = inbox.new()
    assert "pointed" not in report.metadata


def test_what_was_switched_off_is_not_told_of_in_the_form_either(qtbot, pointing, form, save):
    click(qtbot, pointing, save)
    form.wait_for_pictures(1)
    assert form.has("pointed")
    page = Review(qtbot, form.window)
    page.look()
    page.switch("pointed")
    form.click(form.part("back"))
    qtbot.waitUntil(lambda: not page.is_shown)
    assert not form.has("pointed")
    page.look()
    page.switch("pointed")
    form.click(form.part("back"))
    assert form.has("pointed")


def test_who_points_after_they_have_looked_at_what_is_sent_tells_it_all_the_same(
    qtbot, form, save, inbox
):
    form.choose(3)
    page = Review(qtbot, form.window)
    page.look()
    form.click(form.part("back"))
    form.add_picture("point")
    click(qtbot, cover_of(form.window), save)
    form.wait_for_pictures(1)
    assert form.says("Screenshot 1 points at: Save (QPushButton)")
    [pointed] = told(form, inbox).metadata["pointed"]
    assert pointed["name"] == "Save"


def test_a_panel_that_the_host_closes_meanwhile_ends_it(qtbot, pointing, form, widget):
    widget.close()
    qtbot.waitUntil(lambda: cover_of(form.window) is None)
    qtbot.waitUntil(lambda: not form.panel.isVisible())
    widget.open()
    qtbot.waitUntil(lambda: is_back(form))
    assert form.thumbnails == []


def test_a_widget_in_a_scene_is_not_covered_by_itself(qtbot, form, save):
    scene = QtWidgets.QGraphicsScene(form.window)
    embedded = QtWidgets.QPushButton("in a scene")
    scene.addWidget(embedded)
    view = QtWidgets.QGraphicsView(scene, form.window.centralWidget())
    view.setGeometry(450, 100, 300, 200)
    view.show()
    form.add_picture("point")
    assert cover_of(form.window) is not None
    assert cover_of(embedded) is None
    qtbot.keyClick(cover_of(form.window), Key.Key_Escape)


def test_a_dialog_that_blocks_its_window_alone_leaves_the_others_to_be_pointed_at(
    qtbot, form, widget, window, another
):
    other = another()
    dialog = QtWidgets.QDialog(window)
    dialog.setWindowModality(QtCore.Qt.WindowModality.WindowModal)
    dialog.resize(900, 700)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    form.add_picture("point")
    covered = [one for one in (window, dialog, other) if cover_of(one) is not None]
    assert covered == [dialog, other]
    qtbot.keyClick(cover_of(dialog), Key.Key_Escape)
