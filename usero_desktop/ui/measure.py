"""How much room a widget needs, asked before Qt's own layouts get round to it."""

from __future__ import annotations

from usero_desktop.qt import QtWidgets


def settle(widget: QtWidgets.QWidget) -> None:
    """Have all that is in `widget` take up what was shown, hidden or said there, at once.

    Qt does that in turns of the event loop, one nested layout a turn, and until then the
    size hints further out are the old ones. The layout of `widget` itself waits for its new
    size: in the old one it would stretch a field for a moment, which scrolls what is in it.
    """
    # Parents stand before their children in this list.
    for layout in reversed(widget.findChildren(QtWidgets.QLayout)):
        owner = layout.parent()
        if owner is not widget and isinstance(owner, QtWidgets.QWidget):
            layout.activate()


def arrange(widget: QtWidgets.QWidget) -> None:
    """Have the layout of `widget` put everything in its place now, if it has yet to."""
    layout = widget.layout()
    if layout is not None:
        layout.activate()


def heights(widget: QtWidgets.QWidget, width: int) -> tuple[int, int]:
    """Return the height that `widget` wishes for at `width`, and the least it can do with.

    A size hint would not do: it does not know in how many lines the words will stand.
    """
    layout = widget.layout()
    if layout is None or not layout.hasHeightForWidth():
        return widget.sizeHint().height(), widget.minimumSizeHint().height()
    return layout.heightForWidth(width), layout.minimumHeightForWidth(width)
