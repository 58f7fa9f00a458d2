from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal, is_alive
from usero_desktop.ui.guard import guard
from usero_desktop.ui.pointing import paths
from usero_desktop.ui.pointing.cover import Cover
from usero_desktop.ui.timing import after

if TYPE_CHECKING:
    from usero_desktop.ui.pointing.parts import Piece
    from usero_desktop.ui.style.look import Look

_Type = QtCore.QEvent.Type
_GONE = frozenset({_Type.Hide, _Type.Close})
_BLOCKED = frozenset({_Type.WindowBlocked, _Type.WindowUnblocked})


class Pointer(QtCore.QObject):
    """Has the user point at a control in any of the host's windows. GUI thread.

    Covers lie over those windows for as long as it takes; nothing of it stays in them. It
    deletes itself when it is over.

    Signals: `chosen(QWidget, Piece)`, the control and the part of it, or None, and `left()`: one
    of them, once.
    """

    chosen = Signal(object, object)
    left = Signal()

    def __init__(self, parent: QtCore.QObject, owner: QtWidgets.QWidget, look: Look) -> None:
        """`owner` is the host's window that the panel belongs to."""
        super().__init__(parent)
        self._owner, self._look = owner, look
        self._covers: list[Cover] = []
        self._target: QtWidgets.QWidget | None = None
        self._piece: Piece | None = None
        self._focus_before = QtWidgets.QApplication.focusWidget()
        self._is_over = False

    def begin(self) -> None:
        """Cover the windows."""
        self._cover()
        application = QtWidgets.QApplication.instance()
        if isinstance(application, QtGui.QGuiApplication):
            application.focusWindowChanged.connect(self._on_windows_changed)

    @guard
    def stop(self) -> None:
        """Leave the windows as they were, and the focus where it was. May be called again."""
        self._end()
        self._uncover()
        self.deleteLater()

    def _end(self) -> None:
        """Hear no more; the covers are still there."""
        if self._is_over:
            return
        self._is_over = True
        application = QtWidgets.QApplication.instance()
        if isinstance(application, QtGui.QGuiApplication):
            application.focusWindowChanged.disconnect(self._on_windows_changed)
        for cover in self._covers:
            if is_alive(cover):
                cover.rest()
        before = self._focus_before
        if before is not None and is_alive(before):
            before.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------ the covers

    def _cover(self) -> None:
        for window in paths.windows(self._owner):
            cover = Cover(window, self._look)
            cover.hovered.connect(self._on_hovered)
            cover.stepped.connect(self._on_stepped)
            cover.clicked.connect(self._on_clicked)
            cover.entered.connect(self._on_chosen)
            cover.left.connect(self._on_left)
            # Whoever deletes this deletes those with it.
            self.destroyed.connect(cover.deleteLater)
            window.installEventFilter(self)
            self._covers.append(cover)
            cover.show()
            cover.raise_()
        self._covers[0].window().activateWindow()
        self._covers[0].setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    def _uncover(self) -> None:
        covers, self._covers = self._covers, []
        for cover in covers:
            if is_alive(cover):
                cover.window().removeEventFilter(self)
                cover.hide()
                cover.deleteLater()

    @guard(otherwise=False)
    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        kind = event.type()
        if kind == _Type.Resize:
            for cover in self._covers:
                if is_alive(cover) and cover.parent() is watched:
                    cover.fit()
        elif kind in _GONE and watched is self._owner:
            after(self, 0, self._on_left)
        elif kind in _BLOCKED or kind in _GONE:
            after(self, 0, self._on_windows_changed)
        return False

    @guard
    def _on_windows_changed(self) -> None:
        """Cover what has come to be there meanwhile, too."""
        if self._is_over:
            return
        wanted = paths.windows(self._owner)
        covered = [cover.parent() for cover in self._covers if is_alive(cover)]
        if [id(one) for one in wanted] != [id(one) for one in covered]:
            self._uncover()
            self._show(None)
            self._cover()

    # ------------------------------------------------------------ the control

    def _show(self, target: QtWidgets.QWidget | None, piece: Piece | None = None) -> None:
        self._target, self._piece = target, piece
        for cover in self._covers:
            if is_alive(cover):
                cover.show_target(target, piece)

    @property
    def _known(self) -> QtWidgets.QWidget | None:
        target = self._target
        return target if target is not None and is_alive(target) and target.isVisible() else None

    def _is_ours(self, widget: QtWidgets.QWidget) -> bool:
        return widget.objectName().startswith("usero_")

    @guard
    def _on_hovered(self, widget: QtWidgets.QWidget, piece: Piece | None) -> None:
        if widget is not self._target or piece != self._piece:
            self._show(widget, piece)

    @guard
    def _on_stepped(self, step: str) -> None:
        target = self._known
        if target is None:
            parts = paths.parts_of(self._covers[0].window(), self._is_ours)
            self._show(parts[0] if parts else self._covers[0].window())
        elif step == "up":
            self._show(paths.parent_of(target))
        elif step == "down":
            parts = paths.parts_of(target, self._is_ours)
            self._show(parts[0] if parts else target)
        else:
            mirrored = target.isRightToLeft()
            self._show(paths.beside(target, 1 if (step == "right") != mirrored else -1,
                                    self._is_ours))  # fmt: skip

    @guard
    def _on_clicked(self) -> None:
        target = self._known
        if target is None or self._is_over:
            return
        self._end()
        self.chosen.emit(target, self._piece)
        # The second click of two is no click on the host's control.
        after(self, QtWidgets.QApplication.doubleClickInterval(), self.stop)

    @guard
    def _on_chosen(self) -> None:
        target = self._known
        if target is not None and not self._is_over:
            self.stop()
            self.chosen.emit(target, self._piece)

    @guard
    def _on_left(self) -> None:
        if not self._is_over:
            self.stop()
            self.left.emit()
