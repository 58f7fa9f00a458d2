from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from usero_desktop.app.preferences.section import Section
from usero_desktop.app.programs.names import name_of, names_of
from usero_desktop.app.windows.card import Card
from usero_desktop.qt import QtCore, QtWidgets, Signal
from usero_desktop.ui.controls.buttons import IconButton, QuietButton, TextButton
from usero_desktop.ui.controls.focus import in_order
from usero_desktop.ui.controls.labels import Label
from usero_desktop.ui.guard import guard
from usero_desktop.ui.style import metrics

if TYPE_CHECKING:
    from usero_desktop.settings import Program, Settings
    from usero_desktop.ui.style.look import Look

SIDE = 28
"""Of a button that is an icon."""


class ProgramRow(Card):
    """A program, and what can be done with it.

    Signals: `used()`, `edited()` and `removed()` when the user wants that.
    """

    used = Signal()
    edited = Signal()
    removed = Signal()

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._name = Label(self, pixels=metrics.BODY, bold=True)
        self._facts = Label(self, pixels=metrics.SMALL)
        for label in (self._name, self._facts):
            label.setWordWrap(True)
        self._current = Label(self, pixels=metrics.LABEL, bold=True)
        self._use = TextButton(self)
        self._edit = TextButton(self)
        self._remove = IconButton("trash", SIDE, self)
        self._ways = QtWidgets.QHBoxLayout()
        words = QtWidgets.QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._facts)
        self._ways.addLayout(words, 1)
        for part in (self._current, self._use, self._edit, self._remove):
            self._ways.addWidget(part, 0, QtCore.Qt.AlignmentFlag.AlignVCenter)
        self.column.put(self._ways)
        self._use.clicked.connect(self.used)
        self._edit.clicked.connect(self.edited)
        self._remove.clicked.connect(self.removed)

    def show_program(self, program: Program, look: Look, called: str, *, is_current: bool) -> None:
        """Show `program`; one that `is_current` is what feedback is about.

        A screen reader says `called`, by which it is told from all others.
        """
        texts, colors = look.texts, look.colors
        self.show_look(look)
        self._ways.setSpacing(look.scale.px(2))
        for part, what in ((self._use, "use"), (self._edit, "edit"), (self._remove, "remove")):
            part.setObjectName(f"usero_preferences_{what}_{program.client_id}")
            part.setAccessibleName(texts(f"settings.program.{what}.name", program=called))
        self._name.setText(name_of(program))
        facts = [its for its in (program.client_id, program.version.strip()) if its]
        self._facts.setText(" · ".join(facts if program.name.strip() else facts[1:]))
        self._facts.setVisible(bool(self._facts.text()))
        self._name.show_color(colors.text, look.scale)
        self._facts.show_color(colors.muted, look.scale)
        self._current.setText(texts("settings.program.current"))
        self._current.show_color(colors.muted, look.scale)
        beside = look.scale.px(TextButton.PADDING)  # as the words of the buttons have
        self._current.show_margins(beside, 0, beside, 0)
        self._current.setVisible(is_current)
        self._use.setText(texts("settings.program.use"))
        self._edit.setText(texts("settings.program.edit"))
        for part in (self._use, self._edit):
            part.show_look(look, "link", "field")
        self._use.setVisible(not is_current)
        self._remove.setToolTip(self._remove.accessibleName())
        self._remove.show_look(look)

    def focus_edit(self) -> None:
        """Have the focus where it can be changed."""
        self._edit.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)


class Programs(Section):
    """The programs that feedback is given on.

    Signals: `added()`, and with a program's client id `edited(str)`, `removed(str)`, `used(str)`.
    """

    added = Signal()
    edited = Signal(str)
    removed = Signal(str)
    used = Signal(str)

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__("usero_preferences_programs", "settings.programs", parent)
        self._rows: dict[str, ProgramRow] = {}
        self._none = Label(self, pixels=metrics.BODY)
        self._none.setWordWrap(True)
        self._add = QuietButton("plus", self)
        self._add.setObjectName("usero_preferences_add")
        self._list = QtWidgets.QVBoxLayout()
        self.column.put(self._list)
        self.column.put(self._none)
        self.column.put(self._add, short=True)
        self._add.clicked.connect(self.added)

    def show_settings(self, settings: Settings, look: Look) -> None:
        """Show the programs of `settings`."""
        self.show_look(look)
        self._list.setSpacing(look.scale.px(6))
        self._none.setText(look.texts("settings.programs.none"))
        self._none.show_color(look.colors.muted, look.scale)
        self._none.setVisible(not settings.programs)
        self._add.setText(look.texts("settings.program.add"))
        self._add.show_look(look)
        wanted = [program.client_id for program in settings.programs]
        for client_id in [known for known in self._rows if known not in wanted]:
            self._give_up(client_id)
        names = names_of(settings.programs)
        for position, program in enumerate(settings.programs):
            row = self._rows.get(program.client_id) or self._made(program.client_id)
            if self._list.indexOf(row) != position:
                self._list.removeWidget(row)
                self._list.insertWidget(position, row)
            called, is_current = names[program.client_id], program == settings.program
            row.show_program(program, look, called, is_current=is_current)

    def _made(self, client_id: str) -> ProgramRow:
        row = self._rows[client_id] = ProgramRow(self)
        self._list.addWidget(row)
        row.show()
        for one, other in pairwise((*self._rows.values(), self._add)):
            in_order(one, other)
        row.used.connect(guard(lambda: self.used.emit(client_id)))
        row.edited.connect(guard(lambda: self.edited.emit(client_id)))
        row.removed.connect(guard(lambda: self.removed.emit(client_id)))
        return row

    def _give_up(self, client_id: str) -> None:
        row = self._rows.pop(client_id)
        focus: QtWidgets.QWidget | None = self.window().focusWidget()
        if focus is not None and row.isAncestorOf(focus):
            self._add.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()

    @guard
    def focus_program(self, client_id: str) -> None:
        """Have the focus at that program, which was edited."""
        if client_id in self._rows:
            self._rows[client_id].focus_edit()
