"""Turns what the program shows into the events of a recording, while it shows it."""

from __future__ import annotations

import time
from itertools import count
from typing import TYPE_CHECKING, Final

from usero_desktop.logs import guest_logger
from usero_desktop.qt import QtCore, QtGui
from usero_desktop.replay.recorder.allowance import Allowance
from usero_desktop.replay.recorder.attention import Attention
from usero_desktop.replay.recorder.describe.describer import Describer
from usero_desktop.replay.recorder.hearing import Hearing
from usero_desktop.replay.recorder.masking import Masks
from usero_desktop.replay.recorder.naming import Naming
from usero_desktop.replay.recorder.pointer import Pointer
from usero_desktop.replay.recorder.said import Changes
from usero_desktop.replay.recorder.styles import BASE, Styles
from usero_desktop.replay.recorder.tree import WidgetTree
from usero_desktop.replay.recorder.windows import Windows
from usero_desktop.replay.settings import Settings
from usero_desktop.rrweb import events, nodes
from usero_desktop.rrweb.events import Add, Interaction
from usero_desktop.rrweb.nodes import DESK, HEAD, Element

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from usero_desktop.replay.recorder.custom import Patches
    from usero_desktop.rrweb.events import Event

log = guest_logger("usero_desktop.replay")

SLICE_S: Final = 0.003
"""A look is interrupted after this long; the rest is looked at a little later."""
REST_MS: Final = 25
FIRST_LOOK_MS: Final = 2_000
"""What comes later than that is no part of the first look, however long the program is busy."""


def now_ms() -> int:
    """Return the time in milliseconds since 1970."""
    return time.time_ns() // 1_000_000


class Recorder:
    """Records the program's windows from `start` to `stop`. GUI thread.

    Each event goes to `sink` as soon as it is made, Meta and FullSnapshot first. What fails in
    here is logged once and ends the recording: the host never hears of it.
    """

    def __init__(
        self,
        sink: Callable[[Event], None],
        settings: Settings | None = None,
        clock: Callable[[], int] = now_ms,
        *,
        home: str = "app://app/",
        ids: Iterator[int] | None = None,
        patches: Patches | None = None,
        attention: Attention | None = None,
    ) -> None:
        """`ids` are those of nodes, which patches take theirs from as well; see `Patches`."""
        self._sink, self._clock, self._patches = sink, clock, patches
        self._attention = attention or Attention()
        self._settings = settings or Settings()
        self._home = home
        self._ids = ids or count(nodes.FIRST_FREE)
        self._session: _Session | None = None

    @property
    def is_recording(self) -> bool:
        """Whether it has started and was not stopped."""
        return self._session is not None and self._session.is_running

    @property
    def has_more(self) -> bool:
        """Whether something has changed that was not told yet."""
        return self._session is not None and self._session.has_more

    def start(self) -> None:
        """Begin with all that is to be seen. Does nothing while it is recording."""
        if self.is_recording:
            return
        session = _Session(
            self._sink,
            self._settings,
            self._clock,
            self._home,
            self._ids,
            self._patches,
            self._attention,
        )
        self._session = session
        session.begin()

    def stop(self) -> None:
        """End: nothing of it is left in the program. May be called again."""
        session, self._session = self._session, None
        if session is not None:
            session.end()

    def look(self) -> None:
        """Tell now what has changed, as the timer would in a moment."""
        session = self._session
        if session is not None and session.is_running:
            session.look()


