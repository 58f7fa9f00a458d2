"""The one recording of this process, and who takes part in it. GUI thread, but for `Take`."""

from __future__ import annotations

import os
import random
import sys
import threading
from time import monotonic
from typing import TYPE_CHECKING, Final, TypeAlias

from usero_desktop import policy
from usero_desktop.errors import QtError
from usero_desktop.loading import load_gently
from usero_desktop.qt import QtCore, QtWidgets, is_alive
from usero_desktop.replay.streaming import Streaming
from usero_desktop.ui.guard import guard
from usero_desktop.ui.masking import named
from usero_desktop.ui.process.bridge import Bridge
from usero_desktop.ui.process.lifetime import delete_now, vanish_at_exit
from usero_desktop.ui.timing import after

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.model.recording import Recording
    from usero_desktop.model.submission import Submission
    from usero_desktop.plugin import PluginContext
    from usero_desktop.replay.running import Running
    from usero_desktop.replay.settings import Settings
    from usero_desktop.replay.timeline import Timeline

Take: TypeAlias = "Callable[[float], Recording | None]"
"""Gets the recording within so many seconds, None where there is none by then. Any thread."""

_REPLAY: Final = "usero_desktop.replay"
MODULES: Final = (
    "usero_desktop.rrweb.document",
    f"{_REPLAY}.reel",
    f"{_REPLAY}.recorder.painting.canvas",
    f"{_REPLAY}.recorder.describe.painter",
    f"{_REPLAY}.recorder.describe.describer",
    f"{_REPLAY}.recorder.source",
    f"{_REPLAY}.recorder.patches",
    f"{_REPLAY}.running",
)
"""What a recording loads, in an order in which each brings as little else as possible.

What only its pictures need, and what it needs once it is taken, its own thread loads by then.
"""

OF_STREAMS: Final = (f"{_REPLAY}.line", f"{_REPLAY}.remainder", f"{_REPLAY}.stream")
"""And what a stream of it does."""

STOP_SECONDS: Final = 0.035
"""What `stop` waits for all threads together; they end by themselves where they take longer."""

_lot: Final = random.random()  # noqa: S311 - which runs are recorded is no secret
_tape: Tape | None = None


def check_thread() -> None:
    """Raise QtError where there is no QApplication, or this is not its thread."""
    application = QtWidgets.QApplication.instance()
    if not isinstance(application, QtWidgets.QApplication):
        raise QtError(
            "SessionReplay.start() needs a QApplication: call it after that exists.",
            code="no_application",
        )
    if application.thread() is not QtCore.QThread.currentThread():
        raise QtError(
            "SessionReplay.start() was called on another thread than the GUI's: call it there.",
            code="wrong_thread",
        )


def join(holder: object, settings: Settings, app_name: str | None = None) -> None:
    """Have `holder` take part in the recording, which begins where there is none.

    `app_name` is what the host calls the program, None what Qt does. Nothing is recorded where
    the administrator of the machine forbids it.
    """
    global _tape  # noqa: PLW0603 - there is one in a process
    is_wanted = settings.consent != "never" and _lot < settings.sample_rate
    if not is_wanted or not policy.read().replay:
        return
    if _tape is None or not _tape.is_usable:
        _tape = Tape(settings, app_name)
    _tape.join(holder, settings)


def leave(holder: object) -> None:
    """Have `holder` take part no more; the recording ends with the last one."""
    global _tape  # noqa: PLW0603 - there is one in a process
    if _tape is not None and not _tape.leave(holder):
        _tape = None


def take() -> Take | None:
    """Return what gets the recording up to now; None where nothing is recorded."""
    return None if _tape is None else _tape.take()


def streamed(submission: Submission) -> tuple[str, int] | None:
    """Return the running session's name, and how far into it a report is that goes where it goes.

    The milliseconds are from its beginning; None where no session is streamed there just now.
    """
    return None if _tape is None else _tape.streamed(submission)


def is_streamed(context: PluginContext) -> bool:
    """Whether a report of this widget would name the running session, as it stands now."""
    return _tape is not None and _tape.streaming.reaches(context)


def release(session_id: str | None) -> None:
    """Take note that a report has arrived, and which session it named: a stream waited for it."""
    if _tape is not None:
        _tape.streaming.release(session_id)


def seconds() -> float:
    """Return how long a recording is that is taken now; 0 where nothing is recorded."""
    return 0.0 if _tape is None else _tape.seconds


