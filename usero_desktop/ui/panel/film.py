from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore, QtWidgets, Signal
from usero_desktop.ui.controls.announce import describe
from usero_desktop.ui.controls.buttons import TextButton
from usero_desktop.ui.controls.labels import Label
from usero_desktop.ui.controls.tick import BOX, GAP, TickBox
from usero_desktop.ui.sizes import taken_words
from usero_desktop.ui.style import metrics

if TYPE_CHECKING:
    from usero_desktop.ui.form.filming import Film
    from usero_desktop.ui.style.look import Look

LEAST: Final = 180
"""So much the words need, at scale 1, for what is beside them to stay there."""


class FilmRow(QtWidgets.QWidget):
    """Says that a recording goes along, or asks whether it is to, and offers to show it.

    Signals: `included(bool)` by the user, `watch_wanted()`.
    """

    included = Signal(bool)
    watch_wanted = Signal()

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self.box = TickBox(self)
        self.box.setObjectName("usero_include_recording")
        self._words = Label(self, pixels=metrics.LABEL)
        self.watch = TextButton(self)
        self.watch.setObjectName("usero_watch_recording")
        self._detail = Label(self, pixels=metrics.SMALL)
        for label in (self._words, self._detail):
            label.setWordWrap(True)
        self._head = QtWidgets.QBoxLayout(QtWidgets.QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(0)
        self._head.addWidget(self.box)
        self._head.addWidget(self._words, 1)
        self._head.addStretch()
        side = QtCore.Qt.AlignmentFlag
        self._head.addWidget(self.watch, 0, side.AlignLeading | side.AlignVCenter)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(self._detail)
        self.box.toggled.connect(self.included)
        self.watch.clicked.connect(self.watch_wanted)

    @property
    def parts(self) -> list[QtWidgets.QWidget]:
        """What the keyboard reaches of it, in order."""
        return [self.box, self.watch]

    def show_film(self, film: Film, look: Look) -> None:
        """Show what there is to know of a recording."""
        self._look = look
        texts, colors, scale = look.texts, look.colors, look.scale
        included, include = "film.included", "film.include"
        if not film.is_to_the_end:  # then it is not of the last seconds: of which, is told below
            included, include = "film.title", "film.this"
        blocker = QtCore.QSignalBlocker(self.box)
        self.box.setChecked(film.is_on)
        blocker.unblock()
        self.box.setText(texts(include, n=film.length))
        self.box.setVisible(film.is_asked)
        self.box.show_look(look)
        self._words.setText(texts(included if film.is_on else "film.left_out", n=film.length))
        self._words.setVisible(not film.is_asked)
        self._words.show_color(colors.muted, scale)
        self.watch.setText(texts("film.watch"))
        self.watch.setAccessibleName(texts("film.watch.name"))
        self.watch.setVisible(film.is_asked or film.is_on)
        self.watch.show_look(look, "link", "background")
        detail = ""
        if film.is_coming:
            detail = texts("reports.reading")
        elif film.has_failed:
            detail = texts("film.failed")
        elif film.recording is not None and (film.is_on or film.is_asked):
            detail = taken_words(film.recording, texts)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self._detail.show_color(colors.error if film.has_failed else colors.muted, scale)
        around = scale.px(metrics.RING_ROOM)
        self._words.show_margins(around, 0, around, 0)
        start = around + scale.px(BOX) + scale.px(GAP) if film.is_asked else around
        left, right = (around, start) if self.isRightToLeft() else (start, around)
        self._detail.show_margins(left, 0, right, 0)
        describe(self.box, detail)

    def show_room(self, room: int) -> None:
        """Be at most `room` wide: what shows it goes below the words where they have no room."""
        px = self._look.scale.px if self._look is not None else int
        self.watch.show_room(room)
        beside = room - self.watch.sizeHint().width()
        is_low = beside < px(LEAST)
        self.box.show_room(room if is_low else beside)
        way = QtWidgets.QBoxLayout.Direction
        self._head.setDirection(way.TopToBottom if is_low else way.LeftToRight)
