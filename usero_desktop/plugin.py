"""What a plugin is: a named object that takes part in the life of a report.

    class Build:
        name = "build"

        def on_feedback_submit(self, context, submission):
            return {"metadata": {"commit": COMMIT}}

    usero.attach(window, client_id="client_…", plugins=[Build()])

A plugin is any object with a `name` and some of the five hooks of `Plugin`; deriving from that
is for who checks types. Whatever a plugin does, reports go out: one that raises, hangs or
answers nonsense is logged, once for each hook, with its name, and left out.

Each plugin's hooks are called one after the other on a thread of its own, which lives only
while there is something to do; hooks of different plugins run side by side. With ``needs_gui =
True`` they are called on the GUI thread instead, and may touch Qt: the host waits for them, and
one that takes over 50 ms is named in the log.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol

from usero_desktop.logs import guest_logger

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from usero_desktop.model.recording import Recording
    from usero_desktop.model.submission import SentReport, Submission
    from usero_desktop.model.user import User

NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+){0,9}")
NAME_CHARACTERS: Final = 64


class Named(Protocol):
    """The least that a plugin is."""

    @property
    def name(self) -> str:
        """What it is called in the log: lower-case words joined by ``-``, its own in a widget."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a plugin would like the user to report.

    `reason` says why the panel opens: a sentence, or the id of one in the catalogs. `attached`
    is metadata that goes with the report: the user can read it before, and can have it left out.
    `comment` is put where the user writes.
    """

    reason: str
    attached: Mapping[str, object] = field(default_factory=dict)
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Footage:
    """What a plugin is recording, which the user may watch in the panel and let travel.

    `seconds` is how long it is by now. `take` is called on the GUI thread, when it is to go
    along or to be watched, and returns what gets the recording up to that moment: a function
    that is called beside the GUI thread, has 2 seconds, and returns a `model.recording.Recording`
    or None. Where `is_asked` it travels only if the user ticks it; else the panel says that it
    does, and the plugin adds it in `on_feedback_submit`, unless the user has watched it: what
    was watched is what travels, as far as it was not trimmed off.
    """

    seconds: float
    take: Callable[[], Callable[[], Recording | None] | None]
    is_asked: bool = True


class Facts(Protocol):
    """What the host has set, as it stands now."""

    @property
    def client_id(self) -> str:
        """The project that reports go to."""

    @property
    def base_url(self) -> str:
        """The server, without a closing slash."""

    @property
    def allow_insecure(self) -> bool:
        """Whether the server may be spoken to without encryption."""

    @property
    def environment(self) -> str | None:
        """The project's environment; None is the default one."""

    @property
    def app_name(self) -> str | None:
        """What the program is called."""

    @property
    def app_version(self) -> str | None:
        """Its version."""

    @property
    def build(self) -> str | None:
        """Its build."""


class Who(Protocol):
    """Knows who is speaking."""

    def user(self) -> User | None:
        """Return the user as the host has named them last, None for nobody."""

    def anonymous_id(self) -> str | None:
        """Return what stands for this installation, None where that is not known yet."""


class OfferDoor(Protocol):
    """Opens the panel with an offer in it. Any thread; returns at once."""

    def __call__(self, offer: Offer, answered: Callable[[bool], object] | None = None) -> None:
        """Ask for the panel to be opened with `offer`; nothing is sent unless the user sends it.

        `answered` gets True once the user sees it, False where the panel is in use: what
        somebody is writing is not disturbed. It is called like a hook of the plugin.
        """


class _PluginLogger(logging.LoggerAdapter[logging.Logger]):
    """Python's own interface, over a logger whose methods never raise."""

    def __init__(self, plugin: str) -> None:
        name = f"usero_desktop.plugin.{plugin}"
        super().__init__(logging.getLogger(name))
        self._guest = guest_logger(name)

    def log(self, level: int, msg: object, *args: object, **options: Any) -> None:
        # The line that is named is the plugin's, not this one.
        options["stacklevel"] = options.get("stacklevel", 1) + 1
        self._guest.log(level, msg, *args, **options)


