from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from usero_desktop.ui.controls.measure import Page

if TYPE_CHECKING:
    from usero_desktop.ui.style.look import Look


class OtherPage(Page):
    """A page that takes the form's place in the panel until one goes back."""

    title: ClassVar[str] = ""
    """The message that is its heading."""

    keeps_place: ClassVar[bool] = False
    """Whether the focus comes back to where it was in the form, not into the comment."""

    def show_look(self, look: Look) -> None:
        """Take colours, words and sizes."""
        raise NotImplementedError

    def scroll_by(self, key: int) -> bool:
        """Show more of what takes no focus, where `key` is one for that."""
        del key
        return False

    def show_room(self, room: int) -> None:
        """Arrange what stands beside each other for a page that is `room` wide."""
        raise NotImplementedError
