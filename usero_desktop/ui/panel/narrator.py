from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.i18n.said import Said
from usero_desktop.model import limits
from usero_desktop.model.text import utf16_length
from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.ui.controls.announce import Announcer
from usero_desktop.ui.form.state import PanelState, Phase
from usero_desktop.ui.guard import guard
from usero_desktop.ui.timing import after

if TYPE_CHECKING:
    from collections.abc import Iterator

    from usero_desktop.i18n import Texts
    from usero_desktop.i18n.said import Words
    from usero_desktop.ui.notice import Notice
    from usero_desktop.ui.reports.items import ReportsState


class Narrator(QtCore.QObject):
    """Tells a screen reader what changed in the panel, once for each turn of the event loop.

    By then the focus is where it goes, and what came and went in the same turn is not said.
    Nothing is said of a panel that is out of sight.
    """

    def __init__(self, panel: QtWidgets.QWidget) -> None:
        super().__init__(panel)
        self._panel = panel
        self._announcer = Announcer(panel)
        self._texts: Texts | None = None
        self._form, self._told = PanelState(), PanelState()
        # None while there is no list of reports: its values are loaded for that alone.
        self._reports: ReportsState | None = None
        self._told_reports: ReportsState | None = None
        self._is_due = False

    def hear_form(self, state: PanelState, texts: Texts) -> None:
        """Take what the form shows."""
        self._form = state
        self._speak(texts)
        self.look()

    def hear_reports(self, state: ReportsState, texts: Texts) -> None:
        """Take what the list of reports shows."""
        self._reports = state
        self._speak(texts)
        self.look()

    def _speak(self, texts: Texts) -> None:
        if self._texts is not None and texts != self._texts:
            self._announcer.take_back()
        self._texts = texts

    def insist(self) -> None:
        """Say the problems again: the user has tried again."""
        self._told = self._told._replace(problems={})
        self.look()

    def look(self) -> None:
        """Find out in a moment what is new."""
        if not self._is_due:
            self._is_due = True
            after(self, 0, self._tell)

    @guard
    def _tell(self) -> None:
        self._is_due = False
        was, was_reports = self._told, self._told_reports
        # What is said of other reports is news to who opens the panel.
        is_seen = self._panel.isVisible()
        self._told = self._form if is_seen else self._form._replace(remark=None)
        reports = self._reports if self._reports is not None and self._reports.shown else None
        self._told_reports = reports if is_seen else None
        if not is_seen or self._texts is None:
            return
        if reports is not None:
            # The form lies behind the list: what is new in it is told when it is back.
            self._told = was
            news = list(_news_of_reports(was_reports, reports))
        else:
            news = list(_news_of_form(was, self._form))
        # What a button that has the focus is called, a reader says when that changes.
        focus = QtWidgets.QApplication.focusWidget()
        known = focus.text() if isinstance(focus, QtWidgets.QAbstractButton) else ""
        lines = [line for line in (self._texts.say(words) for words, _ in news) if line != known]
        if lines:
            self._announcer.say("\n".join(lines), urgent=any(urgent for _, urgent in news))


def _news_of_form(was: PanelState, now: PanelState) -> Iterator[tuple[Words, bool]]:
    """Yield what to say, and whether it is urgent."""
    for field, found in now.problems.items():
        if found != was.problems.get(field):
            yield from ((one, True) for one in found)
    if now.phase is Phase.SENDING and was.phase is not Phase.SENDING:
        yield Said("panel.sending"), False
    for old, new in ((was.notice, now.notice), (was.remark, now.remark)):
        yield from _news(old, new)
    # Of the same report: one that was sent takes its pictures and words along.
    if was.phase is now.phase and was.in_form == now.in_form:
        yield from _news_of_pictures(was, now)
        yield from _news_of_room(was, now)
    if _has_no_film(now) and not _has_no_film(was) and now.film and not now.film.is_watched:
        yield Said("film.failed"), True  # else its own page says so


def _has_no_film(state: PanelState) -> bool:
    return state.film is not None and state.film.has_failed


def _news(was: Notice | None, now: Notice | None) -> Iterator[tuple[Words, bool]]:
    if now is not None and (was is None or was.text != now.text):
        yield now.text, now.kind == "error"


def _news_of_pictures(was: PanelState, now: PanelState) -> Iterator[tuple[Words, bool]]:
    before, after_ = len(was.draft.pictures), len(now.draft.pictures)
    if after_ > before:
        yield Said("pictures.added", {"n": after_}), False
    elif after_ < before:
        yield Said("pictures.removed"), False
    elif len(now.changing) < len(was.changing) and "screenshots" not in now.problems:
        yield Said("pictures.changed"), False


def _news_of_room(was: PanelState, now: PanelState) -> Iterator[tuple[Words, bool]]:
    """Say how much room is left in the comment where that gets short, and where it ends."""
    before, left = (limits.COMMENT_UNITS - utf16_length(s.draft.comment) for s in (was, now))
    marks = (limits.COMMENT_WARN_UNITS - 1, 0)
    if any(left <= mark < before for mark in marks) and "comment" not in now.problems:
        yield Said("comment.remaining", {"n": max(left, 0)}), False


def _news_of_reports(was: ReportsState | None, now: ReportsState) -> Iterator[tuple[Words, bool]]:
    yield from _news(was.notice if was is not None else None, now.notice)
    for item in now.items or ():
        known = was.notice_at(item.submission_id) if was is not None else None
        yield from _news(known, now.notice_at(item.submission_id))
    yield from _news(was.wipe_notice if was is not None else None, now.wipe_notice)
