"""Feedback without a window: what a program, a script or the widget hands reports to."""

from __future__ import annotations

import threading
from time import monotonic
from typing import TYPE_CHECKING

from usero_desktop import api, loading, outbox
from usero_desktop.config import Options
from usero_desktop.core import fork
from usero_desktop.core.composer import Composer
from usero_desktop.core.dispatch import Listeners
from usero_desktop.core.flush import Flush
from usero_desktop.core.lane import Seams
from usero_desktop.core.lanes import Lanes
from usero_desktop.core.person import Speaker
from usero_desktop.core.shelf import Shelf
from usero_desktop.errors import UseroError
from usero_desktop.loading import load_gently
from usero_desktop.model.kind import shown
from usero_desktop.model.unset import UNSET
from usero_desktop.model.user import user_of
from usero_desktop.paths import may_exist, outbox_path

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping, Sequence
    from typing import Self, Unpack

    from usero_desktop.config import OptionValues
    from usero_desktop.core.events import Event
    from usero_desktop.core.lane import Lane
    from usero_desktop.core.plugins import Plugins
    from usero_desktop.core.question import Question
    from usero_desktop.core.ticket import Ticket
    from usero_desktop.model.clock import Clock
    from usero_desktop.model.submission import Submission
    from usero_desktop.model.unset import Unset
    from usero_desktop.model.user import Person, User
    from usero_desktop.model.written import Screenshot, Written
    from usero_desktop.outbox.history import SentEntry
    from usero_desktop.outbox.record import Record
    from usero_desktop.outbox.store import Outbox
    from usero_desktop.outbox.worker import Worker

CLOSE_SECONDS = 2.0
"""An exit waits this long at most for a report that is on its way."""

END_SECONDS = 0.5
"""Of that, plugins have so much at most, and a quarter of it."""

DELETE_SECONDS = 0.5
"""How long deleting all data waits for what is being sent to break off."""


