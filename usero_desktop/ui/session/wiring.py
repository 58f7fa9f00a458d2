from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.ui.guard import guard
from usero_desktop.ui.process.lifetime import Borrowed

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.model.rating import Rating
    from usero_desktop.ui.notice import Action
    from usero_desktop.ui.panel.panel import Panel
    from usero_desktop.ui.process.warmup import WarmUp
    from usero_desktop.ui.reports.card import ReportCard
    from usero_desktop.ui.reports.items import Wish
    from usero_desktop.ui.reports.sent_page import HistoryPage
    from usero_desktop.ui.reports.unsent_page import ReportsPage
    from usero_desktop.ui.review.reviewing import Reviewing
    from usero_desktop.ui.session.session import Session
    from usero_desktop.ui.session.watching import Watching
    from usero_desktop.ui.style.look import Look


class Wiring(QtCore.QObject):
    """Takes what the user does in the panel to the session that works on it.

    The session is asked for at the first such thing and not before, so that a panel can be
    painted before there is one.
    """

    def __init__(
        self,
        panel: Panel,
        session: Callable[[], Session],
        *,
        window: QtWidgets.QWidget,
        look: Callable[[], Look],
        subject: Callable[[], QtWidgets.QWidget],
        relayout: Callable[[], None],
    ) -> None:
        """Live as long as `panel`; `session` makes the session when first called.

        `window` is the host's, `look` and `subject` tell how a dialog is to look and over
        which window it is to open. `relayout` gives the panel as much room as it needs now.
        """
        super().__init__(panel)
        self._panel, self._session = panel, session
        self._window = Borrowed(window)
        self._look, self._subject, self._relayout = look, subject, relayout
        self._reviewing: Reviewing | None = None
        self._watching: Watching | None = None
        self._warm_up: WarmUp | None = None
        form = panel.form
        form.rated.connect(self._on_rated)
        form.comment_edited.connect(self._on_comment_edited)
        form.overflowed.connect(self._on_overflowed)
        form.share_changed.connect(self._on_share_changed)
        form.email_edited.connect(self._on_email_edited)
        form.picture_removed.connect(self._on_picture_removed)
        form.picture_edited.connect(self._on_picture_edited)
        form.picture_approached.connect(self._on_picture_approached)
        form.dropped.connect(self._on_dropped)
        form.action_chosen.connect(self._on_action_chosen)
        form.picture_wanted.connect(self._on_picture_wanted)
        form.review_wanted.connect(self._on_review_wanted)
        form.recording_included.connect(self._on_recording_included)
        form.recording_watched.connect(self._on_recording_watched)
        form.send_clicked.connect(self._on_send_clicked)
        panel.more_wanted.connect(self._on_more_wanted)
        panel.back_clicked.connect(self._on_back_clicked)
        panel.reports_built.connect(self._on_reports_built)
        panel.history_built.connect(self._on_history_built)

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
    def _on_share_changed(self, shared: bool) -> None:
        self._session().controller.share_email(shared)

    @guard
    def _on_email_edited(self, email: str) -> None:
        self._session().controller.set_email(email)

    @guard
    def _on_picture_removed(self, index: int) -> None:
        self._session().controller.pictures.remove(index)

    @guard
    def _on_picture_approached(self) -> None:
        # Not before: nobody pays for an editor who does not draw.
        if self._warm_up is None:
            from usero_desktop.ui.process.warmup import EDITOR, WarmUp

            self._warm_up = WarmUp(self, EDITOR)
            self._warm_up.start()

    @guard
    def _on_picture_edited(self, index: int) -> None:
        from usero_desktop.ui.editor.opening import Place

        place = Place(self._panel, window=self._window(), look=self._look())
        self._session().editor.open(index, place)

    @guard
    def _on_picture_wanted(self) -> None:
        self._session().adder.ask(self._panel, self._look())

    @guard
    def _on_review_wanted(self) -> None:
        if self._reviewing is None:
            from usero_desktop.ui.review.reviewing import Reviewing

            self._reviewing = Reviewing(
                self._panel,
                self._session().review,
                window=self._window(),
                look=self._look,
                subject=self._subject,
                relayout=self._relayout,
                edit=self._on_picture_edited,
            )
        self._reviewing.open()

    @guard
    def _on_recording_included(self, on: bool) -> None:
        self._session().controller.enclosing.include(on)

    @guard
    def _on_recording_watched(self) -> None:
        if self._watching is None:
            from usero_desktop.ui.session.watching import Watching

            self._watching = Watching(self._panel, self._session(), relayout=self._relayout)
        self._watching.open()

    @guard
    def _on_send_clicked(self) -> None:
        self._send()

    def _send(self, *, pictures: bool = True) -> None:
        from usero_desktop.ui.process.machine import qt_context

        self._session().controller.send(qt_context(self._window()), pictures=pictures)

    @guard
    def _on_dropped(self, data: QtCore.QMimeData) -> None:
        self._session().adder.take_dropped(data)

    @guard
    def _on_action_chosen(self, action: Action) -> None:
        from usero_desktop.ui.notice import Action

        session = self._session()
        match action:
            case Action.SHOW:
                session.reports.open()
            case Action.LEAVE:
                session.controller.leave_edit()
            case Action.CLEAR:
                self._clear()
            case Action.UNDO:
                session.controller.keeping.undo()
            case Action.READ | Action.UNREAD:
                session.controller.read_offered(is_read=action is Action.READ)
            case Action.DETACH:
                session.controller.detach()
            case Action.AGAIN:
                self._send()
            case Action.WITHOUT_PICTURES:
                self._send(pictures=False)
            case _:
                comment = session.controller.state.draft.comment
                QtWidgets.QApplication.clipboard().setText(comment)
                session.controller.say_copied()

    @guard
    def _on_more_wanted(self) -> None:
        from usero_desktop.ui.session.menus import MoreMenu

        session = self._session()
        wipe = lambda: session.reports.open(wiping=True)  # noqa: E731
        menu = MoreMenu(
            self._panel,
            self._look(),
            review=None if session.controller.state.is_sending else self._on_review_wanted,
            reports=session.reports.open,
            history=session.history.open if session.feedback.options.keep_history else None,
            clear=self._clear if session.controller.keeping.can_clear else None,
            wipe=wipe,
        )
        menu.open_for(self._panel.more_button, at_end=True)

    def _clear(self) -> None:
        self._session().controller.keeping.clear()
        self._panel.focus_comment()

    @guard
    def _on_back_clicked(self) -> None:
        self._session().show_form()

    @guard
    def _on_reports_built(self, page: ReportsPage) -> None:
        page.wished.connect(self._on_wished)
        page.menu_wanted.connect(self._on_report_menu_wanted)

    @guard
    def _on_history_built(self, page: HistoryPage) -> None:
        page.wished.connect(self._on_history_wished)
        page.menu_wanted.connect(self._on_sent_menu_wanted)

    @guard
    def _on_report_menu_wanted(self, card: ReportCard, place: QtCore.QRect) -> None:
        self._open_menu(card, place, self._on_wished)

    @guard
    def _on_sent_menu_wanted(self, card: ReportCard, place: QtCore.QRect) -> None:
        self._open_menu(card, place, self._on_history_wished)

    def _open_menu(
        self, card: ReportCard, place: QtCore.QRect, wished: Callable[[Wish, str], None]
    ) -> None:
        from usero_desktop.ui.session.menus import ReportMenu

        submission_id, wishes = card.submission_id, card.wishes
        choose = lambda name: wished(wishes[name], submission_id)  # noqa: E731
        menu = ReportMenu(self._panel, self._look(), card.offers, choose)
        menu.name_after(card)
        menu.open_below(place)

    @guard
    def _on_wished(self, wish: Wish, submission_id: str) -> None:
        from usero_desktop.ui.reports.items import Wish

        if wish is Wish.EXPORT:
            self._ask_where(submission_id)
        else:
            self._session().reports.take_wish(wish, submission_id)

    @guard
    def _on_history_wished(self, wish: Wish, submission_id: str) -> None:
        from usero_desktop.ui.reports.items import Wish

        history = self._session().history
        if wish is Wish.COPY:
            QtWidgets.QApplication.clipboard().setText(history.feedback_id(submission_id))
        history.take_wish(wish, submission_id)

    def _ask_where(self, submission_id: str) -> None:
        from usero_desktop.ui.capture.picker import save_dialog

        reports = self._session().reports
        dialog = save_dialog(self._subject(), self._look(), reports.copy_name(submission_id))

        @guard
        def save(path: str) -> None:
            reports.export(submission_id, path)

        dialog.fileSelected.connect(save)
        dialog.open()
