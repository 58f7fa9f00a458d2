"""Errors that nobody has caught: the panel is offered, with the trace attached."""

from __future__ import annotations

import re
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from usero_desktop.plugin import Offer, Plugin, PluginContext
from usero_desktop.plugins.hooks import Chained, chain_all, end_is_kept
from usero_desktop.plugins.trace import fingerprint, shortened, trace_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from usero_desktop.model.submission import SentReport, Submission
    from usero_desktop.ui.process.fatal import MessageTap

KEY: Final = "error"
MOST: Final = 100  # so many different errors are told apart; of more nobody is told
FILE: Final = "last-error.txt"
_DIGITS: Final = re.compile(r"\d+|0x[0-9a-f]+")


class UnhandledErrors(Plugin):
    """Hears of errors nobody catches, in all threads, and of Qt's critical and fatal messages.

    For each that is new in this run the panel opens, with the trace attached, which the user
    can read and leave out; never while something is being written in it. What ends the program
    is offered at its next start. With ``offer=False``, and without a window, the panel stays
    as it is, and the next report carries the newest trace.

    Every hook is chained, so the program fares as it did: in PyQt6 `sys.excepthook` is left
    alone where the host has set none, since an error in a slot ends the program only then.
    `unraisable` adds those that Python itself can only print.
    """

    name = "unhandled-errors"

    def __init__(self, *, offer: bool = True, unraisable: bool = False) -> None:
        self._offers, self._unraisable = offer, unraisable
        self._lock = threading.Lock()
        self._contexts: list[PluginContext] = []
        self._hooks: list[Chained | MessageTap] = []
        self._known: set[object] = set()
        self._newest: str | None = None

    def on_init(self, context: PluginContext) -> None:
        """Chain the hooks, and offer what ended the last run."""
        with self._lock:
            self._contexts.append(context)
            if not self._hooks:
                self._hooks = self._chained(context)
        if context.offer is not None and self._offers:
            last = context.folder() / FILE
            with suppress(OSError):
                offer = Offer("plugin.error.last", {KEY: last.read_text(encoding="utf-8")})
                done = lambda shown: last.unlink(missing_ok=True) if shown else None  # noqa: E731
                context.offer(offer, done)

    def _chained(self, context: PluginContext) -> list[Chained | MessageTap]:
        if context.offer is None:  # no window, no Qt
            return [*chain_all(self._hear, main=True, unraisable=self._unraisable)]
        from usero_desktop.ui.process.fatal import MessageTap, may_hook

        hooks = chain_all(self._hear, main=may_hook(), unraisable=self._unraisable)
        return [*hooks, MessageTap(self._hear_qt)]

    def on_feedback_submit(
        self, context: PluginContext, submission: Submission
    ) -> Mapping[str, object] | None:
        """Return the newest trace, where nobody was offered it."""
        del context, submission
        return {"metadata": {KEY: self._newest}} if self._newest else None

    def after_delivery(self, context: PluginContext, report: SentReport) -> None:
        """Know that the newest trace is there."""
        del context
        if report.metadata.get(KEY) == self._newest:
            self._newest = None

    def on_destroy(self, context: PluginContext) -> None:
        """Give the hooks back with the last window."""
        with self._lock:
            if context in self._contexts:
                self._contexts.remove(context)
            hooks, self._hooks = (self._hooks, []) if not self._contexts else ([], self._hooks)
        for hook in hooks:
            hook.leave()

    # ------------------------------------------------------------ on the thread it happens on

    def _hear(self, error: BaseException, ends: bool) -> None:  # noqa: FBT001 - see chain_all
        mark = fingerprint(error)
        if isinstance(error, Exception) and self._is_new(mark):
            self._tell(mark, trace_of(error), ends=ends)

    def _hear_qt(self, message: str, is_fatal: bool) -> None:  # noqa: FBT001 - see MessageTap
        mark = _DIGITS.sub("#", message)
        if self._is_new(mark) or is_fatal:
            self._tell(mark, shortened(message), ends=is_fatal)

    def _is_new(self, mark: object) -> bool:
        with self._lock:
            is_new = mark not in self._known and len(self._known) < MOST
            self._known.update([mark] if is_new else [])
            return is_new

    def _tell(self, mark: object, trace: str, *, ends: bool) -> None:
        context = self._contexts[-1]
        if context.offer is None or not self._offers:
            self._newest = trace
        elif ends:  # nobody can be asked any more but at the next start
            (context.folder() / FILE).write_text(trace, encoding="utf-8")
            end_is_kept(trace)
        else:
            again = lambda shown: None if shown else self._known.discard(mark)  # noqa: E731
            context.offer(Offer("plugin.error", {KEY: trace}), again)
