"""The menus that are opened from the panel: its own, and that of a report."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from usero_desktop.ui.panel.menu import Menu

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from usero_desktop.ui.panel.panel import Panel
    from usero_desktop.ui.style.look import Look

OFFERED = {
    "edit": "edit",
    "retry": "send",
    "export": "file",
    "unfold": "chevron-down",
    "copy": "paste",
    "delete": "trash",
}
"""The icon of what can be done with a report."""


class MoreMenu(Menu):
    """The menu of everything that has no place of its own in the form."""

    def __init__(
        self,
        panel: Panel,
        look: Look,
        *,
        review: Callable[[], object] | None,
        reports: Callable[[], object],
        history: Callable[[], object] | None,
        clear: Callable[[], object] | None,
        wipe: Callable[[], object],
    ) -> None:
        """`reports` shows the reports that are not sent, `wipe` offers to delete everything.

        `review` shows what is sent, None while that is under way; `history` shows the reports
        that were, None where they are not remembered; `clear` empties the form, None where there
        is nothing in it.
        """
        super().__init__(panel, look)
        self.setObjectName("usero_more_menu")
        can_clear = clear is not None
        can_review = review is not None
        self.add("more_review", "eye", "more.review", review or bool, enabled=can_review)
        self.add("more_reports", "clock", "more.reports", reports)
        if history is not None:
            self.add("more_history", "list", "more.history", history)
        self.add("more_clear", "eraser", "more.clear", clear or bool, enabled=can_clear)
        self.add("more_wipe", "trash", "more.wipe", wipe)


class ReportMenu(Menu):
    """The menu of one report, for who asks for it where the report stands."""

    def __init__(
        self, panel: Panel, look: Look, offers: Mapping[str, str], chosen: Callable[[str], object]
    ) -> None:
        """`offers` has the message of each that can be done; `chosen` is called with its name."""
        super().__init__(panel, look)
        self.setObjectName("usero_report_menu")
        for name, message in offers.items():
            self.add(f"menu_{name}", OFFERED[name], message, functools.partial(chosen, name))
