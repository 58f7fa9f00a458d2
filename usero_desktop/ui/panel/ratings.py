from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.model.rating import Rating
from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal
from usero_desktop.ui.controls import ring as rings
from usero_desktop.ui.controls.ring import Ring
from usero_desktop.ui.guard import guard
from usero_desktop.ui.style import icons, metrics
from usero_desktop.ui.style.painting import painting
from usero_desktop.ui.style.scale import Scale

if TYPE_CHECKING:
    from usero_desktop.ui.style.colors import Colors
    from usero_desktop.ui.style.look import Look

FACE_TOP = 10
LABEL_TOP = FACE_TOP + metrics.FACE + 6
BOTTOM = 9
BESIDE = 4
"""Least space between a label and the card's sides."""
LINES = 2
"""Most lines of a label: a word is never cut, and no language here needs three."""
RADIUS = 14
SPACING = metrics.GAP - 2
LABEL_PIXELS = (12, 11, 10, 9)
LIFTED = 1.06
"""Scale of a face that is chosen or pointed at."""
CHOSEN = 2.5
"""Width of the line around the face that is chosen."""
FADED = 0.5
"""Opacity of the other faces once one is chosen."""

_Key = QtCore.Qt.Key
_STEPS: dict[int, int] = {_Key.Key_Left: -1, _Key.Key_Up: -1, _Key.Key_Right: 1, _Key.Key_Down: 1}
_SIDEWAYS = (_Key.Key_Left, _Key.Key_Right)
_NUMBERS: tuple[int, ...] = (_Key.Key_1, _Key.Key_2, _Key.Key_3, _Key.Key_4)
# Digits want Shift on some keyboards.
_COMMANDS = (
    QtCore.Qt.KeyboardModifier.ControlModifier
    | QtCore.Qt.KeyboardModifier.AltModifier
    | QtCore.Qt.KeyboardModifier.MetaModifier
)
_LEADING = {*_STEPS, *_NUMBERS, _Key.Key_Home, _Key.Key_End}


