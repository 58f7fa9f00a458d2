"""What a widget shows by itself, as masked parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.replay.recorder import kinds
from usero_desktop.replay.recorder.describe.fields import (
    CURSOR_ROOM,
    is_empty_choice,
    is_empty_page,
    length_of,
    masked_line,
)
from usero_desktop.replay.recorder.describe.painter import WidgetPainter
from usero_desktop.replay.recorder.describe.rows import Rows
from usero_desktop.replay.recorder.describe.sketch import Sketch, hoisted
from usero_desktop.replay.recorder.kinds import Kind
from usero_desktop.replay.recorder.painting.canvas import Masking
from usero_desktop.replay.recorder.parts import Part
from usero_desktop.replay.recorder.styles import BLOCKED, MASKED, PLACEHOLDER, Styles
from usero_desktop.ui.masking.rules import Cover
from usero_desktop.ui.process.lifetime import Borrowed

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.replay.recorder.masking import Masks

_Widget = QtWidgets.QWidget
_ON_SCREEN = QtCore.Qt.WidgetAttribute.WA_PaintOnScreen


class Subject(Borrowed):
    """A widget, what kind it is, and what of it is kept from one look to the next."""

    __slots__ = (
        "cover", "is_drawn_whole", "is_only_secret", "is_own_painting", "kind", "length", "names",
        "needs_picture", "rows",
    )  # fmt: skip

    def __init__(self, widget: QtWidgets.QWidget, cover: Cover | None) -> None:
        super().__init__(widget)
        self.names = kinds.chain(widget)
        self.kind = kinds.kind_of(widget, self.names)
        self.is_own_painting = kinds.paints_itself(widget, self.names)
        self.cover = cover
        self.needs_picture = self.is_drawn_whole = False
        self.is_only_secret = False
        """Whether it is masked because it is a field for passwords, and nobody has asked for it."""
        self.rows = Rows() if self.kind is Kind.ROWS else None
        self.length: int | None = None
        """How much is written in it, where nothing else of that is told."""

    @property
    def widget(self) -> QtWidgets.QWidget:
        """The widget. Raises RuntimeError where the host has let go of it."""
        return self()

    @property
    def is_plain_ground(self) -> bool:
        """Whether it paints what one of Qt's does below what is in it, and is told in parts."""
        return (
            self.kind is Kind.PAINTED
            and not self.is_own_painting
            and not self.needs_picture
            and not self.is_drawn_whole
        )

    def is_cursor(self, box: QtCore.QRect) -> bool:
        """Whether nothing but a cursor can have changed that is told, when `box` is painted."""
        return (
            self.length is not None
            and box.width() <= CURSOR_ROOM
            and length_of(self.widget) == self.length
        )


