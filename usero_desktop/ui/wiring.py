from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.ui.guard import guard

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.model.rating import Rating
    from usero_desktop.ui.panel.card import ReportCard
    from usero_desktop.ui.panel.panel import Panel
    from usero_desktop.ui.panel.reports import ReportsPage
    from usero_desktop.ui.session import Session
    from usero_desktop.ui.state import Action, Wish
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
    ) -> None:
        """Live as long as `panel`; `session` makes the session when first called.

        `window` is the host's, `look` and `subject` tell how a dialog is to look and over
        which window it is to open.
        """
        super().__init__(panel)
        self._panel, self._session, self._window = panel, session, window
        self._look, self._subject = look, subject
        form = panel.form
        form.rated.connect(self._on_rated)
        form.comment_edited.connect(self._on_comment_edited)
        form.overflowed.connect(self._on_overflowed)
        form.share_changed.connect(self._on_share_changed)
        form.email_edited.connect(self._on_email_edited)
        form.picture_removed.connect(self._on_picture_removed)
        form.dropped.connect(self._on_dropped)
        form.action_chosen.connect(self._on_action_chosen)
        form.picture_wanted.connect(self._on_picture_wanted)
        form.send_clicked.connect(self._on_send_clicked)
        panel.more_wanted.connect(self._on_more_wanted)
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
    def _on_share_changed(self, shared: bool) -> None:
        self._session().controller.share_email(shared)

    @guard
    def _on_email_edited(self, email: str) -> None:
        self._session().controller.set_email(email)

    @guard
    def _on_picture_removed(self, index: int) -> None:
        self._session().controller.remove_picture(index)

    @guard
    def _on_picture_wanted(self) -> None:
        self._session().adder.ask(self._panel, self._look())

    @guard
    def _on_send_clicked(self) -> None:
        self._send()

    def _send(self, *, pictures: bool = True) -> None:
        from usero_desktop.ui.context import qt_context

        self._session().controller.send(qt_context(self._window), pictures=pictures)

    @guard
    def _on_dropped(self, data: QtCore.QMimeData) -> None:
        self._session().adder.take_dropped(data)

    @guard
    def _on_action_chosen(self, action: Action) -> None:
        from usero_desktop.ui.state import Action

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
        from usero_desktop.ui.menu import MoreMenu

        session = self._session()
        wipe = lambda: session.reports.open(wiping=True)  # noqa: E731
        menu = MoreMenu(
            self._panel,
            self._look(),
            reports=session.reports.open,
            clear=self._clear if session.controller.keeping.can_clear else None,
            wipe=wipe,
        )
        menu.open_for(self._panel.more_button, at_end=True)

    def _clear(self) -> None:
        self._session().controller.keeping.clear()
        self._panel.focus_comment()

    @guard
    def _on_back_clicked(self) -> None:
        self._session().reports.hide()

    @guard
    def _on_reports_built(self, page: ReportsPage) -> None:
        page.wished.connect(self._on_wished)
        page.menu_wanted.connect(self._on_report_menu_wanted)

    @guard
    def _on_report_menu_wanted(self, card: ReportCard, place: QtCore.QRect) -> None:
        from usero_desktop.ui.menu import ReportMenu
        from usero_desktop.ui.panel.card import BUTTONS

        submission_id = card.submission_id
        choose = lambda name: self._on_wished(BUTTONS[name], submission_id)  # noqa: E731
        menu = ReportMenu(self._panel, self._look(), card.offers, choose)
        menu.name_after(card)
        menu.open_below(place)

    @guard
    def _on_wished(self, wish: Wish, submission_id: str) -> None:
        from usero_desktop.ui.state import Wish

        if wish is Wish.EXPORT:
            self._ask_where(submission_id)
        else:
            self._session().reports.take_wish(wish, submission_id)

    def _ask_where(self, submission_id: str) -> None:
        from usero_desktop.ui.picker import save_dialog

        reports = self._session().reports
        dialog = save_dialog(self._subject(), self._look(), reports.copy_name(submission_id))

        @guard
        def save(path: str) -> None:
            reports.export(submission_id, path)

        dialog.fileSelected.connect(save)
        dialog.open()
