from __future__ import annotations

import threading
from typing import TYPE_CHECKING
from weakref import ref

from usero_desktop.qt import QtCore, QtWidgets, Signal
from usero_desktop.ui.guard import guard
from usero_desktop.ui.process.ending import EXIT_SECONDS
from usero_desktop.ui.process.lifetime import Borrowed, delete_now, when_gone
from usero_desktop.ui.timing import after

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.config import Options
    from usero_desktop.core.plugins import Plugins
    from usero_desktop.plugin import Offer
    from usero_desktop.ui.form.filming import Film
    from usero_desktop.ui.process.bridge import Bridge
    from usero_desktop.ui.process.ending import Ending
    from usero_desktop.ui.session.who import Who

PLUGIN_SECONDS = EXIT_SECONDS / 5
"""What an exit waits for all plugins of a window together."""


class Plugging(QtCore.QObject):
    """The plugins of one window, and what they have to do with it. GUI thread.

    A window without plugins pays for none of it: what works for them is made for the first.

    Signal: `ready()` once every plugin has begun, or failed to.
    """

    ready = Signal()

    def __init__(
        self,
        parent: QtCore.QObject,
        window: QtWidgets.QWidget,
        options: Options,
        *,
        who: Who,
        ending: Ending,
        take: Callable[[Offer], bool],
    ) -> None:
        """`take` opens the panel with an offer, unless it is in use, and says whether."""
        super().__init__(parent)
        self._window = Borrowed(window)
        self._who, self._ending, self._take = who, ending, take
        self._thread = threading.get_ident()
        self._waiting: list[tuple[Offer, Callable[[bool], None]]] = []
        self._bridge: Bridge | None = None
        self._is_over = False
        self.plugins: Plugins | None = None
        """Those at work, None where there were none so far."""
        if options.plugins:
            self.take_options(options)
        else:
            after(self, 0, self._on_ready)

    def take_options(self, options: Options) -> None:
        """Work with the plugins of changed options."""
        if self.plugins is not None:
            self.plugins.update(options)
        elif options.plugins and not self._is_over:
            from usero_desktop.core.plugins import Plugins
            from usero_desktop.ui.process.bridge import Bridge

            # Not this object itself: what is waited for is kept alive, and with it the window.
            mark = QtCore.QObject(self)
            self._bridge = Bridge(mark)
            self.plugins = plugins = Plugins(
                options, who=self._who.speaker, panel=_Door(self, self._bridge)
            )
            self._ending.close_with((plugins.close, PLUGIN_SECONDS))
            when_gone(mark, plugins.close_in_gui)
            application = QtCore.QCoreApplication.instance()
            if application is not None:
                application.aboutToQuit.connect(self._on_quitting)

    @property
    def film(self) -> Film | None:
        """What is being recorded and may go with a report, None where nothing is."""
        reel = self.plugins.reel() if self.plugins is not None else None
        if reel is None:
            return None
        from usero_desktop.ui.form.enclosing import film_of

        return film_of(reel)

    def when_ready(self, timeout: float) -> bool:
        """Whether every plugin has begun; any thread, and another than the GUI's waits."""
        if self.plugins is None:
            return True
        return self.plugins.when_ready(0.0 if threading.get_ident() == self._thread else timeout)

    @guard
    def end(self) -> None:
        """End the plugins that need this thread, and hear of nothing more."""
        self._is_over = True
        self._drop_waiting()
        if self._bridge is not None:
            self._bridge.close()
        self._on_quitting()

    def vanish(self) -> None:
        """Leave nothing behind for an event loop that will not run again."""
        if self._bridge is not None:
            delete_now(self._bridge)

    @guard
    def _on_quitting(self) -> None:
        if self.plugins is not None:
            self.plugins.close_in_gui()

    @guard
    def _on_ready(self) -> None:
        if not self._is_over:
            self.ready.emit()

    def settle(self) -> None:
        """Tell that every plugin has begun."""
        self._on_ready()

    def show_offer(self, offer: Offer, answered: Callable[[bool], None]) -> None:
        """Open the panel with `offer` once its window is in sight, unless it is in use."""
        if self._window().isVisible():
            answered(self._take(offer))
            return
        if not self._waiting:
            self._window().installEventFilter(self)
        self._waiting.append((offer, answered))

    @guard(otherwise=False)
    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        is_shown = event.type() == QtCore.QEvent.Type.Show
        if self._waiting and is_shown and self._window.is_it(watched):
            after(self, 0, self._on_shown)
        return False

    @guard
    def _on_shown(self) -> None:
        waiting = self._drop_waiting()
        for offer, answered in waiting:
            self.show_offer(offer, answered)

    def _drop_waiting(self) -> list[tuple[Offer, Callable[[bool], None]]]:
        waiting, self._waiting = self._waiting, []
        if waiting:
            self._window().removeEventFilter(self)
        return waiting


class _Door:
    """The window as plugins have it (`core.plugins.PanelDoor`): they do not keep it alive."""

    def __init__(self, plugging: Plugging, bridge: Bridge) -> None:
        self._plugging, self._bridge = ref(plugging), bridge

    def post(self, job: Callable[[], None]) -> None:
        """Run `job` on the GUI thread soon."""
        self._bridge.post(job)

    def settled(self) -> None:
        """Tell that every plugin has begun."""
        self._to(lambda plugging: plugging.settle())

    def offer(self, offer: Offer, answered: Callable[[bool], None]) -> None:
        """Open the panel with `offer`, unless it is in use."""
        self._to(lambda plugging: plugging.show_offer(offer, answered))

    def _to(self, job: Callable[[Plugging], None]) -> None:
        def run() -> None:
            plugging = self._plugging()
            if plugging is not None:
                job(plugging)

        self._bridge.post(run)
