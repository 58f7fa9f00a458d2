from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from usero_desktop import policy
from usero_desktop.model.choice import FIELDS
from usero_desktop.qt import QtCore, QtWidgets, Signal
from usero_desktop.ui.controls.announce import Announcer
from usero_desktop.ui.controls.buttons import QuietButton, TextButton
from usero_desktop.ui.controls.cardlist import CardList
from usero_desktop.ui.controls.labels import Banner, Label
from usero_desktop.ui.controls.pages import OtherPage
from usero_desktop.ui.controls.scroll import ScrollPage
from usero_desktop.ui.guard import guard
from usero_desktop.ui.reports.card import PADDING
from usero_desktop.ui.review.full_pictures import ShotRow
from usero_desktop.ui.review.rows import INSET, PartRow, Row, Section
from usero_desktop.ui.review.values import readable
from usero_desktop.ui.sizes import size_words
from usero_desktop.ui.style import metrics

if TYPE_CHECKING:
    from usero_desktop.core.preview import Preview
    from usero_desktop.ui.review.review import Part, ReviewState
    from usero_desktop.ui.style.look import Look

LIST_MOST: Final = 560
"""The cards grow to this height with what is in them; then they scroll. At scale 1."""

ROWS: Final = 40
"""So many rows of metadata are shown at first, and so many more each time."""

_KEYS: Final = {
    QtCore.Qt.Key.Key_PageDown.value: 8, QtCore.Qt.Key.Key_PageUp.value: -8,
    QtCore.Qt.Key.Key_End.value: 10_000, QtCore.Qt.Key.Key_Home.value: -10_000,
}  # fmt: skip
"""How many lines of the page each key goes on."""


