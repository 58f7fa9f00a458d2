"""From one control to the next: up, down, and to those beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.ui.masking.scenes import is_embedded
from usero_desktop.ui.own import OWN
from usero_desktop.ui.pointing.facts import is_inner

if TYPE_CHECKING:
    from collections.abc import Callable

_Widget = QtWidgets.QWidget
_DIRECT: Final = QtCore.Qt.FindChildOption.FindDirectChildrenOnly


def parent_of(widget: QtWidgets.QWidget) -> QtWidgets.QWidget:
    """Return the control that `widget` is in; itself, where it is a window."""
    found = widget
    while not _Widget.isWindow(found):
        parent = _Widget.parentWidget(found)
        if parent is None:
            break
        found = parent
        if not is_inner(found):
            break
    return found


def parts_of(
    widget: QtWidgets.QWidget, is_ours: Callable[[QtWidgets.QWidget], bool]
) -> list[QtWidgets.QWidget]:
    """Return the controls in `widget` that can be seen, as one reads: by rows from the top."""
    found: list[QtWidgets.QWidget] = []
    # Not `children`: PySide6 makes the types of all that Qt has to say what the others are.
    for child in QtCore.QObject.findChildren(widget, _Widget, options=_DIRECT):
        if _Widget.isWindow(child):
            continue
        if is_ours(child) or not _Widget.isVisible(child) or _Widget.size(child).isEmpty():
            continue
        # What is in a part that Qt made for itself is as good as in the control.
        found += parts_of(child, is_ours) if is_inner(child) else [child]
    return sorted(found, key=_place)


def beside(
    widget: QtWidgets.QWidget, step: int, is_ours: Callable[[QtWidgets.QWidget], bool]
) -> QtWidgets.QWidget:
    """Return the control that comes `step` after `widget` in what they are in, round and round."""
    parent = parent_of(widget)
    row = parts_of(parent, is_ours) if parent is not widget else []
    at = next((n for n, one in enumerate(row) if one is widget), None)
    return widget if at is None else row[(at + step) % len(row)]


def windows(owner: QtWidgets.QWidget) -> list[QtWidgets.QWidget]:
    """Return the host's windows that can be pointed into: `owner`, and others that are shown.

    While a modal dialog of the host is open that is the dialog, without those that it blocks:
    all, or where it is modal to a window alone that and what belongs together with it.
    """
    modal = QtWidgets.QApplication.activeModalWidget()
    family: QtWidgets.QWidget | None = None
    if modal is not None and not modal.property(OWN):
        if _Widget.windowModality(modal) != QtCore.Qt.WindowModality.WindowModal:
            return [modal]
        owner, family = modal, _oldest(modal)
    kinds = {QtCore.Qt.WindowType.Window, QtCore.Qt.WindowType.Dialog, QtCore.Qt.WindowType.Tool}
    others = [
        one
        for one in QtWidgets.QApplication.topLevelWidgets()
        if one is not owner
        and _Widget.isVisible(one)
        and not _Widget.isMinimized(one)
        and _Widget.windowType(one) in kinds
        and not is_embedded(one)
        and (family is None or _oldest(one) is not family)
        and not one.property(OWN)
    ]
    return [owner, *others]


def _oldest(window: QtWidgets.QWidget) -> QtWidgets.QWidget:
    """Return the window that `window` belongs to in the end; itself, where it has no parent."""
    while (parent := _Widget.parentWidget(window)) is not None:
        window = parent
    return window


def _place(widget: QtWidgets.QWidget) -> tuple[int, int]:
    return _Widget.y(widget), _Widget.x(widget)
