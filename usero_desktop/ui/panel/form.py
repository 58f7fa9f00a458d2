from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from usero_desktop.model import limits
from usero_desktop.model.text import utf16_length
from usero_desktop.qt import QtCore, QtWidgets, Signal
from usero_desktop.ui.controls.announce import describe
from usero_desktop.ui.controls.buttons import QuietButton, TextButton
from usero_desktop.ui.controls.labels import Banner, Label
from usero_desktop.ui.controls.measure import Page
from usero_desktop.ui.controls.scroll import ScrollPage
from usero_desktop.ui.form.state import Phase
from usero_desktop.ui.guard import guard
from usero_desktop.ui.notice import Action
from usero_desktop.ui.panel.comment import CommentBox
from usero_desktop.ui.panel.details import DetailsBox
from usero_desktop.ui.panel.email import EmailField, mark_invalid
from usero_desktop.ui.panel.pictures import PictureStrip
from usero_desktop.ui.panel.ratings import RatingRow
from usero_desktop.ui.panel.send import SendButton
from usero_desktop.ui.style import metrics

if TYPE_CHECKING:
    from usero_desktop.config import Options
    from usero_desktop.ui.form.state import PanelState
    from usero_desktop.ui.panel.film import FilmRow
    from usero_desktop.ui.style.look import Look

FIELDS = {"comment": ("rating", "comment"), "screenshots": ("screenshots",), "email": ("email",)}
"""Below which part of the form the problems of which fields are told."""


