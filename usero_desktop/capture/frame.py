from __future__ import annotations

import mmap
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

PIXEL_BYTES: Final = 4
POPULATE_WRITE: Final = 23
"""Linux's MADV_POPULATE_WRITE, which Python has no name for."""


def untouched(size: int) -> memoryview:
    """Return so many bytes of writable memory, all 0, which cost nothing before they are used.

    A `bytearray` of a 4K screen's 33 MB is filled with zeros at once, with the interpreter's
    lock held: 20 to 33 ms in which no key is answered. Any thread; `size` is 1 at least.
    """
    if sys.platform == "win32":
        return memoryview(mmap.mmap(-1, size))
    # Shared memory, which is what one gets otherwise, takes half as long again to be used.
    return memoryview(mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS))


def put(memory: bytearray | memoryview, begin: int, data: bytes | bytearray | memoryview) -> None:
    """Write `data` into `memory` from `begin` on, as far as there is room. Any thread.

    On Linux the pages for it are asked for at once, which halves what a fault for each costs.
    """
    after = min(begin + len(data), len(memory))
    held = memory.obj if isinstance(memory, memoryview) else None
    if sys.platform == "linux" and isinstance(held, mmap.mmap):
        first = begin // mmap.PAGESIZE * mmap.PAGESIZE
        with suppress(OSError):  # before Linux 5.14
            held.madvise(POPULATE_WRITE, first, after - first)
    memory[begin:after] = memoryview(data)[: after - begin]


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Pixels of a screen or of a part of it, before they are made a file.

    `pixels` are rows from the top, four bytes each: blue, green, red and one that says nothing
    (Qt's Format_RGB32 on a little-endian machine). `width` and `height` count them. `left` and
    `top` are its place on the desktop in the units of `Monitor`, `scale` the pixels a unit has.
    Only who holds it alone may change `pixels`.
    """

    pixels: bytearray | memoryview = field(repr=False)
    width: int
    height: int
    left: int = 0
    top: int = 0
    scale: float = 1.0

    @property
    def stride(self) -> int:
        """Bytes from one row to the next."""
        return self.width * PIXEL_BYTES

    def rows(self, first: int, after: int) -> memoryview:
        """Return the rows from `first` on and before `after`; no copy."""
        return memoryview(self.pixels)[first * self.stride : after * self.stride]

    def part(self, left: int, top: int, width: int, height: int) -> Frame:
        """Return a copy of the part that begins at pixel (`left`, `top`), cut to what there is.

        Raises ValueError where nothing of it is in here.
        """
        right, bottom = min(left + width, self.width), min(top + height, self.height)
        left, top = max(left, 0), max(top, 0)
        if left >= right or top >= bottom:
            raise ValueError("no pixel of the part is in the frame")
        size = (right - left) * PIXEL_BYTES
        pixels = untouched(size * (bottom - top))
        for row in range(top, bottom):
            begin = row * self.stride + left * PIXEL_BYTES
            pixels[(row - top) * size : (row - top + 1) * size] = self.pixels[begin : begin + size]
        at = round(self.left + left / self.scale), round(self.top + top / self.scale)
        return Frame(pixels, right - left, bottom - top, *at, self.scale)

    def fill(self, left: int, top: int, width: int, height: int, rgb: tuple[int, int, int]) -> None:
        """Paint the part that begins at pixel (`left`, `top`) over, as far as it is in here."""
        right, bottom = min(left + width, self.width), min(top + height, self.height)
        left, top = max(left, 0), max(top, 0)
        if left >= right:
            return
        red, green, blue = rgb
        run = bytes((blue, green, red, 255)) * (right - left)
        for row in range(top, bottom):
            begin = row * self.stride + left * PIXEL_BYTES
            self.pixels[begin : begin + len(run)] = run
