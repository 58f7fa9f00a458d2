"""What is told of a control that a user points at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.model.pointed import Pointed
from usero_desktop.qt import QtCore, QtGui, QtWidgets

if TYPE_CHECKING:
    from usero_desktop.ui.masking.rules import Rules

STEP_CHARACTERS: Final = 60
STEPS: Final = 16
NAME_CHARACTERS: Final = 100
"""So much is told at most: of a step of the path, of its steps (the inmost), and of the name."""

INNER: Final = "qt_"
"""What Qt calls the parts of its own controls by."""

_Object = QtCore.QObject
_Widget = QtWidgets.QWidget
_DIRECT: Final = QtCore.Qt.FindChildOption.FindDirectChildrenOnly


def control_of(widget: QtWidgets.QWidget) -> QtWidgets.QWidget:
    """Return the control that `widget` is a part of: itself, where it is none of Qt's inner parts.

    Those are a list's viewport, the line of a box with arrows, and the like.
    """
    while is_inner(widget):
        parent = _Widget.parentWidget(widget)
        if parent is None or _Widget.isWindow(widget):
            break
        widget = parent
    return widget


def is_inner(widget: QtWidgets.QWidget) -> bool:
    """Whether `widget` is a part that Qt made for a control of its own."""
    parent = _Widget.parentWidget(widget)
    holders = (QtWidgets.QAbstractSpinBox, QtWidgets.QComboBox)
    return _Object.objectName(widget).startswith(INNER) or isinstance(parent, holders)


def facts(
    widget: QtWidgets.QWidget, rules: Rules, *, focused: QtWidgets.QWidget | None = None
) -> Pointed:
    """Return what is told of `widget`; `focused` is what had the focus before ours took it.

    Of one that is masked neither the name is told nor whether it is checked. GUI thread.
    """
    is_masked = rules.is_masked(widget)
    return Pointed(
        kind=class_of(widget),
        path="/".join(_steps(widget)),
        name="" if is_masked else _name(widget, rules)[:NAME_CHARACTERS],
        state=_state(widget, focused, shows=not is_masked),
    )


def class_of(widget: QtWidgets.QWidget) -> str:
    """Return the name of the widget's class."""
    return _Object.metaObject(widget).className()[:STEP_CHARACTERS]


def _steps(widget: QtWidgets.QWidget) -> list[str]:
    steps: list[str] = []
    step: QtWidgets.QWidget | None = widget
    while step is not None and len(steps) < STEPS:
        if step is widget or not is_inner(step):
            name = " ".join(_Object.objectName(step).split())[:STEP_CHARACTERS].replace("/", "_")
            steps.insert(0, name or class_of(step))
        step = None if _Widget.isWindow(step) else _Widget.parentWidget(step)
    return steps


def _name(widget: QtWidgets.QWidget, rules: Rules) -> str:
    """Return what a screen reader calls it.

    Not asked of Qt's accessibility, which PyQt6 does not wrap; and what a field holds is no name.
    """
    name = _Widget.accessibleName(widget)
    if not name and isinstance(widget, QtWidgets.QAbstractButton):
        name = without_mnemonic(QtWidgets.QAbstractButton.text(widget))
    if not name and isinstance(widget, QtWidgets.QGroupBox):
        name = without_mnemonic(QtWidgets.QGroupBox.title(widget))
    if not name and isinstance(widget, QtWidgets.QLabel):
        name = _words_of(widget)
    if not name and (_Widget.isWindow(widget) or isinstance(widget, QtWidgets.QDockWidget)):
        name = _Widget.windowTitle(widget)
    return " ".join((name or _from_buddy(widget, rules)).split())


def _from_buddy(widget: QtWidgets.QWidget, rules: Rules) -> str:
    """Return the words of the label that stands for `widget`."""
    parent = _Widget.parentWidget(widget)
    if parent is None:
        return ""
    # Not `children`: PySide6 makes the types of all that Qt has to say what the others are.
    for part in _Object.findChildren(parent, QtWidgets.QLabel, options=_DIRECT):
        if QtWidgets.QLabel.buddy(part) is widget:
            words = "" if rules.is_masked(part) else _words_of(part)
            return without_mnemonic(words).rstrip(": ")
    return ""


def _words_of(label: QtWidgets.QLabel) -> str:
    words = QtWidgets.QLabel.text(label)
    if QtWidgets.QLabel.textFormat(label) == QtCore.Qt.TextFormat.PlainText or "<" not in words:
        return words
    return QtGui.QTextDocumentFragment.fromHtml(words).toPlainText()


def without_mnemonic(words: str) -> str:
    """Return `words` without the sign that a letter is a key; two of it are one."""
    return words.replace("&&", "\0").replace("&", "").replace("\0", "&")


def _state(
    widget: QtWidgets.QWidget, focused: QtWidgets.QWidget | None, *, shows: bool
) -> tuple[str, ...]:
    """Return what holds of `widget`; with what it `shows`, where that may be told."""
    state = ["enabled" if _Widget.isEnabled(widget) else "disabled"]
    state.append("visible" if _Widget.isVisible(widget) else "hidden")
    is_checked = _is_checked(widget) if shows else None
    if is_checked is not None:
        state.append("checked" if is_checked else "unchecked")
    if focused is not None and (focused is widget or control_of(focused) is widget):
        state.append("focused")
    return tuple(state)


def _is_checked(widget: QtWidgets.QWidget) -> bool | None:
    """Return whether `widget` is checked, None for one that cannot be."""
    button, box = QtWidgets.QAbstractButton, QtWidgets.QGroupBox
    if isinstance(widget, button):
        return button.isChecked(widget) if button.isCheckable(widget) else None
    if isinstance(widget, box):
        return box.isChecked(widget) if box.isCheckable(widget) else None
    return None
