from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from usero_desktop.i18n import FALLBACK
from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal
from usero_desktop.ui.controls.buttons import TextButton, place_of, words_size
from usero_desktop.ui.controls.labels import Banner, Label
from usero_desktop.ui.guard import guard
from usero_desktop.ui.notice import Action
from usero_desktop.ui.reports.items import Standing, Wish
from usero_desktop.ui.sizes import recording_words
from usero_desktop.ui.style import icons, metrics
from usero_desktop.ui.style.painting import painting
from usero_desktop.ui.style.scale import Scale

if TYPE_CHECKING:
    from collections.abc import Mapping

    from usero_desktop.i18n import Texts
    from usero_desktop.ui.reports.items import ReportItem, ReportsState
    from usero_desktop.ui.style.colors import Colors
    from usero_desktop.ui.style.look import Look

PADDING = 12
FACE = 22
_DIGITS = {ord("\u0660") + digit: str(digit) for digit in range(10)}
BUTTONS = {
    "edit": Wish.EDIT,
    "retry": Wish.RETRY,
    "export": Wish.EXPORT,
    "delete": Wish.DELETE,
}
PAIRS = ("edit", "retry"), ("export", "delete")
"""The buttons in rows, where not all of them stand in one."""
_INKS = {Standing.REFUSED: "error", Standing.SENT: "text"}


def moment(texts: Texts, seconds: float) -> str:
    """Return a time in `seconds` since 1970 as one reads it: of today the hour alone.

    The digits are those of all our other numbers: two kinds of them would stand side by side.
    """
    locale = QtCore.QLocale(texts.locale)
    if locale.language() == QtCore.QLocale.Language.C:
        # That is for programs to read.
        locale = QtCore.QLocale(FALLBACK)
    when = QtCore.QDateTime.fromSecsSinceEpoch(int(seconds))
    short = QtCore.QLocale.FormatType.ShortFormat
    if when.date() == QtCore.QDate.currentDate():
        return locale.toString(when.time(), short).translate(_DIGITS)
    return locale.toString(when, short).translate(_DIGITS)