class FaceButton(QtWidgets.QRadioButton):
    """One rating: a face over its label, one of an exclusive group.

    Signals: `pressed_by_hand()` after a click of the mouse, or a finger, has chosen it.
    """

    pressed_by_hand = Signal()

    def __init__(self, rating: Rating, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._rating = rating
        self.setObjectName(f"usero_rating_{rating.value}")
        self._label = ""
        self._colors: Colors | None = None
        self._faded = False
        self._pixels = metrics.SMALL
        self._scale = Scale()
        self._lines = 1
        self.ring = Ring()
        self.setCursor(QtCore.Qt.CursorShape.PointingHandCursor)
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(
            QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Fixed
        )

    def show_look(self, look: Look) -> None:
        """Take colours, words and sizes."""
        self._colors, self._scale = look.colors, look.scale
        self.updateGeometry()
        self._label = look.texts(f"rating.{self._rating.value}")
        # Not the web widget's "4: Amazing!", which gives a browser's reader the order: as one
        # of four it says so itself, in the order in which one hears of it.
        name = look.texts(
            "rating.accessible", label=self._label, n=self._rating.value, count=len(Rating)
        )
        self.setAccessibleName(name)
        self.setToolTip("")
        self.update()

    def show_type(self, pixels: int, lines: int) -> None:
        """Write the label `pixels` high at scale 1, and have room for `lines` of it."""
        if pixels != self._pixels:
            self._pixels = pixels
            self.update()
        if lines != self._lines:
            self._lines = lines
            self.updateGeometry()

    def widths(self, pixels: int) -> tuple[int, int]:
        """Return the width of the label's longest word, and of all of it, at `pixels` high."""
        fm = QtGui.QFontMetrics(self._scale.font(pixels, bold=True))
        words = [fm.horizontalAdvance(word) for word in self._label.split()]
        return max(words, default=0), fm.horizontalAdvance(self._label)

    def show_faded(self, faded: bool) -> None:
        """Step back, because another face is chosen."""
        if faded != self._faded:
            self._faded = faded
            self.update()

    @guard(otherwise=QtCore.QSize(72, 92))
    def sizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(self._scale.px(72), self._height())

    @guard(otherwise=QtCore.QSize(56, 92))
    def minimumSizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(self._scale.px(56), self._height())

    def _height(self) -> int:
        words = QtGui.QFontMetrics(self._scale.font(self._pixels, bold=True))
        px = self._scale.px
        return px(LABEL_TOP) + self._lines * words.lineSpacing() + px(BOTTOM)

    def hitButton(self, point: QtCore.QPoint) -> bool:
        return self.rect().contains(point)

    @guard
    def focusInEvent(self, event: QtGui.QFocusEvent) -> None:
        self.ring.focus_in(event)
        super().focusInEvent(event)

    @guard
    def focusOutEvent(self, event: QtGui.QFocusEvent) -> None:
        self.ring.focus_out(event)
        super().focusOutEvent(event)

    @guard
    def mouseReleaseEvent(self, event: QtGui.QMouseEvent) -> None:
        was_down = self.isDown()
        super().mouseReleaseEvent(event)
        if was_down and self.hitButton(event.position().toPoint()):
            self.pressed_by_hand.emit()

    @guard
    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        # Its row knows where the keys lead; Qt would go by where the buttons lie.
        if event.key() in _LEADING:
            event.ignore()
        else:
            super().keyPressEvent(event)

    @guard
    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        colors = self._colors
        if colors is None:
            return
        with painting(self, has_pictures=True) as painter:
            self._paint_card(painter, colors)
            steps_back = self._faded and not self.underMouse() and not colors.strong
            painter.setOpacity(FADED if steps_back else 1.0)
            self._paint_face(painter)
            painter.setOpacity(1.0)
            self._paint_label(painter, colors.faded if steps_back else colors.text)

    def _paint_card(self, painter: QtGui.QPainter, colors: Colors) -> None:
        tint = colors.tints[self._rating.value - 1]
        if self.isChecked():
            tint = colors.chosen
        elif self.underMouse():
            tint = colors.lively_tints[self._rating.value - 1]
        painter.setBrush(tint)
        painter.setPen(QtCore.Qt.PenStyle.NoPen)
        box = QtCore.QRectF(self.rect())
        if self.isChecked():
            painter.setPen(QtGui.QPen(colors.focus, CHOSEN))
            box.adjust(CHOSEN / 2, CHOSEN / 2, -CHOSEN / 2, -CHOSEN / 2)
        elif colors.strong:
            # Without its tint a line says where the card ends.
            painter.setPen(QtGui.QPen(colors.edge, 1))
            box.adjust(0.5, 0.5, -0.5, -0.5)
        radius = self._scale.px(RADIUS)
        painter.drawRoundedRect(box, radius, radius)
        if self.ring.is_shown:
            # Clear of the edge: a line there is for the one that is chosen.
            rings.paint(painter, self.rect(), colors, radius, gap=CHOSEN + rings.GAP / 2)

    def _paint_face(self, painter: QtGui.QPainter) -> None:
        lifted = self.isChecked() or self.underMouse()
        px = self._scale.px
        side = px(metrics.FACE) * (LIFTED if lifted else 1.0)
        # Drawn at the larger size and scaled down a touch: no second bitmap, no jump.
        pixmap = icons.face(self._rating.value, px(40), self.devicePixelRatioF())
        center = QtCore.QPointF(self.width() / 2, px(FACE_TOP) + px(metrics.FACE) / 2)
        target = QtCore.QRectF(center.x() - side / 2, center.y() - side / 2, side, side)
        painter.drawPixmap(target, pixmap, QtCore.QRectF(pixmap.rect()))

    def _paint_label(self, painter: QtGui.QPainter, ink: QtGui.QColor) -> None:
        font = self._scale.font(self._pixels, bold=True)
        beside, top = self._scale.px(BESIDE), self._scale.px(LABEL_TOP)
        room = self.width() - 2 * beside
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(
            QtCore.QRect(beside, top, room, self.height() - top),
            # First lines stand side by side, however many follow.
            QtCore.Qt.AlignmentFlag.AlignHCenter
            | QtCore.Qt.AlignmentFlag.AlignTop
            | QtCore.Qt.TextFlag.TextWordWrap
            | QtCore.Qt.TextFlag.TextDontClip,
            self._label,
        )


class RatingRow(QtWidgets.QGroupBox):
    """The four faces, one group for Tab and for a screen reader.

    Signals: `chosen(Rating)` when the user picks one, by whatever means, and after it
    `pressed_by_hand()` where that was the mouse: with the keyboard one goes on choosing.
    """

    chosen = Signal(object)
    pressed_by_hand = Signal()

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._group = QtWidgets.QButtonGroup(self)
        self._faces: dict[Rating, FaceButton] = {}
        self._rating: Rating | None = None
        self._scale = Scale()
        self._room = 0
        self._columns = 0
        self._grid = QtWidgets.QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        for rating in Rating:
            face = FaceButton(rating, self)
            self._faces[rating] = face
            self._group.addButton(face, rating.value)
            face.pressed_by_hand.connect(self.pressed_by_hand)
        # Not idClicked: a screen reader does not click, it toggles.
        self._group.idToggled.connect(self._on_toggled)

    def show_look(self, look: Look) -> None:
        """Take colours, words and sizes."""
        self._scale = look.scale
        self._grid.setSpacing(look.scale.px(SPACING))
        self.setAccessibleName(look.texts("ratings.name"))
        for face in self._faces.values():
            face.show_look(look)
        self._fit()

    def show_room(self, room: int) -> None:
        """Be `room` wide."""
        if room != self._room:
            self._room = room
            self._fit()

    def _fit(self) -> None:
        """Choose one type for all four, the largest in which no word is cut.

        All of them in a row, or two where that would make a word too small to read.
        """
        if not self._room:
            return
        faces = list(self._faces.values())
        # Who has asked for larger letters gets them.
        usual = LABEL_PIXELS if self._scale.factor == 1 else LABEL_PIXELS[:1]
        for columns, sizes in ((len(faces), usual), (len(faces) // 2, LABEL_PIXELS)):
            px = self._scale.px
            room = (self._room - (columns - 1) * px(SPACING)) // columns - 2 * px(BESIDE)
            for pixels in sizes:
                widths = [face.widths(pixels) for face in faces]
                if fits := all(word <= room for word, _ in widths):
                    break
            if fits:
                break
        lines = 1 if all(label <= room for _, label in widths) else LINES
        for face in faces:
            face.show_type(pixels, lines)
        if columns != self._columns:
            self._columns = columns
            for place, face in enumerate(faces):
                self._grid.addWidget(face, *divmod(place, columns))

    def show_rating(self, rating: Rating | None) -> None:
        """Show `rating` as chosen, or none of them."""
        blocker = QtCore.QSignalBlocker(self._group)
        if rating is None:
            # An exclusive group never lets go of its last button.
            self._group.setExclusive(False)
            for face in self._faces.values():
                face.setChecked(False)
            self._group.setExclusive(True)
        else:
            self._faces[rating].setChecked(True)
        blocker.unblock()
        for one, face in self._faces.items():
            face.show_faded(rating is not None and one is not rating)
        if rating is not self._rating:
            self._rating = rating
            self._show_stop(rating)

    def _show_stop(self, rating: Rating | None) -> None:
        """Have Tab stop at the face that is chosen; Qt sees to it only where one has the focus."""
        tab = QtCore.Qt.FocusPolicy.TabFocus.value
        for one, face in self._faces.items():
            stops = rating is None or one is rating
            value = face.focusPolicy().value
            face.setFocusPolicy(QtCore.Qt.FocusPolicy(value | tab if stops else value & ~tab))

    @guard
    def _on_toggled(self, number: int, is_on: bool) -> None:
        if is_on:
            self.chosen.emit(Rating(number))

    @guard
    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        target = None if event.modifiers() & _COMMANDS else self._target(event.key())
        if target is None:
            super().keyPressEvent(event)
            return
        face = self._faces[target]
        face.setFocus(QtCore.Qt.FocusReason.TabFocusReason)
        # It may have had the focus already, by a click.
        face.ring.is_shown = True
        face.update()
        face.setChecked(True)

    def _target(self, key: int) -> Rating | None:
        """Return where `key` leads from the face that has the focus, if anywhere.

        Up and left lead towards the first, and end there: round the corner would lie the
        opposite of what one was about to say.
        """
        ratings = list(Rating)
        here = next((r for r in ratings if self._faces[r].hasFocus()), None)
        if here is None:
            return None
        if key in _NUMBERS:
            return ratings[_NUMBERS.index(key)]
        if key in {_Key.Key_Home, _Key.Key_End}:
            return ratings[0 if key == _Key.Key_Home else -1]
        if key not in _STEPS:
            return None
        step = _STEPS[key]
        if key in _SIDEWAYS and self.isRightToLeft():
            step = -step
        place = ratings.index(here) + step
        return ratings[min(max(place, 0), len(ratings) - 1)]
