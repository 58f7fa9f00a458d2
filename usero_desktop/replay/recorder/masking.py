"""What of a widget may be told: decided before anything of it becomes text of ours."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from usero_desktop.logs import guest_logger
from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.replay.recorder import kinds
from usero_desktop.ui.masking.rules import Cover, Rules

if TYPE_CHECKING:
    from usero_desktop.replay.settings import Judge, Settings

log = guest_logger("usero_desktop.replay")

_Widget = QtWidgets.QWidget
_Object = QtCore.QObject
PROPERTIES: Final = frozenset({b"usero_mask", b"usero_block", b"usero_mask_columns"})
"""The dynamic properties that change what is masked."""


class Masks:
    """Knows what is masked, by the same rules as pictures and by those of a recording.

    No method raises: what cannot be found out is masked. GUI thread.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.rules = Rules.of_program(settings.masked_names)
        self._has_failed = False

    def own_cover(self, widget: QtWidgets.QWidget) -> Cover | None:
        """Return what stands in place of `widget` because of itself alone."""
        cover = self.rules.own_cover(widget)
        if cover is Cover.BLOCK:
            return cover
        return self._stronger(cover, self._told(widget))

    def is_hidden_by_nobody(self, widget: QtWidgets.QWidget) -> bool:
        """Whether the host has said nothing of `widget` itself: it may hide its text anyhow."""
        return self.rules.told_cover(widget) is None and self._told(widget) is None

    def cover_of_window(self, window: QtWidgets.QWidget) -> Cover | None:
        """Return what stands in place of a window, also because of what it was opened from."""
        cover = self._stronger(self.rules.cover_of(window), self._told(window))
        if cover is None and self.settings.mask_all_inputs and _speaks_for_input(window):
            return Cover.MASK
        if cover is None:
            above = _Widget.parentWidget(window)
            while above is not None and cover is None:
                cover = self._told(above)
                above = _Widget.parentWidget(above)
        return cover

    def _told(self, widget: QtWidgets.QWidget) -> Cover | None:
        settings = self.settings
        if settings.block:
            name = _Object.objectName(widget)
            if any(fnmatchcase(name, pattern) for pattern in settings.block):
                return Cover.BLOCK
        cover: Cover | None = None
        for judge in settings.judges:
            cover = self._stronger(cover, self._asked(judge, widget))
        return cover

    def _asked(self, judge: Judge, widget: QtWidgets.QWidget) -> Cover | None:
        try:
            word = judge(widget)
            return None if word is None else Cover(word)
        except Exception as error:  # it is the host's own function, and may raise anything
            if not self._has_failed:
                self._has_failed = True
                log.warning(
                    "The function that says what is masked failed; what it was asked is masked.",
                    exc_info=error,
                )
            return Cover.MASK

    @staticmethod
    def _stronger(one: Cover | None, other: Cover | None) -> Cover | None:
        if Cover.BLOCK in {one, other}:
            return Cover.BLOCK
        return one or other


def _speaks_for_input(window: QtWidgets.QWidget) -> bool:
    """Whether `window` says what is in a field: a completer's list, a tooltip."""
    field = _Widget.focusProxy(window)
    if field is not None and kinds.is_input(field):
        return True
    kind = _Widget.windowType(window)
    above = _Widget.parentWidget(window)
    if kind == QtCore.Qt.WindowType.ToolTip:
        while above is not None:
            if kinds.is_input(above):
                return True
            above = None if _Widget.isWindow(above) else _Widget.parentWidget(above)
        return False
    # The values that an editable list has had are what somebody wrote.
    return isinstance(above, QtWidgets.QComboBox) and above.isEditable()
