"""What a server says is shown as the words it is, and not more of it than fits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from servers import reply, serving
from ui.form import Form
from ui.shelf import Shelf

from usero_desktop.errors import ImageError, Refused, UseroError
from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.controls.labels import Label
from usero_desktop.ui.foreign import RUN_CHARACTERS, SHOWN_CHARACTERS, breakable, tamed
from usero_desktop.ui.style import metrics

SIZE = QtCore.QSize(333, 77)
ENDLESS = "x" * 25_000  # twice in a reply, of which 64 KB are read


@pytest.fixture
def picture(tmp_path):
    """A picture in whose size no words happen to stand."""
    made = QtGui.QImage(SIZE, QtGui.QImage.Format.Format_RGB32)
    made.fill(QtGui.QColor("red"))
    made.save(str(tmp_path / "red.png"))
    return f"<img src=file://{tmp_path}/red.png>"


def draws_the_picture(label):
    """Whether the label is as large as the picture, and so has read it."""
    hint = label.sizeHint()
    return abs(hint.width() - SIZE.width()) < 10 and abs(hint.height() - SIZE.height()) < 20


@pytest.mark.bites("C7")
def test_a_label_that_takes_any_text_would_read_the_picture(qtbot, picture):
    bare = QtWidgets.QLabel(picture)
    qtbot.addWidget(bare)
    ours = Label(bare)
    ours.setText(picture)

    assert draws_the_picture(bare)
    assert not draws_the_picture(ours)


@pytest.mark.promise("C7")
@pytest.mark.parametrize("kind", ["picture", "word without end", "a page of lines", "turned"])
def test_a_servers_words_stay_words_in_the_form_and_on_the_card(
    qtbot, window, attach, tmp_path, picture, figure, kind
):
    words = {
        "picture": f"{picture}<b>bold</b><a href=http://x>x</a>",
        "word without end": ENDLESS,
        "a page of lines": "line\n" * 4_000,
        "turned": "\u202eabc\u202e \x00\x1b[31mred",
    }[kind]
    body = {"error": words, "issues": {"host": [words]}}
    with serving(lambda *_: reply(400, body)) as server:
        widget = attach(window, base_url=server.url, data_dir=tmp_path / "data")
        widget.open()
        form = Form(qtbot, window)
        form.type("Say something.")
        form.send()
        qtbot.waitUntil(lambda: any("The server says:" in said for said in form.words))
        check(form)
        Shelf(form, qtbot).show()
        qtbot.waitUntil(lambda: any("The server says:" in said for said in form.words))
        check(form)
    if kind != "picture":
        figure(f"{kind}: width unchanged")


@pytest.mark.promise("C7")
def test_a_megabyte_of_words_is_a_sentence(form, widget, qtbot, figure):
    qtbot.waitUntil(lambda: widget._backstage.session is not None)
    words = "x" * 1_000_000
    for error in (
        Refused(words, status=400, error=words),
        Refused(words, status=400, issues={words: [words] * 3}),
        UseroError(words, code="unknown"),
        ImageError(words, code="picture_unknown", name=words),
    ):
        controller = widget._backstage.session.controller
        controller.show(notice=controller._sender._trouble(error))
        check(form)
        controller.pictures.show_error(error)
        check(form)
    figure("1 MB in 4 kinds of error: width unchanged")


def check(form):
    QtWidgets.QApplication.processEvents()
    labels = [w for w in form.panel.findChildren(QtWidgets.QLabel) if w.isVisible()]
    assert len(labels) >= 3
    assert form.panel.width() == metrics.PANEL_WIDTH
    assert form.panel.layout().minimumSize().width() <= metrics.PANEL_WIDTH
    for label in labels:
        assert label.textFormat() == QtCore.Qt.TextFormat.PlainText
        assert not draws_the_picture(label), label.text()
        assert len(label.text()) < 2 * SHOWN_CHARACTERS
        assert "\u202e" not in label.text()
    for part in form.panel.findChildren(QtWidgets.QWidget):
        assert len(part.accessibleName()) < 3 * SHOWN_CHARACTERS
        assert len(part.toolTip()) < SHOWN_CHARACTERS


@given(st.text(max_size=2_000))
def test_tamed_words_are_one_line_and_short(words):
    shown = tamed(words)

    assert len(shown) <= SHOWN_CHARACTERS
    assert shown == " ".join(shown.split()), "one line, one space at a time"
    assert tamed(shown) == shown


@given(st.text(alphabet=st.characters(exclude_characters="\u200b"), max_size=300))
def test_a_long_word_can_be_broken_and_loses_nothing(words):
    broken = breakable(words)

    assert broken.replace("\u200b", "") == words
    assert all(
        len(run) <= RUN_CHARACTERS for part in broken.split() for run in part.split("\u200b")
    )
