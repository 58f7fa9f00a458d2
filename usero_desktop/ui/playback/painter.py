"""Paints a recorded page: what the bytes of a recording hold, not what the window was.

Nothing but the events of a recording is at hand here, and so whoever looks at this sees what
whoever gets the recording will see: if something is readable in here it is readable there, and
what was masked when it was recorded is nowhere to be found. That is the promise of the preview.

What is painted is what our recorder writes: boxes at their places, plain or with a border, a
pattern or a picture; runs of text; paths with colours and gradients. What else may stand in a
page is left out, and nothing in it makes this raise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore, QtGui
from usero_desktop.ui.playback import grounds, shapes, values
from usero_desktop.ui.playback.page import Box, Page, Place, Sheets

if TYPE_CHECKING:
    from usero_desktop.rrweb.document import Document
    from usero_desktop.ui.playback.grounds import Layer
    from usero_desktop.ui.playback.pictures import Pictures

MOST_PIXELS: Final = 16_000_000
"""Of a page: one that is larger is painted smaller."""
_METER: Final = round(values.DOTS_PER_INCH / 0.0254)
_Hint = QtGui.QPainter.RenderHint
_INTERSECT: Final = QtCore.Qt.ClipOperation.IntersectClip
_NO_PEN: Final = QtCore.Qt.PenStyle.NoPen


class PagePainter:
    """Makes an image of a page. GUI thread."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self._sheets = Sheets()

    def image(self, document: Document, scale: float = 1.0) -> QtGui.QImage:
        """Return the page as it is now, `scale` pixels to one of its own; null where it is none.

        Pictures that are not decoded yet are left out (see `Pictures.is_missing_any`).
        """
        self._pictures.begin()
        html, (width, height) = document.html, document.extent
        if html is None or not width or not height:
            return QtGui.QImage()
        scale = min(scale, (MOST_PIXELS / (width * height)) ** 0.5)
        size = max(round(width * scale), 1), max(round(height * scale), 1)
        image = QtGui.QImage(*size, QtGui.QImage.Format.Format_RGB32)
        image.setDotsPerMeterX(_METER)
        image.setDotsPerMeterY(_METER)
        image.fill(QtGui.QColor(255, 255, 255))
        painter = QtGui.QPainter(image)
        try:
            painter.scale(scale, scale)
            page = Page(html, document.extent, self._sheets)
            root = page.root()
            _Walk(painter, page, self._pictures).paint(root, Place(0, 0, width, height), 1.0)
        finally:
            painter.end()
        return image


