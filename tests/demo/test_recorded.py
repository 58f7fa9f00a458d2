"""The demo's program is recorded, as a newcomer's own would be with one line more."""

from __future__ import annotations

import gzip

import pytest
from replay.hosts import PATIENCE, await_change, await_recording

from usero_desktop.demo import run
from usero_desktop.demo.run import DemoOptions
from usero_desktop.qt import QtWidgets
from usero_desktop.replay import tape

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def test_what_is_done_in_the_expense_book_is_recorded_without_its_password(qtbot, tmp_path):
    book, widget = run._opened(DemoOptions("http://127.0.0.1:9", str(tmp_path)))
    book.show()
    await_recording(qtbot)
    password = next(
        field
        for field in book.findChildren(QtWidgets.QLineEdit)
        if field.echoMode() is QtWidgets.QLineEdit.EchoMode.Password
    )
    tabs = book.findChild(QtWidgets.QTabWidget)
    tabs.setCurrentIndex(2)
    password.setText("planted word")
    await_change(qtbot)
    chunks = tape.take()(PATIENCE / 1000).chunks
    told = b"".join(gzip.decompress(chunk.data) for chunk in chunks)
    widget.destroy()
    book.close()
    book.deleteLater()

    assert b"Night train to Ljubljana" in told
    assert b"planted word" not in told
