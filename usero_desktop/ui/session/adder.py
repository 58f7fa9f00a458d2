from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.i18n.said import Said
from usero_desktop.model.picture import PictureSource
from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.ui.guard import guard
from usero_desktop.ui.timing import after

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.core.pool import Pool
    from usero_desktop.ui.capture.picker import Wish
    from usero_desktop.ui.capture.shots import Shots
    from usero_desktop.ui.form.controller import Controller
    from usero_desktop.ui.form.writing import Job
    from usero_desktop.ui.panel.panel import Panel
    from usero_desktop.ui.pointing.pointing import Pointing
    from usero_desktop.ui.process.bridge import Bridge
    from usero_desktop.ui.style.look import Look
    from usero_desktop.ui.window.stage import Stage


class PictureAdder(QtCore.QObject):
    """Every way to add a picture: the menu, the screen, files, the clipboard, drag and drop."""

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
        """`pool` is for pictures alone, so that a file that hangs keeps no report waiting.

        `screen_pool` always has a thread free: the screen cannot wait for other work.
        """
        super().__init__(parent)
        controller.pictures.besides = Said("pictures.or_window") if overlay.has_host else ""
        self._controller = controller
        self._overlay = overlay
        self._bridge = bridge
        self._pool = pool
        self._screen_pool = screen_pool
        self._made_shots: Shots | None = None
        self._came: Callable[[], object] | None = None
        self._pointing: Pointing | None = None
        self._look: Look | None = None
        self._is_warm = False
        self._folder = ""

    @property
    def _shots(self) -> Shots:
        """What takes pictures of the screen; made when first asked for."""
        if self._made_shots is None:
            from usero_desktop.ui.capture.shots import Shots

            self._made_shots = Shots(
                self, controller=self._controller, overlay=self._overlay, bridge=self._bridge,
                pool=self._pool, screen_pool=self._screen_pool,
            )  # fmt: skip
            self._made_shots.came.connect(self._on_came)
        return self._made_shots

    def ask(self, panel: Panel, look: Look) -> None:
        """Open the menu of ways at the panel's button."""
        from usero_desktop.ui.capture.picker import Picker

        self._look = look
        self._controller.forget_problem("screenshots")
        picker = Picker(panel, look, has_host=self._overlay.has_host)
        picker.wanted.connect(self._on_wanted)
        picker.pointing_wanted.connect(self._on_pointing_wanted)
        picker.file_wanted.connect(self._on_file_wanted)
        picker.paste_wanted.connect(self._on_paste_wanted)
        picker.open_for(panel.form.add_button)
        if not self._is_warm:
            # While the user reads the menu the window stands still, and nobody waits.
            self._is_warm = True
            from usero_desktop.ui.capture import intake

            after(self, 0, self._on_idle)
            self._screen_pool.run(intake.prepare_screen, lambda _nothing: None)

    @guard
    def _on_idle(self) -> None:
        _ = self._shots

    def take_part(self, look: Look, came: Callable[[], object]) -> None:
        """Have the user choose a part of the screen now, and call `came` where they did."""
        from usero_desktop.ui.capture.picker import Wish

        self._look = look
        self._on_wanted(Wish(PictureSource.REGION))
        self._came = came

    @guard
    def take_dropped(self, data: QtCore.QMimeData) -> None:
        """Add what was dropped on the panel or pasted into the comment."""
        self._take(data, PictureSource.DROP)

    def leave(self) -> None:
        """Wait for the user no more: the panel is closed. A picture of this moment still comes."""
        if self._made_shots is not None and self._made_shots.is_waiting:
            self._made_shots.stop()
        if self._pointing is not None:
            self._pointing.stop()

    def end(self) -> None:
        """Call off a picture that is being taken. May be called again."""
        self.leave()
        if self._made_shots is not None:
            self._made_shots.stop()

    @guard
    def _on_came(self) -> None:
        came, self._came = self._came, None
        if came is not None:
            came()

    @guard
    def _on_wanted(self, wish: Wish) -> None:
        self._came = None  # who left before is not waited for any more
        is_pointing = self._pointing is not None and self._pointing.is_busy
        if self._look is not None and not is_pointing:
            self._shots.take(wish, self._look)

    @guard
    def _on_pointing_wanted(self) -> None:
        is_shooting = self._made_shots is not None and self._made_shots.is_busy
        if self._look is None or is_shooting:
            return
        if self._pointing is None:
            from usero_desktop.ui.pointing.pointing import Pointing

            self._pointing = Pointing(
                self, controller=self._controller, overlay=self._overlay, pool=self._pool
            )
        self._pointing.begin(self._look)

    @guard
    def _on_file_wanted(self) -> None:
        from usero_desktop.ui.capture.picker import file_dialog

        if self._look is not None:
            dialog = file_dialog(self._overlay.subject, self._look, self._folder)
            dialog.filesSelected.connect(self._on_files_selected)
            dialog.open()

    @guard
    def _on_files_selected(self, names: list[str]) -> None:
        from usero_desktop.ui.capture import intake

        self._folder = QtCore.QFileInfo(names[0]).absolutePath() if names else self._folder
        self._add([intake.file_job(name, PictureSource.FILE) for name in names])

    @guard
    def _on_paste_wanted(self) -> None:
        self._take(QtWidgets.QApplication.clipboard().mimeData(), PictureSource.CLIPBOARD)

    def _add(self, jobs: list[Job]) -> None:
        self._controller.pictures.add(jobs, pool=self._pool)

    def _take(self, data: QtCore.QMimeData | None, source: PictureSource) -> None:
        if not self._controller.options.show_screenshot_option:
            return
        from usero_desktop.ui.capture import intake

        jobs, foreign = intake.jobs_of(data, source) if data is not None else ([], False)
        if jobs:
            self._add(jobs)
        if not jobs or (foreign and "screenshots" not in self._controller.state.problems):
            message = "pictures.only_local" if foreign else "pictures.nothing_to_paste"
            self._controller.warn("screenshots", message)
