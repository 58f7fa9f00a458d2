"""A user without hands: where there is no screen, it uses the panel as a person would."""

from __future__ import annotations

from typing import TypeVar

from usero_desktop.qt import QtCore, QtGui, QtWidgets

Part = TypeVar("Part", bound=QtCore.QObject)


def fill_in_and_send(window: QtWidgets.QWidget, *, rating: int, comment: str) -> None:
    """Choose a face, write, add a picture of the window and press Send."""
    _part(window, QtWidgets.QAbstractButton, f"usero_rating_{rating}").click()
    _part(window, QtWidgets.QPlainTextEdit, "usero_comment").insertPlainText(comment)
    _part(window, QtWidgets.QAbstractButton, "usero_add_screenshot").click()
    _part(window, QtWidgets.QMenu, "usero_picker").close()
    _part(window, QtGui.QAction, "usero_picture_window").trigger()
    _part(window, QtWidgets.QAbstractButton, "usero_send").click()


def _part(window: QtWidgets.QWidget, kind: type[Part], name: str) -> Part:
    found = window.findChild(kind, name)
    if found is None:
        message = f"The panel shows no {name}."
        raise LookupError(message)
    return found
