from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.ui.guard import guard
from usero_desktop.ui.process.lifetime import Borrowed
from usero_desktop.ui.process.machine import qt_context
from usero_desktop.ui.review.review_page import ReviewPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.ui.panel.panel import Panel
    from usero_desktop.ui.review.review import Review, ReviewState
    from usero_desktop.ui.style.look import Look


class Reviewing(QtCore.QObject):
    """Shows "What is sent" in the panel, and takes what the user does there to a `Review`.

    It is made when the page is first wanted.
    """

    def __init__(
        self,
        panel: Panel,
        review: Review,
        *,
        window: QtWidgets.QWidget,
        look: Callable[[], Look],
        subject: Callable[[], QtWidgets.QWidget],
        relayout: Callable[[], None],
        edit: Callable[[int], None],
    ) -> None:
        """Live as long as `panel`; `edit` opens a picture, the rest is as `Wiring` has it."""
        super().__init__(panel)
        self._panel, self._review = panel, review
        self._window = Borrowed(window)
        self._look, self._subject, self._relayout = look, subject, relayout
        self._edit = edit
        self._page = ReviewPage(panel, beside=panel)
        panel.add_page(self._page)
        self._page.switched.connect(review.switch)
        self._page.picture_edited.connect(self._on_picture_edited)
        self._page.all_switched.connect(self._on_all_switched)
        self._page.copy_wanted.connect(self._on_copy_wanted)
        self._page.save_wanted.connect(self._on_save_wanted)
        panel.restyled.connect(self._on_restyled)
        review.changed.connect(self._on_changed)

    def open(self) -> None:
        """Show what would be sent."""
        window = self._window
        self._review.open(lambda: qt_context(window()))

    @guard
    def _on_changed(self, state: ReviewState) -> None:
        self._panel.turn(self._page, shown=state.shown)
        if state.shown:
            self._page.show_review(state)
        self._relayout()

    @guard
    def _on_restyled(self, _look: Look) -> None:
        if self._review.state.shown:
            self._page.show_review(self._review.state)

    @guard
    def _on_all_switched(self, on: bool) -> None:
        self._review.switch_all(on=on)

    @guard
    def _on_picture_edited(self, index: int) -> None:
        self._edit(index)

    @guard
    def _on_copy_wanted(self) -> None:
        self._review.copy(QtWidgets.QApplication.clipboard().setText)

    @guard
    def _on_save_wanted(self) -> None:
        from usero_desktop.ui.capture.picker import save_dialog

        dialog = save_dialog(self._subject(), self._look(), self._review.copy_name)
        dialog.fileSelected.connect(self._on_place_chosen)
        dialog.open()

    @guard
    def _on_place_chosen(self, path: str) -> None:
        self._review.export(path)
