"""The list of reports by keyboard, by ear, from right to left, and with many in it."""

from __future__ import annotations

import pytest
from servers import free_port, serving
from ui.form import Form, Key, Modifier
from ui.shelf import Shelf, is_in_order, kept, refused, waiting

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.style import metrics

COMMENT = "The amounts do not line up."


@pytest.fixture(params=["window", "dialog"])
def opened(request, qtbot, window, attach, tmp_path):
    """Two reports that were refused and one that waits, the panel in the window or a dialog."""
    for number in (1, 2):
        refused(tmp_path / "data", rating=number, comment=f"{COMMENT} {number}")
    dead = free_port()
    waiting(tmp_path / "data", dead, comment="Written in a tunnel.")
    if request.param == "dialog":
        window.resize(420, 200)

    def open_(**options):
        url = f"http://127.0.0.1:{dead}"
        widget = attach(window, data_dir=tmp_path / "data", base_url=url, **options)
        widget.open()
        form = Form(qtbot, window)
        form.widget, form.shelf, form.data = widget, Shelf(form, qtbot), tmp_path / "data"
        qtbot.waitUntil(lambda: form.has("action_show"))
        return form

    return open_


def focus():
    return QtWidgets.QApplication.focusWidget()


def tab_to(form, name):
    for _ in range(40):
        if focus().objectName() == name:
            return
        form.key(Key.Key_Tab)
    raise AssertionError(f"{name} is not reached: {focus().objectName()}")


def test_the_keyboard_alone_shows_a_report_and_deletes_it(opened, qtbot):
    form = opened()
    tab_to(form, "usero_action_show")
    form.key(Key.Key_Return)
    qtbot.waitUntil(lambda: len(form.shelf.cards) == 3)
    assert focus().objectName() == "usero_back"
    assert focus().ring.is_shown
    tab_to(form, "usero_report_delete")
    form.key(Key.Key_Space)
    assert focus().objectName() == "usero_action_keep", "nothing is deleted by a second press"
    form.key(Key.Key_Escape)
    assert focus().objectName() == "usero_report_delete"
    form.key(Key.Key_Space)
    tab_to(form, "usero_action_delete")
    form.key(Key.Key_Return)
    qtbot.waitUntil(lambda: len(form.shelf.cards) == 2)

    assert focus().objectName() == "usero_report_delete", "that of the next one"
    assert len(kept(form.data)) == 2
    form.key(Key.Key_Escape)
    assert form.comment.hasFocus()
    assert form.widget.is_open
    form.key(Key.Key_Escape)
    assert not form.widget.is_open


def test_tab_goes_down_the_list_and_the_list_scrolls_along(opened, qtbot):
    form = opened()
    form.shelf.show()
    qtbot.waitUntil(lambda: len(form.shelf.cards) == 3)
    seen, names = [], []
    tab_to(form, "usero_report_edit")
    while focus().objectName() != "usero_wipe":
        part = focus()
        seen.append(part.mapToGlobal(QtCore.QPoint()).y())
        names.append(part.objectName())
        visible = part.visibleRegion().boundingRect()
        assert visible.height() == part.height(), part.accessibleName()
        form.key(Key.Key_Tab)

    assert names == [f"usero_report_{n}" for n in ("edit", "retry", "export", "delete")] * 3


@pytest.mark.parametrize("key", ["Key_Tab", "Key_Backtab"])
def test_the_list_scrolls_to_whom_tab_reaches_from_outside_it_too(opened, qtbot, key):
    form = opened()
    form.shelf.show()
    qtbot.waitUntil(lambda: len(form.shelf.cards) == 3)
    [area] = form.panel.findChildren(QtWidgets.QScrollArea)
    bar = area.verticalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(bar.maximum() if key == "Key_Tab" else 0)
    form.part("close" if key == "Key_Tab" else "wipe").setFocus()
    form.key(Key[key])
    part = focus()
    assert part.objectName().startswith("usero_report_")

    qtbot.waitUntil(lambda: part.visibleRegion().boundingRect().height() == part.height())


def ask_for_menu(part, reason):
    place = part.rect().center()
    event = QtGui.QContextMenuEvent(reason, place, part.mapToGlobal(place))
    QtWidgets.QApplication.sendEvent(part, event)
    return QtWidgets.QApplication.activePopupWidget()


@pytest.mark.parametrize("reason", ["Keyboard", "Mouse"])
def test_a_card_offers_what_can_be_done_in_a_menu_of_its_own(opened, qtbot, reason):
    form = opened()
    form.shelf.show()
    qtbot.waitUntil(lambda: len(form.shelf.cards) == 3)
    button = form.shelf.button("retry", 1)
    button.setFocus(QtCore.Qt.FocusReason.TabFocusReason)
    menu = ask_for_menu(button, QtGui.QContextMenuEvent.Reason[reason])
    words = [action.text() for action in menu.actions()]
    assert words == ["Edit", "Send again", "Save a copy…", "Delete"]
    assert menu.accessibleName() == form.shelf.cards[1].accessibleName() != ""

    delete = menu.actions()[-1]
    form.click_at(menu, menu.actionGeometry(delete).center())
    qtbot.waitUntil(lambda: focus().objectName() == "usero_action_keep")
    assert form.shelf.cards[1].isAncestorOf(focus())
    # While it asks, there is nothing else to choose.
    assert ask_for_menu(focus(), QtGui.QContextMenuEvent.Reason[reason]) is None


