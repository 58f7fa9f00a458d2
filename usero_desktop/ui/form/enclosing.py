from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from usero_desktop.logs import guest_logger
from usero_desktop.model.choice import REPLAY
from usero_desktop.qt import QtCore
from usero_desktop.ui.form import drafts
from usero_desktop.ui.form.filming import Film, Take
from usero_desktop.ui.guard import guard

if TYPE_CHECKING:
    from usero_desktop.core.feedback import Feedback
    from usero_desktop.core.footage import Get, Reel
    from usero_desktop.core.pool import Pool
    from usero_desktop.model.recording import Recording
    from usero_desktop.ui.form.controller import Controller
    from usero_desktop.ui.process.bridge import Bridge

log = guest_logger("usero_desktop.ui")

CUT_MS: Final = 200
"""So long after a handle came to rest the part is made that travels."""


def film_of(reel: Reel) -> Film:
    """Return what is known of a recording that nobody has wanted yet."""
    return Film(reel.is_asked, reel.seconds, is_on=not reel.is_asked)


class Enclosing(QtCore.QObject):
    """Looks after the recording that may go with what is in a form. GUI thread.

    Nothing is put together before the user has ticked it, or wants to watch it. From then on it
    stays as it is, so that what travels is what was watched, until the report is sent or the user
    wants it no more. Where it fails, the report goes without it.
    """

    def __init__(self, form: Controller, *, feedback: Feedback, pool: Pool, bridge: Bridge) -> None:
        """Live as long as `form`; recordings are taken and cut in `pool`."""
        super().__init__(form)
        self._form, self._feedback, self._pool, self._bridge = form, feedback, pool, bridge
        self._reel: Reel | None = None
        self._film: Film | None = None
        self._is_open = False
        self._round = 0
        """Counts what was begun: what comes of anything earlier is not wanted any more."""
        self._timer = QtCore.QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CUT_MS)
        self._timer.timeout.connect(self._on_cut_due)

    # ------------------------------------------------------------ values

    @property
    def film(self) -> Film | None:
        """What the form shows of it, None where nothing is recorded."""
        film = self._film
        if film is not None and film.is_on and REPLAY in drafts.off_of(self._form.writing.key):
            return replace(film, is_on=False)
        return film

    @property
    def recording(self) -> Recording | None:
        """What goes with the report, where the user lets recordings travel."""
        film = self._film
        return film.recording if film is not None and film.is_on else None

    def watch(self, is_open: bool) -> None:
        """Know whether the panel is open: it asks what is recorded, and forgets what is not."""
        self._is_open = is_open
        film = self._film
        if not is_open and film is not None:
            is_wanted = film.is_on if film.is_asked else film.kept is not None
            self._show(replace(film if is_wanted else self._untaken(film), is_watched=False))
        elif is_open:
            self.ask()

    def ask(self) -> None:
        """Know what is recorded by now, but for what was taken."""
        film, self._reel = self._film, self._feedback.composer.reel()
        if film is None or not (film.take or film.is_coming):
            self._show(film_of(self._reel) if self._reel is not None else None)

    def forget(self) -> None:
        """Begin anew with the next report: this one is on its way, or thrown away."""
        self._round += 1
        self._timer.stop()
        self._film = None
        if self._is_open:
            self.ask()

    # ------------------------------------------------------------ what the user does

    @guard
    def include(self, on: bool) -> None:
        """Have it go with the report, or not. It is taken now, unless it was watched already."""
        film = self._film
        if film is None or self._form.state.is_sending:
            return
        if on:
            # Ticked is ticked, whatever was switched off in "What is sent" before.
            drafts.switch(self._form.writing.key, {REPLAY}, on=True)
            self._taken(replace(film, is_on=True))
        else:
            film = replace(film, is_on=False)
            self._show(film if film.is_watched else self._untaken(film))
        self._form.show()  # also where it was only switched off

    @guard
    def open(self) -> None:
        """Show it, as it travels."""
        film = self._film
        if film is not None and not self._form.state.is_sending:
            self._taken(replace(film, is_watched=True))

    def back(self) -> bool:
        """Show the form; False where that is shown already."""
        film = self._film
        if film is None or not film.is_watched:
            return False
        self._show(replace(film, is_watched=False))
        return True

    @guard
    def trim(self, begin_ms: int, end_ms: int) -> None:
        """Keep what is between two moments of it; the rest does not travel."""
        film = self._film
        if film is None or film.take is None:
            return
        self._round += 1
        self._timer.start()
        kept = (begin_ms, end_ms)
        self._show(replace(film, kept=kept, recording=None, is_coming=True))

    # ------------------------------------------------------------ what is made of it

    def _taken(self, film: Film) -> None:
        """Show `film`, and take it where it was not taken yet."""
        if film.take is not None or film.is_coming:
            self._show(film)
            return
        get = self._reel.take() if self._reel is not None else None
        if get is None:
            self._fail(film)
            return
        self._round += 1
        number = self._round
        take = lambda: _taken(get)  # noqa: E731
        self._pool.run(take, self._bridge.to_gui(lambda found: self._on_taken(found, number)))
        self._show(replace(film, is_coming=True, has_failed=False))

    @guard
    def _on_taken(self, found: Take | BaseException | None, number: int) -> None:
        film = self._film
        if film is None or number != self._round:
            return
        if not isinstance(found, Take):
            self._fail(film, found)
            return
        self._show(replace(film, take=found, recording=found.recording, is_coming=False))

    @guard
    def _on_cut_due(self) -> None:
        film = self._film
        if film is None or film.take is None or film.kept is None:
            return
        whole, kept, number = film.take.recording, film.kept, self._round
        if kept == (0, whole.duration_ms):
            self._show(replace(film, kept=None, recording=whole, is_coming=False))
            return
        cut = lambda: _cut(whole, *kept)  # noqa: E731
        self._pool.run(cut, self._bridge.to_gui(lambda found: self._on_cut(found, number)))

    @guard
    def _on_cut(self, found: Recording | BaseException | None, number: int) -> None:
        film = self._film
        if film is None or number != self._round:
            return
        if found is None or isinstance(found, BaseException):
            # What was trimmed off must not travel with the whole of it.
            self._fail(film, found)
            if not film.is_asked:
                drafts.switch(self._form.writing.key, {REPLAY}, on=False)
                self._form.show()
            return
        self._show(replace(film, recording=found, is_coming=False))

    def _fail(self, film: Film, error: BaseException | None = None) -> None:
        if error is not None:
            log.error("The recording cannot go with the report.", exc_info=error)
        failed = replace(self._untaken(film), has_failed=True)
        self._show(replace(failed, is_on=not film.is_asked))

    def _untaken(self, film: Film) -> Film:
        """Return `film` as it is before it is taken; what is on its way is not wanted."""
        self._round += 1
        self._timer.stop()
        return replace(
            film, take=None, kept=None, recording=None, is_coming=False, has_failed=False
        )

    def _show(self, film: Film | None) -> None:
        if film != self._film:
            self._film = film
            self._form.show()
            self._form.pictures.go_on()


def _taken(get: Get) -> Take | None:
    """Wait for the recording, and have it ready to be watched. In the pool."""
    from usero_desktop.rrweb import film
    from usero_desktop.rrweb.cutting import events_of

    recording = get()
    if recording is None:
        return None
    watched = film.Film(events_of(recording), recording.duration_ms)
    watched.fold()
    return Take(recording, watched)


def _cut(recording: Recording, begin_ms: int, end_ms: int) -> Recording | None:
    from usero_desktop.rrweb.cutting import cut

    return cut(recording, begin_ms, end_ms)