class Feedback:
    """Takes reports, keeps them on disk and delivers them in the background.

    Making one costs next to nothing: no thread, file or connection before the first report
    (a plugin begins at once, on a thread of its own).
    Every method may be called on any thread; those that wait say so.
    """

    def __init__(self, client_id: str | None = None, **options: Unpack[OptionValues]) -> None:
        """`options` are those of `Options`; raises ConfigError where one is wrong."""
        self._set_up(Options.create(client_id, **options), Seams(), None, None)

    @classmethod
    def from_options(
        cls,
        options: Options,
        *,
        clock: Clock | None = None,
        random: Callable[[], float] | None = None,
        lease_seconds: float | None = None,
        pause_seconds: float | None = None,
        plugins: Plugins | None = None,
        speaker: Speaker | None = None,
    ) -> Self:
        """Make one from options that are checked already.

        `plugins` are at work already, and somebody else's to change and to end; `speaker` knows
        who is speaking. The rest is for tests and the bench: `random` gives numbers from 0 to 1,
        `lease_seconds` is how long a claim on a report outlives a process that died,
        `pause_seconds` what lies between two reports, out of politeness to the server.
        """
        seams = Seams(
            random=random,
            lease_seconds=lease_seconds,
            pause_seconds=pause_seconds,
            **({} if clock is None else {"clock": clock}),
        )
        feedback = cls.__new__(cls)
        feedback._set_up(options, seams, plugins, speaker)  # noqa: SLF001
        return feedback

    def _set_up(
        self, options: Options, seams: Seams, plugins: Plugins | None, speaker: Speaker | None
    ) -> None:
        self._options = options
        self._seams = seams
        self._path = outbox_path(options.client_id, options.data_dir)
        self._listeners = Listeners()
        self._flush = Flush()
        self._listeners.subscribe(self._flush.hear)
        self._closed = False
        self._inherited: Lanes | None = None
        self._make_lanes()
        self._shelf = Shelf(self._used_lanes, lambda: self._closed)
        self.speaker: Speaker = speaker or Speaker(options)
        self.speaker.introduce_by(self._introduce)
        self.composer: Composer = Composer(
            options, seams.clock, self._listeners, plugins, self.speaker
        )

    def _make_lanes(self) -> None:
        self._lock = threading.Lock()
        self._wanted = threading.Event()
        self._lanes = Lanes(self._path, self._options, self._listeners, self._seams)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def options(self) -> Options:
        """The settings that the next report is made with."""
        return self._options

    def update(self, **changes: Unpack[OptionValues]) -> None:
        """Change options for the reports to come: UNSET leaves alone, None restores the default.

        Raises ConfigError, also where one of those cannot change that say where reports are
        kept and go (`base_url`, `data_dir` and the outbox's limits).
        """
        options = self._options.updated(**changes)
        self.take_options(options, has_user=changes.get("user", UNSET) is not UNSET)

    def take_options(self, options: Options, *, has_user: bool = False) -> None:
        """Make reports to come with `options`, whose fixed ones must be what they were."""
        self._options.check_fixed(options)
        self._options = options
        self.speaker.take_options(options, has_user=has_user)
        self.composer.update(options)

    def submit(
        self,
        *,
        rating: int | None = None,
        comment: str | None = None,
        user_email: str | None = None,
        screenshots: Sequence[Screenshot] = (),
        metadata: Mapping[str, object] | None = None,
        page_url: str | Unset | None = UNSET,
        page_title: str | Unset | None = UNSET,
        referrer: str | None = None,
        environment: str | Unset | None = UNSET,
        context: Mapping[str, object] | None = None,
        replaces: str | None = None,
    ) -> Ticket:
        """Keep a report safe on disk and return its ticket; delivery goes on by itself.

        `rating` is 1 to 4, `comment` at most 1000 UTF-16 units; one of the two is needed.
        `screenshots` are up to three files, encoded pictures, PIL images or `Picture`s.
        `metadata` comes on top of the options' own; `context` is further automatic metadata
        that goes first where the whole is too large. `referrer` is the page or window the user
        came from. UNSET means what the options say, None for a
        page the default (``app://…`` and the program's name). `replaces` names an earlier
        report that goes in the same moment: this is that one, edited.

        Where this computer cannot keep any report, it is sent straight from memory, and the
        ticket's `kept` is False. Waits for the disk, never for the network. Raises
        InvalidFeedback, also for a value of the wrong kind, ImageError, ConfigError for a
        placeholder `environment`, OutboxError where the outbox is full or the disk has room
        for the text only, UseroError after `close`.
        """
        self.hasten()
        with loading.importing:
            from usero_desktop.model.written import Written

        written = Written(
            rating=rating,
            comment=comment,
            user_email=user_email,
            screenshots=screenshots,
            metadata=metadata,
            page_url=page_url,
            page_title=page_title,
            referrer=referrer,
            environment=environment,
            context=context,
            person=self.speaker.ask().person(),
        )
        return self.submit_written(written, replaces=replaces)

    def identify(self, user: User | Mapping[str, object] | None) -> None:
        """Say who is speaking: a User, a mapping of its fields, or None for nobody any more.

        The server is told after the next report, or at once with the option `identify_now`.
        Waits for nothing. Raises ConfigError for what is no user.
        """
        self.speaker.identify(None if user is None else user_of(user))

    def submit_written(
        self, written: Written, *, replaces: str | None = None, question: Question | None = None
    ) -> Ticket:
        """Do as `submit` with what stands in `written`.

        `question` is the one of the composer's `gui_question` about the same report.
        """
        self.hasten()
        self._refuse_closed()
        submission = self.composer.compose(written, question)
        fork.watch(self)
        ticket = self._lanes.keep(submission, replaces)
        if self._closed:  # meanwhile, on another thread: the report is for the next start
            self._lanes.leave_open()
        return ticket

    def when_ready(self, timeout: float | None = None) -> bool:
        """Wait up to `timeout` seconds (None: without end) until every plugin has begun.

        True then, also where one has failed to, and at once where there are none.
        """
        return self.composer.when_ready(timeout)

    def reports(self) -> tuple[Record, ...]:
        """Return the reports that wait or were refused, the oldest first.

        Waits for the disk; raises OutboxError, as all that look into the outbox.
        """
        return self._shelf.reports()

    def read(self, submission_id: str) -> Submission | None:
        """Return a whole report with its pictures, None where it is not here (any more)."""
        return self._shelf.read(submission_id)

    def retry(self, submission_id: str) -> bool:
        """Have a report that waits or was refused sent now; False where there is none."""
        return self._shelf.retry(submission_id)

    def delete(self, submission_id: str) -> bool:
        """Delete a report, so that it is not sent; False where there is none."""
        return self._shelf.delete(submission_id)

    def export(self, submission_id: str, path: str | os.PathLike[str]) -> None:
        """Write a report to a .zip: ``report.json`` as it travels, and the screenshots.

        Its owner alone can read the file, which is there whole or not at all; one of that
        name is replaced. Raises OutboxError, also where there is no such report.
        """
        self._shelf.export(submission_id, path)

    def history(self) -> tuple[SentEntry, ...]:
        """Return what was sent from this computer, the last first: 100 reports at most.

        None of it is here with the option `keep_history` False. Waits for the disk; raises
        OutboxError.
        """
        return self._shelf.history()

    def forget(self, submission_id: str | None = None) -> bool:
        """Forget that a report was sent, or of all of them; False where none was remembered.

        What the server has stays there. Waits for the disk; raises OutboxError.
        """
        return self._shelf.forget(submission_id)

    def delete_my_data(self) -> None:
        """Break off what is being sent and delete all of the outbox, what was sent included.

        Nothing that was written before is sent once this returns. New reports are taken as
        before. Waits for the disk, and for half a second at most for what is being sent;
        raises OutboxError where the files cannot be deleted.
        """
        self._lanes.wipe(DELETE_SECONDS)
        self.speaker.forget()
        self.composer.wipe()

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Call `listener` on a worker's thread for every event; call the result to end that.

        What it raises is logged and does no harm. Raises TypeError for what cannot be called.
        """
        if not callable(listener):
            raise TypeError(f"subscribe() needs a function of one event, not {shown(listener)}.")
        return self._listeners.subscribe(listener)

    def start(self) -> None:
        """Deliver what an earlier run left; does nothing where there is no outbox."""
        if not self._closed and may_exist(self._path):
            self._worker().start()

    def prepare(self) -> None:
        """Load what sending needs, without the network, so that sending is quick later.

        For the moment a user begins to write, and for a thread that nobody waits for: it
        takes half a second, most of it spent resting so that the user's keys come first;
        `hasten` and `submit` end the resting.
        """
        ours = ("usero_desktop.model.submission", "usero_desktop.core.assemble")
        parts = (*ours, *outbox.PARTS, "usero_desktop.core.delivery", *api.PARTS)
        load_gently(parts, rest=self._wanted.wait)
        if not self._closed:
            self._worker().post(self._warm_up)

    def hasten(self) -> None:
        """Say that a report is about to come. Returns at once."""
        self._wanted.set()

    def retry_now(self) -> None:
        """Try again at once what waits for a better moment: the network is back.

        Returns at once.
        """
        if self._closed:
            return
        for lane in self._used_lanes():
            lane.hurry()

    def flush(self, timeout: float) -> bool:
        """Wait up to `timeout` seconds until nothing is left to send; True where that is so.

        The recordings behind reports are waited for, too. Raises OutboxError where the outbox
        cannot be read.
        """
        self.start()
        return self._flush.wait(
            timeout,
            is_pending=lambda: any(it.outbox().has_pending() for it in self._used_lanes()),
            is_over=lambda: self._closed,
        )

    def close(self, timeout: float = CLOSE_SECONDS) -> None:
        """Stop within `timeout` seconds; what is under way may end, the rest stays on disk.

        Further calls do nothing. `submit` raises from now on.
        """
        with self._lock:
            if self._closed:
                return
            self._closed = True
        self.hasten()
        ends = min(END_SECONDS, timeout / 4) if self.composer.ends_plugins else 0.0
        deadline = monotonic() + timeout - ends
        self._lanes.close(lambda: max(deadline - monotonic(), 0.0))
        self.speaker.close(max(deadline - monotonic(), 0.0))
        self.composer.close(ends)  # after what was delivered meanwhile, of which they hear
        self._flush.wake()

    def _used_lanes(self) -> tuple[Lane, ...]:
        lanes = self._lanes.used()
        if lanes:
            fork.watch(self)
        return lanes

    def _worker(self) -> Worker:
        fork.watch(self)
        return self._lanes.disk.worker()

    def _introduce(self, person: Person) -> None:
        if not self._closed:
            fork.watch(self)
            self._lanes.disk.introduce(person)

    def _warm_up(self) -> None:
        from usero_desktop.core.context import automatic_metadata

        automatic_metadata(self._options)
        self._lanes.disk.warm_up()

    def _open_outboxes(self) -> tuple[Outbox, ...]:
        return self._lanes.open_outboxes()

    def _begin_anew(self) -> None:
        """Go on in a forked child with threads, locks and connections of its own."""
        self._listeners.forked()
        self._flush.forked()
        self._inherited = self._lanes  # its parent's: not to be used, nor closed
        self._inherited.forked()
        self._make_lanes()
        self.speaker.forked()

    def _refuse_closed(self) -> None:
        if self._closed:
            raise UseroError(
                "This Feedback was closed and takes no more reports; make a new one.",
                code="closed",
            )
