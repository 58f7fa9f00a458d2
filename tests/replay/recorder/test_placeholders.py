"""What the host has written into empty fields is told; what is written in its place is not."""

from __future__ import annotations

import pytest

from usero_desktop.qt import QtCore, QtGui, QtWidgets

W = QtWidgets
WORDS = "Name, as on the invoice"
SECRET = "Zanzibar"
_Side = QtCore.Qt.AlignmentFlag
ADAPTED = {
    "plain": lambda _field: None,
    "from the right": lambda field: field.setAlignment(_Side.AlignRight),
    "in the middle": lambda field: field.setAlignment(_Side.AlignCenter),
    "at the top": lambda field: field.setAlignment(_Side.AlignTop),
    "at the bottom": lambda field: field.setAlignment(_Side.AlignBottom),
    "without a frame": lambda field: field.setFrame(False),
    "with margins": lambda field: field.setTextMargins(12, 0, 7, 0),
    "too long": lambda field: field.setPlaceholderText("long " * 40),
    "Arabic": lambda field: field.setPlaceholderText("ابحث عن الطلب"),
    "right to left": lambda field: field.setLayoutDirection(
        QtCore.Qt.LayoutDirection.RightToLeft
    ),
    "larger": lambda field: field.setStyleSheet("font-size: 20px; padding: 3px 9px"),
}  # fmt: skip


def line():
    made = W.QLineEdit()
    made.setPlaceholderText(WORDS)
    return made


def page(kind):
    made = kind()
    made.setPlaceholderText(WORDS)
    return made


def choice():
    made = W.QComboBox()
    made.addItems(["one", SECRET])
    made.setPlaceholderText(WORDS)
    made.setCurrentIndex(-1)
    return made


def password():
    made = line()
    made.setEchoMode(W.QLineEdit.EchoMode.Password)
    return made


FIELDS = {
    "line": line,
    "password": password,
    "text": lambda: page(W.QTextEdit),
    "plain text": lambda: page(W.QPlainTextEdit),
    "combo box": choice,
}


def fill(field):
    if isinstance(field, W.QComboBox):
        field.setCurrentIndex(1)
    elif isinstance(field, W.QLineEdit):
        field.setText(SECRET)
    else:
        field.setPlainText(SECRET)


def texts(take):
    return [look for look in take.page.looks() if look[2] == "text"]


@pytest.mark.parametrize("kind", FIELDS)
def test_an_empty_field_says_what_it_is_for(record, put, kind):
    put(FIELDS[kind](), 20, 20, 300, 60)
    take = record()
    assert take.page.runs() == [WORDS]
    assert take.page.looks() == record(mask_all_inputs=False).page.looks()


@pytest.mark.parametrize("way", ADAPTED)
def test_it_stands_where_qt_has_it(record, put, way):
    ADAPTED[way](put(line(), 20, 20, 220, 60))
    [masked], [plain] = texts(record()), texts(record(mask_all_inputs=False))
    assert masked[3] == plain[3]
    assert masked[:2] == pytest.approx(plain[:2], abs=1)


@pytest.mark.parametrize("side", ["LeadingPosition", "TrailingPosition"])
@pytest.mark.parametrize("sheet", ["", "padding: 3px 9px; border: 1px solid navy"])
@pytest.mark.parametrize("aligned", [_Side.AlignLeft, _Side.AlignRight])
def test_it_is_beside_an_icon(record, put, side, sheet, aligned):
    field = put(line(), 20, 20, 220, 40)
    field.setStyleSheet(sheet)
    field.setAlignment(aligned)
    picture = QtGui.QPixmap(16, 16)
    picture.fill(QtGui.QColor("navy"))
    field.addAction(QtGui.QIcon(picture), getattr(W.QLineEdit.ActionPosition, side))
    [masked], [plain] = texts(record()), texts(record(mask_all_inputs=False))
    assert masked[:2] == pytest.approx(plain[:2], abs=1)
    if side == "LeadingPosition" and aligned == _Side.AlignLeft:
        assert masked[0] > 20 + 16


@pytest.mark.parametrize("kind", FIELDS)
def test_what_is_written_in_its_place_is_not_told_and_it_comes_back(record, put, kind):
    field = put(FIELDS[kind](), 20, 20, 300, 60)
    take = record()
    fill(field)
    take.settle()
    assert take.page.runs() == ["•" * len(SECRET)]
    field.setCurrentIndex(-1) if isinstance(field, W.QComboBox) else field.clear()
    take.settle()
    assert take.page.runs() == [WORDS]
    assert SECRET.encode() not in take.bytes


@pytest.mark.parametrize("kind", ["line", "text", "plain text"])
def test_what_an_input_method_is_composing_is_not_told(record, put, kind):
    field = put(FIELDS[kind](), 20, 20, 300, 60)
    field.setFocus()
    take = record()
    composing = QtGui.QInputMethodEvent(SECRET, [])
    W.QApplication.sendEvent(field, composing)
    take.settle()
    assert SECRET.encode() not in take.bytes
    assert SECRET in record(mask_all_inputs=False).page.text()


@pytest.mark.parametrize("kind", FIELDS)
@pytest.mark.parametrize("way", ["mask_all_text", "usero_mask", "usero_block", "a name"])
def test_what_hides_all_words_hides_these(record, put, kind, way):
    field = put(FIELDS[kind](), 20, 20, 300, 60)
    field.setObjectName("name")
    if way.startswith("usero"):
        field.setProperty(way, True)
    options = {"mask_all_text": {"mask_all_text": True}, "a name": {"mask": ["name"]}}
    assert WORDS.encode() not in record(**options.get(way, {})).bytes


def test_a_page_that_paints_words_of_its_own_is_masked(record, put):
    class Hinting(W.QPlainTextEdit):
        def paintEvent(self, event):
            super().paintEvent(event)
            QtGui.QPainter(self.viewport()).drawText(10, 40, SECRET)

    put(page(Hinting), 20, 20, 300, 60)
    assert SECRET.encode() not in record().bytes