class ReviewPage(OtherPage):
    """Everything that Send would send. It shows a `ReviewState` and tells what the user wishes.

    Signals: `switched(names, bool)` lets parts travel or not, `all_switched(bool)` all that can
    be switched; `picture_edited(int)` with the index of one; `copy_wanted()` and `save_wanted()`.
    """

    switched = Signal(object, bool)
    all_switched = Signal(bool)
    picture_edited = Signal(int)
    copy_wanted = Signal()
    save_wanted = Signal()
    title = "review.title"
    keeps_place = True

    def __init__(self, parent: QtWidgets.QWidget, *, beside: QtWidgets.QWidget) -> None:
        """`beside` is the widget whose padding a scroll bar lies in."""
        super().__init__(parent)
        self.setObjectName("usero_review_page")
        self._scroll = ScrollPage(self, beside=beside)
        self._list = CardList(self._scroll.content, most=LIST_MOST)
        page = self._list.place_for_cards()
        self._look: Look | None = None
        self._room, self._most = metrics.INNER_WIDTH, ROWS
        self._state: ReviewState | None = None
        self._announcer = Announcer(self)
        foot = self._scroll.content
        self._words = Label(foot, pixels=metrics.LABEL)
        self._words.setWordWrap(True)
        self._words.setObjectName("usero_review_words")
        self._written = Section("written", page)
        self._shots = Section("shots", page)
        self._policy = Section("policy", page)
        self._person = Section("person", page)
        self._page = Section("place", page)
        self._details = Section("details", page)
        self._goes = Section("goes", page)
        self._sections = (
            self._written, self._shots, self._policy, self._person, self._page, self._details,
            self._goes,
        )  # fmt: skip
        self._all = TextButton(self._details)
        self._all.setObjectName("usero_review_all")
        self._details.head.addWidget(self._all, 0, QtCore.Qt.AlignmentFlag.AlignLeading)
        self._more = QuietButton("chevron-down", self._details)
        self._more.setObjectName("usero_review_rest")
        self._details.foot.addWidget(self._more, 0, QtCore.Qt.AlignmentFlag.AlignHCenter)
        self._facts: dict[Section, list[Row]] = {section: [] for section in self._sections}
        self._pictures: list[ShotRow] = []
        self._rows: dict[str, PartRow] = {}
        self._notice = Banner(foot)
        self._size = Label(foot, pixels=metrics.LABEL)
        self._size.setObjectName("usero_review_size")
        self._size.setWordWrap(True)
        self._copy = QuietButton("paste", foot)
        self._copy.setObjectName("usero_review_copy")
        self._save = QuietButton("file", foot)
        self._save.setObjectName("usero_review_save")
        self._lay_out()
        self._all.clicked.connect(self._on_all_clicked)
        self._more.clicked.connect(self._on_more_clicked)
        self._copy.clicked.connect(self.copy_wanted)
        self._save.clicked.connect(self.save_wanted)

    def _lay_out(self) -> None:
        for section in self._sections:
            self._list.column.addWidget(section)
        self._list.column.addStretch(1)
        self._buttons = QtWidgets.QBoxLayout(QtWidgets.QBoxLayout.Direction.LeftToRight)
        self._buttons.addWidget(self._copy)
        self._buttons.addWidget(self._save)
        self._buttons.addStretch(1)
        self._foot = QtWidgets.QVBoxLayout()
        self._foot.addWidget(self._notice)
        self._foot.addWidget(self._size)
        self._foot.addLayout(self._buttons)
        self._fields = fields = QtWidgets.QVBoxLayout(self._scroll.content)
        fields.addWidget(self._words)
        fields.addWidget(self._list, 1)
        fields.addLayout(self._foot)
        whole = QtWidgets.QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)
        self._notice.setVisible(False)

    # ------------------------------------------------------------ values downward

    def show_look(self, look: Look) -> None:
        """Take colours, words and sizes."""
        if self._look is not None and look.texts != self._look.texts:
            self._announcer.take_back()
        self._look = look
        px = look.scale.px
        self._fields.setSpacing(px(metrics.GAP))
        self._foot.setSpacing(px(8))
        self._buttons.setSpacing(px(8))
        room = px(metrics.RING_ROOM)
        self._fields.setContentsMargins(room, 0, room, 0)
        self._scroll.show_scale(look.scale)
        self._list.show_scale(look.scale)
        self._list.show_name(look.texts("review.title"))
        self._words.show_color(look.colors.muted, look.scale)
        self._size.show_color(look.colors.text, look.scale)
        self._copy.setText(look.texts("review.copy"))
        self._save.setText(look.texts("reports.export"))
        for button in (self._copy, self._save, self._more):
            button.show_look(look)
        self._all.show_look(look, "link", "field")

    def show_room(self, room: int) -> None:
        """Arrange what stands beside each other for a page that is `room` wide."""
        self._room = room
        for part in (self._notice, self._copy, self._save, self._more):
            part.show_room(room)
        for row in self._every_row:
            row.show_room(self._card_room)
        self._all.show_room(self._card_room)
        self._details.show_room(self._card_room, self._all)
        self._list.show_room(room)
        gap = self._buttons.spacing()
        wide = self._copy.sizeHint().width() + gap + self._save.sizeHint().width()
        way = QtWidgets.QBoxLayout.Direction
        self._buttons.setDirection(way.TopToBottom if wide > room else way.LeftToRight)

    @property
    def _card_room(self) -> int:
        px = self._look.scale.px if self._look is not None else int
        beside = px(metrics.SCROLL_BAR) + px(metrics.GAP - 4)
        return self._room - beside - 2 * (px(PADDING) - px(INSET))

    @property
    def _every_row(self) -> list[Row | ShotRow]:
        facts = [row for rows in self._facts.values() for row in rows]
        return [*facts, *self._pictures, *self._rows.values()]

    def show_review(self, state: ReviewState) -> None:
        """Show everything of `state`; what is unchanged keeps its place and the focus."""
        look, was = self._look, self._state
        self._state = state
        if look is None:
            return
        preview = state.preview
        self._words.setText(look.texts("review.words" if preview else "reports.reading"))
        self._notice.show_notice(state.notice, look)
        for part in (self._list, self._size, self._copy, self._save):
            part.setVisible(preview is not None)
        if preview is None:
            self._most = ROWS
            self._list.verticalScrollBar().setValue(0)
            return
        self._show_written(preview, look)
        self._show_pictures(state, preview, look)
        self._show_policy(look)
        self._show_person(preview, look)
        self._show_parts(state, look)
        self._show_goes(preview, look)
        size = size_words(look.texts, preview.total_bytes)
        self._size.setText(look.texts("review.size", size=size))
        self.show_room(self._room)
        # Who presses the one button below it after the other finds both where they were.
        layout = self._notice.layout()
        if state.notice is not None and layout is not None:
            self._list.give(layout.totalHeightForWidth(self._room) + self._foot.spacing())
        else:
            self._list.give(0)
        self._list.show_scroll_bar()
        self._list.updateGeometry()
        self._order()
        self._announce(was, state, look)

    def _announce(self, was: ReviewState | None, state: ReviewState, look: Look) -> None:
        if was is None or was.preview is None:
            self._announcer.say(self._size.text(), urgent=False)
        if state.notice is not None and (was is None or was.notice != state.notice):
            words = look.texts.say(state.notice.text)
            self._announcer.say(words, urgent=state.notice.kind == "error")

    def _show_written(self, preview: Preview, look: Look) -> None:
        texts, sent = look.texts, preview.submission
        rating = texts(f"rating.{sent.rating}") if sent.rating else texts("review.no_rating")
        email = sent.user_email or texts("review.no_email")
        self._show_facts(
            self._written,
            texts("review.written"),
            [
                (texts("field.rating"), rating, not sent.rating),
                (texts("field.comment"), sent.comment or texts("reports.no_comment"),
                 not sent.comment),
                (texts("field.userEmail"), email, not sent.user_email),
            ],
            look,
        )  # fmt: skip

    def _show_pictures(self, state: ReviewState, preview: Preview, look: Look) -> None:
        pictures = preview.submission.pictures
        nothing = [] if pictures else [("", look.texts("review.no_pictures"), True)]
        self._show_facts(self._shots, look.texts("field.screenshots"), nothing, look)
        while len(self._pictures) > len(pictures):
            _remove(self._pictures.pop(), self._shots)
        while len(self._pictures) < len(pictures):
            row = ShotRow(self._shots)
            row.edited.connect(self._on_picture_edited)
            self._pictures.append(row)
            self._shots.rows.addWidget(row)
            row.setVisible(True)
        images = state.images or (None,) * len(pictures)
        shown = zip(self._pictures, pictures, images, strict=True)
        for number, (row, picture, image) in enumerate(shown, 1):
            row.show_picture(picture, image, number, look)

    def _show_person(self, preview: Preview, look: Look) -> None:
        texts, person = look.texts, preview.offered.person
        user = person.user if person is not None else None
        self._person.setVisible(user is not None)
        if user is None:
            return
        facts = [("", texts("review.person.off"), True)]
        if preview.submission.person is not None:
            # One after the other: a trait may be called as one of the others is.
            known = [("id", user.id), ("email", user.email), ("displayName", user.display_name)]
            known = [(name, value) for name, value in known if value]
            rows = [*known, *(user.traits or {}).items()]
            facts = [(name, readable(value), False) for name, value in rows]
            facts.insert(0, ("", texts("review.person.words"), True))
        self._show_facts(self._person, texts("review.person"), facts, look)

    def _show_goes(self, preview: Preview, look: Look) -> None:
        texts, sent = look.texts, preview.submission
        facts = [
            (texts("review.server"), sent.base_url, False),
            (texts("review.project"), sent.client_id, False),
        ]
        if sent.environment:
            facts.append((texts("review.environment"), sent.environment, False))
        self._show_facts(self._goes, texts("review.goes"), facts, look)

    def _show_policy(self, look: Look) -> None:
        """Tell what the machine's administrator has decided, where there is anything."""
        texts, names = look.texts, policy.read().pinned
        self._policy.setVisible(bool(names))
        facts = [("", texts(f"review.policy.{name}"), True) for name in names]
        self._show_facts(self._policy, texts("review.policy"), facts, look)

    def _show_facts(
        self, section: Section, title: str, facts: list[tuple[str, str, bool]], look: Look
    ) -> None:
        section.show_heading(title, look)
        rows = self._facts[section]
        while len(rows) > len(facts):
            _remove(rows.pop(), section)
        while len(rows) < len(facts):
            row = Row(section)
            section.rows.insertWidget(len(rows), row)
            row.setVisible(True)
            rows.append(row)
        for row, (name, text, quiet) in zip(rows, facts, strict=True):
            row.show_fact(name, text, look, quiet=quiet)

    def _show_parts(self, state: ReviewState, look: Look) -> None:
        texts = look.texts
        self._page.setVisible(bool(state.fields))
        self._page.show_heading(texts("review.place"), look)
        self._details.show_heading(texts("review.details"), look)
        shown = (*state.fields, *state.metadata[: self._most])
        wanted = {part.name for part in shown}
        for name in [name for name in self._rows if name not in wanted]:
            row = self._rows.pop(name)
            _remove(row, self._details if name not in FIELDS else self._page)
        for section, parts in ((self._page, state.fields), (self._details, shown)):
            own = [p for p in parts if (p.name in FIELDS) == (section is self._page)]
            for place, part in enumerate(own):
                self._place(section, place, part, look)
        hidden = len(state.metadata) - self._most
        self._more.setText(texts("reports.more_of_them", n=max(hidden, 0)))
        self._more.setVisible(hidden > 0)
        is_any_on = any(part.on for part in state.switchable)
        self._all.setText(texts("review.all_off" if is_any_on else "review.all_on"))
        self._all.setVisible(bool(state.switchable))

    def _place(self, section: Section, place: int, part: Part, look: Look) -> None:
        row = self._rows.get(part.name)
        if row is None:
            row = self._rows[part.name] = PartRow(part.name, section)
            row.switched.connect(self._on_switched)
        if section.rows.indexOf(row) != place:
            section.rows.insertWidget(place, row)
            row.setVisible(True)
        is_field = part.name in FIELDS
        row.show_part(part, look.texts(f"review.{part.name}") if is_field else part.key, look)

    def _order(self) -> None:
        """Have Tab go down the page."""
        written, *cards = self._facts.values()
        others = [row for rows in cards for row in rows]
        fields = [row for name, row in self._rows.items() if name in FIELDS]
        details = [row for name, row in self._rows.items() if name not in FIELDS]
        parts = [
            *(part for row in written for part in row.parts),
            *(row.shot for row in self._pictures),
            *(part for row in (*others, *fields) for part in row.parts),
            self._all,
            *(part for row in details for part in row.parts),
            self._more, self._copy, self._save,
        ]  # fmt: skip
        for one, following in pairwise(parts):
            QtWidgets.QWidget.setTabOrder(one, following)

    def scroll_by(self, key: int) -> bool:
        """Scroll, as most of the page is to be read and takes no focus."""
        lines = _KEYS.get(key, 0)
        self._list.go_on(lines)
        return bool(lines)

    # ------------------------------------------------------------ events upward

    @guard
    def _on_switched(self, name: str, on: bool) -> None:
        self.switched.emit((name,), on)

    @guard
    def _on_picture_edited(self) -> None:
        sender = self.sender()
        for index, row in enumerate(self._pictures):
            if row is sender:
                self.picture_edited.emit(index)

    @guard
    def _on_all_clicked(self) -> None:
        parts = self._state.switchable if self._state is not None else ()
        self.all_switched.emit(not any(part.on for part in parts))

    @guard
    def _on_more_clicked(self) -> None:
        if self._state is not None:
            before = list(self._rows)
            self._most += ROWS
            self.show_review(self._state)
            new = [row for name, row in self._rows.items() if name not in before]
            if new and self._more.isHidden():
                new[0].box.setFocus(self._more.ring.reason)


def _remove(row: QtWidgets.QWidget, section: Section) -> None:
    section.rows.removeWidget(row)
    row.hide()
    row.deleteLater()