class _Session:
    """One recording."""

    def __init__(
        self,
        sink: Callable[[Event], None],
        settings: Settings,
        clock: Callable[[], int],
        home: str,
        ids: Iterator[int],
        patches: Patches | None,
        attention: Attention,
    ) -> None:
        self._sink, self._clock, self._patches = sink, clock, patches
        self._attention = attention
        self.is_running = False
        self._styles, self._changes = Styles(), Changes(ids)
        masks = Masks(settings)
        screen = QtGui.QGuiApplication.primaryScreen()
        describer = Describer(self._styles, masks, screen.logicalDotsPerInchY())
        self._deadline = 0.0
        self._allowance = Allowance(time.perf_counter(), settings.sampling["scroll"] / 1000)
        self.tree = WidgetTree(describer, masks, self._changes, self._is_late)
        self.tree.patches = patches
        self._windows = Windows(self.tree, masks, self._changes)
        self._pointer = Pointer(sink, clock, settings.sampling["mousemove"])
        self._naming = Naming(home, self._windows)
        self._hearing = Hearing(
            self.tree,
            self._windows,
            self._pointer,
            self._attention,
            painter=describer.painter,
            patches=patches,
        )
        self._has_news = self._is_planned = False
        self._heard_s = 0.0
        self._first_look_ms: int | None = None
        self._watch = _Watch(self, self._hearing.heard)
        self._timer = QtCore.QTimer(self._watch)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(QtCore.Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self._watch.on_time)

    @property
    def has_more(self) -> bool:
        """Whether something has changed that was not told yet."""
        return bool(self.tree) or self._hearing.are_windows_dirty or self._pointer.is_waiting

    def begin(self) -> None:
        """Tell what there is, and what changes from now on."""
        application = QtCore.QCoreApplication.instance()
        if application is None:
            return
        self.is_running = True
        try:
            self._tell_all()
            application.installEventFilter(self._watch)
            self.plan()
        except Exception as error:  # noqa: BLE001 - the host must not see it
            self.give_up(error)

    def end(self) -> None:
        """Leave nothing behind."""
        if not self.is_running:
            return
        self.is_running = False
        application = QtCore.QCoreApplication.instance()
        if application is not None:
            application.removeEventFilter(self._watch)
        self._timer.stop()
        self._pointer.flush()
        self._watch.let_go()
        if self._patches is not None:
            self._patches.clear()

    def give_up(self, error: Exception) -> None:
        """End because of a fault of ours."""
        log.error("The recording has ended: something in it failed.", exc_info=error)
        self.end()

    # ------------------------------------------------------------ what happens

    def heard(self, seconds: float, *, is_news: bool) -> None:
        """Take note that to hear of an event took so long; where it `is_news`, look before long."""
        self._heard_s += seconds
        if is_news:
            self.plan()

    def plan(self) -> None:
        """Look at what has changed, as soon as that may be."""
        self._has_news = True
        if not self._is_planned:  # this is asked a hundred times a second: not of the timer
            self._wait()

    def _wait(self) -> None:
        self._start(round(self._allowance.wait(time.perf_counter()) * 1000))

    def _start(self, milliseconds: int) -> None:
        self._is_planned = True
        self._timer.start(milliseconds)

    # ------------------------------------------------------------ telling

    def look(self) -> None:
        """Tell what has changed; what there is no time for is told a little later."""
        began = time.perf_counter()
        heard, self._is_planned = self._heard_s, False
        self._deadline = began + SLICE_S
        has_news, self._has_news = self._has_news, False
        self._pointer.flush()
        desk, href = self._windows.desk, None
        if self._hearing.are_windows_dirty:
            self._hearing.are_windows_dirty = False
            self._look_at_windows()
            href = self._naming.changed()
        self.tree.look()
        now = self._time_of_look()
        if self._windows.desk != desk:
            self._tell_desk(now)
        self._tell_changes(now)
        self._tell_focus(now)
        if href is not None:
            self._sink(events.url_change(now, href))
        has_more = bool(self.tree) or self._hearing.are_windows_dirty
        if not has_more:
            self._first_look_ms = None
        has_pictures = not has_more and self._patches is not None and self._patches.draw_due()
        ended = time.perf_counter()
        self._allowance.spend(heard + ended - began, ended)
        self._heard_s = 0.0  # what was heard meanwhile is in what the look took
        if has_more and (self.tree.is_growing or not has_news):
            self._start(REST_MS)
        elif has_more or has_pictures:
            # While it goes on changing, what is there for a moment alone is not worth a look.
            self._wait()

    def _time_of_look(self) -> int:
        """Return the time that is told of what has changed.

        The first look at large windows takes some turns; what was there all along is told as of
        its beginning, or a recording would begin with empty windows.
        """
        now = self._clock()
        if self._first_look_ms is None or now - self._first_look_ms > FIRST_LOOK_MS:
            self._first_look_ms = None
            return now
        return self._first_look_ms

    def _look_at_windows(self) -> None:
        self._windows.look()
        self._attention.is_anything_shown = not self._windows.are_hidden

    def _is_late(self) -> bool:
        return time.perf_counter() > self._deadline

    def _tell_all(self) -> None:
        now = self._first_look_ms = self._clock()
        self._deadline = 0.0
        self._hearing.are_windows_dirty = False
        self._look_at_windows()
        desk = self._windows.desk
        href = self._naming.changed() or self._naming.href
        self._sink(events.meta(now, href=href, width=desk.width, height=desk.height))
        page = nodes.page(BASE, Element(DESK, "div", {"style": desk.place}))
        self._sink(events.full_snapshot(now, page))
        self._tell_changes(now)
        self._sink(events.url_change(now, href))

    def _tell_desk(self, now: int) -> None:
        desk = self._windows.desk
        self._sink(events.viewport(now, width=desk.width, height=desk.height))
        self._sink(events.mutation(now, attributes={DESK: {"style": desk.place}}))

    def _tell_changes(self, now: int) -> None:
        css = self._styles.take_fresh()
        if css:
            style = Element(self._changes.new_id(), "style", {"_cssText": css})
            self._sink(events.mutation(now, adds=[Add(HEAD, style)]))
        for batch in self._changes.take():
            self._sink(
                events.mutation(
                    now,
                    removes=batch.removes,
                    adds=batch.adds,
                    texts=batch.texts,
                    attributes=batch.attributes,
                )
            )
        self.tree.ask_for_pictures()

    def _tell_focus(self, now: int) -> None:
        focused, self._hearing.focused = self._hearing.focused, None
        node = None if focused is None else self.tree.node_of(focused)
        if node is not None:
            self._sink(events.interaction(now, Interaction.FOCUS, node=node))


class _Watch(QtCore.QObject):
    """Hears of all events of the program; most are let go at once."""

    def __init__(
        self,
        session: _Session,
        heard: dict[QtCore.QEvent.Type, Callable[[QtCore.QObject, QtCore.QEvent], bool]],
    ) -> None:
        super().__init__()
        self._session: _Session | None = session
        self._heard = heard

    def let_go(self) -> None:
        """Hear of nothing any more."""
        self._session = None
        self._heard.clear()
        self.deleteLater()

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        hear = self._heard.get(event.type())
        if hear is None:
            return False
        session = self._session
        try:
            began = time.perf_counter()
            is_news = hear(watched, event)
            if session is not None:
                session.heard(time.perf_counter() - began, is_news=is_news)
        except Exception as error:  # noqa: BLE001 - Qt must not see it
            if session is not None:
                session.give_up(error)
        return False

    def on_time(self) -> None:
        """Look at what has changed."""
        session = self._session
        if session is not None:
            try:
                session.look()
            except Exception as error:  # noqa: BLE001 - Qt must not see it
                session.give_up(error)
