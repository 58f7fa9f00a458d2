"""A PNG writer for screens: strips of rows, each with the filter that suits it, quick deflate.

What Pillow spends its time on is trying five filters on each row, and a deflate made for small
files. Here each strip is tried with three filters on a few of its rows, the filtering is
Pillow's arithmetic on whole pieces, and deflate is ISA-L's where the package `isal` is there
(`pip install usero-desktop[fast]`), else the interpreter's own zlib.

Measured by `dev.py bench --only pictures` at 3840 x 2160 (2 busy cores, Pillow 13, isal 1.9,
zlib 1.2.13): CPU in ms from the grab to the file with its preview, and KB of the file.

                                          words          both         photograph
    mss and Pillow's default PNG        319  1,375    935  3,487    3,815  8,669
    here with ISA-L, level 2             72  1,420    105  3,777      178  9,255
    here with zlib, level 2             133  1,277    255  3,610      472  9,356

Tried and left, on screens of the same three kinds: ISA-L's level 3 takes almost four times as
long on words for no fewer bytes; the filter "average" makes a photograph 2 % smaller and
everything 60 to 80 ms slower (Pillow adds in floating point); zlib's run-length strategy is as good
on photographs and twice as large on words. Pillow's WebP without loss (method 0) has a third
fewer bytes than its PNG on words and a fifth on photographs, for three to six times this
writer's CPU, but keeps the interpreter's lock for some 40 ms.
"""

from __future__ import annotations

import struct
import time
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from usero_desktop.capture.strips import strips

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PIL.Image import Image

    from usero_desktop.capture.pixels import Pixels

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
DEPTH: Final = 8
COLOUR_TYPES: Final = {3: 2, 4: 6}
"""RGB and RGBA, by the bytes of a pixel."""

NONE, SUB, UP = 0, 1, 2
SAMPLE_ROWS: Final = 4
"""Rows that are tried at least: what repeats on a screen does so from row to row."""

DOUBT: Final = 1.1
"""A filter must make the sample smaller by this factor: each change of it costs a little."""

ISAL_LEVEL: Final = 2
ZLIB_LEVEL: Final = 2

CHUNK_BYTES: Final = 65_536
"""Of a file that are made one part of it at least."""

PIECE_BYTES: Final = 100_000
"""Bytes that are filtered and packed at a time. Memory for more than 128 KB is often taken from
the system anew, and the pages of a whole strip cost more than all that is done with them."""

REST_SECONDS: Final = 0.0005
"""Rest after each strip. Threads that are busy hand the interpreter's lock to each other past
the one that waits for a key; while all of them rest, it has its turn."""


class Packer(Protocol):
    """What makes a zlib stream."""

    def compress(self, data: bytes | bytearray, /) -> bytes:
        """Take `data`, and return what is ready of the stream."""
        ...

    def flush(self) -> bytes:
        """Return the rest."""
        ...


@dataclass(frozen=True, slots=True)
class Deflate:
    """What packs, and how much of a strip is worth trying with every filter: one row of `share`."""

    begin: Callable[[], Packer]
    share: int


def own() -> Deflate:
    """Return the interpreter's own zlib. Any thread."""
    return Deflate(lambda: zlib.compressobj(ZLIB_LEVEL), share=8)


def quickest() -> Deflate:
    """Return ISA-L's where it is installed, else the interpreter's own. Any thread."""
    try:
        from isal import isal_zlib
    except ImportError:
        return own()
    return Deflate(lambda: isal_zlib.compressobj(ISAL_LEVEL), share=5)


def png(pixels: Pixels, most: int, deflate: Deflate | None = None) -> bytes | None:
    """Return `pixels` as a PNG file; None as soon as it is larger than `most` bytes.

    It holds pixels and nothing else, of the same values. `deflate` is the packer, the quickest
    there is by default. For a worker thread.
    """
    deflate = deflate or quickest()
    width, height = pixels.size
    colours = len(pixels.packing)
    head = struct.pack(">IIBBBBB", width, height, DEPTH, COLOUR_TYPES[colours], 0, 0, 0)
    parts = [SIGNATURE, _chunk(b"IHDR", head)]
    size = sum(map(len, parts)) + len(_chunk(b"IEND"))
    for data in _deflated(_strips(pixels, deflate), deflate.begin()):
        parts.append(_chunk(b"IDAT", data))
        size += len(parts[-1])
        if size > most:
            return None
    return b"".join((*parts, _chunk(b"IEND")))


def _chunk(kind: bytes, data: bytes = b"") -> bytes:
    crc = zlib.crc32(data, zlib.crc32(kind))
    return b"".join((len(data).to_bytes(4), kind, data, crc.to_bytes(4)))


def _deflated(pieces: Iterator[bytearray], packer: Packer) -> Iterator[bytes]:
    """Yield the stream in pieces."""
    ready = bytearray()
    for piece in pieces:
        ready += packer.compress(piece)
        if len(ready) >= CHUNK_BYTES:
            yield bytes(ready)
            ready.clear()
    yield bytes(ready + packer.flush())


def _strips(pixels: Pixels, deflate: Deflate) -> Iterator[bytearray]:
    """Yield the rows as deflate takes them, each behind the number of its filter."""
    width, height = pixels.size
    # The first row has none above it, and nothing is won by filtering a single one.
    yield _packed(pixels, 0, 1, NONE)
    rows = max(1, PIECE_BYTES // (width * len(pixels.packing)))
    for above, last in strips(width, height - 1):
        kind = _choice(pixels, above + 1, last + 1, deflate)
        for top in range(above + 1, last + 1, rows):
            yield _packed(pixels, top, min(top + rows, last + 1), kind)
        time.sleep(REST_SECONDS)


def _choice(pixels: Pixels, top: int, bottom: int, deflate: Deflate) -> int:
    """Return the filter by which some rows from the middle of a strip become smallest."""
    rows = max(SAMPLE_ROWS, (bottom - top) // deflate.share)
    first = max(top, (top + bottom - rows) // 2)
    after = min(bottom, first + rows)

    def cost(kind: int) -> float:
        packer = deflate.begin()
        packed = packer.compress(_packed(pixels, first, after, kind))
        return (len(packed) + len(packer.flush())) * (1 if kind == NONE else DOUBT)

    # What is not made smaller by the row above is not by the pixel before it either: words.
    up = cost(UP)
    if cost(NONE) <= up:
        return NONE
    return UP if up <= cost(SUB) else SUB


def _packed(pixels: Pixels, top: int, bottom: int, kind: int) -> bytearray:
    """Return these rows filtered by `kind`, whose number is before each of them."""
    image = _filtered(pixels, top, bottom, kind)
    row = image.width * len(pixels.packing) + 1
    # Pillow fills each row up to so many bytes: room for the number before the next one.
    packed = image.tobytes("raw", pixels.packing, row, 1)
    data = bytearray(1) + packed
    del data[-1]
    if kind != NONE:
        data[::row] = bytes((kind,)) * image.height
    return data


def _filtered(pixels: Pixels, top: int, bottom: int, kind: int) -> Image:
    import PIL.Image
    from PIL.ImageChops import subtract_modulo

    image = pixels.piece(top, bottom)
    if kind == UP:
        return subtract_modulo(image, pixels.piece(top - 1, bottom - 1))
    if kind == SUB:
        # What is before the first pixel is 0 for PNG.
        before = PIL.Image.new(image.mode, image.size)
        before.paste(image, (1, 0))
        return subtract_modulo(image, before)
    return image
