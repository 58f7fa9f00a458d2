"""How much room a widget needs, asked before Qt's own layouts get round to it."""

from __future__ import annotations

from usero_desktop.qt import QtWidgets


class Page(QtWidgets.QWidget):
    """A part that takes all the room its parent has left: one of several, shown by turns."""


def settle(widget: QtWidgets.QWidget) -> None:
    """Have all that is in `widget` take up what was shown, hidden or said there, at once.

    Qt does that in turns of the event loop, one nested layout a turn, and until then the
    size hints further out are the old ones. The layouts of `widget` itself and of its pages
    wait for their new size: in the old one they would stretch a field for a moment, which
    scrolls what is in it.
    """
    # Parents stand before their children in this list.
    for layout in reversed(widget.findChildren(QtWidgets.QLayout)):
        owner = layout.parent()
        if isinstance(owner, Page):
            owner.updateGeometry()
        elif owner is not widget and isinstance(owner, QtWidgets.QWidget):
            layout.activate()


def arrange(widget: QtWidgets.QWidget) -> None:
    """Have the layouts of `widget` and its pages put everything in its place now."""
    for part in (widget, *widget.findChildren(Page)):
        layout = part.layout()
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
