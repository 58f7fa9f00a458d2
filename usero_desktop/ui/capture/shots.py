from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.capture.backends import desktop_chooses
from usero_desktop.errors import UseroError
from usero_desktop.model.picture import PictureSource
from usero_desktop.qt import QtCore, QtWidgets, Signal, is_alive
from usero_desktop.ui.capture import intake
from usero_desktop.ui.capture.aside import Aside
from usero_desktop.ui.guard import guard
from usero_desktop.ui.timing import after
from usero_desktop.ui.units import screen_of

if TYPE_CHECKING:
    from usero_desktop.capture.frame import Frame
    from usero_desktop.core.pool import Pool
    from usero_desktop.model.picture import Picture
    from usero_desktop.ui.capture.countdown import Countdown
    from usero_desktop.ui.capture.picker import Wish
    from usero_desktop.ui.capture.region import RegionPicker
    from usero_desktop.ui.form.controller import Controller
    from usero_desktop.ui.form.writing import Job
    from usero_desktop.ui.process.bridge import Bridge
    from usero_desktop.ui.style.look import Look
    from usero_desktop.ui.units import Box
    from usero_desktop.ui.window.stage import Stage


class Shots(QtCore.QObject):
    """Takes one picture at a time in which nothing of ours is to be seen. GUI thread.

    Whatever comes of it, ours are back within a second of the moment at which it is taken, or,
    where the user chooses a part of it, once they have done that.

    Signal: `came()` when a picture of the screen, or why there is none, goes into the form; it
    does not come where the user has called it off.
    """

    came = Signal()

    def __init__(
        self,
        parent: QtCore.QObject,
        *,
        controller: Controller,
        overlay: Stage,
        bridge: Bridge,
        pool: Pool,
        screen_pool: Pool,
    ) -> None:
        """`pool` makes files of pixels; `screen_pool`, where a thread is always free, has them."""
        super().__init__(parent)
        self._controller, self._overlay, self._bridge = controller, overlay, bridge
        self._pool, self._screen_pool = pool, screen_pool
        self._wish: Wish | None = None
        self._latest: Wish | None = None
        self._look: Look | None = None
        self._countdown: Countdown | None = None
        self._region: RegionPicker | None = None
        self._watched: QtWidgets.QWidget | None = None
        self._aside = Aside(self, overlay, bridge)
        self._aside.gave_up.connect(self._end)

    @property
    def is_busy(self) -> bool:
        """Whether a picture is being taken."""
        return self._wish is not None

    @property
    def is_waiting(self) -> bool:
        """Whether that waits for the user, who may take their time."""
        return self._countdown is not None or self._region is not None

    def take(self, wish: Wish, look: Look) -> None:
        """Take the picture that is wished for, unless one is being taken."""
        if self._wish is not None:
            return
        self._wish = self._latest = wish
        self._look = look
        self._aside.leave()
        if wish.delay:
            self._count(wish.delay, look)
        else:
            self._shoot()

    @guard
    def stop(self) -> None:
        """Call off what is under way and leave nothing of it. May be called again."""
        countdown, self._countdown = self._countdown, None
        if countdown is not None:
            countdown.stop()
            countdown.deleteLater()
        region, self._region = self._region, None
        if region is not None:
            region.close()
            region.deleteLater()
        self._end()
        self._latest = None
        self._aside.come_back()

    @guard
    def _end(self) -> None:
        self._wish = None
        watched, self._watched = self._watched, None
        if watched is not None and is_alive(watched):
            watched.removeEventFilter(self)

    # ------------------------------------------------------------ while one waits for the user

    def _count(self, seconds: int, look: Look) -> None:
        from usero_desktop.ui.capture.countdown import Countdown

        subject = self._overlay.subject
        self._watch(self._overlay.window)
        countdown = Countdown(self._overlay.window, look, seconds)
        countdown.over.connect(self._on_counted)
        countdown.called_off.connect(self.stop)
        self.destroyed.connect(countdown.deleteLater)
        self._countdown = countdown
        countdown.start(screen_of(subject))

    def _watch(self, window: QtWidgets.QWidget) -> None:
        """Stop when `window` goes."""
        self._watched = window
        window.installEventFilter(self)

    @guard(otherwise=False)
    def eventFilter(self, _watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        # One that is minimised is hidden spontaneously, and is still there.
        if event.type() == QtCore.QEvent.Type.Hide and not event.spontaneous():
            after(self, 0, self.stop)
        return False

    @guard
    def _on_counted(self) -> None:
        countdown, self._countdown = self._countdown, None
        if countdown is not None:
            countdown.deleteLater()
        self._shoot()

    # ------------------------------------------------------------ the moment

    def _shoot(self) -> None:
        wish = self._wish
        if wish is not None and wish.source is PictureSource.WINDOW:
            self._shoot_window(delayed=bool(wish.delay))
            return
        self._aside.settle(self._on_settled, self._controller.options.mask)

    def _shoot_window(self, *, delayed: bool) -> None:
        from usero_desktop.ui.capture.window import render, render_with_popups

        subject, mask = self._overlay.subject, self._controller.options.mask
        self._aside.clear()
        try:
            image = render_with_popups(subject, mask) if delayed else render(subject, mask)
        finally:
            self._end()
            self._aside.come_back()
        self._add(intake.image_job(image, PictureSource.WINDOW), self._pool)

    @guard
    def _on_settled(self, absence: intake.Absence) -> None:
        wish = self._wish
        if wish is None:
            return
        if wish.source is PictureSource.REGION and not desktop_chooses():
            job = intake.frame_job(absence, lambda: None)
            self._screen_pool.run(
                job, self._bridge.to_gui(lambda found: self._on_frame(wish, found))
            )
            return
        take = intake.entire_screen if wish.screen is None else intake.one_screen(wish.screen)
        if wish.source is PictureSource.REGION:
            take = intake.chosen_part
        taken = lambda: self._bridge.post(self._on_taken)  # noqa: E731
        made = intake.screen_job(absence, taken, take, wish.source)
        self._add(self._telling(made), self._screen_pool)

    def _telling(self, job: Job) -> Job:
        """Return `job`, which tells that its picture comes."""

        def came() -> None:
            self._bridge.post(self._on_came)

        def work() -> Picture:
            try:
                picture = job()
            except UseroError as error:
                if error.code != "capture_cancelled":
                    came()
                raise
            came()
            return picture

        return work

    @guard
    def _on_came(self) -> None:
        self.came.emit()

    def _add(self, job: Job, pool: Pool) -> None:
        self._controller.pictures.add([job], pool=pool)

    @guard
    def _on_taken(self) -> None:
        self._end()
        self._aside.come_back()

    # ------------------------------------------------------------ a part of the screen

    @guard
    def _on_frame(self, wish: Wish, found: Frame | BaseException) -> None:
        if isinstance(found, BaseException):
            if self._wish is wish:
                self._on_taken()
            # First: a form that opens now begins with nothing said.
            self.came.emit()
            self._controller.pictures.show_error(found)
        elif self._latest is wish and self._look is not None:
            # The pixels are from before, even where ours are back by themselves by now.
            self._wish = wish
            self._choose_part(found, self._look)

    def _choose_part(self, frame: Frame, look: Look) -> None:
        from usero_desktop.ui.capture.region import RegionPicker

        close_popups()
        # Below it they would not be seen, and a window that comes back takes the keys with it.
        self._aside.stay()
        subject = self._overlay.subject
        region = RegionPicker(self, subject, look, frame)
        region.taken.connect(self._on_region)
        region.left.connect(self.stop)
        self._watch(subject)
        self._region = region
        region.open()

    @guard
    def _on_region(self, box: Box) -> None:
        region = self._region
        self.stop()
        if region is not None:
            self._add(intake.part_job(region.frame, box), self._pool)
            self.came.emit()


def close_popups() -> None:
    """Close the host's open menus: they would have every click and key. They are pictured."""
    while (popup := QtWidgets.QApplication.activePopupWidget()) is not None:
        popup.close()
        if QtWidgets.QApplication.activePopupWidget() is popup:
            return
