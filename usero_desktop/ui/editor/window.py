from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.i18n.said import Said
from usero_desktop.qt import QtCore, QtGui, QtWidgets, Signal
from usero_desktop.ui.canvas.canvas import Canvas
from usero_desktop.ui.canvas.editing import Editing, Tool
from usero_desktop.ui.controls.focus import in_order
from usero_desktop.ui.controls.labels import Label
from usero_desktop.ui.editor.commands import command_of, tool_of
from usero_desktop.ui.editor.foot import Foot
from usero_desktop.ui.editor.hints import Hints
from usero_desktop.ui.editor.marks_list import MarksPane
from usero_desktop.ui.editor.placement import place_over, usual_size
from usero_desktop.ui.editor.toolbar import Toolbar
from usero_desktop.ui.guard import guard
from usero_desktop.ui.own import OWN
from usero_desktop.ui.process.lifetime import Borrowed, hold
from usero_desktop.ui.style import metrics
from usero_desktop.ui.style.scale import Scale
from usero_desktop.ui.style.sheet import sheet
from usero_desktop.ui.timing import after
from usero_desktop.ui.units import screen_of
from usero_desktop.ui.window.stepping import Stepping, go_to

if TYPE_CHECKING:
    from usero_desktop.annotation.drawing import Drawing
    from usero_desktop.i18n.said import Words
    from usero_desktop.ui.style.look import Look

BUSY_MS: Final = 150
"""After so long it is said that the picture is being opened: most are there by then."""

LEAST_SHARE: Final = 0.95
"""How much of the screen it takes at most where what leads out of it needs that."""
PANE_FROM: Final = 860
"""From this width on there is room for the list of marks by itself."""
CANVAS_LEAST: Final = 120

_Type = QtCore.QEvent.Type


