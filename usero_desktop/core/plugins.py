"""Plugins at work: asked about every report within a time, told of what arrived, and ended."""

from __future__ import annotations

import threading
from time import monotonic
from typing import TYPE_CHECKING, Final, Protocol

from usero_desktop import policy
from usero_desktop.core import fork
from usero_desktop.core.events import Delivered
from usero_desktop.core.question import Question
from usero_desktop.core.seat import Call, Seat
from usero_desktop.logs import guest_logger
from usero_desktop.model.kind import shown
from usero_desktop.plugin import HOOKS, Offer, PluginContext, is_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from usero_desktop.config import Options
    from usero_desktop.core.events import Event
    from usero_desktop.core.footage import Reel
    from usero_desktop.model.submission import Submission
    from usero_desktop.model.user import User
    from usero_desktop.outbox.store import Outbox
    from usero_desktop.plugin import Who

log = guest_logger()

END_SECONDS: Final = 0.5
"""What all plugins together have to end."""


class PanelDoor(Protocol):
    """The window that plugins have to do with. Any thread."""

    def post(self, job: Callable[[], None]) -> None:
        """Run `job` on the GUI thread soon."""

    def offer(self, offer: Offer, answered: Callable[[bool], None]) -> None:
        """Open the panel with `offer`, unless it is in use, and say whether."""

    def settled(self) -> None:
        """Take note that every plugin has begun, or failed to."""


class Nobody:
    """Knows nobody."""

    def user(self) -> User | None:
        """Return nobody."""
        return None

    def anonymous_id(self) -> str | None:
        """Return nothing."""
        return None