class Tape(QtCore.QObject):
    """Records from its making until the last of who takes part has left.

    It begins a moment later than it is made: what records is loaded beside the GUI thread.
    """

    def __init__(self, settings: Settings, app_name: str | None) -> None:
        super().__init__()
        self._settings, self._app_name = settings, app_name
        self._names: tuple[str, ...] = ()
        self._process = os.getpid()
        self._holders: dict[int, object] = {}
        self._running: Running | None = None
        self._timeline: Timeline | None = None
        self.streaming = Streaming()
        self._is_over = False
        self._bridge = Bridge(self)
        vanish_at_exit(self)
        named.watch(self)
        application = QtCore.QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._on_quit)
        after(self, settings.start_after_ms, self._on_time)

    @property
    def is_usable(self) -> bool:
        """Whether it can be joined: not after its end, and not in a forked child."""
        return not self._is_over and is_alive(self) and self._process == os.getpid()

    @property
    def seconds(self) -> float:
        """How long a recording is that is taken now; 0 where there is none."""
        running = self._running
        is_recording = running is not None and self.is_usable and running.is_recording
        return running.reel.seconds if running is not None and is_recording else 0.0

    def join(self, holder: object, settings: Settings) -> None:
        """Have `holder` take part, and hide what its `settings` hide from now on."""
        self._holders[id(holder)] = holder
        joined = self._settings.hiding_as(settings)
        is_stricter, self._settings = joined != self._settings, joined
        if is_stricter:
            self._begin_anew()
        self.streaming.join(holder, settings)

    @guard
    def names_changed(self) -> None:
        """Hide what a feedback widget names to be masked since the recording began."""
        if set(named.names_of_program()) - set(self._names):
            self._begin_anew()

    def leave(self, holder: object) -> bool:
        """Have `holder` take part no more; whether anybody is left. The last one ends it."""
        self._holders.pop(id(holder), None)
        if self._holders:
            self.streaming.leave(holder)
        else:
            self.stop()
        return bool(self._holders)

    @guard
    def take(self) -> Take | None:
        """Return what gets the recording up to now."""
        running = self._looked()
        if running is None:
            return None
        reel = running.reel
        moment = reel.timeline.now_ms()
        return lambda timeout: reel.recording(moment, timeout)

    @guard
    def streamed(self, submission: Submission) -> tuple[str, int] | None:
        """Return the session's name at the server and the moment in it for a report."""
        running = self._looked()
        if running is None:
            return None
        return self.streaming.moment(submission, running.reel.timeline.now_ms())

    def _looked(self) -> Running | None:
        """Return the recording, up to now; None where there is none."""
        self._replace_lost()
        running = self._running
        if running is None or not self.is_usable:
            return None
        running.look()
        if not running.is_recording:
            self._end()
            return None
        return running

    @guard
    def _on_quit(self) -> None:
        self.stop(at_once=False)

    @guard
    def stop(self, *, at_once: bool = True) -> None:
        """End, whoever takes part. May be repeated.

        `at_once` is for a program that goes on, in which no thread is to be left of it; where the
        program ends, that of a stream has a second more to send what is left.
        """
        if self._is_over or self._process != os.getpid():
            return
        self._is_over = True
        deadline = monotonic() + STOP_SECONDS
        self.streaming.finish(at_once=at_once)
        self._end(max(deadline - monotonic(), 0.0))
        self.streaming.wait(max(deadline - monotonic(), 0.0))
        self._bridge.close()
        if is_alive(self):
            self.deleteLater()

    def vanish(self) -> None:
        """Leave nothing behind for an event loop that will not run again."""
        self.stop(at_once=False)
        delete_now(self)

    @guard
    def _on_time(self) -> None:
        modules = (*MODULES, *OF_STREAMS) if self._settings.stream else MODULES
        if all(name in sys.modules for name in modules):
            self._begin()
            return
        bridge, begin = self._bridge, self._begin

        def load() -> None:
            load_gently(modules)
            bridge.post(begin)

        threading.Thread(target=load, name="usero-replay-load", daemon=True).start()

    @guard
    def _begin(self) -> None:
        if self._is_over or self._running is not None:
            return
        from usero_desktop.replay.running import Running

        self._names = named.names_of_program()
        self._running = Running(
            self._settings,
            self._app_name,
            self._timeline,
            on_lost=lambda: after(self, 0, self._replace_lost),
        )
        self._timeline = self._running.reel.timeline
        self.streaming.attach(self._running)

    @guard
    def _replace_lost(self) -> None:
        """Begin anew, with a worker of its own, where what was kept had to be forgotten."""
        if self.is_usable and self._running is not None and self._running.is_lost:
            self._begin_anew()

    def _begin_anew(self) -> None:
        if self._running is not None:
            # What was kept so far shows too much.
            self._end()
            self._begin()

    def _end(self, timeout: float = STOP_SECONDS) -> None:
        running, self._running = self._running, None
        self.streaming.detach()
        if running is not None:
            running.stop(timeout)
