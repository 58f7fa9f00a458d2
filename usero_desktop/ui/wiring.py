from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore
from usero_desktop.ui.guard import guard

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.model.rating import Rating
    from usero_desktop.ui.panel.panel import Panel
    from usero_desktop.ui.panel.reports import ReportsPage
    from usero_desktop.ui.session import Session
    from usero_desktop.ui.state import Wish


class Wiring(QtCore.QObject):
    """Takes what the user does in the panel to the session that works on it.

    The session is asked for at the first such thing and not before, so that a panel can be
    painted before there is one.
    """

    def __init__(self, panel: Panel, session: Callable[[], Session]) -> None:
        """Live as long as `panel`; `session` makes the session when first called."""
        super().__init__(panel)
        self._session = session
        form = panel.form
        form.rated.connect(self._on_rated)
        form.comment_edited.connect(self._on_comment_edited)
        form.overflowed.connect(self._on_overflowed)
        form.share_changed.connect(self._on_share_changed)
        form.email_edited.connect(self._on_email_edited)
        form.picture_removed.connect(self._on_picture_removed)
        form.dropped.connect(self._on_dropped)
        panel.back_clicked.connect(self._on_back_clicked)
        panel.reports_built.connect(self._on_reports_built)

    @guard
    def _on_rated(self, rating: Rating) -> None:
        self._session().controller.rate(rating)

    @guard
    def _on_comment_edited(self, comment: str) -> None:
        self._session().controller.write(comment)

    @guard
    def _on_overflowed(self) -> None:
        self._session().controller.warn_full_comment()

    @guard
    def _on_share_changed(self, shared: bool) -> None:  # noqa: FBT001
        self._session().controller.share_email(shared)

    @guard
    def _on_email_edited(self, email: str) -> None:
        self._session().controller.set_email(email)

    @guard
    def _on_picture_removed(self, index: int) -> None:
        self._session().controller.remove_picture(index)

    @guard
    def _on_dropped(self, data: QtCore.QMimeData) -> None:
        self._session().adder.take_dropped(data)

    @guard
    def _on_back_clicked(self) -> None:
        self._session().reports.hide()

    @guard
    def _on_reports_built(self, page: ReportsPage) -> None:
        page.wished.connect(self._on_wished)

    @guard
    def _on_wished(self, wish: Wish, submission_id: str) -> None:
        self._session().reports.take_wish(wish, submission_id)
