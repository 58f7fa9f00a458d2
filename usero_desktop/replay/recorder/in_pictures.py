"""What is masked in a picture of a widget: the same as is masked in words, and what is ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.replay.recorder import kinds
from usero_desktop.ui.masking.rules import Cover, Rules

if TYPE_CHECKING:
    from usero_desktop.qt import QtWidgets
    from usero_desktop.replay.recorder.masking import Masks


class PictureRules(Rules):
    """The rules by which a recording masks, for who draws widgets. GUI thread.

    In a picture words are not told from what is around them: a field is masked as a whole, and
    what is drawn by something else than Qt's painter (Quick, OpenGL, a web page) is blocked. Where
    all text is to be masked there is nothing in a picture.
    """

    covers_ours = True

    def __init__(self, masks: Masks) -> None:
        super().__init__()
        self._masks = masks
        self.scenes = masks.rules.scenes

    def own_cover(self, widget: QtWidgets.QWidget) -> Cover | None:
        """Return what stands in place of `widget` because of itself alone."""
        if self._masks.settings.mask_all_text:
            return Cover.BLOCK
        cover = self._masks.own_cover(widget)
        if cover is not None:
            return cover
        try:
            names = kinds.chain(widget)
            if not kinds.FOREIGN.keys().isdisjoint(names):
                return Cover.BLOCK
            if self._masks.settings.mask_all_inputs and kinds.is_input(widget):
                return Cover.MASK
        except (RuntimeError, TypeError, AttributeError):
            return Cover.MASK
        return None
