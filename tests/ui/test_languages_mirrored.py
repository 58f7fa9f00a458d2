"""Who reads from right to left has the panel mirrored, whatever the program around it does."""

from __future__ import annotations

import pytest
from ui.clipping import drawn_words
from ui.form import Form, open_modal
from ui.gallery import EMAIL, show
from ui.spoken import menu_of

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.controls.labels import Label
from usero_desktop.ui.controls.tick import BOX, GAP
from usero_desktop.ui.style import icons, metrics

Direction = QtCore.Qt.LayoutDirection
LEFT, RIGHT = Direction.LeftToRight, Direction.RightToLeft
SIDES = {"en": LEFT, "ar": RIGHT, "he": RIGHT}


@pytest.fixture(params=[LEFT, RIGHT], ids=["host from left", "host from right"])
def host(request, qapp, window):
    """The program's own direction, for all of it and for this window."""
    before = qapp.layoutDirection()
    qapp.setLayoutDirection(request.param)
    window.resize(760, 700)
    yield request.param
    qapp.setLayoutDirection(before)


def ours(window, *more):
    """Every widget of ours that is in the window, or in one of `more`."""
    roots = [w for w in window.findChildren(QtWidgets.QWidget) if w.objectName() in
             {"usero_panel", "usero_launcher"}]  # fmt: skip
    return [w for root in (*roots, *more) for w in (root, *root.findChildren(QtWidgets.QWidget))]


@pytest.mark.parametrize("language", SIDES)
def test_all_of_ours_is_read_from_the_side_of_its_language_and_the_host_from_its_own(
    qtbot, window, attach, host, language
):
    widget = attach(window, locale=language)
    widget.open()
    for screen in ("form, full", "reports, told"):
        show(widget, screen)
        parts = [w for w in ours(window) if w.objectName() != "usero_email"]
        assert len(parts) > 20
        assert {w.layoutDirection() for w in parts} == {SIDES[language]}
    assert window.layoutDirection() == host


@pytest.mark.parametrize("language", SIDES)
def test_menus_dialogs_and_the_launcher_in_a_modal_dialog_are_too(
    qtbot, window, attach, host, language
):
    widget = attach(window, locale=language)
    widget.open()
    form = Form(qtbot, window)
    for part in ("more", "add_screenshot"):
        menu = menu_of(form.part(part))
        assert menu.layoutDirection() == SIDES[language]
        menu.close()
    widget.close()
    modal, launcher = open_modal(qtbot, window)
    assert launcher.layoutDirection() == SIDES[language]
    launcher.click()
    assert form.panel.layoutDirection() == SIDES[language]
    modal.close()


@pytest.mark.parametrize("position", ["left", "right"])
@pytest.mark.parametrize("language", SIDES)
def test_on_which_side_of_the_window_it_is_the_position_says_and_not_the_language(
    qtbot, window, attach, host, language, position
):
    widget = attach(window, locale=language, position=position)
    form = Form(qtbot, window)
    edge = 0 if position == "left" else window.width() - form.launcher.width()
    assert form.launcher.x() == edge
    widget.open()
    middle = form.panel.geometry().center().x()
    assert (middle < window.width() / 2) is (position == "left")
    widget.update(launcher_type="button")
    widget.close()
    middle = form.launcher.geometry().center().x()
    assert (middle < window.width() / 2) is (position == "left")


def flipped(image):
    return image.transformed(QtGui.QTransform.fromScale(-1, 1))