class Plugins:
    """The plugins of one widget or `Feedback`. Any thread, but for what names the GUI's.

    They begin at once, in the background. `panel` is the window they have to do with, None
    without one.
    """

    def __init__(
        self, options: Options, *, who: Who | None = None, panel: PanelDoor | None = None
    ) -> None:
        self._options, self._panel = options, panel
        self._who: Who = Nobody() if who is None else who
        self._seats: tuple[Seat, ...] = ()
        self._is_closed = False
        self._make_locks()
        fork.watch(self)
        self.update(options)

    def _make_locks(self) -> None:
        self._lock = threading.Lock()
        self._beginning: set[Seat] = set()
        self._began = threading.Condition()

    # ------------------------------------------------------------ begin and end

    def update(self, options: Options) -> None:
        """Work with changed options: who is gone from `plugins` ends, who is new begins.

        One that is in both, the same object, goes on as it was.
        """
        with self._lock:
            if self._is_closed:
                return
            self._options = options
            before = {id(seat.plugin): seat for seat in self._seats}
            seats: dict[str, Seat] = {}
            for plugin in options.plugins:
                seat = before.pop(id(plugin), None) or self._seat_of(plugin)
                if seat is None:
                    continue
                if seat.context.name in seats:
                    log.warning(
                        "There are two plugins of the name %s; the second is left out.",
                        seat.context.name,
                    )
                    continue
                seats[seat.context.name] = seat
            new = [seat for seat in seats.values() if seat not in self._seats]
            gone = [seat for seat in self._seats if seat not in seats.values()]
            self._seats = tuple(seats.values())
            with self._began:
                self._beginning.update(seat for seat in new if seat.has("on_init"))
        for seat in gone:
            _end(seat)
        for seat in new:
            self._begin(seat)
        self._note_begun(None)

    def _seat_of(self, plugin: object) -> Seat | None:
        name = _name_of(plugin)
        if name is None:
            return None
        needs_gui = _of(plugin, "needs_gui") is True
        if needs_gui and self._panel is None:
            log.warning("The plugin %s needs a window, and there is none: it is left out.", name)
            return None
        seat: Seat

        def door(offer: Offer, answered: Callable[[bool], object] | None = None) -> None:
            self._offer(seat, offer, answered)

        context = PluginContext(
            name,
            lambda: self._options,
            who=self._who,
            folder=lambda: self._folder_of(name),
            offer=None if self._panel is None else door,
        )
        seat = Seat(plugin, context, gui=self._panel.post if needs_gui and self._panel else None)
        if isinstance(plugin, type):
            log.warning(
                "The plugin %s is given as a class; an object of it is meant, most likely: %s().",
                name,
                plugin.__name__,
            )
        for hook in HOOKS:
            its = _of(plugin, hook)
            if its is not None and not callable(its):
                seat.complain(hook, f"has for {hook} what cannot be called ({shown(its)})")
        return seat

    def _begin(self, seat: Seat) -> None:
        if seat not in self._beginning:
            return
        call = seat.call_of("on_init")
        call.then = lambda: self._note_begun(seat)
        seat.post(call)

    def _note_begun(self, seat: Seat | None) -> None:
        with self._began:
            self._beginning -= {seat}
            is_over = not self._beginning
            self._began.notify_all()
        if is_over and self._panel is not None:
            self._panel.settled()

    @property
    def are_ready(self) -> bool:
        """Whether every plugin has begun, or failed to."""
        return not self._beginning

    def when_ready(self, timeout: float | None = None) -> bool:
        """Wait up to `timeout` seconds (None: without end) until `are_ready`; True then."""
        with self._began:
            return self._began.wait_for(lambda: not self._beginning, timeout)

    def close(self, timeout: float = END_SECONDS) -> None:
        """End all within `timeout` seconds, but those for `close_in_gui`; once."""
        with self._lock:
            if self._is_closed:
                return
            self._is_closed = True
            seats = [seat for seat in self._seats if not seat.needs_gui]
            self._seats = tuple(seat for seat in self._seats if seat.needs_gui)
        deadline = monotonic() + timeout
        ending = [(seat, _end(seat)) for seat in seats]
        for seat, call in ending:
            if call is None or seat.is_here:
                continue
            if not call.over.wait(max(deadline - monotonic(), 0.0)):
                seat.complain_of_silence()
        for seat in seats:
            seat.context.forget()

    def close_in_gui(self) -> None:
        """End those that need the GUI thread, which this is: it may serve nobody any more."""
        with self._lock:
            mine = [seat for seat in self._seats if seat.needs_gui]
            self._seats = tuple(seat for seat in self._seats if not seat.needs_gui)
        for seat in mine:
            if seat.has("on_destroy"):
                seat.run(seat.call_of("on_destroy"))
            seat.context.forget()

    # ------------------------------------------------------------ reports

    @property
    def need_gui(self) -> bool:
        """Whether one of them is to be asked on the GUI thread."""
        return any(seat.needs_gui for seat in self._seats)

    def question(self, submission: Submission, *, in_gui: bool = False) -> Question:
        """Return the question about a report that is about to be kept; see there."""
        in_form = self._panel is not None
        return Question(self._seats, submission, in_form=in_form, in_gui=in_gui)

    def reel(self) -> Reel | None:
        """Return what one of them is recording, None where none does. GUI thread."""
        if not (self.need_gui and policy.read().replay):
            return None
        from usero_desktop.core.footage import reel_of

        return reel_of(self._seats)

    def hear(self, event: Event) -> None:
        """Tell them of a report that the server has."""
        if not isinstance(event, Delivered):
            return
        for seat in self._seats:
            if seat.has("after_delivery"):
                seat.post(seat.call_of("after_delivery", event.report))

    # ------------------------------------------------------------ within

    def _folder_of(self, name: str) -> Path:
        from usero_desktop.core.plugin_files import plugin_folder

        return plugin_folder(self._options, name)

    def _offer(self, seat: Seat, offer: object, answered: Callable[[bool], object] | None) -> None:
        def tell(shown: bool) -> None:  # noqa: FBT001 - an answer
            if answered is not None:
                seat.post(Call("the answer to an offer", lambda: answered(shown)))

        if not isinstance(offer, Offer):
            seat.complain("an offer", f"has offered {shown(offer)}, which is no Offer")
            tell(False)
        elif self._panel is not None and not self._is_closed:
            self._panel.offer(offer, tell)

    def _open_outboxes(self) -> tuple[Outbox, ...]:
        return ()

    def _begin_anew(self) -> None:
        """Go on in a forked child, which has none of the plugins' threads."""
        self._make_locks()
        for seat in self._seats:
            seat.forked()


def _end(seat: Seat) -> Call | None:
    """Have a plugin end once it is done with what it was told; None where it has no more to do."""
    call = Call("on_destroy", lambda: None)
    if seat.has("on_destroy"):
        call = seat.call_of("on_destroy")
    elif not seat.is_busy:
        return None
    call.then = seat.context.forget
    seat.post(call, at_all_costs=True)
    return call


def _name_of(plugin: object) -> str | None:
    """Return the plugin's name; None, and a line in the log, where it has none that will do."""
    name = _of(plugin, "name")
    if isinstance(name, str) and is_name(name):
        return name
    log.warning(
        "A plugin of the type %s is left out: its name must be lower-case words joined by -, "
        "like recent-logs, not %s.",
        type(plugin).__name__,
        shown(name),
    )
    return None


def _of(plugin: object, attribute: str) -> object:
    try:
        return getattr(plugin, attribute, None)
    except Exception:  # noqa: BLE001 - a plugin's own property may do anything
        return None
