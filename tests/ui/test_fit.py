"""The panel is as high as what it says, and the comment keeps its lines."""

from __future__ import annotations

import pytest
from ui.form import Form
from ui.gallery import show

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.controls.labels import Label
from usero_desktop.ui.notice import Notice
from usero_desktop.ui.panel.comment import LINES_HEIGHT
from usero_desktop.ui.style import metrics

SAVED = "Saved. It will be sent when you're back online."


@pytest.fixture(params=["window", "dialog"])
def form(request, qtbot, window, attach):
    """The panel open in the host's window, and in a dialog of its own."""
    if request.param == "dialog":
        window.resize(420, 200)
    widget = attach(window)
    widget.open()
    qtbot.waitUntil(lambda: widget._backstage.session is not None)
    made = Form(qtbot, window)
    made.controller = widget._backstage.session.controller
    made.widget = widget
    return made


def heights(form):
    return form.panel.height(), form.comment.height()


def outer(form):
    """The height the panel has been given: its own, or the dialog's."""
    panel = form.panel
    return panel.height() if panel.window() is form.window else panel.window().height()


def test_unticking_gives_back_the_height_that_ticking_took(form):
    before = heights(form)
    form.click(form.share)
    assert form.panel.height() > before[0]
    form.click(form.share)

    assert heights(form) == before
    assert outer(form) == before[0]


def test_the_lines_in_sight_stay_in_sight_while_parts_come_and_go(form):
    form.comment.setPlainText("\n".join(f"line {n}" for n in range(30)))
    form.comment.moveCursor(QtGui.QTextCursor.MoveOperation.End)
    before = form.comment.verticalScrollBar().value()
    form.click(form.share)
    assert form.comment.verticalScrollBar().value() == before
    form.click(form.share)
    assert form.comment.verticalScrollBar().value() == before
    form.controller.warn("comment", "problem.comment_cut")
    form.controller.show(notice=Notice("saved", SAVED))
    form.controller.show(notice=None, problems={})
    assert form.comment.verticalScrollBar().value() == before


def test_after_sending_with_the_address_ticked_the_panel_is_as_it_was_but_for_the_thanks(
    qtbot, form
):
    before = heights(form)
    form.choose(3)
    form.click(form.share)
    form.email.setText("mira@example.org")
    form.send()
    form.wait_for("Thank you!")
    banner = form.label("Thank you!").parentWidget()

    assert form.comment.height() == before[1]
    assert form.panel.height() == before[0] + banner.height() + metrics.GAP
    assert outer(form) == form.panel.height()


def test_words_in_several_lines_cost_the_comment_nothing(form):
    lines = set()
    for words in ("Short.", "Long enough for a second line. " * 3, "And for a third. " * 9):
        form.controller.warn("comment", "")
        form.controller.show(problems={"comment": (words.strip(),)})
        lines.add(form.label(words.strip()).height())
        assert form.comment.height() == LINES_HEIGHT
        form.controller.show(notice=Notice("saved", SAVED))
        assert form.comment.height() == LINES_HEIGHT
        form.controller.show(notice=None, problems={})

    assert len(lines) == 3
    assert form.comment.height() == LINES_HEIGHT


def test_no_frame_is_painted_in_which_the_parts_do_not_fit(qtbot, form):
    painted = []

    class Eye(QtCore.QObject):
        def eventFilter(self, _watched, event):
            if event.type() == QtCore.QEvent.Type.Paint:
                painted.append((form.comment.height(), outer(form) - form.panel.height()))
            return False

    eye = Eye()
    form.panel.installEventFilter(eye)
    form.choose(3)
    form.click(form.share)
    form.email.setText("mira@example.org")
    QtWidgets.QApplication.processEvents()
    form.send()
    form.wait_for("Thank you!")
    QtWidgets.QApplication.processEvents()
    form.panel.removeEventFilter(eye)

    assert set(painted) == {(LINES_HEIGHT, 0)}


