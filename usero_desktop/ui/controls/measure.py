"""How much room a widget needs, asked before Qt's own layouts get round to it."""

from __future__ import annotations

from usero_desktop.qt import QtWidgets


class Page(QtWidgets.QWidget):
    """A part that takes all the room its parent has left: one of several, shown by turns."""

    def arrange(self) -> None:
        """Put everything in its place now."""
        layout = self.layout()
        if layout is not None:
            layout.activate()

    def beyond(self, width: int) -> tuple[int, int]:
        """Return what it wishes for at `width`, and its least, beyond what it tells layouts."""
        del width
        return 0, 0


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
            around = owner.parentWidget()
            if isinstance(around, Page) and around.layout() is None:
                # One that has no layout tells the one around it a turn later.
                around.updateGeometry()
        elif isinstance(owner, QtWidgets.QLayout):
            # What changed in one within another tells only the outermost.
            layout.invalidate()
        elif owner is not widget and isinstance(owner, QtWidgets.QWidget):
            layout.activate()
            port = owner.parentWidget()
            area = port.parentWidget() if port is not None else None
            if isinstance(area, QtWidgets.QScrollArea):
                # Qt leaves it with the size hint of before.
                area.updateGeometry()


def arrange(widget: QtWidgets.QWidget) -> None:
    """Have the layouts of `widget` and its pages put everything in its place now."""
    layout = widget.layout()
    if layout is not None:
        layout.activate()
    for page in widget.findChildren(Page):
        page.arrange()


def heights(widget: QtWidgets.QWidget, width: int) -> tuple[int, int]:
    """Return the height that `widget` wishes for at `width`, and the least it can do with.

    A size hint would not do: it does not know in how many lines the words will stand, nor
    how much a page could scroll.
    """
    layout = widget.layout()
    if layout is None or not layout.hasHeightForWidth():
        wish, least = widget.sizeHint().height(), widget.minimumSizeHint().height()
    else:
        wish, least = layout.heightForWidth(width), layout.minimumHeightForWidth(width)
    if layout is not None:
        sides = layout.contentsMargins()
        inner = width - sides.left() - sides.right()
        more = [p.beyond(inner) for p in widget.findChildren(Page) if p.isVisibleTo(widget)]
        wish += sum(one for one, _ in more)
        least += sum(one for _, one in more)
    return wish, least
