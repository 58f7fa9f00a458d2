"""Who was painted for the sake of what lies on it: it looks as it did before."""

from __future__ import annotations

from usero_desktop.qt import QtCore, QtWidgets

_Widget = QtWidgets.QWidget


class Beneath:
    """Widgets that were painted in part, perhaps for one of those in them alone. GUI thread.

    What does not fill its own place shines through: for each letter in a field Qt paints the
    window and all that is between, and there what is below the field, before the field itself.
    That comes right after it, and who lies wholly below what is painted then need not be
    described again. That it also changed by itself, at this place alone, where nobody sees it
    but through another one, is what widgets of Qt's do not do; one that the host paints may.
    """

    def __init__(self) -> None:
        self._boxes: dict[int, QtCore.QRect] = {}

    def __bool__(self) -> bool:
        """Whether it is not known of any whether it changed."""
        return bool(self._boxes)

    def hold(self, address: int, box: QtCore.QRect) -> bool:
        """Take note that `box` of the widget there was painted; False where it is known by now.

        It is where the time before was for nothing of what is in it.
        """
        if self._boxes.pop(address, None) is not None:
            return False
        self._boxes[address] = box
        return True

    def rule_out(self, address: int, widget: QtWidgets.QWidget, kid: QtWidgets.QWidget) -> None:
        """Forget `widget`, which is there, where it was painted for `kid`, which is in it."""
        box = self._boxes.get(address)
        if (
            box is not None
            and _Widget.geometry(kid).contains(box)
            # One that is painted as a whole, as far as it is to be seen, has changed itself.
            and _Widget.visibleRegion(widget).boundingRect() != box
        ):
            del self._boxes[address]

    def forget(self, address: int) -> None:
        """Forget the widget there: it is looked at anyhow, or is gone."""
        self._boxes.pop(address, None)

    def take(self) -> tuple[int, ...]:
        """Return those that have to be looked at, and forget them."""
        if not self._boxes:
            return ()
        addresses = tuple(self._boxes)
        self._boxes.clear()
        return addresses
