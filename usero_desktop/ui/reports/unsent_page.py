from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from usero_desktop.qt import QtCore, QtWidgets, Signal
from usero_desktop.ui.controls.buttons import QuietButton
from usero_desktop.ui.controls.cardlist import CardList
from usero_desktop.ui.controls.labels import Banner, Label
from usero_desktop.ui.controls.pages import OtherPage
from usero_desktop.ui.controls.scroll import ScrollPage
from usero_desktop.ui.guard import guard
from usero_desktop.ui.reports.card import PADDING, ReportCard
from usero_desktop.ui.reports.items import Wipe, Wish
from usero_desktop.ui.style import metrics

if TYPE_CHECKING:
    from usero_desktop.ui.notice import Action
    from usero_desktop.ui.reports.items import ReportsState
    from usero_desktop.ui.style.look import Look


class ReportsPage(OtherPage):
    """A list of reports, here of those that are not sent.

    It shows a `ReportsState` and tells what the user wishes.

    Signals: `wished(Wish, str)` with a report's id, or "" where it is about no one of them;
    `menu_wanted(ReportCard, QRect)`; `focus_left()` before what has the focus goes, where nothing
    here is to have it next.
    """

    wished = Signal(object, str)
    menu_wanted = Signal(object, object)
    focus_left = Signal()
    title = "reports.title"
    name: ClassVar[str] = "reports"
    """What its parts are called after."""
    none: ClassVar[str] = "reports.none"
    """What is said of an empty list."""
    wiping: ClassVar[str] = "more.wipe"
    """The words of the button that deletes everything."""
    wipe_name: ClassVar[str] = "usero_wipe"
    card: ClassVar[type[ReportCard]] = ReportCard

    def __init__(self, parent: QtWidgets.QWidget, *, beside: QtWidgets.QWidget) -> None:
        """`beside` is the widget whose padding a scroll bar lies in."""
        super().__init__(parent)
        self.setObjectName(f"usero_{self.name}")
        self._scroll = ScrollPage(self, beside=beside)
        page = self._scroll.content
        self._room = metrics.INNER_WIDTH
        self._look: Look | None = None
        self._wipe_shown = Wipe.OFFERED
        self._cards: dict[str, ReportCard] = {}
        self._notice = Banner(page)
        self._words = Label(page)
        self._words.setWordWrap(True)
        self._list = CardList(page)
        self._more = QuietButton("chevron-down", self._list.place_for_cards())
        self._more.setObjectName(f"usero_{self.name}_more")
        self._list.column.addWidget(self._more, 0, QtCore.Qt.AlignmentFlag.AlignHCenter)
        self._list.column.addStretch(1)
        self._question = Banner(page)
        self._wipe = QuietButton("trash", page)
        self._wipe.setObjectName(self.wipe_name)
        whole = QtWidgets.QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)
        self._column = column = QtWidgets.QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._notice)
        column.addWidget(self._words)
        column.addWidget(self._list, 1)
        column.addWidget(self._question)
        column.addWidget(self._wipe, 0, QtCore.Qt.AlignmentFlag.AlignLeading)
        self._more.clicked.connect(self._on_more_clicked)
        self._wipe.clicked.connect(self._on_wipe_clicked)
        self._question.action_chosen.connect(self._on_action_chosen)

    def show_look(self, look: Look) -> None:
        """Take colours, words and sizes."""
        self._look = look
        self._column.setSpacing(look.scale.px(metrics.GAP))
        room = look.scale.px(metrics.RING_ROOM)
        self._column.setContentsMargins(room, 0, room, 0)
        self._list.show_scale(look.scale)
        self._list.show_name(look.texts(self.title))
        self._scroll.show_scale(look.scale)
        self._words.show_color(look.colors.muted, look.scale)
        for button in (self._more, self._wipe):
            button.show_look(look)

    def show_room(self, room: int) -> None:
        """Arrange what stands beside each other for a page that is `room` wide."""
        self._room = room
        for part in (self._notice, self._question, self._more, self._wipe):
            part.show_room(room)
        for card in self._cards.values():
            card.show_room(self._card_room)
        self._list.show_room(room)

    @property
    def _card_room(self) -> int:
        """For what stands on a card in a list that scrolls."""
        px = self._look.scale.px if self._look is not None else int
        beside = px(metrics.SCROLL_BAR) + px(metrics.GAP - 4)
        return self._room - beside - 2 * px(PADDING)

    def show_reports(self, state: ReportsState) -> None:
        """Show everything of `state`."""
        look = self._look
        if look is None:
            return
        texts, items = look.texts, state.items or ()
        self._notice.show_notice(state.notice, look)
        message = "reports.reading" if state.items is None else self.none
        done = state.wipe in {Wipe.DONE, Wipe.ADDRESS_KEPT}
        is_wrong = state.notice is not None and state.notice.kind == "error"
        self._words.setText("" if items or is_wrong or done else texts(message))
        self._words.setVisible(bool(self._words.text()))
        self._show_cards(state, look)
        self._more.setText(texts("reports.more_of_them", n=state.hidden))
        self._more.setVisible(bool(state.hidden))
        self._list.setVisible(bool(items))
        self._list.show_scroll_bar()
        self._list.updateGeometry()
        self._show_wipe(state, look)
        self._order()

    def _show_cards(self, state: ReportsState, look: Look) -> None:
        items = state.items or ()
        wanted = {item.submission_id for item in items}
        self._hand_focus_on(wanted, may_wipe=state.may_wipe)
        for gone in set(self._cards) - wanted:
            card = self._cards.pop(gone)
            self._list.column.removeWidget(card)
            card.hide()
            card.deleteLater()
        cards: dict[str, ReportCard] = {}
        for place, item in enumerate(items):
            card = self._cards.get(item.submission_id) or self._made(item.submission_id)
            cards[item.submission_id] = card
            if self._list.column.indexOf(card) != place:
                self._list.column.insertWidget(place, card)
            was_telling = not card.told.isHidden()
            card.show_item(item, state, look, place + 1, len(items))
            card.show()
            if not was_telling and not card.told.isHidden():
                self._list.bring(card.told)
        self._cards = cards

    def _made(self, submission_id: str) -> ReportCard:
        card = self.card(submission_id, self._list.place_for_cards())
        card.wished.connect(self.wished)
        card.menu_wanted.connect(self.menu_wanted)
        card.show_room(self._card_room)
        return card

    def _hand_focus_on(self, staying: set[str], *, may_wipe: bool) -> None:
        """Give the focus of a card that goes to the next one: Qt would hand it to the host."""
        focus = QtWidgets.QApplication.focusWidget()
        names = list(self._cards)
        for place, name in enumerate(names):
            if name in staying or focus is None or not self._cards[name].isAncestorOf(focus):
                continue
            near = [*names[place + 1 :], *reversed(names[:place])]
            stays = next((self._cards[other] for other in near if other in staying), None)
            if stays is not None:
                stays.buttons[-1].setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
            else:
                self._focus_wipe(may_wipe=may_wipe)

    def _show_wipe(self, state: ReportsState, look: Look) -> None:
        wipe, notice = state.wipe, state.wipe_notice
        focus = QtWidgets.QApplication.focusWidget()
        held = focus is not None and self._question.isAncestorOf(focus)
        was_here = focus is self._wipe and not state.may_wipe
        reason = self._wipe.ring.reason
        self._wipe.setText(look.texts(self.wiping))
        if wipe is Wipe.ASKED and self._wipe_shown is not wipe:
            self._question.show_notice(notice, look)
            self._question.buttons[0].setFocus(reason)
        elif was_here or (held and wipe is not Wipe.ASKED):
            self._focus_wipe(may_wipe=state.may_wipe)
        self._question.show_notice(notice, look)
        self._wipe.setVisible(state.shows_wipe)
        self._wipe.setEnabled(wipe is not Wipe.RUNNING)
        self._wipe_shown = wipe

    def _focus_wipe(self, *, may_wipe: bool) -> None:
        """Have the focus on "Delete my data", or out of the page where that cannot take it."""
        if may_wipe:
            self._wipe.setEnabled(True)
            self._wipe.setVisible(True)
            self._wipe.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        else:
            self.focus_left.emit()

    def _order(self) -> None:
        """Have Tab go down the list."""
        parts = [button for card in self._cards.values() for button in card.buttons]
        parts += [self._more, *self._question.buttons, self._wipe]
        for one, following in pairwise(parts):
            QtWidgets.QWidget.setTabOrder(one, following)

    @guard
    def _on_more_clicked(self) -> None:
        self.wished.emit(Wish.MORE, "")

    @guard
    def _on_wipe_clicked(self) -> None:
        self.wished.emit(Wish.WIPE, "")

    @guard
    def _on_action_chosen(self, action: Action) -> None:
        self.wished.emit(Wish.WIPE_NOW if action.deletes else Wish.KEEP, "")
