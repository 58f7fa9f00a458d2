from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.app.instance import wish
from usero_desktop.app.programs.names import names_of
from usero_desktop.i18n.said import Said
from usero_desktop.qt import QtGui, QtWidgets, Signal
from usero_desktop.ui.guard import guard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usero_desktop.app.programs.desk import ProgramDesk
    from usero_desktop.i18n import Texts

NAME: Final = "Usero Desktop"
"""What it is called in every language."""

ENTRIES: Final = (wish.FEEDBACK, wish.REGION, wish.OUTBOX, wish.HISTORY)
"""What there is to do about a program, in this order."""


def label(place: str, unsent: int) -> Said:
    """Return what the way to `place` is called, while so many reports are `unsent`."""
    if place == wish.OUTBOX and unsent:
        return Said("app.outbox.count", {"n": unsent})
    return Said(f"app.{place}")


def without_keys(words: str, *, of_the_desktop: bool) -> str:
    """Return what a menu shows as `words`, whatever signs are in it: none of them is a key.

    Qt's own menus take "&" for the mark of a key. On the session bus that is "_", and Qt
    makes one of the first "&" there, and of no other.
    """
    if of_the_desktop:
        return words.replace("_", "__").replace("&", "&&", 1)
    return words.replace("&", "&&")


class AppMenu(QtWidgets.QMenu):
    """The menu of the icon: what there is to do about each program, settings, and the end.

    Signals: `wished(str, str)` with a place and a program's client id, `quit_wanted()`.
    """

    wished = Signal(str, str)
    quit_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("usero_app_menu")
        self._counted: list[tuple[ProgramDesk, QtGui.QAction, QtGui.QAction]] = []
        self._names: dict[str, str] = {}
        self._is_of_the_desktop = False

    def show_programs(
        self, desks: Sequence[ProgramDesk], texts: Texts, *, of_the_desktop: bool
    ) -> None:
        """Be about the programs of `desks`: one in the menu itself, several in one each.

        One that is `of_the_desktop` is drawn by that, from what Qt says of it on the session bus.
        """
        self._is_of_the_desktop = of_the_desktop
        self._names = names_of([desk.program for desk in desks])
        for action in self.actions():
            menu = action.menu()
            if isinstance(menu, QtWidgets.QMenu):
                menu.deleteLater()
        self.clear()
        self._counted = []
        for desk in desks:
            menu = self if len(desks) == 1 else self.addMenu("")
            self._fill(menu, desk, texts)
        if not desks:
            self._add(self, texts(f"app.{wish.FEEDBACK}"), wish.FEEDBACK, "")
        self.addSeparator()
        self._add(self, texts(f"app.{wish.SETTINGS}"), wish.SETTINGS, "")
        self.addSeparator()
        self.addAction(texts("app.quit")).triggered.connect(self.quit_wanted)
        self.show_counts(texts)

    def show_counts(self, texts: Texts) -> None:
        """Say how many reports are not sent."""
        for desk, outbox, way in self._counted:
            outbox.setText(texts.say(label(wish.OUTBOX, desk.unsent)))
            if way is not outbox:
                name = self._names[desk.program.client_id]
                named = f"{name} ({desk.unsent})" if desk.unsent else name
                way.setText(without_keys(named, of_the_desktop=self._is_of_the_desktop))

    def _fill(self, menu: QtWidgets.QMenu, desk: ProgramDesk, texts: Texts) -> None:
        for place in filter(desk.offers, ENTRIES):
            words = texts.say(label(place, desk.unsent))
            action = self._add(menu, words, place, desk.program.client_id)
            if place == wish.OUTBOX:
                way = action if menu is self else menu.menuAction()
                self._counted.append((desk, action, way))

    def _add(self, menu: QtWidgets.QMenu, words: str, place: str, program: str) -> QtGui.QAction:
        action = menu.addAction(words)
        action.setObjectName(f"usero_app_{place}")

        @guard
        def wished() -> None:
            self.wished.emit(place, program)

        action.triggered.connect(wished)
        return action