class _Walk:
    """One painting of one page."""

    def __init__(self, painter: QtGui.QPainter, page: Page, pictures: Pictures) -> None:
        self._painter, self._page, self._pictures = painter, page, pictures

    def paint(self, box: Box, seen: Place, opacity: float) -> None:
        """Paint `box` and all that is in it, as far as it is in `seen`."""
        said, place, painter = box.said, box.place, self._painter
        if said.get("display") == "none" or said.get("visibility") == "hidden":
            return
        cut = place if box.cuts else None
        if cut is not None:
            seen = _overlap(seen, cut)
            if seen.width <= 0 or seen.height <= 0:
                return
        opacity *= _share(said.get("opacity"))
        painter.setOpacity(opacity)
        turned = shapes.transform(said.get("transform", ""))
        if turned is None and (cut is None or not box.element.children):
            self._paint_all(box, seen, opacity)
            return
        painter.save()
        if turned is not None:
            _turn(painter, box, turned)
        self._paint_all(box, seen, opacity)
        painter.restore()

    def _paint_all(self, box: Box, seen: Place, opacity: float) -> None:
        """Paint the ground of a box, and then what is in it, which may be cut at its sides."""
        element, place = box.element, box.place
        if place is not None:
            self._paint_ground(box, place)
            if box.cuts and element.children:
                self._painter.setClipRect(QtCore.QRectF(*place), _INTERSECT)
            if element.tag == "img":
                self._paint_picture(element.attributes.get("src", ""), place)
        if element.tag == "svg":
            self._paint_shapes(box)
            return
        for text in box.texts:
            self._write(box, text)
        for child in self._page.within(box):
            self.paint(child, seen, opacity)

    # ------------------------------------------------------------ boxes

    def _paint_ground(self, box: Box, place: Place) -> None:
        said, painter = box.said, self._painter
        ground = said.get("background")
        if ground:
            position, size = said.get("background-position", ""), said.get("background-size", "")
            for layer in grounds.layers(ground, position, size):
                self._paint_layer(layer, QtCore.QRectF(*place))
        width = values.length(said.get("border-width"), 0.0)
        edge = values.color(said.get("border-color", ""))
        if width and edge is not None:
            for side in _sides(place, width):
                painter.fillRect(QtCore.QRectF(*side), edge)

    def _paint_layer(self, layer: Layer, rect: QtCore.QRectF) -> None:
        if layer.kind == "url":
            self._paint_pattern(layer, rect)
            return
        whole = rect
        if layer.size is not None:
            where = rect.topLeft() + QtCore.QPointF(*layer.at)
            whole = QtCore.QRectF(where, QtCore.QSizeF(*layer.size))
            rect = whole & rect
        if layer.kind == "color":
            ink = values.color(layer.value)
            if ink is not None:
                self._painter.fillRect(rect, ink)
            return
        brush = grounds.gradient(layer, whole)
        if brush is not None:
            self._painter.fillRect(rect, brush)

    def _paint_pattern(self, layer: Layer, rect: QtCore.QRectF) -> None:
        image = self._pictures.of(layer.value)
        if image is None:
            return
        width, height = layer.size or (float(image.width()), float(image.height()))
        if width <= 0 or height <= 0:
            return
        painter, begin = self._painter, rect.topLeft() + QtCore.QPointF(*layer.at)
        painter.save()
        painter.setClipRect(rect, _INTERSECT)
        painter.setRenderHint(_Hint.SmoothPixmapTransform)
        if not layer.repeats:
            target = QtCore.QRectF(begin, QtCore.QSizeF(width, height))
            painter.drawImage(target, image, QtCore.QRectF(image.rect()))
        else:
            brush = QtGui.QBrush(image)
            across, down = width / image.width(), height / image.height()
            brush.setTransform(QtGui.QTransform.fromScale(across, down))
            painter.setBrushOrigin(begin)
            painter.fillRect(rect, brush)
        painter.restore()

    def _paint_picture(self, address: str, place: Place) -> None:
        image = self._pictures.of(address)
        if image is not None:
            painter = self._painter
            painter.setRenderHint(_Hint.SmoothPixmapTransform)
            painter.drawImage(QtCore.QRectF(*place), image, QtCore.QRectF(image.rect()))

    # ------------------------------------------------------------ text

    def _write(self, box: Box, text: str) -> None:
        said, painter = box.said, self._painter
        ink = values.color(said.get("color", "#000000"))
        if ink is None or not text.strip():
            return
        font = values.font(
            said.get("font-style", "normal"), said.get("font-weight", "400"),
            said.get("font-size", "16"), said.get("font-family", "serif"),
        )  # fmt: skip
        is_rtl = said.get("direction") == "rtl"
        painter.setFont(font)
        painter.setPen(ink)
        ways = QtCore.Qt.LayoutDirection
        painter.setLayoutDirection(ways.RightToLeft if is_rtl else ways.LeftToRight)
        metrics = QtGui.QFontMetricsF(font, painter.device())
        line = values.length(said.get("line-height"), 0.0)
        ascent, descent = round(metrics.ascent()), round(metrics.descent())
        if line is None:
            line = float(ascent + descent)
        x, y = box.corner
        first = y + (line - ascent - descent) / 2 + ascent
        align = said.get("text-align", "right" if is_rtl else "left")
        for number, words in enumerate(text.split("\n")):
            left = x
            if align in {"center", "right"} and box.place is not None:
                spare = box.place.width - metrics.horizontalAdvance(words)
                left += spare / 2 if align == "center" else spare
            painter.drawText(QtCore.QPointF(left, first + number * line), words)

    # ------------------------------------------------------------ shapes

    def _paint_shapes(self, box: Box) -> None:
        painter, (x, y) = self._painter, box.corner
        painter.save()
        if box.place is not None:
            painter.setClipRect(QtCore.QRectF(*box.place), _INTERSECT)
        painter.translate(x, y)
        for one in self._page.within(box):
            if one.element.tag == "path":
                self._paint_path(one)
        painter.restore()

    def _paint_path(self, box: Box) -> None:
        painter, attributes = self._painter, box.element.attributes
        is_even = attributes.get("fill-rule") == "evenodd"
        shape = shapes.path(attributes.get("d", ""), is_even=is_even)
        pen, brush = shapes.pen(attributes), self._fill(box)
        if pen is None and brush is None:
            return
        turned = shapes.transform(attributes.get("transform", ""))
        before = painter.transform()
        if turned is not None:
            painter.setTransform(turned, combine=True)
        is_crisp = attributes.get("shape-rendering") == "crispEdges"
        painter.setRenderHint(_Hint.Antialiasing, not is_crisp)
        painter.setPen(pen if pen is not None else QtGui.QPen(_NO_PEN))
        painter.setBrush(brush if brush is not None else QtCore.Qt.BrushStyle.NoBrush)
        painter.drawPath(shape)
        painter.setRenderHint(_Hint.Antialiasing, on=False)
        painter.setTransform(before)

    def _fill(self, box: Box) -> QtGui.QBrush | None:
        said = box.said.get("fill", "#000000")
        if said.startswith("url(#"):
            element = self._page.gradients.get(said[5:].rstrip(")"))
            return None if element is None else shapes.gradient(element)
        ink = values.color(said)
        return None if ink is None else QtGui.QBrush(ink)


def _overlap(one: Place, other: Place) -> Place:
    left, top = max(one.left, other.left), max(one.top, other.top)
    right = min(one.left + one.width, other.left + other.width)
    bottom = min(one.top + one.height, other.top + other.height)
    return Place(left, top, right - left, bottom - top)


def _sides(place: Place, width: float) -> tuple[Place, ...]:
    left, top, across, down = place
    return (
        Place(left, top, across, width),
        Place(left, top + down - width, across, width),
        Place(left, top + width, width, down - 2 * width),
        Place(left + across - width, top + width, width, down - 2 * width),
    )


def _share(text: str | None) -> float:
    value = None if text is None else values.number(text)
    return 1.0 if value is None else max(0.0, min(value, 1.0))


def _turn(painter: QtGui.QPainter, box: Box, turned: QtGui.QTransform) -> None:
    origin = values.numbers(box.said.get("transform-origin", "0 0"))
    x, y = box.corner
    if len(origin) == 2:  # noqa: PLR2004 - across and down
        x, y = x + origin[0], y + origin[1]
    painter.translate(x, y)
    painter.setTransform(turned, combine=True)
    painter.translate(-x, -y)