class Describer:
    """Describes widgets, one at a time. GUI thread."""

    def __init__(self, styles: Styles, masks: Masks, dots_per_inch: float) -> None:
        self._masks = masks
        self.is_late: Callable[[], bool] = lambda: False
        self.painter = WidgetPainter(styles, dots_per_inch)

    def sketch(self, subject: Subject) -> Sketch:
        """Return what the widget shows by itself.

        Raises RuntimeError where the host has deleted it meanwhile.
        """
        subject.length = None
        covered = self._covered(subject)
        if covered is not None:
            return covered
        widget = subject.widget
        effect = _Widget.graphicsEffect(widget)
        # An effect is given a picture of all that is in the widget.
        subject.is_drawn_whole = self._masks.settings.mode == "pixels" or (
            effect is not None and effect.isEnabled()
        )
        if subject.is_drawn_whole:
            return Sketch(has_children=False, is_beyond=True)
        if not subject.needs_picture and not self._is_out_of_hand(widget, subject.kind):
            sketch = self._painted(subject)
            if not sketch.is_beyond:
                return sketch
        subject.needs_picture = True
        return Sketch(is_beyond=True)

    def _covered(self, subject: Subject) -> Sketch | None:
        """Return what stands in place of what the widget paints, None where that is told."""
        cover, kind, settings = subject.cover, subject.kind, self._masks.settings
        if cover is Cover.BLOCK:
            return Sketch(style=BLOCKED, has_children=False)
        if kind is Kind.FOREIGN:
            return self._foreign(subject)
        if cover is Cover.MASK and not self._is_masked_by_words(subject):
            return Sketch(style=MASKED, has_children=False)
        if settings.mask_all_text and self._may_paint_words_anyhow(subject):
            return Sketch(style=BLOCKED)
        is_masked = cover is not None or settings.mask_all_inputs or settings.mask_all_text
        if is_masked and isinstance(subject.widget, QtWidgets.QLineEdit):
            subject.length = length_of(subject.widget)
            has_placeholder = self._has_placeholders(subject)
            return masked_line(subject.widget, self.painter, has_placeholder=has_placeholder)
        return None

    def _has_placeholders(self, subject: Subject) -> bool:
        """Whether the host's own words in a field are told, though what is written is not."""
        is_let = subject.cover is None or subject.is_only_secret
        return is_let and not self._masks.settings.mask_all_text

    @staticmethod
    def _may_paint_words_anyhow(subject: Subject) -> bool:
        """Whether words may be painted as something else: they would not be known as such."""
        if subject.kind is Kind.ROWS:
            return kinds.has_foreign_cells(subject.widget)
        return subject.is_own_painting and subject.kind in {Kind.PAINTED, Kind.SCENE}

    def _has_placeholder_alone(self, subject: Subject) -> bool:
        if not self._has_placeholders(subject):
            return False
        if subject.kind is Kind.WRITING:
            return is_empty_page(subject.widget)
        is_choice = subject.kind is Kind.CHOICE and not subject.is_own_painting
        return is_choice and is_empty_choice(subject.widget)

    def _hides_writing(self, subject: Subject) -> bool:
        settings = self._masks.settings
        is_masked = subject.cover is not None or settings.mask_all_inputs or settings.mask_all_text
        return subject.kind is Kind.WRITING and is_masked

    def _painted(self, subject: Subject) -> Sketch:
        widget, masking = subject.widget, self._masking(subject)
        if subject.rows is not None:
            return subject.rows.sketch(widget, self.painter, masking, self.is_late)
        if self._hides_writing(subject):
            subject.length = length_of(widget)
        has_cursor = subject.kind in {Kind.LINE, Kind.WRITING}
        canvas = self.painter.paint(widget, masking, has_cursor=has_cursor)
        rect = _Widget.rect(widget)
        parts, style = hoisted(canvas.parts(), rect.width(), rect.height())
        return Sketch(parts, style, is_beyond=canvas.is_beyond)

    def _masking(self, subject: Subject) -> Masking:
        settings = self._masks.settings
        if self._has_placeholder_alone(subject):
            return Masking.NONE
        if self._hides_writing(subject):
            return Masking.FIELD
        is_choice = subject.kind is Kind.CHOICE
        if settings.mask_all_text or subject.cover or (is_choice and settings.mask_all_inputs):
            is_framed = is_choice or "QAbstractButton" in subject.names
            return Masking.FRAMED if is_framed else Masking.TEXT
        return Masking.NONE

    @staticmethod
    def _is_masked_by_words(subject: Subject) -> bool:
        if subject.kind in {Kind.LINE, Kind.WRITING, Kind.CHOICE}:
            return True
        return not subject.is_own_painting and kinds.has_words_alone(subject.names)

    def _is_out_of_hand(self, widget: QtWidgets.QWidget, kind: Kind) -> bool:
        if _Widget.testAttribute(widget, _ON_SCREEN):
            return True
        if kind is not Kind.SCENE:
            return False
        view = _Widget.parentWidget(widget)
        return any(
            view in proxy.scene().views()
            for proxy, _ in self._masks.rules.scenes.proxies()
            if proxy.scene() is not None
        )

    def _foreign(self, subject: Subject) -> Sketch:
        name = next(kinds.FOREIGN[name] for name in subject.names if name in kinds.FOREIGN)
        height = _Widget.height(subject.widget)
        place = f"left:0;right:0;top:0;line-height:{height}px"
        return Sketch((Part("t0", "div", "", place, name),), PLACEHOLDER, has_children=False)
