from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from usero_desktop.model import limits
from usero_desktop.model.picture import Picture
from usero_desktop.ui.form import drafts
from usero_desktop.ui.form.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.core.ticket import Ticket
    from usero_desktop.ui.form.drafts import Key, Lease
    from usero_desktop.ui.form.saver import Recalled, Saver
    from usero_desktop.ui.form.sketches import Sketches


Job: TypeAlias = "Callable[[], Picture]"
"""What makes a picture, in a thread that nobody waits for."""


@dataclass(frozen=True, slots=True, eq=False)
class Arrival:
    """What came of a picture: itself, or why there is none.

    It takes the place of `instead`, or comes behind the others where that is None.
    """

    result: Picture | BaseException
    instead: Picture | None = None


class Writing:
    """What is being written in one form, from the first letter until it is safe elsewhere.

    It outlives its widget: pictures that are still being made and reports that are being
    handed over when that goes come to an end here, on other threads.
    """

    def __init__(self, key: Key, holder: Lease) -> None:
        """`holder` is the widget's lease. GUI thread."""
        self.key = key
        self.desk = Desk()
        self.was_open = False
        """Whether the panel was open when the last widget went."""
        self.wipes = drafts.wipes_of(key[1])
        self._holder = holder
        # Held by who changes what follows: once `_is_left` the desk as well, which is the
        # GUI thread's until then.
        self._lock = threading.RLock()
        self._is_left = self._is_ending = self._is_finished = False
        self._is_handed = self._is_settled = self._is_taken = False
        self._ticket: Ticket | None = None
        """Of a report that no disk keeps: while it is under way, these are its only words."""
        self._coming: list[Picture | None] = []
        self._arrived: list[Arrival] = []
        self.sketches: Sketches | None = None
        """What was drawn on its pictures, and can still be changed; None before anything was."""
        self.saver: Saver | None = None
        """What keeps this for the next start, None where the host does not want that."""
        self._recalled: Recalled | None = None
        self._on_arrival: Callable[[], None] | None = None
        self._on_forget: Callable[[], None] | None = None
        drafts.know(self)

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing that anyone would miss, here or on its way here."""
        return self.desk.is_blank and not (self._coming or self._arrived or self._is_handed)

    @property
    def is_current(self) -> bool:
        """Whether nothing was deleted that this has not heard of."""
        return self.wipes == drafts.wipes_of(self.key[1])

    @property
    def coming(self) -> int:
        """How many pictures are on their way into the form."""
        return sum(instead is None for instead in self._awaited)

    @property
    def changing(self) -> tuple[Picture, ...]:
        """The pictures that others are about to take the place of."""
        return tuple(instead for instead in self._awaited if instead is not None)

    @property
    def _awaited(self) -> list[Picture | None]:
        with self._lock:
            return [*(arrival.instead for arrival in self._arrived), *self._coming]

    def attend(self, *, on_arrival: Callable[[], None], on_forget: Callable[[], None]) -> None:
        """Have a form told, on any thread, of what arrives and that all is deleted. GUI thread."""
        with self._lock:
            self._on_arrival, self._on_forget = on_arrival, on_forget
        on_arrival()

    def go_on(self, holder: Lease) -> None:
        """Belong to another widget, with all that is on its way."""
        with self._lock:
            self._holder = holder
            self._is_left = self._is_ending = self._is_finished = False
            self._ticket = None

    def forget(self) -> None:
        """Be empty: everything was deleted. Any thread."""
        with self._lock:
            told = self._on_forget
            if told is None:
                self._empty()
        if told is not None:
            told()

    def clear(self) -> None:
        """Do what `forget` had this one's form told. GUI thread."""
        self._empty()

    def _empty(self) -> None:
        self.desk.clear()
        if self.sketches is not None:
            self.sketches.clear()
        self.wipes = drafts.wipes_of(self.key[1])

    def forked(self) -> None:
        """Be the copy in a forked child, where nobody writes."""
        self._lock = threading.RLock()
        self._on_arrival = self._on_forget = self.saver = None

    # ------------------------------------------------------------ pictures on their way

    def bringing(self, job: Job, instead: Picture | None = None) -> Callable[[], None]:
        """Return `job` as one that brings its picture here, wherever "here" is by then.

        It takes the place of `instead`, if that is still here.
        """

        def work() -> None:
            try:
                result: Picture | BaseException = job()
            except BaseException as error:  # noqa: BLE001 - it is the outcome
                result = error
            self._arrive(Arrival(result, instead))

        with self._lock:
            self._coming.append(instead)
        return work

    def pick_up(self) -> list[Arrival]:
        """Return what has arrived, or why it does not, for the form to show. GUI thread."""
        with self._lock:
            arrived, self._arrived = self._arrived, []
        return arrived

    def _arrive(self, arrival: Arrival) -> None:
        with self._lock:
            place = next(i for i, one in enumerate(self._coming) if one is arrival.instead)
            del self._coming[place]
            self._arrived.append(arrival)
            if self._is_left:
                self._put_arrived()
            told = self._on_arrival
        if told is not None:
            told()

    def _put_arrived(self) -> None:
        for arrival in self.pick_up():
            result, draft = arrival.result, self.desk.draft
            if not isinstance(result, Picture):
                continue
            if arrival.instead is not None:
                self.desk.replace(arrival.instead, result)
            elif len(draft.pictures) < limits.SCREENSHOTS:
                self.desk.draft = draft.with_picture(result)

    def let_go(self, pictures: tuple[Picture, ...]) -> None:
        """Keep nothing of what was drawn on `pictures`: nobody will change them any more."""
        if self.sketches is not None:
            self.sketches.let_go(pictures)

    # ------------------------------------------------------------ from one start to the next

    def save(self) -> None:
        """Have what is written kept for the next start. Returns at once; any thread.

        Not while it is being handed over, nor before what is kept there was read.
        """
        if self.saver is not None and not self._is_handed and drafts.is_recalled(self.key):
            self.saver.save(self.desk.sheets)

    def recall(self) -> None:
        """Read what an earlier run has kept, for `lay_recalled`. Waits for the disk."""
        try:
            recalled = self.saver.recall() if self.saver is not None else None
        except BaseException:
            drafts.end_recall(self.key, done=False)
            raise
        with self._lock:
            self._recalled = recalled
            told = self._on_arrival
            if self._is_left:
                self.lay_recalled()
        if told is not None:
            told()
        drafts.end_recall(self.key, done=True)

    def lay_recalled(self) -> Recalled | None:
        """Lay what an earlier run has kept below all there is; return it, or None."""
        with self._lock:
            recalled, self._recalled = self._recalled, None
        if recalled is not None:
            self.desk.put_below(recalled.sheets)
        return recalled

    # ------------------------------------------------------------ handing it over

    def handing(self, submit: Callable[[], Ticket]) -> Callable[[], Ticket]:
        """Return `submit` as a job that tells here what becomes of the draft in the form.

        From now on that is the report's; it comes back where the report is nowhere else.
        """

        def work() -> Ticket:
            ticket: Ticket | None = None
            try:
                ticket = submit()
            finally:
                self._settle(ticket)
            return ticket

        with self._lock:
            self._is_handed, self._is_settled, self._is_taken = True, False, False
            self._ticket = None
        return work

    def give_back(self) -> None:
        """Know that the form is for writing again: nothing in it is being handed over."""
        with self._lock:
            self._is_handed = False

    def _settle(self, ticket: Ticket | None) -> None:
        with self._lock:
            self._is_settled = True
            if ticket is not None and ticket.kept:
                self._is_taken = True
            else:
                self._ticket = ticket
            self._conclude()
            left = self.desk.sheets if not self._is_handed else self.desk.below
        if self._is_taken and self.saver is not None:
            self.saver.write(left)

    # ------------------------------------------------------------ the widget goes

    def leave(self, *, was_open: bool) -> None:
        """Wait for the next widget. GUI thread.

        What is being handed over waits for the end of that, and comes back only where it
        failed.
        """
        with self._lock:
            self.was_open = was_open
            self._on_arrival = self._on_forget = None
            self._is_left = self._is_ending = True
            self._put_arrived()
            self.lay_recalled()
            self._conclude()
        self.save()

    def finish(self, holder: Lease) -> None:
        """Know that the worker of `holder` has ended: what it had in memory goes no further."""
        with self._lock:
            if self._holder is not holder:
                return
            self._is_finished = True
            was_ending = self._is_ending
            self._conclude()
        if was_ending and self.saver is not None:
            self.saver.write(self.desk.sheets)

    def _conclude(self) -> None:
        """Once all is known that will be, put away what is left to write."""
        ticket = self._ticket
        is_open = ticket is not None and not (ticket.done() or self._is_finished)
        if not self._is_ending or is_open or (self._is_handed and not self._is_settled):
            return
        self._is_ending = False
        has_arrived = ticket is not None and ticket.report is not None
        if self._is_handed:
            if self._is_taken or has_arrived:
                self.desk.advance()
        elif ticket is not None:
            # It was written on while its report was tried again and again from memory.
            self.desk.release(ticket.submission_id, has_arrived=has_arrived)
        self._is_handed = False
        if not self.is_blank:
            drafts.put(self)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=drafts.begin_anew)
