"""With every text 40% longer and from right to left, nothing is cut off."""

from __future__ import annotations

import pytest
from ui.form import Form

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.style import metrics
from usero_desktop.ui.style.scale import Scale


@pytest.fixture(params=["en", "qps"])
def form(request, qtbot, window, attach):
    widget = attach(window, locale=request.param)
    widget.open()
    made = Form(qtbot, window)
    made.widget = widget
    return made


def settle():
    for _ in range(3):
        QtWidgets.QApplication.processEvents()


def test_every_label_has_room_for_its_words(form):
    form.send()
    settle()
    for label in form.panel.findChildren(QtWidgets.QLabel):
        if label.isVisible() and label.text():
            fm = label.fontMetrics()
            if label.wordWrap():
                flags = int(QtCore.Qt.TextFlag.TextWordWrap.value)
                box = QtCore.QRect(0, 0, label.width(), 10_000)
                assert fm.boundingRect(box, flags, label.text()).height() <= label.height()
            else:
                assert fm.horizontalAdvance(label.text()) <= label.width(), label.text()
            assert fm.height() <= label.height() + 1


def test_every_buttons_words_fit_on_it(form):
    settle()
    for button, font, extra in (
        (form.add, Scale().font(metrics.LABEL), 46),
        (form.send_button, Scale().font(15, bold=True), 46),
        (form.share, Scale().font(metrics.BODY), 27),
    ):
        words = QtGui.QFontMetrics(font).horizontalAdvance(button.text())
        assert words + extra <= button.width() + 1, button.text()


def test_no_word_under_a_face_is_cut(form):
    settle()
    for number in (1, 2, 3, 4):
        face = form.face(number)
        assert face.widths(face._pixels)[0] <= face.width(), face.accessibleName()


def test_the_parts_of_a_row_do_not_overlap(form):
    settle()
    [counter] = [
        w for w in form.panel.findChildren(QtWidgets.QLabel)
        if w.isVisible() and "1000" in w.text()
    ]  # fmt: skip

    def place(part):
        return QtCore.QRect(part.mapTo(form.panel, QtCore.QPoint()), part.size())

    assert not place(counter).intersects(place(form.add))
    inside = form.panel.rect().adjusted(8, 8, -8, -8)
    for part in (counter, form.add, form.part("close"), form.send_button, form.share):
        assert inside.contains(place(part)), part.objectName()
    for one, other in ((1, 2), (2, 3), (3, 4)):
        assert not place(form.face(one)).intersects(place(form.face(other)))


def test_from_right_to_left_the_form_is_mirrored(form):
    settle()
    mirrored = form.panel.isRightToLeft()
    xs = [form.face(n).x() for n in (1, 2, 3, 4)]

    assert xs == sorted(xs, reverse=mirrored)
    assert (form.part("close").x() < form.panel.width() / 2) is mirrored


@pytest.mark.parametrize("kind", ["button"])
def test_the_launchers_words_fit(qtbot, window, attach, kind):
    attach(window, launcher_type=kind, locale="qps")
    launcher = Form(qtbot, window).launcher
    words = QtGui.QFontMetrics(Scale().font(metrics.BODY, bold=True))

    assert words.horizontalAdvance(launcher._label) + 20 + 8 + 2 * 18 <= launcher.width()


def test_a_long_file_name_wraps_and_stays_words(form, tmp_path, qtbot):
    path = tmp_path / ("<b>bold</b> " * 8 + "x.png").replace("/", "")
    path.write_text("no picture")
    form.drop_files(path)

    def labels():
        return [w for w in form.panel.findChildren(QtWidgets.QLabel)
                if w.isVisible() and "<b>" in w.text()]  # fmt: skip

    qtbot.waitUntil(lambda: len(labels()) == 1)
    settle()
    [label] = labels()
    assert label.textFormat() == QtCore.Qt.TextFormat.PlainText
    assert label.height() > 2 * label.fontMetrics().height()
