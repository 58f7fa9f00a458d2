from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from usero_desktop.errors import UseroError
from usero_desktop.i18n.said import Said
from usero_desktop.logs import guest_logger
from usero_desktop.qt import QtCore, QtGui, is_alive
from usero_desktop.ui.editor.making import marked, read
from usero_desktop.ui.editor.window import EditorWindow
from usero_desktop.ui.form.sketches import sketches_of
from usero_desktop.ui.form.state import Phase
from usero_desktop.ui.guard import guard

if TYPE_CHECKING:
    from usero_desktop.core.pool import Pool
    from usero_desktop.model.picture import Picture
    from usero_desktop.qt import QtWidgets
    from usero_desktop.ui.form.controller import Controller
    from usero_desktop.ui.form.sketches import Sketch, Sketches
    from usero_desktop.ui.form.state import PanelState
    from usero_desktop.ui.panel.panel import Panel
    from usero_desktop.ui.process.bridge import Bridge
    from usero_desktop.ui.style.look import Look

log = guest_logger("usero_desktop.ui")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the editor opens: from `panel`, for the host's `window`."""

    panel: Panel
    window: QtWidgets.QWidget
    look: Look


@dataclass(frozen=True, slots=True, eq=False)
class _Open:
    """What is in the window now."""

    window: EditorWindow
    panel: Panel
    picture: Picture
    sketch: Sketch
    sketches: Sketches


class PictureEditor(QtCore.QObject):
    """Opens a form's pictures to be drawn on, one at a time, and puts the new ones back.

    GUI thread.
    """

    def __init__(
        self, parent: QtCore.QObject, *, controller: Controller, bridge: Bridge, pool: Pool
    ) -> None:
        """`pool` is where pictures are decoded and encoded."""
        super().__init__(parent)
        self._controller, self._bridge, self._pool = controller, bridge, pool
        self._open: _Open | None = None
        self._followed: Panel | None = None
        self._size = QtCore.QSize()
        controller.changed.connect(self._on_changed)

    @property
    def window(self) -> EditorWindow | None:
        """The window, while it is open."""
        return self._open.window if self._open is not None and self._is_there else None

    @property
    def _is_there(self) -> bool:
        return self._open is not None and is_alive(self._open.window)

    def open(self, index: int, place: Place) -> None:
        """Open the picture at `index`; what is open now is finished first."""
        self.finish()
        state = self._controller.state
        if state.phase is Phase.SENDING or index >= len(state.draft.pictures):
            return
        picture = state.draft.pictures[index]
        if any(one is picture for one in state.changing):
            return
        sketches = sketches_of(self._controller.writing)
        sketch = sketches.of(picture)
        window = EditorWindow(place.window, index + 1)
        window.kept.connect(self.finish)
        window.left.connect(self.leave)
        if place.panel is not self._followed:
            self._followed = place.panel
            place.panel.restyled.connect(self._on_restyled)
        window.show_look(place.look)
        self._open = _Open(window, place.panel, picture, sketch, sketches)
        pixels = QtCore.QSize(sketch.drawing.width, sketch.drawing.height)
        window.open_beside(place.panel, pixels, self._size)
        job = partial(read, sketch.base or picture)
        self._pool.run(job, self._bridge.to_gui(partial(self._take, self._open)))

    @guard
    def _on_restyled(self, look: Look) -> None:
        if self._open is not None and self._is_there:
            self._open.window.show_look(look)

    def _take(self, opened: _Open, result: QtGui.QImage | BaseException) -> None:
        if opened is not self._open or not self._is_there:
            return
        if isinstance(result, QtGui.QImage):
            opened.window.show_picture(result, opened.sketch.drawing)
            return
        if not isinstance(result, UseroError):
            log.error("A picture could not be opened.", exc_info=result)
        opened.window.show_words(Said("error.picture_unopened"))

    @guard
    def finish(self) -> None:
        """Close it, and have the picture be as it is drawn."""
        opened, window = self._open, self.window
        if opened is None or window is None:
            return
        is_other, editing = window.settle(), window.editing
        self.leave()
        if is_other and editing is not None:
            job = marked(
                editing.image,
                editing.drawing,
                old=opened.picture,
                sketch=opened.sketch,
                sketches=opened.sketches,
            )
            self._controller.pictures.change(opened.picture, job, pool=self._pool)

    @guard
    def leave(self) -> None:
        """Close it, and leave the picture as it was."""
        opened, window = self._open, self.window
        self._open = None
        if opened is None or window is None:
            return
        if not window.isMaximized() and window.was_resized:
            self._size = window.size()
        had_keys = window.isActiveWindow()
        window.end()
        if had_keys and is_alive(opened.panel) and opened.panel.isVisible():
            # The panel may be in a dialog of its own, which window managers pass over.
            opened.panel.window().activateWindow()

    @guard
    def _on_changed(self, state: PanelState) -> None:
        # It may have been deleted with everything else, or sent by the host.
        opened = self._open
        if opened is not None and not any(one is opened.picture for one in state.draft.pictures):
            self.leave()
