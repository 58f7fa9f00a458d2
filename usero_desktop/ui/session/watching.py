from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore
from usero_desktop.ui.guard import guard
from usero_desktop.ui.playback.watch_page import WatchPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.ui.form.state import PanelState
    from usero_desktop.ui.panel.panel import Panel
    from usero_desktop.ui.session.session import Session
    from usero_desktop.ui.style.look import Look


class Watching(QtCore.QObject):
    """Shows the recording in the panel, and takes what the user does there to the form.

    It is made when the page is first wanted.
    """

    def __init__(self, panel: Panel, session: Session, *, relayout: Callable[[], None]) -> None:
        """Live as long as `panel`; `relayout` gives that as much room as it needs now."""
        super().__init__(panel)
        self._panel, self._form, self._relayout = panel, session.controller, relayout
        self._page = WatchPage(panel, beside=panel, pool=session.pool, bridge=session.bridge)
        panel.add_page(self._page)
        self._page.included.connect(self._on_included)
        self._page.trimmed.connect(self._on_trimmed)
        self._form.changed.connect(self._on_changed)
        panel.restyled.connect(self._on_restyled)

    def open(self) -> None:
        """Show what would travel."""
        self._form.enclosing.open()

    @guard
    def _on_changed(self, state: PanelState) -> None:
        film = state.film
        is_shown = film is not None and film.is_watched
        if not is_shown and self._page.isHidden():
            return
        self._panel.turn(self._page, shown=is_shown)
        if film is not None and is_shown:
            self._page.show_film(film)
        self._relayout()

    @guard
    def _on_restyled(self, _look: Look) -> None:
        film = self._form.state.film
        if film is not None and film.is_watched:
            self._page.show_film(film)

    @guard
    def _on_included(self, on: bool) -> None:
        self._form.enclosing.include(on)

    @guard
    def _on_trimmed(self, begin_ms: int, end_ms: int) -> None:
        self._form.enclosing.trim(begin_ms, end_ms)
