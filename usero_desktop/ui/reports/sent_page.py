from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.ui.reports.card import ReportCard
from usero_desktop.ui.reports.items import Standing, Wish
from usero_desktop.ui.reports.unsent_page import ReportsPage

if TYPE_CHECKING:
    from usero_desktop.ui.reports.items import ReportItem
    from usero_desktop.ui.style.look import Look

_FOLDING: dict[bool | None, str] = {True: "history.unfold", False: "history.fold"}


class SentCard(ReportCard):
    """One report that was sent, as far as it is remembered."""

    wishes = {  # noqa: RUF012 - a ClassVar there
        "unfold": Wish.UNFOLD,
        "copy": Wish.COPY,
        "delete": Wish.DELETE,
    }
    pairs = (("unfold", "copy", "delete"),)

    def _standing_words(self, item: ReportItem, look: Look) -> str:
        if item.standing is Standing.PARTLY:
            return look.texts("history.partly", n=item.left_out)
        return look.texts("history.sent")

    def _message(self, name: str, item: ReportItem, *, in_form: bool) -> str:
        if name == "unfold":
            return _FOLDING.get(item.folded, "")
        if name == "copy":
            return "history.copy"
        return super()._message(name, item, in_form=in_form)


class HistoryPage(ReportsPage):
    """The reports that were sent. It shows a `HistoryState`."""

    title = "history.title"
    name = "history"
    none = "history.none"
    wiping = "history.wipe"
    wipe_name = "usero_history_wipe"
    card = SentCard
