from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.app.desktop.first_frame import FirstFrame
from usero_desktop.ui.guard import guard
from usero_desktop.ui.widget import FIRST_FRAME_MS, FeedbackWidget

if TYPE_CHECKING:
    from collections.abc import Callable


class ProgramPanel(FeedbackWidget):
    """The panel about one program, in a window of its own. GUI thread."""

    def _when_seen(self, slot: Callable[[], None]) -> None:
        # Its window is as new as the panel: how long that takes is up to the window manager.
        frame = FirstFrame(self, FIRST_FRAME_MS)
        frame.over.connect(slot)
        frame.watch()

    @guard
    def come(self) -> None:
        """Open the panel, or bring it to the front."""
        if self.is_open:
            self._front.overlay.follow()
        self.open()

    @guard
    def come_with_form(self) -> None:
        """Open the panel, or bring it to the front, with the form and no other page."""
        self.come()
        if self._backstage.session is not None:
            self._backstage.session.show_form()

    @guard
    def come_with_part(self) -> None:
        """Have the user choose a part of the screen; the panel comes with it, if they do."""
        if self._present() is not None:
            self._backstage.working().adder.take_part(self._front.look, self.come)

    @guard
    def come_with_reports(self) -> None:
        """Open the panel with the reports that are not sent."""
        self.come()
        if self.is_open:
            self._backstage.working().reports.open()

    @guard
    def come_with_history(self) -> None:
        """Open the panel with the reports that were sent."""
        self.come()
        if self.is_open:
            self._backstage.working().history.open()
