"""Pixels a few rows at a time, whether they lie in memory of Qt or mss or in a Pillow image."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from usero_desktop.capture.frame import PIXEL_BYTES
from usero_desktop.capture.strips import blank, put_bgrx, rows_of, strips

if TYPE_CHECKING:
    from PIL.Image import Image


class Pixels(Protocol):
    """A picture of which a few rows can be had at a time. Any thread."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        ...

    @property
    def packing(self) -> str:
        """How Pillow is to pack a piece into a file: RGB, RGBA, or BGR where red is last."""
        ...

    def piece(self, top: int, bottom: int) -> Image:
        """Return the rows from `top` on and before `bottom`; not to be changed."""
        ...

    def whole(self) -> Image:
        """Return all of it as an image of mode RGB or RGBA: four bytes a pixel more."""
        ...


class Painted:
    """The pixels of a Pillow image of mode RGB or RGBA."""

    def __init__(self, image: Image) -> None:
        self._image = image
        self.size = image.size
        self.packing = image.mode

    def piece(self, top: int, bottom: int) -> Image:
        """Return a copy of these rows."""
        return rows_of(self._image, top, bottom)

    def whole(self) -> Image:
        """Return the image itself."""
        return self._image


class Memory:
    """Rows of 32-bit BGRX, `stride` bytes from one to the next, or a part of such."""

    packing = "BGR"

    def __init__(
        self, rows: memoryview, size: tuple[int, int], stride: int, *, left: int = 0
    ) -> None:
        """The picture begins `left` pixels into each of the rows."""
        self._rows = rows
        self._stride = stride
        self._left = left
        self.size = size

    def part(self, box: tuple[int, int, int, int]) -> Memory:
        """Return what is in `box`, its left, top, right and bottom, as a picture; no copy."""
        left, top, right, bottom = box
        rows, size = self._bytes(top, bottom), (right - left, bottom - top)
        return Memory(rows, size, self._stride, left=self._left + left)

    def piece(self, top: int, bottom: int) -> Image:
        """Return these rows, of mode RGBX with blue in the place of red; a copy of a part only."""
        import PIL.Image

        # Of this mode Pillow takes the memory as it is; any memory, whatever its type says.
        across, rows = self._left + self.size[0], self._bytes(top, bottom)
        size = across, bottom - top
        image = PIL.Image.frombuffer("RGBX", size, rows, "raw", "RGBX", self._stride, 1)  # type: ignore[arg-type]
        if not self._left:
            return image
        part = PIL.Image.new("RGBX", (self.size[0], bottom - top))
        part.paste(image, (-self._left, 0))
        return part

    def whole(self) -> Image:
        """Return a copy of mode RGB."""
        canvas = blank("RGB", self.size)
        for top, bottom in strips(*self.size):
            rows = self.piece(top, bottom).tobytes()
            put_bgrx(canvas, rows, top, self.size[0] * PIXEL_BYTES)
        return canvas

    def _bytes(self, top: int, bottom: int) -> memoryview:
        return self._rows[top * self._stride : bottom * self._stride]
