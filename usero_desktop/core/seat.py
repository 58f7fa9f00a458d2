"""One plugin at work: its hooks, one after the other, on a thread that lives while they do."""

from __future__ import annotations

import threading
from collections import deque
from time import monotonic
from typing import TYPE_CHECKING, Final

from usero_desktop.plugin import Plugin

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.plugin import PluginContext

STUCK_SECONDS: Final = 1.0
"""A hook that has run for so long is not waited for: the plugin is left alone until it is back."""

WAITING_MOST: Final = 32
"""Calls that may wait behind one that takes its time; more are left out."""

GUI_SECONDS: Final = 0.05
"""A hook on the GUI thread that takes longer than this is named in the log."""


class Call:
    """One call of a hook, which somebody may wait for."""

    def __init__(self, hook: str, job: Callable[[], object]) -> None:
        """`job` does it, and returns what the caller is to get."""
        self.hook, self.job = hook, job
        self.over = threading.Event()
        self.answer: object = None
        self.began: float | None = None
        self.then: Callable[[], None] | None = None
        """What follows, however it ended; on the same thread."""


class Seat:
    """Calls the hooks of one `plugin`; any thread. What goes wrong is logged, once for each hook.

    `gui` runs a job on the GUI thread soon, for a plugin that needs that.
    """

    def __init__(
        self,
        plugin: object,
        context: PluginContext,
        *,
        gui: Callable[[Callable[[], None]], None] | None = None,
    ) -> None:
        self.plugin, self.context = plugin, context
        self._gui = gui
        self._complained: set[str] = set()
        self.forked()

    def forked(self) -> None:
        """Begin without a thread, as in a forked child."""
        self._lock = threading.Lock()
        self._calls: deque[Call] = deque()
        self._current: Call | None = None
        self._thread: threading.Thread | None = None

    @property
    def needs_gui(self) -> bool:
        """Whether the hooks are called on the GUI thread."""
        return self._gui is not None

    @property
    def is_busy(self) -> bool:
        """Whether a hook is running."""
        return self._thread is not None

    @property
    def is_stuck(self) -> bool:
        """Whether a hook has not come back for so long that nobody should wait for another."""
        call = self._current
        began = None if call is None else call.began
        return began is not None and monotonic() - began > STUCK_SECONDS

    @property
    def is_here(self) -> bool:
        """Whether this very thread is the one that a hook of this plugin runs on."""
        return self._thread is threading.current_thread()

    def has(self, hook: str) -> bool:
        """Whether the plugin has something to do at `hook`."""
        try:
            its = getattr(self.plugin, hook, None)
            return callable(its) and getattr(its, "__func__", None) is not getattr(Plugin, hook)
        except Exception as error:  # noqa: BLE001 - a plugin's own __getattr__ may do anything
            self.complain(hook, f"failed at {hook}", error)
            return False

    def call_of(
        self, hook: str, *values: object, read: Callable[[object], object] | None = None
    ) -> Call:
        """Return a call of `hook` with the context and `values`, which is not made yet.

        `read` makes something of the answer, where the hook runs.
        """

        def job() -> object:
            answer = getattr(self.plugin, hook)(self.context, *values)
            return answer if read is None else read(answer)

        return Call(hook, job)

    def post(self, call: Call, *, at_all_costs: bool = False) -> bool:
        """Have `call` made soon; False where too many wait already, unless `at_all_costs`."""
        if self._gui is not None:
            self._gui(lambda: self.run(call))
            return True
        return self.post_beside(call, at_all_costs=at_all_costs)

    def post_beside(self, call: Call, *, at_all_costs: bool = False) -> bool:
        """Have `call` made soon on the plugin's own thread, also where the hooks are the GUI's."""
        with self._lock:
            is_full = len(self._calls) >= WAITING_MOST and not at_all_costs
            if not is_full:
                self._calls.append(call)
                if self._thread is None:
                    name = f"usero-plugin-{self.context.name}"
                    thread = threading.Thread(target=self._serve, name=name, daemon=True)
                    self._thread = thread
                    thread.start()
        if is_full:
            self.complain(call.hook, f"is too busy for {call.hook}")
        return not is_full

    def withdraw(self, call: Call) -> bool:
        """Give up a call; True where it had not begun, and never will."""
        with self._lock:
            if call in self._calls:
                self._calls.remove(call)
                return True
        return False

    def run(self, call: Call) -> None:
        """Make `call` here and now."""
        self._current = call
        call.began = monotonic()
        try:
            call.answer = call.job()
        except BaseException as error:  # noqa: BLE001 - sys.exit() in a plugin ends nothing
            failure = error
            self.complain(call.hook, f"failed in {call.hook}", failure)
        finally:
            took = monotonic() - call.began
            self._current = None
            call.over.set()
            if call.then is not None:
                call.then()
        is_beside = threading.current_thread() is self._thread
        if self._gui is not None and not is_beside and took > GUI_SECONDS:
            most = GUI_SECONDS * 1000
            self.complain(
                f"slow {call.hook}",
                f"kept your program waiting for over {most:.0f} ms in {call.hook}",
            )

    def complain(self, hook: str, what: str, error: BaseException | None = None) -> None:
        """Log `what` is wrong with the plugin at `hook`, the first time."""
        with self._lock:
            is_new = hook not in self._complained
            self._complained.add(hook)
        if is_new:
            message = "The plugin %s %s; feedback goes on without it."
            self.context.logger.warning(message, self.context.name, what, exc_info=error)

    def complain_of_silence(self) -> None:
        """Log which hook it is that does not come back."""
        call = self._current
        hook = "on_destroy" if call is None else call.hook
        self.complain(hook, f"did not come back from {hook}")

    def _serve(self) -> None:
        while True:
            with self._lock:
                if not self._calls:
                    self._thread = None
                    return
                call = self._calls.popleft()
            self.run(call)
