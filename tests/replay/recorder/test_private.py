"""What is masked is nowhere in a recording's bytes."""

from __future__ import annotations

import pytest

from usero_desktop.qt import QtCore, QtGui, QtWidgets

W = QtWidgets
SECRET = "Zanzibar"
_Echo = W.QLineEdit.EchoMode


def line(text=SECRET):
    return W.QLineEdit(text)


def password(mode):
    made = W.QLineEdit(SECRET)
    made.setEchoMode(mode)
    return made


def completed():
    made = W.QLineEdit()
    made.setCompleter(W.QCompleter([SECRET, "Zanzara"], made))
    return made


def spin():
    made = W.QSpinBox()
    made.setPrefix(SECRET)
    return made


def choice():
    made = W.QComboBox()
    made.addItems([SECRET, "other"])
    return made


def editable():
    made = choice()
    made.setEditable(True)
    return made


def date():
    made = W.QDateEdit()
    made.setDisplayFormat(f"'{SECRET}'")
    return made


def keys():
    made = W.QKeySequenceEdit()
    made.setKeySequence(QtGui.QKeySequence("Ctrl+F11"))
    return made


INPUTS = {
    "line": line,
    "password": lambda: password(_Echo.Password),
    "no echo": lambda: password(_Echo.NoEcho),
    "spin box": spin,
    "combo box": choice,
    "editable combo box": editable,
    "date": date,
    "text": lambda: W.QTextEdit(SECRET),
    "plain text": lambda: W.QPlainTextEdit(SECRET),
}


@pytest.mark.parametrize("kind", INPUTS)
def test_inputs_are_masked_by_default(record, put, kind):
    put(INPUTS[kind]())
    take = record()
    assert SECRET.encode() not in take.bytes
    assert any(set(run) == {"•"} for run in take.page.runs())


def test_a_key_sequence_is_masked(record, put):
    put(keys())
    take = record()
    assert b"F11" not in take.bytes


@pytest.mark.parametrize("kind", ["line", "spin box", "combo box", "text", "plain text"])
def test_a_host_may_have_inputs_shown(record, put, kind):
    put(INPUTS[kind]())
    take = record(mask_all_inputs=False)
    assert SECRET in take.page.text()


@pytest.mark.parametrize("length", [1, 3, 40])
def test_any_password_is_as_long_as_any_other(record, put, length):
    field = put(password(_Echo.Password))
    field.setText("x" * length)
    take = record(mask_all_inputs=False)
    assert take.page.runs() == ["•" * 8]


def test_the_cursor_does_not_tell_how_long_a_password_is(record, put):
    field = put(password(_Echo.Password))
    field.setFocus()
    take = record()
    before = take.page.looks()
    field.setText("a much longer one than before")
    field.selectAll()
    take.settle()
    assert take.page.looks() == before


def test_what_is_typed_is_never_there(record, put, qtbot):
    field = put(line(""))
    field.setFocus()
    take = record()
    for letter in SECRET:
        qtbot.keyClick(field, letter)
        take.settle()
    assert field.text() == SECRET
    assert SECRET[:3].encode() not in take.bytes
    assert take.page.runs() == ["•" * len(SECRET)]


def test_a_masked_container_masks_all_that_is_in_it(record, put):
    box = put(W.QGroupBox(SECRET), 10, 10, 300, 200)
    box.setProperty("usero_mask", True)
    W.QLabel(SECRET, box).setGeometry(5, 20, 100, 20)
    W.QPushButton(SECRET, box).setGeometry(5, 50, 100, 24)
    table = W.QTableWidget(2, 1, box)
    table.setItem(0, 0, W.QTableWidgetItem(SECRET))
    table.setGeometry(120, 20, 150, 100)
    for child in box.children():
        child.setToolTip(SECRET)
        child.show()
    take = record()
    assert SECRET.encode() not in take.bytes
    assert "•" * len(SECRET) in take.page.runs()


def test_a_picture_in_a_masked_label_is_left_out(record, put):
    picture = QtGui.QPixmap(40, 40)
    picture.fill(QtGui.QColor("#ff00ff"))
    label = put(W.QLabel())
    label.setPixmap(picture)
    plain = record()
    assert b"image/png" in plain.bytes
    label.setProperty("usero_mask", True)
    assert b"image/png" not in record().bytes