def test_an_option_that_hides_a_part_takes_its_height_at_once(qtbot, form):
    before = form.panel.height()
    form.widget.update(show_email_option=False)
    qtbot.waitUntil(lambda: form.panel.height() < before)

    assert form.comment.height() == LINES_HEIGHT
    assert outer(form) == form.panel.height()


def test_it_is_equally_wide_in_the_window_and_in_a_dialog(form):
    assert form.panel.width() == metrics.PANEL_WIDTH


def test_where_the_window_has_no_more_room_the_comment_gives_way_before_the_panel_leaves(
    qtbot, window, attach
):
    window.resize(1000, 470)
    widget = attach(window)
    widget.open()
    form = Form(qtbot, window)

    assert form.panel.window() is window
    assert form.comment.height() < LINES_HEIGHT
    assert form.panel.geometry().bottom() <= window.height() - metrics.PANEL_GAP
    two_lines = 2 * form.comment.fontMetrics().lineSpacing()
    assert form.comment.viewport().height() >= two_lines


@pytest.fixture
def dialog(qtbot, window, attach):
    """The panel's dialog, and a hand that resizes it as the window system would."""
    window.resize(420, 200)
    widget = attach(window)
    widget.open()
    qtbot.waitUntil(lambda: widget._backstage.session is not None)
    found = window.findChild(QtWidgets.QDialog, "usero_dialog")
    found.form = Form(qtbot, window)
    found.drag = lambda *size: found.windowHandle().resize(*size)
    return found


def test_a_size_the_user_gave_the_dialog_stays(qtbot, dialog):
    dialog.drag(560, 640)
    qtbot.waitUntil(lambda: dialog.size() == QtCore.QSize(560, 640))
    dialog.form.click(dialog.form.share)
    dialog.form.click(dialog.form.share)

    assert dialog.size() == QtCore.QSize(560, 640)


def test_a_dialog_made_smaller_stays_so_while_its_parts_have_room(qtbot, dialog):
    small = QtCore.QSize(420, dialog.height() - 20)
    dialog.drag(small.width(), small.height())
    qtbot.waitUntil(lambda: dialog.size() == small)
    dialog.form.type("a word")
    assert dialog.size() == small
    dialog.form.click(dialog.form.share)

    assert dialog.height() >= dialog.minimumHeight() > small.height()
    assert dialog.form.comment.viewport().height() >= 2 * dialog.form.comment.fontMetrics().height()


def test_the_window_systems_answers_to_our_own_sizes_are_not_the_users(qtbot, dialog):
    first = dialog.height()
    dialog.form.click(dialog.form.share)
    second = dialog.height()
    dialog.form.click(dialog.form.share)
    # An answer that comes late, off by the pixel that scaling may round.
    dialog.drag(metrics.PANEL_WIDTH, second - 1)
    qtbot.waitUntil(lambda: dialog.height() == second - 1)
    dialog.form.type("a word")

    assert dialog.height() == first


def test_a_dialog_that_grows_at_the_screens_end_stays_on_the_screen(qtbot, dialog):
    room = dialog.screen().availableGeometry()
    dialog.move(dialog.x(), room.bottom() - dialog.frameGeometry().height())
    dialog.form.click(dialog.form.share)

    assert dialog.frameGeometry().bottom() <= room.bottom()


def test_words_keep_their_margins_when_the_panel_becomes_a_dialog(window, attach):
    window.resize(1200, 500)
    widget = attach(window)
    widget.open()
    panel = widget._front.panel
    labels = [label for label in panel.findChildren(Label) if label.objectName() != "usero_title"]
    show(widget, "form")
    assert panel.window() is window
    show(widget, "form, everything at once")
    assert panel.window() is not window
    first = margins(labels)
    show(widget, "form, everything at once")

    assert any(first)
    assert first == margins(labels)


def margins(labels):
    return [label.contentsMargins().left() for label in labels if label.isVisible()]