class PluginContext:
    """What a plugin may know and use: every plugin has one of its own in every widget.

    Any thread. `logger` is ``usero_desktop.plugin.<name>``, and its methods never raise.
    `offer` opens the panel with something to report; it is None without a window.
    """

    def __init__(
        self,
        name: str,
        facts: Callable[[], Facts],
        *,
        who: Who,
        folder: Callable[[], Path],
        offer: OfferDoor | None = None,
    ) -> None:
        """Made by the widget or the `Feedback`."""
        self.name = name
        self.logger: logging.LoggerAdapter[logging.Logger] = _PluginLogger(name)
        self.offer = offer
        self._facts, self._who, self._folder = facts, who, folder
        self._store: dict[str, object] = {}

    @property
    def client_id(self) -> str:
        """The project that reports go to."""
        return self._facts().client_id

    @property
    def base_url(self) -> str:
        """The server, without a closing slash."""
        return self._facts().base_url

    @property
    def allow_insecure(self) -> bool:
        """Whether the host lets the server be spoken to without encryption."""
        return self._facts().allow_insecure

    @property
    def environment(self) -> str | None:
        """The project's environment; None is the default one."""
        return self._facts().environment

    @property
    def app_name(self) -> str | None:
        """What the host says the program is called."""
        return self._facts().app_name

    @property
    def app_version(self) -> str | None:
        """The program's version, as the host says."""
        return self._facts().app_version

    @property
    def build(self) -> str | None:
        """The program's build, as the host says."""
        return self._facts().build

    def get(self, key: str, default: object = None) -> object:
        """Return what was `set` in this run; the store is emptied when the plugin ends."""
        return self._store.get(key, default)

    def set(self, key: str, value: object) -> None:
        """Keep `value` in memory, for this plugin in this widget alone."""
        self._store[key] = value

    def forget(self) -> None:
        """Empty the store."""
        self._store.clear()

    def folder(self) -> Path:
        """Return this plugin's folder, which its owner alone can open; made when asked for.

        "Delete my data" deletes it with what is in it. Raises OutboxError where somebody else's
        stands there or the administrator of the machine lets nothing be kept, and OSError where
        none can be made.
        """
        return self._folder()

    def resolve_user(self) -> User | None:
        """Return the user as the host has named them last, None for nobody.

        `get_user` was asked when the panel opened and at Send, not now: it is the host's code,
        which may belong on another thread than a hook's.
        """
        return self._who.user()

    def user_id(self) -> str | None:
        """Return the host's own id of the user, None for nobody."""
        user = self._who.user()
        return None if user is None else user.id

    def anonymous_id(self) -> str | None:
        """Return what stands for this installation, None where that is not known yet."""
        return self._who.anonymous_id()


class Plugin:
    """A plugin whose hooks do nothing: override those you need."""

    name: str = ""
    needs_gui: bool = False
    """Whether the hooks are called on the GUI thread. Without a window such a plugin rests."""

    def on_init(self, context: PluginContext) -> None:
        """Begin: the widget was attached, or the `Feedback` made. Nobody waits for it."""

    def on_footage_asked(self, context: PluginContext) -> Footage | None:
        """Return what is being recorded, for the panel to tell and to ask of; None for nothing.

        For plugins that need the GUI thread alone (`needs_gui`), whenever the panel opens.
        Nothing is put together for it: that is done once the user wants it.
        """
        del context
        return None

    def on_feedback_submit(
        self,
        context: PluginContext,
        submission: Submission,
    ) -> Mapping[str, object] | Callable[[], Mapping[str, object] | None] | None:
        """Return what to change in a report that is about to be kept, or None.

        Also asked when the user looks at what would be sent, as often as that changes: this is
        no moment to count reports, see `after_delivery`. What the user has switched off is
        not in `submission`, and is left out of the answer.

        `submission` is the report without what any plugin adds; nothing in it can be changed.
        All plugins together have 250 ms; what comes later is left out.

        The answer may have `metadata` (merged one level deep into the host's), `page_url`,
        `page_title`, `referrer`, `environment`, `session_replay_id` and `replay_offset_ms`; or
        `recording`, a `model.recording.Recording` that is kept and sent like a picture, behind
        the report. The user sees its length and size, and can leave it out. One that the user has
        watched, or has been asked about (`Footage`), is in `submission` already, and so is the
        one that a report had which is sent anew after an edit.
        Without a window it may have `rating`, `comment`, `user_email` and `screenshots`, too;
        in a panel those are the user's, who has read them before Send: see `PluginContext.offer`.
        None changes nothing. Of several plugins the later one wins.

        On the GUI thread (`needs_gui`) the answer may be a function, too: what takes longer
        than a moment, 2 seconds at most. It is called beside the GUI thread, and what it returns
        is the answer.
        """
        del context, submission
        return None

    def after_delivery(self, context: PluginContext, report: SentReport) -> None:
        """Take note that the server has `report`. Nobody waits for it.

        Also for reports that an earlier run has left.
        """

    def on_destroy(self, context: PluginContext) -> None:
        """End: the widget goes, the `Feedback` is closed, or the plugin was taken out.

        It is called once, also where `on_init` failed. An exit waits half a second for all
        plugins together.
        """


HOOKS: Final = (
    "on_init", "on_footage_asked", "on_feedback_submit", "after_delivery", "on_destroy",
)  # fmt: skip


def is_name(name: object) -> bool:
    """Whether `name` may be a plugin's: lower-case words of letters and digits, joined by -."""
    return isinstance(name, str) and len(name) <= NAME_CHARACTERS and bool(NAME.fullmatch(name))