def paint_card(widget: QtWidgets.QWidget, colors: Colors, scale: Scale) -> None:
    """Paint what a card is: a box of the fields' colour with a border. In its paintEvent."""
    with painting(widget) as painter:
        painter.setPen(QtGui.QPen(colors.border, 1))
        painter.setBrush(colors.field)
        radius = scale.px(metrics.RADIUS)
        painter.drawRoundedRect(
            QtCore.QRectF(widget.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius
        )


class Face(QtWidgets.QLabel):
    """The face that was chosen, small: a graphic, with a name."""

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._side = FACE
        fixed = QtWidgets.QSizePolicy.Policy.Fixed
        self.setSizePolicy(fixed, fixed)

    def show_rating(self, rating: int | None, look: Look) -> None:
        """Show the face of `rating`, or none."""
        self._side = look.scale.px(FACE)
        self.updateGeometry()
        self.setVisible(rating is not None)
        if rating is not None:
            self.setPixmap(icons.face(rating, self._side, self.devicePixelRatioF()))
            self.setAccessibleName(look.texts(f"rating.{rating}"))
            self.setToolTip(look.texts(f"rating.{rating}"))

    def sizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(self._side, self._side)


class ReportCard(QtWidgets.QGroupBox):
    """One report of a list, not sent where nothing else is said, and what can be done with it.

    Signals: `wished(Wish, str)` with the report's id; `menu_wanted(ReportCard, QRect)` with the
    global place below which the menu of what it `offers` is to open.
    """

    wished = Signal(object, str)
    menu_wanted = Signal(object, object)
    wishes: ClassVar[Mapping[str, Wish]] = BUTTONS
    pairs: ClassVar[tuple[tuple[str, ...], ...]] = PAIRS

    def __init__(self, submission_id: str, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.submission_id = submission_id
        self.setObjectName("usero_report")
        self._colors: Colors | None = None
        self._scale = Scale()
        self._asking = False
        self._room = metrics.INNER_WIDTH
        self._face = Face(self)
        self._standing = Label(self, pixels=metrics.LABEL, bold=True)
        self._when = Label(self, pixels=metrics.SMALL)
        self._line = Label(self)
        self._pictures = Label(self, pixels=metrics.SMALL)
        self._recording = Label(self, pixels=metrics.SMALL)
        self._reason = Label(self, pixels=metrics.LABEL)
        self._said = Label(self, pixels=metrics.LABEL)
        for label in (self._standing, self._line, self._recording, self._reason, self._said):
            label.setWordWrap(True)
        self._banner = Banner(self)
        self._banner.action_chosen.connect(self._on_action_chosen)
        self._buttons = {name: TextButton(self) for name in self.wishes}
        self._messages: dict[str, str] = {}
        for name, button in self._buttons.items():
            button.setObjectName(f"usero_report_{name}")
            button.clicked.connect(self._on_clicked)
        self._lay_out()

    def _lay_out(self) -> None:
        self._first = first = QtWidgets.QHBoxLayout()
        first.addWidget(self._face)
        first.addWidget(self._standing, 1)
        self._head = head = QtWidgets.QBoxLayout(QtWidgets.QBoxLayout.Direction.LeftToRight)
        head.addLayout(first, 1)
        head.addWidget(self._when)
        self._rows = QtWidgets.QBoxLayout(QtWidgets.QBoxLayout.Direction.LeftToRight)
        self._rows.setSpacing(0)
        # The last takes all the room that is left: in one row no two words are further apart.
        self._pairs: list[QtWidgets.QBoxLayout] = []
        for number, pair in enumerate(self.pairs, 1):
            row = QtWidgets.QBoxLayout(QtWidgets.QBoxLayout.Direction.LeftToRight)
            self._pairs.append(row)
            row.setSpacing(0)
            for name in pair:
                row.addWidget(self._buttons[name], 0, QtCore.Qt.AlignmentFlag.AlignLeading)
            row.addStretch(1)
            self._rows.addLayout(row, number // len(self.pairs))
        # The buttons' words stand in line with what is written above them.
        self._column = column = QtWidgets.QVBoxLayout(self)
        column.addLayout(head)
        for label in (self._line, self._pictures, self._recording, self._reason, self._said):
            column.addWidget(label)
        self._told = QtWidgets.QHBoxLayout()
        self._told.addWidget(self._banner)
        column.addLayout(self._told)
        column.addLayout(self._rows)

    def _space(self, scale: Scale) -> None:
        inset = scale.px(TextButton.PADDING)
        self._column.setSpacing(scale.px(6))
        for row in (self._first, self._head):
            row.setSpacing(scale.px(8))
        for row in (self._head, self._told):
            row.setContentsMargins(inset, 0, inset, 0)
        for label in (self._line, self._pictures, self._recording, self._reason, self._said):
            label.show_margins(inset, 0, inset, 0)

    @property
    def buttons(self) -> list[QtWidgets.QWidget]:
        """What the keyboard reaches of it, in order."""
        return [*self._banner.buttons, *self._buttons.values()]

    @property
    def offers(self) -> dict[str, str]:
        """What can be done with it now, and the message of each."""
        return {
            name: message
            for name, message in self._messages.items()
            if message and self._buttons[name].isEnabled()
        }

    @property
    def told(self) -> QtWidgets.QWidget:
        """What is asked or told about it."""
        return self._banner

    def show_item(
        self, item: ReportItem, state: ReportsState, look: Look, number: int, count: int
    ) -> None:
        """Show `item`, the `number`th from 1 of `count` in the list."""
        colors, texts, scale = look.colors, look.texts, look.scale
        self._colors, self._scale = colors, scale
        self._space(scale)
        standing = self._standing_words(item, look)
        self._face.show_rating(item.rating, look)
        self._standing.setText(standing)
        self._standing.show_color(getattr(colors, _INKS.get(item.standing, "saved")), scale)
        when = moment(texts, item.at)
        self._when.setText(when)
        self._when.show_color(colors.muted, scale)
        name = texts("reports.name", standing=standing, when=when, n=number, count=count)
        self.setAccessibleName(name)
        self._line.setText(item.line or texts("reports.no_comment"))
        self._line.show_color(colors.text if item.line else colors.muted, scale)
        pictures = texts("reports.pictures", n=item.picture_count)
        for label, words, color in (
            (self._pictures, pictures if item.picture_count else "", colors.muted),
            (self._recording, _recorded(item, look), colors.muted),
            (self._reason, texts.say(item.reason), colors.text),
            (self._said, texts.say(item.said), colors.muted),
        ):
            label.setText(words)
            label.show_color(color, scale)
            label.setVisible(bool(words))
        self._show_buttons(item, state, look, number)
        self.update()

    def _standing_words(self, item: ReportItem, look: Look) -> str:
        return look.texts(f"reports.{item.standing}")

    def _message(self, name: str, item: ReportItem, *, in_form: bool) -> str:
        """Return the message of a button's words, "" for one that is not offered."""
        del item
        return "reports.back_to" if in_form and name == "edit" else f"reports.{name}"

    def _show_buttons(self, item: ReportItem, state: ReportsState, look: Look, number: int) -> None:
        asking = state.asking == item.submission_id
        in_form = state.in_form == item.submission_id
        if not asking:
            self._move_focus(asking=asking)
        self._banner.show_notice(state.notice_at(item.submission_id), look)
        for name, button in self._buttons.items():
            self._messages[name] = message = self._message(name, item, in_form=in_form)
            words = look.texts(message) if message else ""
            button.setText(words)
            button.setAccessibleName(look.texts("reports.button", action=words, n=number))
            button.show_look(look, "text" if name == "delete" else "link", "field")
        if asking:
            self._move_focus(asking=asking)
        for name, button in self._buttons.items():
            button.setVisible(not asking and bool(self._messages[name]))
        px = look.scale.px
        side = px(PADDING) - px(TextButton.PADDING)
        # The buttons' own height is part of what lies below their words.
        below = px(PADDING if asking else 6)
        self._column.setContentsMargins(side, px(PADDING - 2), side, below)
        # The others stay as they are while something is done, so that none loses the focus.
        still = item.standing is Standing.SENDING
        for name in {"edit", "retry"} & self._buttons.keys():
            if still and self._buttons[name].hasFocus():
                self._buttons["export"].setFocus(self._buttons[name].ring.reason)
            self._buttons[name].setEnabled(not still)
        self._fit_row()

    def _move_focus(self, *, asking: bool) -> None:
        """Follow the question and back, before what has the focus is hidden."""
        if asking and not self._asking:
            reason = self._buttons["delete"].ring.reason
            self._banner.buttons[0].setFocus(reason)
        elif (
            self._asking
            and not asking
            and self.isAncestorOf(QtWidgets.QApplication.focusWidget() or self)
        ):
            delete = self._buttons["delete"]
            delete.setVisible(True)
            delete.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        self._asking = asking

    def _fit_row(self) -> None:
        """Put the buttons into two rows where the language needs them."""
        wide = {n: b.sizeHint().width() for n, b in self._buttons.items() if self._messages.get(n)}
        needed = sum(wide.values())
        room = self._room + 2 * self._scale.px(TextButton.PADDING)
        way = QtWidgets.QBoxLayout.Direction
        self._rows.setDirection(way.TopToBottom if needed > room else way.LeftToRight)
        for row, pair in zip(self._pairs, self.pairs, strict=True):
            is_high = sum(wide.get(name, 0) for name in pair) > room
            row.setDirection(way.TopToBottom if is_high else way.LeftToRight)
        # The date goes below how it stands, where that would else have no room.
        gap = self._scale.px(8)
        beside = 0 if self._face.isHidden() else self._face.sizeHint().width() + gap
        words = words_size(self._standing.text(), self._scale.font(metrics.LABEL, bold=True))
        date = self._when.sizeHint().width() + gap
        is_low = beside + words.width() + date > self._room
        self._head.setDirection(way.TopToBottom if is_low else way.LeftToRight)

    def show_room(self, room: int) -> None:
        """Arrange what stands beside each other on a card with `room` for its words."""
        self._room = room
        self._banner.show_room(room)
        for button in self._buttons.values():
            button.show_room(room + 2 * self._scale.px(TextButton.PADDING))
        self._fit_row()

    @guard
    def contextMenuEvent(self, event: QtGui.QContextMenuEvent) -> None:
        event.accept()
        if event.reason() == QtGui.QContextMenuEvent.Reason.Keyboard:
            self._want_menu(place_of(QtWidgets.QApplication.focusWidget() or self))
        else:
            self._want_menu(QtCore.QRect(event.globalPos(), QtCore.QSize(1, 1)))

    @guard
    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        # On X11 and Wayland, Qt takes the menu key alone for what opens a menu.
        shift = QtCore.Qt.KeyboardModifier.ShiftModifier
        if event.key() == QtCore.Qt.Key.Key_F10 and event.modifiers() == shift:
            self._want_menu(place_of(QtWidgets.QApplication.focusWidget() or self))
        else:
            super().keyPressEvent(event)

    def _want_menu(self, place: QtCore.QRect) -> None:
        if not self._asking:
            self.menu_wanted.emit(self, place)

    @guard
    def _on_clicked(self) -> None:
        sender = self.sender()
        for name, button in self._buttons.items():
            if button is sender:
                self.wished.emit(self.wishes[name], self.submission_id)
                return

    @guard
    def _on_action_chosen(self, action: Action) -> None:
        wish = Wish.DELETE_NOW if action is Action.DELETE else Wish.KEEP
        self.wished.emit(wish, self.submission_id)

    @guard
    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        if self._colors is None:
            return
        paint_card(self, self._colors, self._scale)


def _recorded(item: ReportItem, look: Look) -> str:
    if item.recording is None:
        return ""
    return recording_words("reports.recording", *item.recording, look.texts)
