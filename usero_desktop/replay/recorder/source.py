"""Turns what the program shows into the events of a recording, while it shows it."""

from __future__ import annotations

import time
from itertools import count
from typing import TYPE_CHECKING, Final

from usero_desktop.logs import guest_logger
from usero_desktop.qt import QtCore, QtGui, QtWidgets, address_of
from usero_desktop.replay.recorder.allowance import Allowance
from usero_desktop.replay.recorder.attention import Attention
from usero_desktop.replay.recorder.describe.describer import Describer
from usero_desktop.replay.recorder.dirty import MEANINGS, Meaning
from usero_desktop.replay.recorder.masking import PROPERTIES, Masks
from usero_desktop.replay.recorder.naming import Naming
from usero_desktop.replay.recorder.pointer import BUTTONS, Pointer
from usero_desktop.replay.recorder.said import Changes
from usero_desktop.replay.recorder.styles import BASE, Styles
from usero_desktop.replay.recorder.tree import Dirt, WidgetTree
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
_Widget = QtWidgets.QWidget
_ACTIVATED: Final = QtCore.QEvent.Type.WindowActivate


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
        self._painter = describer.painter
        self._deadline = 0.0
        self._allowance = Allowance(time.perf_counter(), settings.sampling["scroll"] / 1000)
        self.tree = WidgetTree(describer, masks, self._changes, self._is_late)
        self.tree.patches = patches
        self._windows = Windows(self.tree, masks, self._changes)
        self._pointer = Pointer(sink, clock, settings.sampling["mousemove"])
        self._naming = Naming(home, self._windows)
        self._are_windows_dirty = True
        self._focused: int | None = None
        self._has_news = False
        self._first_look_ms: int | None = None
        self._watch = _Watch(self)
        self._timer = QtCore.QTimer(self._watch)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(QtCore.Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self._watch.on_time)
        self._hearings: dict[Meaning, Callable[..., bool]] = {
            Meaning.PAINTED: self._hear_painted,
            Meaning.PLACED: self._hear_placed,
            Meaning.PARENT: self._hear_of_parent,
            Meaning.CHILDREN: self._hear_of_children,
            Meaning.WINDOW: self._hear_of_window,
            Meaning.FOCUSED: self._hear_focused,
            Meaning.PROPERTY: self._hear_property,
            Meaning.USED: self._hear_used,
        }

    @property
    def has_more(self) -> bool:
        """Whether something has changed that was not told yet."""
        return bool(self.tree) or self._are_windows_dirty or self._pointer.is_waiting

    def begin(self) -> None:
        """Tell what there is, and what changes from now on."""
        application = QtCore.QCoreApplication.instance()
        if application is None:
            return
        self.is_running = True
        try:
            self._tell_all()
            application.installEventFilter(self._watch)
            self._plan()
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
        self._watch.session = None
        self._hearings.clear()
        self._watch.deleteLater()
        if self._patches is not None:
            self._patches.clear()

    def give_up(self, error: Exception) -> None:
        """End because of a fault of ours."""
        log.error("The recording has ended: something in it failed.", exc_info=error)
        self.end()

    # ------------------------------------------------------------ what happens

    def hear(self, watched: QtCore.QObject, event: QtCore.QEvent, meaning: Meaning) -> None:
        """Take note of an event that means something.

        Where somebody keeps Python's half of an event, PyQt6 gives that for the next one at its
        place as well, of whatever class it is: what is to be read of one is asked for first.
        """
        if watched.isWidgetType():
            hearing = self._hearings.get(meaning)
            if hearing is not None and hearing(watched, event):
                self._plan()
        elif watched.isWindowType() and isinstance(event, QtGui.QMouseEvent):
            desk = self._windows.desk
            self._attention.note_use()
            if meaning is Meaning.MOVE:
                if self._pointer.move(event, desk):
                    self._plan()
            elif meaning is Meaning.BUTTON:
                self._pointer.press(event, BUTTONS[event.type()], desk)

    def _hear_painted(self, widget: QtWidgets.QWidget, event: QtCore.QEvent) -> bool:
        if self._painter.is_at_work or (self._patches is not None and self._patches.is_drawing):
            return False
        if self.tree.draws_windows:
            return self.tree.mark_around(widget)
        painted = event if isinstance(event, QtGui.QPaintEvent) else None
        return self.tree.mark_painted(address_of(widget), painted)

    def _hear_placed(self, widget: QtWidgets.QWidget, _event: QtCore.QEvent) -> bool:
        if _Widget.isWindow(widget):
            self._are_windows_dirty = True
            return True
        return self.tree.mark_painted(address_of(widget), None)

    def _hear_of_parent(self, widget: QtWidgets.QWidget, _event: QtCore.QEvent) -> bool:
        parent = None if _Widget.isWindow(widget) else _Widget.parentWidget(widget)
        if parent is None:
            self._are_windows_dirty = True
            return True
        return self.tree.mark(address_of(parent), Dirt.CHILDREN)

    def _hear_of_children(self, widget: QtWidgets.QWidget, _event: QtCore.QEvent) -> bool:
        return self.tree.mark(address_of(widget), Dirt.CHILDREN)

    def _hear_of_window(self, widget: QtWidgets.QWidget, event: QtCore.QEvent) -> bool:
        if not _Widget.isWindow(widget):
            return False
        if event.type() == _ACTIVATED:
            self._windows.raise_(address_of(widget))
        self._are_windows_dirty = True
        return True

    def _hear_focused(self, widget: QtWidgets.QWidget, _event: QtCore.QEvent) -> bool:
        self._focused = address_of(widget)
        return True

    def _hear_used(self, _widget: QtWidgets.QWidget, _event: QtCore.QEvent) -> bool:
        self._attention.note_use()
        return False

    def _hear_property(self, widget: QtWidgets.QWidget, event: QtCore.QEvent) -> bool:
        is_known = isinstance(event, QtCore.QDynamicPropertyChangeEvent)
        name = bytes(event.propertyName().data()) if is_known else b""  # type: ignore[attr-defined]
        if is_known and name not in PROPERTIES:
            return False
        address = address_of(widget)
        if self.tree.draws_windows:
            # The window itself may be masked by now, and a part of it in its picture.
            return self.tree.mark(address, Dirt.COVER) | self.tree.mark_around(widget)
        return self.tree.mark_painted(address, None) and self.tree.mark(address, Dirt.COVER)

    def _plan(self) -> None:
        self._has_news = True
        if not self._timer.isActive():
            self._wait()

    def _wait(self) -> None:
        self._timer.start(round(self._allowance.wait(time.perf_counter()) * 1000))

    # ------------------------------------------------------------ telling

    def look(self) -> None:
        """Tell what has changed; what there is no time for is told a little later."""
        began = time.perf_counter()
        self._deadline = began + SLICE_S
        has_news, self._has_news = self._has_news, False
        self._pointer.flush()
        desk, href = self._windows.desk, None
        if self._are_windows_dirty:
            self._are_windows_dirty = False
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
        has_more = bool(self.tree) or self._are_windows_dirty
        if not has_more:
            self._first_look_ms = None
        has_pictures = not has_more and self._patches is not None and self._patches.draw_due()
        ended = time.perf_counter()
        self._allowance.spend(ended - began, ended)
        if has_more and (self.tree.is_growing or not has_news):
            self._timer.start(REST_MS)
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
        self._are_windows_dirty = False
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
        focused, self._focused = self._focused, None
        node = None if focused is None else self.tree.node_of(focused)
        if node is not None:
            self._sink(events.interaction(now, Interaction.FOCUS, node=node))


class _Watch(QtCore.QObject):
    """Hears of all events of the program; most are let go at once."""

    def __init__(self, session: _Session) -> None:
        super().__init__()
        self.session: _Session | None = session

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        meaning = MEANINGS.get(event.type())
        if meaning is None:
            return False
        session = self.session
        if session is not None:
            try:
                session.hear(watched, event, meaning)
            except Exception as error:  # noqa: BLE001 - Qt must not see it
                session.give_up(error)
        return False

    def on_time(self) -> None:
        """Look at what has changed."""
        session = self.session
        if session is not None:
            try:
                session.look()
            except Exception as error:  # noqa: BLE001 - Qt must not see it
                session.give_up(error)
