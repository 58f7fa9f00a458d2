from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.app import wish
from usero_desktop.app.menu import ENTRIES, NAME, label
from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal
from usero_desktop.ui.guard import guard
from usero_desktop.ui.window.stepping import Stepping

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usero_desktop.app.desk import ProgramDesk
    from usero_desktop.app.notices import Note
    from usero_desktop.i18n import Texts

WIDTH: Final = 340
ICON: Final = 48
MARGIN: Final = 20
GAP: Final = 10


class Home(QtWidgets.QWidget):
    """A small window in place of the icon, where the desktop has no place for one. GUI thread.

    Closing it ends the program: nothing of it would be left to be seen.

    Signals: `wished(str, str)` with a place and a program's client id; `opening()` when it is
    turned to; `quit_wanted()`.
    """

    wished = Signal(str, str)
    opening = Signal()
    quit_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("usero_home")
        self._desks: list[ProgramDesk] = []
        self._note: Note | None = None
        self._stepping = Stepping(self, self)
        self._icon = QtWidgets.QLabel()
        self._name = QtWidgets.QLabel()
        self._name.setTextFormat(QtCore.Qt.TextFormat.PlainText)
        self._name.setWordWrap(True)
        self._about = QtWidgets.QComboBox()
        self._about.activated.connect(self._on_chosen)
        self._buttons = {place: self._made(place) for place in (*ENTRIES, wish.SETTINGS)}
        self._told = QtWidgets.QPushButton()
        self._told.clicked.connect(self._on_told_clicked)
        self._told.hide()
        self._hint = QtWidgets.QLabel()
        self._hint.setWordWrap(True)
        self._hint.setForegroundRole(QtGui.QPalette.ColorRole.PlaceholderText)
        self._arrange()

    def _made(self, place: str) -> QtWidgets.QPushButton:
        button = QtWidgets.QPushButton()
        button.setObjectName(f"usero_home_{place}")
        button.setAutoDefault(True)
        button.setDefault(place == wish.FEEDBACK)

        @guard
        def wished() -> None:
            self.wished.emit(place, self._program)

        button.clicked.connect(wished)
        return button

    def _arrange(self) -> None:
        head = QtWidgets.QHBoxLayout()
        head.setSpacing(GAP + 4)
        head.addWidget(self._icon)
        names = QtWidgets.QVBoxLayout()
        names.addStretch(1)
        names.addWidget(self._name)
        names.addWidget(self._about)
        names.addStretch(1)
        head.addLayout(names, 1)
        small = QtWidgets.QHBoxLayout()
        small.setSpacing(GAP)
        for place in (wish.OUTBOX, wish.HISTORY, wish.SETTINGS):
            small.addWidget(self._buttons[place], 1)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addLayout(head)
        column.addSpacing(GAP)
        for place in (wish.FEEDBACK, wish.REGION):
            self._buttons[place].setMinimumHeight(36)
            column.addWidget(self._buttons[place])
        column.addLayout(small)
        column.addWidget(self._told)
        column.addSpacing(2)
        column.addWidget(self._hint)
        column.addStretch(1)

    # ------------------------------------------------------------ values downward

    def show_programs(self, desks: Sequence[ProgramDesk], texts: Texts, current: str = "") -> None:
        """Be about these programs, and be in sight."""
        self._desks = list(desks)
        self.setLayoutDirection(
            QtCore.Qt.LayoutDirection.RightToLeft
            if texts.is_right_to_left
            else QtCore.Qt.LayoutDirection.LeftToRight
        )
        self.setWindowTitle(NAME)
        ratio = self.devicePixelRatioF()
        pixmap = QtGui.QGuiApplication.windowIcon().pixmap(QtCore.QSize(ICON, ICON), ratio)
        self._icon.setPixmap(pixmap)
        large = self.font()
        large.setPointSizeF(large.pointSizeF() * 1.3)
        large.setWeight(QtGui.QFont.Weight.DemiBold)
        self._name.setFont(large)
        self._name.setText(desks[0].program.title if len(desks) == 1 else NAME)
        self._about.clear()
        for desk in desks:
            self._about.addItem(desk.program.title, desk.program.client_id)
        self._about.setCurrentIndex(max(self._about.findData(current), 0))
        self._about.setAccessibleName(texts("app.about"))
        self._about.setVisible(len(desks) > 1)
        self._hint.setText(texts("app.home.why"))
        self.show_counts(desks, texts)
        self.setFixedWidth(max(WIDTH, self.minimumSizeHint().width()))
        self.adjustSize()
        self.show()

    def show_counts(self, desks: Sequence[ProgramDesk], texts: Texts) -> None:
        """Say how many reports are not sent."""
        unsent = {desk.program.client_id: desk.unsent for desk in desks}.get(self._program, 0)
        for place, button in self._buttons.items():
            button.setText(texts.say(label(place, unsent)))
            button.setVisible(all(desk.offers(place) for desk in desks))
            button.setEnabled(bool(desks) or place in {wish.FEEDBACK, wish.SETTINGS})

    def say(self, note: Note, texts: Texts) -> None:
        """Show a note, and that there is one in the task bar."""
        self._note = note
        self._told.setText(texts.say(note.title))
        self._told.setToolTip(texts.say(note.words))
        self._told.setAccessibleDescription(texts.say(note.words))
        self._told.show()
        self.adjustSize()
        QtWidgets.QApplication.alert(self)

    def come(self) -> None:
        """Come to the front."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    def end(self) -> None:
        """Go: there is an icon now."""
        self._stepping.forget()
        self.hide()
        self.deleteLater()

    # ------------------------------------------------------------ what the user does

    @property
    def _program(self) -> str:
        found = self._about.currentData()
        return found if isinstance(found, str) else ""

    @guard
    def _on_chosen(self) -> None:
        self.opening.emit()

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
        return super().event(event)

    @guard
    def closeEvent(self, event: QtGui.QCloseEvent) -> None:
        event.accept()
        self.quit_wanted.emit()