class FeedbackForm(Page):
    """The fields and Send. It shows a `PanelState` and tells what the user did.

    Signals: `rated(Rating)`, `comment_edited(str)`, `share_changed(bool)`,
    `email_edited(str)`, `picture_wanted()` (the menu is asked for), `picture_removed(int)`,
    `picture_edited(int)` (it is to be drawn on), `picture_approached()` (one may be, soon),
    `dropped(QMimeData)` (pasted or dropped), `overflowed()`, `send_clicked()`,
    `review_wanted()` (what is sent is to be shown), `recording_included(bool)` and
    `recording_watched()` (it is to be played), and
    `action_chosen(Action)` by a button beside a message.
    """

    rated = Signal(object)
    comment_edited = Signal(str)
    share_changed = Signal(bool)
    email_edited = Signal(str)
    picture_wanted = Signal()
    picture_removed = Signal(int)
    picture_edited = Signal(int)
    picture_approached = Signal()
    dropped = Signal(object)
    overflowed = Signal()
    send_clicked = Signal()
    review_wanted = Signal()
    recording_included = Signal(bool)
    recording_watched = Signal()
    action_chosen = Signal(object)

    def __init__(self, parent: QtWidgets.QWidget, *, beside: QtWidgets.QWidget) -> None:
        """`beside` is the widget whose padding a scroll bar lies in."""
        super().__init__(parent)
        self._scroll = ScrollPage(self, beside=beside)
        fields = self._scroll.content
        self._look: Look | None = None
        self._room = 0
        self._remark = Banner(fields)
        self._banner = Banner(fields)
        self._banner.setObjectName("usero_banner")
        self._details: DetailsBox | None = None
        self._ratings = RatingRow(fields)
        self._comment = CommentBox(fields)
        self._counter = Label(fields, pixels=metrics.SMALL)
        self._add = QuietButton("camera", fields)
        self._pictures = PictureStrip(fields)
        self._pointed = Label(fields, pixels=metrics.LABEL)
        self._pointed.setWordWrap(True)
        self._pointed.setVisible(False)
        self._pointed.setObjectName("usero_pointed")
        # In the order in which Tab goes through them.
        self._without = QuietButton("send", fields)
        self._email = EmailField(fields)
        self._film: FilmRow | None = None
        self._problems = {field: Label(fields, pixels=metrics.LABEL) for field in FIELDS}
        for problem in self._problems.values():
            problem.setWordWrap(True)
            problem.setVisible(False)
        self._told_at: dict[str, tuple[QtWidgets.QWidget, ...]] = {
            "comment": (self._comment, self._ratings),
            "screenshots": (self._add,),
            "email": (self._email.line,),
        }
        self._was_sending = False
        self._send = SendButton(self)
        self._review = TextButton(self)
        for part, name in (
            (self._ratings, "ratings"),
            (self._comment, "comment"),
            (self._add, "add_screenshot"),
            (self._pictures, "pictures"),
            (self._without, "without_pictures"),
            (self._send, "send"),
            (self._review, "review"),
        ):
            part.setObjectName(f"usero_{name}")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._under = QtWidgets.QBoxLayout(QtWidgets.QBoxLayout.Direction.LeftToRight)
        # Below each other they keep their width, at the side where one begins to read.
        self._under.addWidget(self._add, 0, QtCore.Qt.AlignmentFlag.AlignLeading)
        self._under.addStretch(1)
        self._under.addWidget(self._counter)
        # A box layout leaves no gap behind where a row is hidden.
        fields = QtWidgets.QVBoxLayout(self._scroll.content)
        fields.setContentsMargins(0, 0, 0, 0)
        self._fields = column = QtWidgets.QVBoxLayout()
        column.addWidget(self._remark)
        column.addWidget(self._banner)
        column.addWidget(self._ratings)
        column.addWidget(self._comment, 1)
        column.addWidget(self._problems["comment"])
        column.addLayout(self._under)
        column.addWidget(self._pictures)
        column.addWidget(self._pointed)
        column.addWidget(self._problems["screenshots"])
        column.addWidget(self._without, 0, QtCore.Qt.AlignmentFlag.AlignLeading)
        fields.addLayout(column, 1)
        # Its ring stands clear of it, further out than the fields.
        fields.addWidget(self._email)
        # In a row of its own: margins that a label is given, a host's sheet may take away again.
        self._last = QtWidgets.QVBoxLayout()
        self._last.addWidget(self._problems["email"])
        fields.addLayout(self._last)
        self._whole = fields
        # What sends it stays in sight.
        self._column = QtWidgets.QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._scroll, 1)
        self._foot = QtWidgets.QVBoxLayout()
        self._foot.addWidget(self._send)
        self._foot.addWidget(self._review, 0, QtCore.Qt.AlignmentFlag.AlignHCenter)
        self._column.addLayout(self._foot)
        for part in (self._remark, self._banner, self._without):
            part.setVisible(False)

    def _connect(self) -> None:
        self._remark.action_chosen.connect(self.action_chosen)
        self._banner.action_chosen.connect(self.action_chosen)
        self._ratings.chosen.connect(self.rated)
        # As in the web widget: the next thing to do is to write.
        self._ratings.pressed_by_hand.connect(self._on_rated_by_hand)
        self._comment.edited.connect(self.comment_edited)
        self._comment.overflowed.connect(self.overflowed)
        self._comment.picture_pasted.connect(self.dropped)
        self._add.clicked.connect(self.picture_wanted)
        self._pictures.removed.connect(self.picture_removed)
        self._pictures.edited.connect(self.picture_edited)
        self._pictures.approached.connect(self.picture_approached)
        self._without.clicked.connect(self._on_without_clicked)
        self._email.share_changed.connect(self.share_changed)
        self._email.email_edited.connect(self.email_edited)
        self._send.clicked.connect(self.send_clicked)
        self._review.clicked.connect(self.review_wanted)

    # ------------------------------------------------------------ values downward

    def show_look(self, look: Look, options: Options) -> None:
        """Take colours, words, sizes and the host's options."""
        self._look = look
        for column in (self._fields, self._whole, self._column):
            column.setSpacing(look.scale.px(metrics.GAP))
        room = look.scale.px(metrics.RING_ROOM)
        for inner in (self._fields, self._foot, self._last):
            inner.setContentsMargins(room, 0, room, 0)
        self._foot.setSpacing(look.scale.px(4))
        self._scroll.show_scale(look.scale)
        texts = look.texts
        self._comment.show_look(look, options.placeholder or texts("panel.placeholder"))
        self._add.setText(texts("pictures.add"))
        self._add.setVisible(options.show_screenshot_option)
        self._without.setText(texts("pictures.without"))
        self._email.setVisible(options.show_email_option)
        for problem in self._problems.values():
            problem.show_color(look.colors.error, look.scale)
        for part in (self._ratings, self._add, self._without, self._email, self._send):
            part.show_look(look)
        self._review.setText(texts("review.title"))
        self._review.show_look(look, "link", "background")

    def show_room(self, room: int) -> None:
        """Arrange what stands beside each other for a form that is `room` wide."""
        self._room = room
        for part in (
            self._remark, self._banner, self._ratings, self._add, self._without, self._email,
            self._send, self._review, self._pictures,
        ):  # fmt: skip
            part.show_room(room)
        if self._film is not None:
            self._film.show_room(room)
        self._fit_row()

    def show_state(self, state: PanelState) -> None:
        """Show everything of `state`; what is unchanged is left as it is."""
        look = self._look
        if look is None:
            return
        draft, sending = state.draft, state.phase is Phase.SENDING
        if sending:
            self._hold_focus()
        self._ratings.show_rating(draft.rating)
        self._comment.show_comment(draft.comment)
        self._comment.setReadOnly(sending)
        self._show_counter(draft.comment, look)
        self._pictures.show_pictures(
            draft.pictures, state.adding, look, before=self._add, changing=state.changing
        )
        self._show_pointed(state, look)
        self._email.show_email(draft.email, shared=draft.share_email)
        full = len(draft.pictures) + state.adding >= limits.SCREENSHOTS
        if full and self.window().focusWidget() is self._add:
            # In a window behind a dialog for files, too, where nobody has the focus.
            self.focus_comment()
            self._add.ring.forget()
        self._add.setEnabled(not full and not sending)
        self._add.setText(look.texts("pictures.max" if full else "pictures.add"))
        self._add.updateGeometry()
        self._fit_row()
        for part in (self._ratings, self._email, self._pictures):
            part.setEnabled(not sending)
        self._review.setEnabled(not sending)
        self._show_film(state, look)
        self._send.setText(look.texts("panel.sending" if sending else "panel.send"))
        self._send.show_progress(state.progress if sending else None)
        self._show_words(state, look)
        if self._was_sending and not sending and self._send.hasFocus():
            # Where it was may be gone: the next report begins where the first one did.
            self.focus_comment()
        self._was_sending = sending

    def _hold_focus(self) -> None:
        """Take the focus from what is about to be disabled: Qt would leave it with nobody."""
        parts = (self._ratings, self._add, self._pictures, self._email, self._film, self._review)
        for part in filter(None, parts):
            if _has_focus(part):
                self._send.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    def _show_pointed(self, state: PanelState, look: Look) -> None:
        """Tell which controls go along with the pictures: nothing leaves that is not shown."""
        lines = [
            look.texts("pictures.pointed", n=number, what=picture.pointed.shown)
            for number, picture in enumerate(state.draft.pictures, 1)
            if picture.pointed is not None and state.tells_pointed
        ]
        self._pointed.show_color(look.colors.muted, look.scale)
        self._pointed.setText("\n".join(lines))
        self._pointed.setVisible(bool(lines))

    def _show_film(self, state: PanelState, look: Look) -> None:
        """Show what there is to know of a recording; most hosts have none."""
        film, row = state.film, self._film
        if film is None:
            if row is not None:
                if _has_focus(row):
                    self.focus_comment()
                row.setVisible(False)
            return
        if row is None:
            from usero_desktop.ui.panel.film import FilmRow

            self._film = row = FilmRow(self._scroll.content)
            row.included.connect(self.recording_included)
            row.watch_wanted.connect(self.recording_watched)
            self._whole.addWidget(row)
            for one, following in pairwise([self._email.line, *row.parts]):
                self.setTabOrder(one, following)
        if _has_focus(row) and not (film.is_asked or film.is_on):
            self.focus_comment()
        row.show_film(film, look)
        row.setEnabled(not state.is_sending)
        row.show_room(self._room)
        row.setVisible(True)

    def _show_counter(self, comment: str, look: Look) -> None:
        left = max(limits.COMMENT_UNITS - utf16_length(comment), 0)
        self._counter.setText(look.texts("comment.remaining", n=left))
        short = left < limits.COMMENT_WARN_UNITS
        self._counter.show_color(look.colors.error if short else look.colors.muted, look.scale)

    def _fit_row(self) -> None:
        """Put the counter below the button where the language needs more than one line."""
        if self._look is None:
            return
        gap = self._look.scale.px(metrics.GAP)
        words = self._add.sizeHint().width() + self._counter.sizeHint().width()
        way = QtWidgets.QBoxLayout.Direction
        narrow = words + gap > self._room and self._add.isVisibleTo(self)
        self._under.setDirection(way.TopToBottom if narrow else way.LeftToRight)

    def _show_words(self, state: PanelState, look: Look) -> None:
        for banner, notice in ((self._remark, state.remark), (self._banner, state.notice)):
            actions = notice.actions if notice is not None else ()
            if _has_focus(banner) and not actions:
                self.focus_comment()
            was_told = not banner.isHidden()
            banner.show_notice(notice, look)
            if notice is not None and not was_told:
                self._scroll.bring(banner)
        self._show_details(state.details, look)
        if _has_focus(self._without) and not state.may_leave_pictures:
            self.focus_comment()
        self._without.setVisible(state.may_leave_pictures)
        for field, label in self._problems.items():
            found = [state.problems.get(name, ()) for name in FIELDS[field]]
            # A line for each: somebody else's do not always end like sentences.
            words = "\n".join(look.texts.say(one) for several in found for one in several)
            was_told = not label.isHidden()
            label.setText(words)
            label.setVisible(bool(words))
            for part in self._told_at[field]:
                describe(part, words)
            if words and not was_told:
                self._scroll.bring(label)
        mark_invalid(self._comment, "comment" in state.problems)
        self._email.show_problem("email" in state.problems)

    def _show_details(self, text: str, look: Look) -> None:
        if self._details is None:
            if not text:
                return
            self._details = DetailsBox(self._scroll.content)
            self._fields.insertWidget(self._fields.indexOf(self._remark) + 1, self._details)
            if self._remark.buttons:
                self.setTabOrder(self._remark.buttons[-1], self._details)
        if not text and self._details.hasFocus():
            self.focus_comment()
        self._details.show_details(text, look)

    def focus_comment(self) -> None:
        """Put the cursor into the comment."""
        self._comment.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    def focus_problem(self, field: str) -> None:
        """Put the cursor where the problem is."""
        if field == "email":
            self._email.focus_address()
        else:
            self.focus_comment()

    @property
    def add_button(self) -> QtWidgets.QAbstractButton:
        """What the picture menu is opened with."""
        return self._add

    # ------------------------------------------------------------ events upward

    @guard
    def _on_rated_by_hand(self) -> None:
        self.focus_comment()

    @guard
    def _on_without_clicked(self) -> None:
        self.action_chosen.emit(Action.WITHOUT_PICTURES)


def _has_focus(part: QtWidgets.QWidget) -> bool:
    focus = QtWidgets.QApplication.focusWidget()
    return focus is not None and (part is focus or part.isAncestorOf(focus))