def test_a_blocked_widget_is_a_box_and_nothing_in_it_is_told(record, put):
    box = put(W.QGroupBox("Plan"), 10, 10, 300, 200)
    box.setProperty("usero_block", True)
    W.QLabel(SECRET, box).show()
    take = record()
    assert SECRET.encode() not in take.bytes
    assert b"Plan" not in take.bytes
    assert "k" in [look[4] for look in take.page.looks() if len(look) > 4]


def test_what_is_marked_later_is_masked_from_then_on(record, put):
    label = put(W.QLabel(SECRET))
    take = record()
    assert SECRET in take.page.text()
    label.setProperty("usero_mask", True)
    take.settle()
    assert SECRET not in take.page.text()
    label.setProperty("usero_mask", False)
    take.settle()
    assert SECRET in take.page.text()


def test_names_and_a_function_of_the_hosts_mask_and_block(record, put):
    put(W.QLabel(SECRET), 10, 10, 100, 20).setObjectName("salary_label")
    put(W.QLabel(SECRET), 10, 40, 100, 20).setObjectName("iban")
    assert SECRET.encode() not in record(mask=["salary_*"], block=["iban"]).bytes

    def judge(widget):
        return {"salary_label": "mask", "iban": "block"}.get(widget.objectName())

    assert SECRET.encode() not in record(mask=judge).bytes


def test_a_function_that_fails_masks(record, put, caplog):
    put(W.QLabel(SECRET))

    def judge(_widget):
        raise KeyError("the host's own")

    assert SECRET.encode() not in record(mask=judge).bytes
    assert "function" in caplog.text


def test_masked_columns_are_masked_and_others_are_not(record, put):
    table = put(W.QTableWidget(3, 3), 10, 10, 400, 200)
    for row in range(3):
        for column, word in enumerate(("left", SECRET, "right")):
            table.setItem(row, column, W.QTableWidgetItem(word))
    table.setProperty("usero_mask_columns", [1])
    take = record()
    assert SECRET.encode() not in take.bytes
    assert take.page.runs().count("left") == take.page.runs().count("right") == 3


def test_all_text_can_be_masked_with_what_paints_itself(record, window, put):
    class Painted(W.QWidget):
        def paintEvent(self, _event):
            QtGui.QPainter(self).drawText(10, 20, SECRET)

    window.setWindowTitle(SECRET)
    window.menuBar().addMenu(SECRET)
    window.statusBar().showMessage(SECRET)
    put(W.QLabel(SECRET), 10, 10, 100, 20)
    put(W.QPushButton(SECRET), 10, 40, 100, 24)
    put(Painted(), 10, 80, 100, 40)
    tabs = put(W.QTabWidget(), 10, 130, 200, 100)
    tabs.addTab(W.QWidget(), SECRET)
    take = record(mask_all_text=True)
    assert SECRET.encode() not in take.bytes


def test_titles_of_masked_windows_are_not_told(record, window):
    window.setProperty("usero_mask", True)
    window.setWindowTitle(SECRET)
    take = record()
    window.setWindowTitle(SECRET + "!")
    take.settle()
    assert SECRET.encode() not in take.bytes


def test_the_list_of_a_completer_is_masked_as_its_field_is(record, put, qtbot):
    field = put(completed())
    field.setFocus()
    take = record()
    qtbot.keyClicks(field, "Zan")
    popup = field.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    take.settle()
    assert SECRET.encode() not in take.bytes
    assert b"Zanzara" not in take.bytes
    popup.hide()


def test_the_tooltip_of_a_field_is_masked_and_that_of_a_button_is_not(record, put, qtbot):
    for widget, is_told in ((line("x"), False), (W.QPushButton("x"), True)):
        put(widget)
        take = record()
        W.QToolTip.showText(widget.mapToGlobal(QtCore.QPoint(3, 3)), SECRET, widget)
        qtbot.waitUntil(W.QToolTip.isVisible)
        take.settle()
        assert (SECRET in take.page.text()) is is_told
        W.QToolTip.hideText()
        qtbot.waitUntil(lambda: not W.QToolTip.isVisible())
        widget.hide()
        take.recorder.stop()


def test_what_is_ours_is_left_out(record, put):
    from usero_desktop.ui.own import OWN

    box = W.QFrame()
    box.setProperty(OWN, True)
    W.QLabel(SECRET, box)
    put(box)
    assert SECRET.encode() not in record().bytes
