"""Plays a recording in the panel before it is sent, and lets both of its ends be cut off."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal
from usero_desktop.rrweb.film import Film
from usero_desktop.ui.controls.buttons import IconButton
from usero_desktop.ui.controls.labels import Label
from usero_desktop.ui.guard import guard
from usero_desktop.ui.playback.screen import Screen
from usero_desktop.ui.playback.timeline import Timeline
from usero_desktop.ui.playback.times import clock
from usero_desktop.ui.style import metrics

if TYPE_CHECKING:
    from usero_desktop.core.pool import Pool
    from usero_desktop.ui.process.bridge import Bridge
    from usero_desktop.ui.style.look import Look

TICK_MS: Final = 50
STEP_MS: Final = 1_000

_Key = QtCore.Qt.Key
_KEYS: Final = frozenset({_Key.Key_Left, _Key.Key_Right, _Key.Key_Home, _Key.Key_End})


class Player(QtWidgets.QWidget):
    """A recording that can be watched and trimmed; it never starts by itself.

    Keys anywhere in it: Space plays and pauses, the arrows go on and back by a second, Home and
    End to the ends; at a handle the arrows move that, by half a second.

    Signals: `trimmed(begin_ms, end_ms)`, behind the first event, when another part is to be kept
    (see `rrweb.trimming.trim`).
    """

    trimmed = Signal(int, int)

    def __init__(self, parent: QtWidgets.QWidget, *, pool: Pool, bridge: Bridge) -> None:
        """Pictures are decoded in `pool`. No timer runs but while it plays."""
        super().__init__(parent)
        self.setObjectName("usero_player")
        self.view = Screen(self, pool=pool, bridge=bridge)
        self.timeline = Timeline(self)
        self.play_button = _PlayButton("play", metrics.CONTROL, self)
        self.play_button.setObjectName("usero_playback_play")
        self._time = Label(self, pixels=metrics.LABEL)
        self._kept = Label(self, pixels=metrics.LABEL)
        self._kept.setWordWrap(True)
        self._look: Look | None = None
        self._is_sent = True
        self._at_ms = self._from_ms = 0
        self._began = 0.0
        self._timer = QtCore.QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._lay_out()
        self._timer.timeout.connect(self._on_tick)
        self.play_button.clicked.connect(self._on_play_clicked)
        self.timeline.sought.connect(self._on_sought)
        self.timeline.trimmed.connect(self._on_trimmed)

    def _lay_out(self) -> None:
        self._row = QtWidgets.QHBoxLayout()
        self._row.addWidget(self.play_button)
        self._row.addWidget(self.timeline, 1)
        self._words = QtWidgets.QHBoxLayout()
        self._words.addWidget(self._kept, 1)
        self._words.addWidget(self._time, 0, QtCore.Qt.AlignmentFlag.AlignTop)
        self._whole = QtWidgets.QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.addWidget(self.view)
        self._whole.addLayout(self._row)
        self._whole.addLayout(self._words)
        self._whole.addStretch(1)
        for before, part in (
            (self.play_button, self.timeline.begin),
            (self.timeline.begin, self.timeline.line),
            (self.timeline.line, self.timeline.end),
        ):
            QtWidgets.QWidget.setTabOrder(before, part)

    @property
    def is_playing(self) -> bool:
        """Whether it goes on by itself just now."""
        return self._timer.isActive()

    @property
    def at_ms(self) -> int:
        """The moment that is shown."""
        return self._at_ms

    @property
    def kept(self) -> tuple[int, int]:
        """The part that is kept: where it begins and where it ends."""
        return self.timeline.begin.at_ms, self.timeline.end.at_ms

    # ------------------------------------------------------------ values downward

    def show_look(self, look: Look) -> None:
        """Take colours, words and sizes."""
        self._look = look
        px = look.scale.px
        self.setLayoutDirection(look.direction)
        for layout in (self._row, self._words, self._whole):
            layout.setSpacing(px(8))
        self.view.show_look(look)
        self.timeline.show_look(look)
        self.play_button.show_look(look)
        self._time.show_color(look.colors.muted, look.scale)
        self._kept.show_color(look.colors.text, look.scale)
        self._say()

    def show_film(self, film: Film | None, kept: tuple[int, int] | None = None) -> None:
        """Show a recording from its beginning, all of it kept, or what is `kept` of it.

        From now on nobody else may seek in `film`; that it was folded before saves the GUI
        thread going through it.
        """
        self.pause()
        self.view.show_film(film or Film(()))
        self.timeline.show_length(self.view.length_ms, kept)
        self.play_button.setEnabled(self.view.length_ms > 0)
        self._go(self.kept[0])

    def show_sent(self, sent: bool) -> None:
        """Say whether what is kept of it is sent."""
        if sent != self._is_sent:
            self._is_sent = sent
            self._say()

    # ------------------------------------------------------------ playing

    def play(self) -> None:
        """Go on by itself, from the beginning of what is kept where that is over."""
        begin, end = self.kept
        if self.is_playing or begin >= end:
            return
        if not begin <= self._at_ms < end:
            self._go(begin)
        self._from_ms, self._began = self._at_ms, monotonic()
        self._timer.start()
        self._say()

    def pause(self) -> None:
        """Stay at the moment that is shown."""
        if self.is_playing:
            self._timer.stop()
            self._go(self._at_ms)

    def _go(self, at_ms: int) -> None:
        self._at_ms = min(max(at_ms, 0), self.view.length_ms)
        self.view.show_moment(self._at_ms, in_passing=self.is_playing)
        self.timeline.show_moment(self._at_ms)
        self._say()

    def _seek(self, at_ms: int) -> None:
        """Go to a moment; what is playing goes on from there."""
        self._go(at_ms)
        self._from_ms, self._began = self._at_ms, monotonic()

    @guard
    def _on_tick(self) -> None:
        at_ms = self._from_ms + round((monotonic() - self._began) * 1000)
        _, end = self.kept
        if at_ms < end:
            self._go(at_ms)
        else:
            self._timer.stop()
            self._go(end)

    @guard
    def _on_play_clicked(self) -> None:
        self._toggle()

    def _toggle(self) -> None:
        if self.is_playing:
            self.pause()
        else:
            self.play()

    @guard
    def _on_sought(self, at_ms: int) -> None:
        self._seek(at_ms)

    @guard
    def _on_trimmed(self, begin_ms: int, end_ms: int) -> None:
        self.pause()
        self._say()
        self.trimmed.emit(begin_ms, end_ms)

    @guard
    def hideEvent(self, event: QtGui.QHideEvent) -> None:
        self.pause()
        super().hideEvent(event)

    @guard
    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        plain = QtCore.Qt.KeyboardModifier.NoModifier
        modifiers = event.modifiers() & ~QtCore.Qt.KeyboardModifier.KeypadModifier
        if modifiers != plain or not self._take_key(event.key()):
            super().keyPressEvent(event)

    def _take_key(self, key: int) -> bool:
        """Do what a key is for; return whether it is for something."""
        onward = STEP_MS if not self.isRightToLeft() else -STEP_MS
        match key:
            case _Key.Key_Space:
                self._toggle()
            case _Key.Key_Left:
                self._seek(self._at_ms - onward)
            case _Key.Key_Right:
                self._seek(self._at_ms + onward)
            case _Key.Key_Home:
                self._seek(0)
            case _Key.Key_End:
                self._seek(self.view.length_ms)
            case _:
                return False
        return True

    def _say(self) -> None:
        look = self._look
        if look is None:
            return
        texts, (begin, end) = look.texts, self.kept
        whole = clock(self.view.length_ms)
        self._time.setText(texts("playback.at", at=clock(self._at_ms), length=whole))
        part = "playback.kept" if self._is_sent else "playback.part"
        self._kept.setText(texts(part, begin=clock(begin), end=clock(end)))
        self.play_button.show_icon("pause" if self.is_playing else "play")
        self.play_button.setAccessibleName(
            texts("playback.pause" if self.is_playing else "playback.play")
        )


class _PlayButton(IconButton):
    """Leaves the keys that go through time to the player: Qt would move the focus by them."""

    @guard
    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        if event.key() in _KEYS:
            event.ignore()
        else:
            super().keyPressEvent(event)
