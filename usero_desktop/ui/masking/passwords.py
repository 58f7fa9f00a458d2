"""Which fields hold a password: also while the user has one of them show it."""

from __future__ import annotations

import re
from typing import Final

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.guard import guard

WAS_HIDDEN: Final = "usero_was_hidden"
"""Dynamic property of a field that was seen with its text hidden.

A password that the host shows by a button stays one. It stands at the field itself: what Python
knows of a field that Qt made by itself is gone with the last who looked.
"""

_LineEdit = QtWidgets.QLineEdit
_Object = QtCore.QObject
_NORMAL: Final = _LineEdit.EchoMode.Normal
_WORDS: Final = re.compile(
    "passw|pass_?phrase|passcode|pwd|kennwort|mot ?de ?passe|contrase|senha|palavra-passe"
    "|wachtwoord|hasł|heslo|lösenord|парол|密码|密碼|パスワード|비밀번호|סיסמ"
    "|كلمة (?:ال)?(?:مرور|سر)",
    re.IGNORECASE,
)


class Passwords(QtCore.QObject):
    """Knows fields that hide their text before anybody can have them show it.

    Whoever types into one has put the cursor there first. GUI thread.
    """

    def __init__(self, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        application = QtCore.QCoreApplication.instance()
        if isinstance(application, QtGui.QGuiApplication):
            # Not `focusChanged`: that tells of a widget that is just being deleted, too.
            application.focusObjectChanged.connect(self._on_focus_moved)
            self._on_focus_moved(QtGui.QGuiApplication.focusObject())

    @guard
    def _on_focus_moved(self, thing: QtCore.QObject | None) -> None:
        if isinstance(thing, _LineEdit):
            hides(thing)


def is_password(field: QtWidgets.QLineEdit) -> bool:
    """Whether `field` hides its text, was seen to, or is called a password by the host."""
    if hides(field) or _Object.property(field, WAS_HIDDEN):
        return True
    names = (
        _Object.objectName(field),
        _Object.metaObject(field).className(),
        QtWidgets.QWidget.accessibleName(field),
        _LineEdit.placeholderText(field),
    )
    return any(_WORDS.search(name) for name in names if name)


def hides(field: QtWidgets.QLineEdit) -> bool:
    """Whether `field` hides its text now; it is known from then on."""
    if _LineEdit.echoMode(field) == _NORMAL:
        return False
    if not _Object.property(field, WAS_HIDDEN):
        _Object.setProperty(field, WAS_HIDDEN, True)
    return True
