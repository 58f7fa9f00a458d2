from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop import policy
from usero_desktop.app.instance import wish
from usero_desktop.app.programs.names import name_of, names_of
from usero_desktop.app.tray.menu import NAME, label
from usero_desktop.app.windows.choice import Choice
from usero_desktop.app.windows.window import AppWindow
from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal
from usero_desktop.ui.controls.buttons import QuietButton, TextButton
from usero_desktop.ui.controls.labels import Label
from usero_desktop.ui.guard import guard
from usero_desktop.ui.panel.send import SendButton
from usero_desktop.ui.style import metrics
from usero_desktop.ui.window.stepping import Stepping

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usero_desktop.app.programs.desk import ProgramDesk
    from usero_desktop.app.tray.notes import Note
    from usero_desktop.settings import Settings
    from usero_desktop.ui.style.look import Look

ICON: Final = 44
FOOT: Final = (wish.OUTBOX, wish.HISTORY, wish.SETTINGS)


class Home(AppWindow):
    """A small window in place of the icon, where the desktop has no place for one. GUI thread.

    Closing it ends the program: nothing of it would be left to be seen.

    Signals: `wished(str, str)` with a place and a program's client id; `opening()` when it is
    turned to; `quit_wanted()`.
    """

    wished = Signal(str, str)
    opening = Signal()
    quit_wanted = Signal()

    def __init__(self, settings: Settings, *, aside: bool = False) -> None:
        """`aside` leaves the keyboard to the window that has it."""
        super().__init__("usero_home", settings)
        self.setWindowFlags(QtCore.Qt.WindowType.Window)
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_ShowWithoutActivating, aside)
        self._desks: Sequence[ProgramDesk] = ()
        self._note: Note | None = None
        self._stepping = Stepping(self, self)
        self._icon = QtWidgets.QLabel(self.content)
        self._name = Label(self.content, pixels=metrics.TITLE, bold=True)
        self._name.setWordWrap(True)
        self._about = Choice("usero_home_about", self.content)
        self._about.chosen.connect(self._on_chosen)
        self._send = SendButton(self.content)
        self._region = QuietButton("region", self.content)
        self._told = QuietButton("chat", self.content)
        self._told.clicked.connect(self._on_told_clicked)
        self._told.hide()
        self._why = Label(self.content, pixels=metrics.SMALL)
        self._why.setWordWrap(True)
        self._small = {place: TextButton(self) for place in FOOT}
        self._buttons: dict[str, QtWidgets.QPushButton] = {
            wish.FEEDBACK: self._send, wish.REGION: self._region, **self._small,
        }  # fmt: skip
        for place, button in self._buttons.items():
            self._connect(place, button)
        self._arrange()

    def _connect(self, place: str, button: QtWidgets.QPushButton) -> None:
        @guard
        def wished() -> None:
            self.wished.emit(place, self._about.value)

        button.setObjectName(f"usero_home_{place}")
        button.clicked.connect(wished)

    def _arrange(self) -> None:
        self._head = QtWidgets.QHBoxLayout()
        self._head.addWidget(self._icon)
        self._head.addWidget(self._name, 1)
        for part in (self._head, self._about, self._send, self._region, self._told, self._why):
            self.column.put(part)
        self.column.addStretch(1)
        for place, button in self._small.items():
            self.foot.addWidget(button)
            if place != wish.SETTINGS:
                self.foot.addStretch(1)

    # ------------------------------------------------------------ values downward

    def show_programs(self, desks: Sequence[ProgramDesk], settings: Settings) -> None:
        """Be about these programs, and be in sight."""
        self._desks = tuple(desks)
        known = {desk.program.client_id for desk in desks}
        if self._about.value not in known:
            current = settings.program
            self._about.show_value(current.client_id if current is not None else "")
        self.show_settings(settings)
        self.dress()
        self.show()

    def show_look(self, look: Look) -> None:
        texts, px = look.texts, look.scale.px
        side = px(ICON)
        self._icon.setFixedSize(side, side)
        self._show_icon()
        self._head.setSpacing(px(metrics.GAP))
        desks = self._desks
        self.setWindowTitle(NAME)
        self._name.setText(name_of(desks[0].program) if len(desks) == 1 else NAME)
        self._name.show_color(look.colors.text, look.scale)
        names = names_of([desk.program for desk in desks])
        self._about.show_look(look, texts("app.about"), names)
        self._about.setVisible(len(desks) > 1)
        keeps = policy.read().outbox
        self._why.setText(texts("app.home.why" if keeps else "app.home.why.not_kept"))
        self._why.show_color(look.colors.muted, look.scale)
        self._send.show_look(look)
        for quiet in (self._region, self._told):
            quiet.show_look(look)
        for small in self._small.values():
            small.show_look(look, "link", "background")
        if self._note is not None:
            self._told.setText(texts.say(self._note.title))
        self.show_counts()

    def _show_icon(self) -> None:
        icon = QtGui.QGuiApplication.windowIcon()
        self._icon.setPixmap(icon.pixmap(self._icon.size(), self.devicePixelRatioF()))

    def show_room(self, room: int) -> None:
        for button in (self._send, self._region, self._told):
            button.show_room(room)

    def show_counts(self) -> None:
        """Say how many reports are not sent."""
        unsent = {desk.program.client_id: desk.unsent for desk in self._desks}
        count = unsent.get(self._about.value, 0)
        for place, button in self._buttons.items():
            button.setText(self.look.texts.say(label(place, count)))
            button.setVisible(all(desk.offers(place) for desk in self._desks))
            button.setEnabled(bool(self._desks) or place in {wish.FEEDBACK, wish.SETTINGS})
            button.updateGeometry()

    def say_note(self, note: Note) -> None:
        """Show a note, and that there is one in the task bar."""
        self._note = note
        self._told.setText(self.look.texts.say(note.title))
        words = self.look.texts.say(note.words)
        self._told.setToolTip(words)
        self._told.setAccessibleDescription(words)
        self._told.show()
        self.fit()
        self.say(f"{self._told.text()}. {words}")
        QtWidgets.QApplication.alert(self)

    def end(self) -> None:
        """Go: there is an icon now."""
        self._stepping.forget()
        self.hide()
        self.deleteLater()

    # ------------------------------------------------------------ what the user does

    @guard
    def _on_chosen(self) -> None:
        self.show_counts()

    @guard
    def _on_told_clicked(self) -> None:
        note, self._note = self._note, None
        self._told.hide()
        if note is not None:
            self.wished.emit(note.place, note.program)

    @guard(otherwise=False)
    def event(self, event: QtCore.QEvent) -> bool:
        if event.type() == QtCore.QEvent.Type.WindowActivate:
            self.opening.emit()
        elif event.type() == QtCore.QEvent.Type.ApplicationWindowIconChange:
            self._show_icon()  # the first one has one size alone, and not this one
        return super().event(event)

    @guard
    def reject(self) -> None:
        """Stay: Escape is for what opens from here."""

    @guard
    def closeEvent(self, event: QtGui.QCloseEvent) -> None:
        event.accept()
        self.quit_wanted.emit()