def drawn(button):
    """What stands on a button, cut out of its one colour."""
    image = button.grab().toImage()
    back = image.pixel(image.width() // 8, image.height() // 2)
    inside = image.rect().adjusted(4, 4, -4, -4)
    spots = [
        QtCore.QPoint(x, y)
        for x in range(inside.left(), inside.right())
        for y in range(inside.top(), inside.bottom())
        if image.pixel(x, y) != back
    ]
    return image.copy(QtGui.QPolygon(spots).boundingRect())


@pytest.mark.parametrize("language", ["ar", "he"])
def test_the_panel_turns_its_way_back_and_its_send(qtbot, window, attach, language):
    seen = {}
    widget = attach(window, texts={"panel.send": ""})
    form = Form(qtbot, window)
    widget.open()
    for one in ("en", language):
        widget.update(locale=one)
        show(widget, "form")
        sends = drawn(form.send_button)
        show(widget, "reports, list")
        seen[one] = (sends, drawn(form.part("back")))

    assert seen[language] == tuple(flipped(image) for image in seen["en"])
    assert seen[language] != seen["en"]


def test_what_points_points_the_other_way_and_what_does_not_stays(qapp):
    black = QtGui.QColor("black")
    for name in ("back", "send", "list", "undo", "redo"):
        plain = icons.icon(name, 24, 1.0, black).toImage()
        turned = icons.icon(name, 24, 1.0, black, mirrored=True).toImage()
        assert turned == flipped(plain) != plain
    for name in ("trash", "clock", "camera", "check", "edit", "paste"):
        plain = icons.icon(name, 24, 1.0, black).toImage()
        assert icons.icon(name, 24, 1.0, black, mirrored=True).toImage() == plain


@pytest.mark.parametrize("language", SIDES)
def test_the_heads_buttons_stand_where_a_line_ends_and_the_way_back_where_it_begins(
    qtbot, window, attach, language
):
    window.resize(760, 700)
    widget = attach(window, locale=language)
    widget.open()
    form, mirrored = Form(qtbot, window), SIDES[language] == RIGHT
    middle = form.panel.width() / 2
    assert (form.part("close").geometry().center().x() < middle) is mirrored
    assert (form.part("more").geometry().center().x() < middle) is mirrored
    show(widget, "reports, list")
    assert (form.part("back").geometry().center().x() > middle) is mirrored


@pytest.mark.parametrize("language", SIDES)
def test_an_address_is_read_from_the_left_and_stands_where_a_line_begins(
    qtbot, window, attach, language
):
    widget = attach(window, locale=language)
    widget.open()
    show(widget, "form, full")
    line = Form(qtbot, window).email
    start = QtCore.Qt.AlignmentFlag.AlignRight if SIDES[language] == RIGHT else (
        QtCore.Qt.AlignmentFlag.AlignLeft
    )  # fmt: skip

    assert line.text() == EMAIL
    assert line.layoutDirection() == LEFT
    assert line.alignment() & start
    # The cursor at the end of the address is on its right.
    line.setFocus()
    line.setCursorPosition(0)
    first = line.cursorRect().center().x()
    line.setCursorPosition(len(EMAIL))
    assert line.cursorRect().center().x() > first


@pytest.mark.parametrize("language", SIDES)
def test_what_a_word_ends_with_stands_behind_it(qtbot, window, attach, host, language):
    widget = attach(window, locale=language, launcher_type="button", launcher_label="Well\u2026")
    widget.open()
    form, look = Form(qtbot, window), widget._front.look
    show(widget, "form")
    parts = [(form.face(4), look.texts("rating.4"))]
    if language != "en":
        widget.update(launcher_label=None, texts={"panel.title": look.texts("more.wipe")})
    parts.append((form.launcher, form.launcher._label))
    show(widget, "reports, list")
    for name in ("reports.export", "more.wipe"):
        words = look.texts(name)
        button = next(w for w in form.panel.findChildren(QtWidgets.QPushButton)
                      if w.isVisible() and w.text() == words)  # fmt: skip
        parts.append((button, words))
    for part, words in parts:
        assert words[-1] in "!\u2026"
        # Before it, or on its other side, it would be a run of its own.
        assert [run.text for run in drawn_words(part)] == [words]
    sentences = [
        w for w in form.panel.findChildren(Label) if w.isVisible() and w.text()[-1:] == "."
    ]
    assert len(sentences) > 2
    for label in sentences:
        last = drawn_words(label)[-1].text
        assert last.endswith(".")
        assert len(last) > 1


@pytest.mark.parametrize("language", SIDES)
def test_what_a_menu_offers_stands_beside_its_icon_where_a_line_begins(
    qtbot, window, attach, host, language
):
    widget = attach(window, locale=language)
    widget.open()
    menu, look = menu_of(Form(qtbot, window).part("more")), widget._front.look
    runs = drawn_words(menu)

    # One run each: the dots of the last one are behind its words.
    assert [run.text for run in runs] == [a.text() for a in menu.actions()]
    assert look.texts("more.wipe")[-1] == "\u2026"
    starts = {
        round(run.box.right() if SIDES[language] == RIGHT else run.box.left()) for run in runs
    }
    assert len(starts) == 1
    edge = menu.width() - starts.pop() if SIDES[language] == RIGHT else starts.pop()
    assert edge < 50


@pytest.mark.parametrize("language", SIDES)
def test_the_words_of_the_tick_stand_as_near_to_it_in_every_language(
    qtbot, window, attach, host, language
):
    widget = attach(window, locale=language)
    widget.open()
    tick = Form(qtbot, window).share
    [run] = drawn_words(tick)

    is_right = SIDES[language] == RIGHT
    start = tick.width() - run.box.right() if is_right else run.box.left()
    assert abs(start - (metrics.RING_ROOM + BOX + GAP)) <= 2


@pytest.mark.parametrize("language", SIDES)
@pytest.mark.parametrize("size", [(760, 700), (420, 200)], ids=["window", "dialog"])
def test_the_ring_of_the_tick_stands_clear_of_it_on_every_side(
    qtbot, window, attach, language, size
):
    window.resize(*size)
    widget = attach(window, locale=language)
    widget.open()
    form = Form(qtbot, window)
    qtbot.waitUntil(lambda: form.has("comment") and form.comment.hasFocus())
    tick, panel = form.share, form.panel
    corner = tick.mapTo(panel, QtCore.QPoint())
    box = QtCore.QRect(corner, tick.size())
    before = panel.grab(box).toImage()
    tick.setFocus(QtCore.Qt.FocusReason.TabFocusReason)
    after = panel.grab(box).toImage()

    across = [x for x in range(box.width()) if after.pixel(x, 14) != before.pixel(x, 14)]
    down = [y for y in range(box.height()) if after.pixel(40, y) != before.pixel(40, y)]
    ring, clear = widget._front.look.colors.ring, metrics.RING_ROOM - 2
    assert ring == 2
    assert {0, 1, box.width() - 2, box.width() - 1} == set(across)
    assert {0, 1, box.height() - 2, box.height() - 1} == set(down)
    # The box itself stays in line with the fields.
    comment = form.comment.mapTo(panel, QtCore.QPoint())
    is_right = SIDES[language] == RIGHT
    edges = (box.right() - (comment.x() + form.comment.width() - 1), comment.x() - box.x())
    assert edges[0 if is_right else 1] == ring + clear


@pytest.mark.parametrize("language", SIDES)
def test_what_an_empty_comment_asks_for_stands_where_a_line_begins(
    qtbot, window, attach, host, language
):
    widget = attach(window, locale=language)
    widget.open()
    comment = Form(qtbot, window).comment
    with_words = columns(comment)
    comment.setPlaceholderText("")
    columns_of_words = with_words - columns(comment)
    assert columns_of_words
    if SIDES[language] == RIGHT:
        assert comment.width() - max(columns_of_words) < 30
    else:
        assert min(columns_of_words) < 30
    comment.setPlainText("x")
    assert len(columns(comment)) < 20 < len(columns_of_words)


def columns(widget):
    """The columns of a widget's image in which there is anything but its ground."""
    image = widget.grab().toImage()
    back = image.pixel(image.width() // 2, image.height() - 8)
    rows = range(6, image.height() - 6)
    return {x for x in range(6, image.width() - 6) if any(image.pixel(x, y) != back for y in rows)}


@pytest.mark.parametrize("language", SIDES)
@pytest.mark.parametrize(
    "words, side", [("", None), ("شكرا", RIGHT), ("תודה", RIGHT), ("Hi", LEFT)]
)
def test_what_is_typed_begins_at_the_side_from_which_it_is_read(
    qtbot, window, attach, host, language, words, side
):
    attach(window, locale=language).open()
    comment = Form(qtbot, window).comment
    comment.insertPlainText("to be changed")
    comment.selectAll()
    comment.insertPlainText(words)
    comment.moveCursor(QtGui.QTextCursor.MoveOperation.Start)

    is_right = comment.cursorRect().center().x() > comment.viewport().width() / 2
    assert is_right == ((side or SIDES[language]) == RIGHT)
    comment.undo()
    assert comment.toPlainText() == "to be changed"


@pytest.mark.parametrize("language", SIDES)
def test_the_cursor_waits_at_the_side_of_the_placeholder_before_anything_is_typed(
    qtbot, window, attach, host, language
):
    attach(window, locale=language).open()
    comment = Form(qtbot, window).comment

    is_right = comment.cursorRect().center().x() > comment.viewport().width() / 2
    assert is_right == (SIDES[language] == RIGHT)