def test_everything_has_a_name_of_its_own(opened, qtbot):
    form = opened()
    form.shelf.show()
    qtbot.waitUntil(lambda: len(form.shelf.cards) == 3)
    buttons = [w for w in form.panel.findChildren(QtWidgets.QPushButton) if w.isVisible()]
    names = [w.accessibleName() or w.text() for w in buttons]

    assert all(names)
    assert len(set(names)) == len(names)
    assert {"Edit, report 1", "Delete, report 3", "Back"} <= set(names)
    spoken = [card.accessibleName() for card in form.shelf.cards]
    assert spoken[0].startswith("Could not be sent, ")
    assert [name[-6:] for name in spoken] == ["1 of 3", "2 of 3", "3 of 3"]


@pytest.mark.parametrize("locale", ["en", "qps"])
def test_nothing_is_cut_off_or_overlaps(opened, qtbot, locale):
    form = opened(locale=locale)
    form.shelf.show()
    qtbot.waitUntil(lambda: len(form.shelf.cards) == 3)
    for name in ("delete", None):
        if name:
            form.shelf.press(name)
        QtWidgets.QApplication.processEvents()
        for part in form.panel.findChildren(QtWidgets.QWidget):
            if isinstance(part, QtWidgets.QLabel) and part.isVisible() and part.text():
                check_label(part)
            elif isinstance(part, QtWidgets.QPushButton) and part.isVisible():
                assert part.width() >= part.sizeHint().width(), part.text()
        assert is_in_order(form.shelf.cards)
        for card in form.shelf.cards:
            inside = QtCore.QRect(card.mapTo(form.panel, QtCore.QPoint()), card.size())
            assert inside.left() >= metrics.PANEL_PADDING - 1
            assert inside.right() <= form.panel.width() - metrics.PANEL_PADDING
    form.key(Key.Key_Escape)
    form.click(form.part("wipe"))
    QtWidgets.QApplication.processEvents()
    [question] = [w for w in form.panel.findChildren(QtWidgets.QLabel)
                  if w.isVisible() and len(w.text()) > 150]  # fmt: skip
    check_label(question)
    mirrored = form.panel.isRightToLeft()
    assert (form.part("back").x() > form.panel.width() / 2) is mirrored


def check_label(label):
    fm = QtGui.QFontMetrics(label.font())
    room = label.contentsRect()
    if label.wordWrap():
        flags = int(QtCore.Qt.TextFlag.TextWordWrap.value)
        box = fm.boundingRect(QtCore.QRect(0, 0, room.width(), 10_000), flags, label.text())
        assert box.height() <= room.height(), label.text()
    else:
        assert fm.horizontalAdvance(label.text()) <= room.width(), label.text()


def test_keys_of_the_form_do_nothing_while_it_is_out_of_sight(opened, qtbot):
    form = opened()
    form.type("Not yet.")
    form.shelf.show()
    with serving() as server:
        form.key(Key.Key_Return, Modifier.ControlModifier, form.panel)
        qtbot.wait(50)
        assert server.requests == []
    assert form.shelf.cards
    form.click(form.part("back"))
    assert form.comment.toPlainText() == "Not yet."


def test_the_panel_opens_with_the_form(opened, qtbot):
    form = opened()
    form.shelf.show()
    form.widget.close()
    form.widget.open()

    assert form.comment.isVisible()
    assert not form.shelf.cards


def test_many_reports_are_shown_a_few_at_a_time_and_the_next_time_again(
    qtbot, window, attach, tmp_path
):
    dead = free_port()
    for number in range(23):
        waiting(tmp_path / "data", dead, comment=f"Number {number}")
    attach(window, data_dir=tmp_path / "data", base_url=f"http://127.0.0.1:{dead}").open()
    form = Form(qtbot, window)
    shelf = Shelf(form, qtbot).open()
    qtbot.waitUntil(lambda: len(shelf.cards) == 20)
    assert "Number 22" in shelf.words(0), "the newest first"
    more = form.part("reports_more")
    assert more.text() == "Show 3 more"
    form.click(more)

    assert len(shelf.cards) == 23
    assert not more.isVisible()
    form.click(form.part("back"))
    shelf.open()
    qtbot.waitUntil(lambda: len(shelf.cards) == 20, timeout=20_000)
    assert more.text() == "Show 3 more"
