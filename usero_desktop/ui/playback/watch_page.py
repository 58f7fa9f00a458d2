"""The page of the panel on which a recording is watched, and trimmed, before it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtWidgets, Signal
from usero_desktop.ui.controls.announce import Announcer
from usero_desktop.ui.controls.labels import Label
from usero_desktop.ui.controls.pages import OtherPage
from usero_desktop.ui.controls.scroll import ScrollPage
from usero_desktop.ui.controls.tick import TickBox
from usero_desktop.ui.playback.player import Player
from usero_desktop.ui.sizes import taken_words
from usero_desktop.ui.style import metrics

if TYPE_CHECKING:
    from usero_desktop.core.pool import Pool
    from usero_desktop.ui.form.filming import Film, Take
    from usero_desktop.ui.process.bridge import Bridge
    from usero_desktop.ui.style.look import Look


class WatchPage(OtherPage):
    """Plays what would travel, from its very bytes. It shows a `Film`, and tells what is wished.

    Signals: `included(bool)` by the user, `trimmed(begin_ms, end_ms)` behind the beginning of
    what was taken.
    """

    included = Signal(bool)
    trimmed = Signal(int, int)
    title = "film.title"
    keeps_place = True

    def __init__(
        self, parent: QtWidgets.QWidget, *, beside: QtWidgets.QWidget, pool: Pool, bridge: Bridge
    ) -> None:
        """`beside` is the widget whose padding a scroll bar lies in; `pool` decodes pictures."""
        super().__init__(parent)
        self.setObjectName("usero_watch_page")
        self._scroll = ScrollPage(self, beside=beside)
        content = self._scroll.content
        self._look: Look | None = None
        self._take: Take | None = None
        self._announcer = Announcer(self)
        self._said = ""
        self._words = Label(content, pixels=metrics.LABEL)
        self._words.setWordWrap(True)
        self._words.setObjectName("usero_watch_words")
        self.player = Player(content, pool=pool, bridge=bridge)
        self._size = Label(content, pixels=metrics.LABEL)
        self._size.setWordWrap(True)
        self._size.setObjectName("usero_watch_size")
        self._box = TickBox(content)
        self._box.setObjectName("usero_watch_include")
        self._inner = QtWidgets.QVBoxLayout()
        for part in (self._words, self.player, self._size):
            self._inner.addWidget(part)
        self._fields = QtWidgets.QVBoxLayout(content)
        self._fields.setContentsMargins(0, 0, 0, 0)
        self._fields.addLayout(self._inner)
        self._fields.addWidget(self._box, 0, QtCore.Qt.AlignmentFlag.AlignLeading)
        self._fields.addStretch(1)
        whole = QtWidgets.QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)
        self.setTabOrder(self.player.timeline.end, self._box)
        self._box.toggled.connect(self.included)
        self.player.trimmed.connect(self.trimmed)

    # ------------------------------------------------------------ values downward

    def show_look(self, look: Look) -> None:
        """Take colours, words and sizes."""
        if self._look is not None and look.texts != self._look.texts:
            self._announcer.take_back()
        self._look = look
        px = look.scale.px
        room = px(metrics.RING_ROOM)
        self._inner.setContentsMargins(room, 0, room, 0)
        self._inner.setSpacing(px(metrics.GAP))
        self._fields.setSpacing(px(4))
        self._scroll.show_scale(look.scale)
        self._size.show_color(look.colors.muted, look.scale)
        self._box.setText(look.texts("film.this"))
        self._box.show_look(look)
        self.player.show_look(look)

    def show_room(self, room: int) -> None:
        """Arrange what stands beside each other for a page that is `room` wide."""
        self._box.show_room(room)

    def show_film(self, film: Film) -> None:
        """Show everything of `film`; what is watched goes on."""
        look = self._look
        if look is None:
            return
        texts, colors, take = look.texts, look.colors, film.take
        if take is not self._take:
            self._take = take
            self.player.show_film(None if take is None else take.film, film.kept)
        self.player.show_sent(film.is_on)
        words = texts("film.words")
        if film.has_failed:
            words = texts("film.failed")
        elif take is None:
            words = texts("reports.reading")
        self._words.setText(words)
        self._words.show_color(colors.error if film.has_failed else colors.muted, look.scale)
        recording = film.recording
        size = texts("reports.reading") if recording is None else taken_words(recording, texts)
        self._size.setText(size)
        for part in (self.player, self._size):
            part.setVisible(take is not None)
        blocker = QtCore.QSignalBlocker(self._box)
        self._box.setChecked(film.is_on)
        blocker.unblock()
        self._box.setVisible(film.is_asked and take is not None)
        # While another part is made, the handle that is moved says enough.
        said = words if take is None else size if recording is not None else self._said
        if said != self._said:
            self._said = said
            self._announcer.say(said, urgent=film.has_failed)
