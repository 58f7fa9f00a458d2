from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore, QtWidgets

if TYPE_CHECKING:
    from usero_desktop.ui.style.look import Look

OUT: Final = 8
"""How far what is around the words of a control may reach out of the column, at scale 1."""


class Lines(QtWidgets.QVBoxLayout):
    """A column in which words, boxes and fields begin at the same place.

    Some controls have room around them for a wash or a ring. That lies outside of the column,
    in a margin of `OUT` on both sides which this layout keeps for them.
    """

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__()
        if parent is not None:
            parent.setLayout(self)
        self.setContentsMargins(0, 0, 0, 0)
        self._rows: list[tuple[QtWidgets.QHBoxLayout, int, int]] = []

    def put(
        self,
        part: QtWidgets.QWidget | QtWidgets.QLayout,
        room: int = 0,
        *,
        short: bool = False,
        both: bool = False,
        at: int = -1,
    ) -> None:
        """Add a part that has `room` around it at scale 1, `at` a place or last.

        One that is `short` is as wide as it likes, others are as wide as the column. The room is
        where the part begins, and on `both` sides of one that is a column like this itself.
        """
        row = QtWidgets.QHBoxLayout()
        start = QtCore.Qt.AlignmentFlag.AlignLeading if short else QtCore.Qt.AlignmentFlag(0)
        if isinstance(part, QtWidgets.QLayout):
            row.addLayout(part)
        else:
            row.addWidget(part, 0, start)
        self.insertLayout(at, row)
        self._rows.append((row, room, room if both else 0))

    def show_look(self, look: Look) -> None:
        """Take sizes, and the side that one begins to read from."""
        px = look.scale.px
        for row, before, behind in self._rows:
            begin, end = px(OUT) - px(before), px(OUT) - px(behind)
            left, right = (end, begin) if look.texts.is_right_to_left else (begin, end)
            row.setContentsMargins(left, 0, right, 0)
