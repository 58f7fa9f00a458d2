"""Where a widget cannot be told in words: who takes pictures of it joins in here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from usero_desktop.qt import QtWidgets


class Patches(Protocol):
    """Puts pictures of widgets on the page. GUI thread; nothing of it raises.

    It is not asked for what is masked or blocked as a whole, nor for what Qt's painter does not
    draw (`kinds.FOREIGN`); what is masked within a picture is for it to find.
    """

    @property
    def is_drawing(self) -> bool:
        """Whether what is painted now is painted because of it."""

    def show(
        self,
        widget: QtWidgets.QWidget,
        node: int,
        *,
        next_id: int | None = None,
        children: bool = False,
    ) -> None:
        """Have pictures of `widget` in the element `node`, before its child `next_id`.

        Called for one that is there already, it says that it looks different now. With
        `children` they are in the pictures, and else told in another way.
        """

    def forget(self, node: int) -> None:
        """Have no pictures in the element `node` any more: it goes."""

    def clear(self) -> None:
        """Forget all."""

    def draw_due(self) -> bool:
        """Draw what looks different now and may be drawn; whether something is left to be."""