class EditorWindow(QtWidgets.QDialog):
    """The window in which one picture is drawn on.

    It blocks the host's window while it is open: what is below it, the report's form, cannot be
    sent or changed under the hands of who is blacking something out, and no shortcut of the
    host's fires. GUI thread.

    Signals: `kept()` when the picture is to be as it is drawn, `left()` when it stays as it was.
    """

    kept = Signal()
    left = Signal()

    def __init__(self, window: QtWidgets.QWidget, number: int) -> None:
        """`window` is the host's; the picture is the report's with that `number`, from 1."""
        super().__init__(window)
        self.setObjectName("usero_editor")
        self.setProperty(OWN, True)
        # The last window of the host to close ends the host: ours must not count.
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setWindowFlag(QtCore.Qt.WindowType.WindowMaximizeButtonHint, True)
        self.setWindowFlag(QtCore.Qt.WindowType.WindowContextHelpButtonHint, False)
        self.setWindowModality(QtCore.Qt.WindowModality.WindowModal)
        self._host = Borrowed(window)
        hold(self)
        self._number = number
        self._look: Look | None = None
        self._words: Words = ""
        self.editing: Editing | None = None
        self._canvas: Canvas | None = None
        self._toolbar: Toolbar | None = None
        self._pane: MarksPane | None = None
        self._wants_pane: bool | None = None
        self._is_over = False
        self._opened = QtCore.QSize()
        self._message = Label(self, pixels=metrics.BODY)
        self._message.setWordWrap(True)
        self._message.setVisible(False)
        self._foot = Foot(self)
        self._foot.setObjectName("usero_editor_foot")
        self._foot.chosen.connect(self._on_chosen)
        self._foot.show_ready(False)
        self._middle = QtWidgets.QHBoxLayout()
        self._middle.setSpacing(0)
        self._middle.addWidget(self._message, 1)
        self._column = QtWidgets.QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(self._middle, 1)
        self._column.addWidget(self._foot)
        self._stepping = Stepping(self, window)
        window.installEventFilter(self)

    # ------------------------------------------------------------ looks

    @guard
    def show_look(self, look: Look) -> None:
        """Take colours, words and sizes."""
        self._look = look
        self.setLayoutDirection(look.direction)
        self.setStyleSheet(sheet(look.colors, look.scale))
        self.setWindowTitle(look.texts("pictures.edit", n=self._number))
        margin = look.scale.px(metrics.PANEL_PADDING)
        self._message.show_margins(margin, margin, margin, margin)
        self._message.show_color(look.colors.muted, look.scale)
        self._show_message()
        for part in (self._toolbar, self._canvas, self._pane, self._foot):
            if part is not None:
                part.show_look(look)
        self._fit()
        self.update()

    def _show_message(self) -> None:
        if self._look is not None:
            self._message.setText(self._look.texts.say(self._words) if self._words else "")

    @guard
    def paintEvent(self, _event: QtGui.QPaintEvent) -> None:
        look = self._look
        if look is None:
            return
        painter = QtGui.QPainter(self)
        painter.fillRect(self.rect(), look.colors.background)
        painter.setPen(QtGui.QPen(look.colors.border, 1))
        lines = [self._foot.y() - 0.5]
        if self._toolbar is not None:
            lines.append(self._toolbar.geometry().bottom() + 0.5)
        for y in lines:
            painter.drawLine(QtCore.QPointF(0, y), QtCore.QPointF(self.width(), y))
        painter.end()

    # ------------------------------------------------------------ coming

    def open_beside(
        self, owner: QtWidgets.QWidget, picture: QtCore.QSize, size: QtCore.QSize
    ) -> None:
        """Be there, over `owner`, for a picture of so many pixels; as large as `size`, if any."""
        # As the panel's dialog: as a child of the host's dialog in the window system it is not
        # blocked by that, and not gone with it.
        self.create()
        over = owner.window().windowHandle()
        if over is not None:
            self.windowHandle().setTransientParent(over)
        screen = screen_of(owner)
        room = screen.availableGeometry()
        if size.isEmpty():
            scale = self._look.scale if self._look is not None else Scale()
            size = usual_size(picture / screen.devicePixelRatio(), room.size(), scale)
        self.resize(size.boundedTo(room.size()))
        self._opened = self.size()
        go_to(self, place_over(owner.window().frameGeometry(), self.size(), room))
        self.show()
        self.raise_()
        self.activateWindow()
        after(self, BUSY_MS, self._on_busy)

    @property
    def was_resized(self) -> bool:
        """Whether somebody gave it another size than it opened with."""
        return self.size() != self._opened.expandedTo(self.minimumSize())

    @guard
    def _on_busy(self) -> None:
        if self.editing is None and not self._words:
            self.show_words(Said("editor.opening"))

    def show_words(self, words: Words) -> None:
        """Show `words` where the picture would be."""
        self._words = words
        self._show_message()
        self._message.setVisible(True)

    def show_picture(self, image: QtGui.QImage, drawing: Drawing) -> None:
        """Have `image`, with `drawing` on it, to be drawn on."""
        self._message.hide()
        self.editing = editing = Editing(self, image, drawing)
        if not drawing.marks:
            # With something in the hand from the start: the first drag draws.
            editing.use(Tool.ARROW)
        self._canvas = canvas = Canvas(self, editing)
        canvas.setObjectName("usero_editor_canvas")
        canvas.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        canvas.zoom_changed.connect(self._foot.show_zoom)
        self._toolbar = toolbar = Toolbar(self, editing)
        toolbar.setObjectName("usero_editor_toolbar")
        toolbar.chosen.connect(self._on_chosen)
        toolbar.picked.connect(self._focus_canvas)
        self._pane = pane = MarksPane(self, editing)
        pane.setObjectName("usero_editor_pane")
        pane.chosen.connect(self._on_chosen)
        pane.left.connect(self._focus_canvas)
        self._column.insertWidget(0, toolbar)
        self._middle.addWidget(canvas, 1)
        self._middle.addWidget(pane)
        self._foot.show_ready(True)
        editing.changed.connect(self._on_changed)
        if self._look is not None:
            self.show_look(self._look)
        for one, other in ((toolbar, canvas), (canvas, pane), (pane, self._foot)):
            in_order(one, other)
        for part in (toolbar, canvas):
            part.show()
        self._show_pane()
        canvas.fit()
        self._foot.show_zoom(canvas.zoom)
        Hints(canvas, editing, self._foot)
        self._focus_canvas()

    @guard
    def _focus_canvas(self) -> None:
        if self._canvas is not None:
            self._canvas.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------ going

    def end(self) -> None:
        """Be gone, and say nothing of it."""
        if not self._is_over:
            self._is_over = True
            self._stepping.forget()
            if self._host.is_there:
                self._host().removeEventFilter(self)
            self.hide()
            self.deleteLater()

    def settle(self) -> bool:
        """Have in the drawing what is being written; whether it is another than it was."""
        if self._canvas is not None:
            self._canvas.settle()
        return self.editing is not None and self.editing.is_touched

    def _leave(self) -> None:
        """Leave the picture as it was; first ask, where that would lose something."""
        if self._canvas is not None:
            self._canvas.settle()
        if self.editing is None or not self.editing.is_touched:
            self.left.emit()
            return
        self._foot.show_question(asked=True)
        self._foot.first_answer.setFocus(QtCore.Qt.FocusReason.TabFocusReason)
        self._fit()

    @guard
    def _on_changed(self) -> None:
        # Whoever goes on drawing has answered.
        if self._foot.is_asking:
            self._foot.show_question(asked=False)
            self._fit()

    @guard
    def closeEvent(self, event: QtGui.QCloseEvent) -> None:
        # Never refused, see PanelDialog; so there is no asking. What is blacked out is to be so,
        # and what is too much can be taken away again.
        event.accept()
        if not self._is_over:
            self.kept.emit()

    @guard
    def reject(self) -> None:
        self._leave()

    @guard(otherwise=False)
    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        is_closed = event.type() == _Type.Close and self._host.is_it(watched)
        if is_closed and not self._is_over:
            after(self, 0, self._on_host_closed)
        return False

    @guard
    def _on_host_closed(self) -> None:
        if not self._host().isVisible() and not self._is_over:
            self.kept.emit()

    # ------------------------------------------------------------ commands

    @guard
    def _on_chosen(self, name: str) -> None:
        self._do(name)

    def _do(self, name: str) -> bool:
        """Do what a command asks for; False where there is nothing to do it to."""
        if name == "cancel":
            self._leave()
            return True
        editing, canvas = self.editing, self._canvas
        if editing is None or canvas is None:
            return False
        deeds = {
            "undo": editing.undo,
            "redo": editing.redo,
            "duplicate": editing.duplicate,
            "delete": editing.remove_selected,
            "raise": editing.raise_selected,
            "lower": editing.lower_selected,
            "zoom_out": canvas.zoom_out,
            "zoom_in": canvas.zoom_in,
            "fit": canvas.fit,
            "actual": self._show_actual,
            "marks": self._toggle_pane,
            "done": self.kept.emit,
            "discard": self.left.emit,
            "keep": self._keep,
        }
        deeds[name]()
        return True

    def _show_actual(self) -> None:
        if self._canvas is not None:
            self._canvas.zoom_to(1.0)

    def _keep(self) -> None:
        self._foot.show_question(asked=False)
        self._fit()
        self._focus_canvas()

    def _toggle_pane(self) -> None:
        if self._pane is not None:
            self._wants_pane = self._pane.isHidden()
            self._show_pane()
            self._fit()

    def _show_pane(self) -> None:
        pane, look = self._pane, self._look
        if pane is None or look is None:
            return
        wants = self._wants_pane
        shown = self.width() >= look.scale.px(PANE_FROM) if wants is None else wants
        focus = QtWidgets.QApplication.focusWidget()
        if not shown and focus is not None and pane.isAncestorOf(focus):
            self._focus_canvas()
        pane.setVisible(shown)
        self._foot.show_marks(shown)

    # ------------------------------------------------------------ events

    @guard(otherwise=False)
    def event(self, event: QtCore.QEvent) -> bool:
        # Qt asks before a shortcut takes a key: none of the host's does while this is open.
        if event.type() == _Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    @guard
    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        """Take the keys that no part of it wanted: none of them becomes the host's."""
        event.accept()
        if event.key() == QtCore.Qt.Key.Key_Escape:
            if self._foot.is_asking:
                self._keep()
            else:
                self._leave()
            return
        name = command_of(event)
        if name is not None:
            self._do(name)
            return
        tool = tool_of(event)
        if tool is not None and self.editing is not None:
            self._focus_canvas()
            self.editing.use(tool)

    @guard
    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_pane()
        self.update()

    def _fit(self) -> None:
        """Never be too small for what leads out of it, nor larger for that than the screen."""
        least = self._foot.minimumSizeHint()
        px = self._look.scale.px if self._look is not None else round
        bars = self._foot.heightForWidth(max(self.width(), least.width()))
        if self._toolbar is not None:
            bars += self._toolbar.heightForWidth(max(self.width(), least.width()))
        between = px(CANVAS_LEAST)
        if self._pane is not None and not self._pane.isHidden():
            between = max(between, self._pane.minimumSizeHint().height())
        room = screen_of(self).availableGeometry().size()
        self.setMinimumSize(
            QtCore.QSize(least.width(), bars + between).boundedTo(room * LEAST_SHARE)
        )
