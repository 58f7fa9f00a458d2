"""How the list and the panel's head look: aligned, mirrored, and what matters in sight."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from servers import free_port
from ui.form import Form
from ui.shelf import Shelf, waiting

from usero_desktop.i18n import Texts
from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.reports.card import moment
from usero_desktop.ui.style import metrics

COMMENT = "The amounts do not line up with the header, and that for quite some time now."


@pytest.fixture(params=["en", "qps"])
def form(request, qtbot, window, attach, tmp_path):
    """The panel over six reports that wait, read from left to right and from right to left."""
    # Qt would move a menu that has no room on the screen.
    window.resize(760, 700)
    dead = free_port()
    for number in range(6):
        waiting(tmp_path / "data", dead, comment=f"{number}: {COMMENT}", rating=2)
    widget = attach(
        window,
        data_dir=tmp_path / "data",
        base_url=f"http://127.0.0.1:{dead}",
        locale=request.param,
    )
    widget.open()
    made = Form(qtbot, window)
    made.shelf = Shelf(made, qtbot)
    return made


@pytest.fixture
def listed(form, qtbot):
    form.shelf.open()
    qtbot.waitUntil(lambda: len(form.shelf.cards) == 6)
    return form


def place(part):
    return QtCore.QRect(part.mapToGlobal(QtCore.QPoint()), part.size())


def labels(form):
    found = form.panel.findChildren(QtWidgets.QLabel)
    return [label for label in found if label.isVisible() and label.text()]


def test_every_line_begins_at_the_side_where_one_begins_to_read(listed):
    side = QtCore.Qt.AlignmentFlag
    start = side.AlignRight if listed.panel.isRightToLeft() else side.AlignLeft
    for label in labels(listed):
        assert label.alignment() & start, label.text()
        assert label.alignment() & side.AlignAbsolute, label.text()


def test_a_menu_stays_inside_the_panel(form):
    panel = place(form.panel)
    for button in (form.part("more"), form.add):
        form.click(button)
        menu = QtWidgets.QApplication.activePopupWidget()
        edges = (menu.geometry().left(), menu.geometry().right())
        menu.close()

        assert panel.left() <= edges[0]
        assert edges[1] <= panel.right()
        assert {place(button).left(), place(button).right()} & set(edges)


def test_the_buttons_of_the_head_are_round_beside_a_title_in_two_lines(form):
    form.panel.heading.title.setText("A title that needs two lines of the head")
    QtWidgets.QApplication.processEvents()
    assert form.panel.heading.title.height() > 2 * metrics.TITLE

    for name in ("more", "close"):
        assert form.part(name).width() == form.part(name).height()


def test_no_two_buttons_of_a_row_are_further_apart_than_others(listed):
    rows = {}
    for name in ("edit", "retry", "export", "delete"):
        box = place(listed.shelf.button(name))
        rows.setdefault(box.top(), []).append(box)
    for row in rows.values():
        row.sort(key=QtCore.QRect.left)
        assert {after.left() - before.right() for before, after in pairwise(row)} == {1}


def test_a_question_comes_into_sight_with_its_answers(listed, qtbot):
    last = listed.shelf.cards[-1]
    scroll = last.parentWidget().parentWidget().parentWidget()
    [delete] = [w for w in last.findChildren(QtWidgets.QPushButton)
                if w.objectName() == "usero_report_delete"]  # fmt: skip
    scroll.verticalScrollBar().setValue(0)
    # Pressed by a program that speaks for the user: nothing scrolls to it before.
    delete.click()
    keep = next(w for w in last.findChildren(QtWidgets.QPushButton, "usero_action_keep"))

    def is_in_sight():
        return keep.visibleRegion().boundingRect().height() == keep.height()

    qtbot.waitUntil(is_in_sight)


def test_cards_stay_clear_of_the_scroll_bar(listed):
    scroll = listed.shelf.cards[0].parentWidget().parentWidget().parentWidget()
    bar = place(scroll.verticalScrollBar())

    assert scroll.verticalScrollBar().isVisible()
    for card in listed.shelf.cards:
        assert not bar.intersects(place(card))


@pytest.mark.parametrize("locale", ["C", "en", "qps", "de_DE", "fr"])
def test_a_date_is_one_that_a_person_reads(locale):
    texts = Texts(locale)
    now, before = time.time(), 1_700_000_000.0
    on_that_day = QtCore.QDateTime.fromSecsSinceEpoch(int(before)).date()
    wanted = QtCore.QLocale({"C": "en", "qps": "en"}.get(locale, locale))

    short = QtCore.QLocale.FormatType.ShortFormat
    assert wanted.toString(on_that_day, short) in moment(texts, before)
    today = QtCore.QDateTime.fromSecsSinceEpoch(int(now))
    if today.date() == QtCore.QDate.currentDate():
        assert moment(texts, now) == wanted.toString(today.time(), short)


def test_a_thin_scroll_bar_is_lighter_than_what_is_written(form):
    sheet = form.panel.styleSheet()
    handle = sheet.partition("QScrollBar::handle:vertical {")[2].partition("}")[0]
    color = QtGui.QColor(handle.partition("background: ")[2].partition(";")[0])
    words = form.panel._look.colors.muted
    back = form.panel._look.colors.background

    assert abs(color.lightness() - back.lightness()) < abs(words.lightness() - back.lightness())
