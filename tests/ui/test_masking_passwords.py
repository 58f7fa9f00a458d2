"""A password is in no picture, also while the host's own button has its field show it."""

from __future__ import annotations

import gc

import pytest
from ui.planted import count, dyed, shown

from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.ui import widget as widget_module
from usero_desktop.ui.masking.passwords import Passwords
from usero_desktop.ui.masking.rules import Rules

Echo = QtWidgets.QLineEdit.EchoMode


@pytest.fixture
def field(page):
    made = dyed(QtWidgets.QLineEdit("hunter2", page))
    made.setGeometry(50, 60, 201, 31)
    return made


@pytest.fixture
def watch(page, qapp):
    other = QtWidgets.QLineEdit("elsewhere", page)
    other.show()
    page.window().activateWindow()
    other.setFocus()
    made = Passwords(page)
    yield made
    made.deleteLater()


def focus(qtbot, field):
    field.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)


@pytest.mark.promise("I7")
@pytest.mark.parametrize("echo", [Echo.Password, Echo.NoEcho, Echo.PasswordEchoOnEdit])
def test_who_had_the_cursor_in_it_cannot_show_it_to_a_picture(qtbot, page, field, watch, echo):
    field.setEchoMode(echo)
    focus(qtbot, field)
    field.setEchoMode(Echo.Normal)

    assert count(shown(page.window())) == 0


def test_one_that_has_the_cursor_already_is_known(qtbot, page, field):
    field.setEchoMode(Echo.Password)
    page.window().activateWindow()
    focus(qtbot, field)
    Passwords(page)
    field.setEchoMode(Echo.Normal)

    assert count(shown(page.window())) == 0


def test_what_was_never_hidden_is_in_the_picture(qtbot, page, field, watch):
    focus(qtbot, field)

    assert count(shown(page.window())) > 1000
    assert field.dynamicPropertyNames() == []


def test_one_that_was_left_out_of_a_picture_stays_so(page, field):
    field.setEchoMode(Echo.Password)
    assert count(shown(page.window())) == 0
    field.setEchoMode(Echo.Normal)

    assert count(shown(page.window())) == 0


def test_a_field_that_qt_made_is_remembered_too(qtbot):
    dialog = QtWidgets.QInputDialog()
    qtbot.addWidget(dialog)
    dialog.setTextEchoMode(Echo.Password)
    dialog.setTextValue("hunter2")

    def only_field():
        [found] = dialog.findChildren(QtWidgets.QLineEdit)
        return found

    assert Rules().is_masked(only_field())
    gc.collect()
    dialog.setTextEchoMode(Echo.Normal)
    assert Rules().is_masked(only_field())


class PasswordEdit(QtWidgets.QLineEdit):
    """As many hosts and libraries call theirs."""


@pytest.mark.parametrize("words", [
    "newPassword", "pass_phrase", "PWD", "Passwort wiederholen", "Mot de passe", "Contraseña",
    "Sua senha", "\u5bc6\u7801", "\u30d1\u30b9\u30ef\u30fc\u30c9",
    "\u0643\u0644\u0645\u0629 \u0627\u0644\u0645\u0631\u0648\u0631",
    "\u05e1\u05d9\u05e1\u05de\u05d4",
])  # fmt: skip
@pytest.mark.parametrize("put", ["setObjectName", "setAccessibleName", "setPlaceholderText"])
def test_a_readable_field_that_is_called_a_password_is_masked(page, put, words):
    field = QtWidgets.QLineEdit("hunter2", page)
    assert not Rules().is_masked(field)
    getattr(field, put)(words)

    assert Rules().is_masked(field)


def test_so_is_one_whose_class_is_called_so(page):
    assert Rules().is_masked(PasswordEdit("hunter2", page))


def test_an_attached_widget_knows_of_them_soon_and_not_once_it_is_destroyed(
    qtbot, page, attach, monkeypatch
):
    monkeypatch.setattr(widget_module, "START_MS", 0)
    window = page.window()
    window.activateWindow()
    widget = attach(window)
    qtbot.waitUntil(lambda: bool(widget.findChildren(Passwords)))
    fields = [QtWidgets.QLineEdit(page) for _ in range(2)]
    for number, field in enumerate(fields):
        field.setEchoMode(Echo.Password)
        focus(qtbot, field)
        field.setEchoMode(Echo.Normal)
        if not number:
            widget.destroy()
            QtCore.QCoreApplication.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete)

    assert [Rules().is_masked(field) for field in fields] == [True, False]
