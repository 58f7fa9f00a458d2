"""A paint engine that writes down what is painted: any widget in any style, in its own words.

`QWidget.render` paints into it as it would into a picture, and each step arrives here: runs of
text on their baselines, boxes, paths, small pictures. Nobody has to know what a widget is to
record it, and what is masked never gets further than this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from usero_desktop.qt import QtCore, QtGui
from usero_desktop.replay.recorder.painting.arrays import released
from usero_desktop.replay.recorder.painting.regions import pieces_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from usero_desktop.replay.recorder.painting.canvas import Canvas

_Engine = QtGui.QPaintEngine
_Dirty = _Engine.DirtyFlag
_PEN: Final = _Dirty.DirtyPen.value
_BRUSH: Final = _Dirty.DirtyBrush.value
_TRANSFORM: Final = _Dirty.DirtyTransform.value
_CLIP_REGION: Final = _Dirty.DirtyClipRegion.value
_CLIP_PATH: Final = _Dirty.DirtyClipPath.value
_CLIP_ENABLED: Final = _Dirty.DirtyClipEnabled.value
_HINTS: Final = _Dirty.DirtyHints.value
_OPACITY: Final = _Dirty.DirtyOpacity.value
_MODE: Final = _Dirty.DirtyCompositionMode.value
_SMOOTH: Final = QtGui.QPainter.RenderHint.Antialiasing.value
_NO_CLIP: Final = QtCore.Qt.ClipOperation.NoClip
_Feature = _Engine.PaintEngineFeature
# Without the mode that turns what is below around, a text cursor is a box like any other.
_FEATURES: Final = _Feature.AllFeatures & ~_Feature.RasterOpModes
_Metric = QtGui.QPaintDevice.PaintDeviceMetric
_SIDE: Final = 32_000


def _step(method: Callable[..., None]) -> Callable[..., None]:
    """Keep a fault within: from here it would end a PyQt6 process. The picture is given up."""

    def step(self: Engine, *arguments: Any) -> None:
        if self.canvas.fault is None:
            try:
                method(self, *arguments)
            except Exception as error:  # noqa: BLE001 - Qt must not see it
                self.canvas.fault = error

    return step


class Engine(QtGui.QPaintEngine):
    """Tells `canvas` what is painted; a new one for each picture. GUI thread."""

    def __init__(self) -> None:
        super().__init__(_FEATURES)
        self.canvas: Canvas

    def begin(self, _device: QtGui.QPaintDevice) -> bool:
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QtGui.QPaintEngine.Type:
        return _Engine.Type.User

    def updateState(self, state: QtGui.QPaintEngineState) -> None:
        canvas = self.canvas
        if canvas.fault is None:
            try:
                self._update(canvas, state)
            except Exception as error:  # noqa: BLE001 - as in `_step`, which takes Python longer
                canvas.fault = error

    @staticmethod
    def _update(canvas: Canvas, state: QtGui.QPaintEngineState) -> None:
        dirty = state.state()._value_  # the public name of it takes Python longer
        if dirty & _TRANSFORM:
            canvas.set_transform(state.transform())
        if dirty & _PEN:
            canvas.set_pen(state.pen())
        if dirty & _BRUSH:
            canvas.set_brush(state.brush())
        if dirty & _HINTS:
            canvas.is_smooth = bool(state.renderHints().value & _SMOOTH)
        if dirty & _OPACITY:
            canvas.set_opacity(state.opacity())
        if dirty & _MODE:
            canvas.set_mode(state.compositionMode())
        if dirty & (_CLIP_REGION | _CLIP_PATH):
            _clip(canvas, state, has_path=bool(dirty & _CLIP_PATH))
        if dirty & _CLIP_ENABLED:
            canvas.is_clipped = state.isClipEnabled()

    @_step
    def drawTextItem(self, at: QtCore.QPointF, item: QtGui.QTextItem) -> None:
        self.canvas.write(at, item)

    @_step
    def drawRects(self, rects: Sequence[QtCore.QRectF], *_count: int) -> None:
        released(rects)
        for rect in rects:
            self.canvas.rect(rect)

    @_step
    def drawLines(self, lines: Sequence[QtCore.QLineF], *_count: int) -> None:
        released(lines)
        self.canvas.lines(lines)

    @_step
    def drawPath(self, path: QtGui.QPainterPath) -> None:
        self.canvas.path(path)

    @_step
    def drawPolygon(self, points: Sequence[QtCore.QPointF], mode: object, *more: object) -> None:
        released(points)
        mode = more[0] if more else mode
        self.canvas.polygon(points, closed=mode != _Engine.PolygonDrawMode.PolylineMode)

    @_step
    def drawEllipse(self, rect: QtCore.QRectF) -> None:
        self.canvas.ellipse(rect)

    @_step
    def drawPoints(self, points: Sequence[QtCore.QPointF], *_count: int) -> None:
        released(points)
        self.canvas.points(points)

    @_step
    def drawPixmap(
        self, rect: QtCore.QRectF, picture: QtGui.QPixmap, source: QtCore.QRectF
    ) -> None:
        self.canvas.picture(rect, picture, source)

    @_step
    def drawImage(
        self, rect: QtCore.QRectF, picture: QtGui.QImage, source: QtCore.QRectF, *_how: object
    ) -> None:
        self.canvas.picture(rect, picture, source)

    @_step
    def drawTiledPixmap(
        self, rect: QtCore.QRectF, picture: QtGui.QPixmap, offset: QtCore.QPointF
    ) -> None:
        self.canvas.tiles(rect, picture, offset)


def _clip(canvas: Canvas, state: QtGui.QPaintEngineState, *, has_path: bool) -> None:
    operation = state.clipOperation()
    if operation == _NO_CLIP:
        canvas.unclip()
    elif has_path:
        canvas.clip(operation, state.clipPath().boundingRect())
    else:
        region = state.clipRegion()
        pieces = pieces_of(region) if region.rectCount() > 1 else ()
        canvas.clip(operation, region.boundingRect(), pieces)


class Device(QtGui.QPaintDevice):
    """What widgets are rendered on."""

    def __init__(self, dots_per_inch: float) -> None:
        super().__init__()
        self.engine = Engine()
        dpi = round(dots_per_inch)
        self._metrics: dict[object, int] = {
            _Metric.PdmWidth: _SIDE,
            _Metric.PdmHeight: _SIDE,
            _Metric.PdmWidthMM: _SIDE,
            _Metric.PdmHeightMM: _SIDE,
            _Metric.PdmDepth: 32,
            _Metric.PdmNumColors: 2**24,
            _Metric.PdmDpiX: dpi,
            _Metric.PdmDpiY: dpi,
            _Metric.PdmPhysicalDpiX: dpi,
            _Metric.PdmPhysicalDpiY: dpi,
            _Metric.PdmDevicePixelRatio: 1,
            _Metric.PdmDevicePixelRatioScaled: int(QtGui.QPaintDevice.devicePixelRatioFScale()),
        }

    def paintEngine(self) -> QtGui.QPaintEngine:
        return self.engine

    def metric(self, which: QtGui.QPaintDevice.PaintDeviceMetric) -> int:
        return self._metrics.get(which, 0)
