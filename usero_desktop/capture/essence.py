"""What of a picture file its pixels need, taken out before a decoder sees the file.

Pillow reads whatever else is in there: it unpacks texts and colour profiles, logs every
EXIF value at DEBUG (where a photo was taken, by whom), and gets through any number of empty
pieces at its leisure. What it is not given can do none of that.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from usero_desktop.capture.header import JPEG, PNG, WEBP, gif_size, webp_size
from usero_desktop.capture.orientation import UPRIGHT, orientation

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECES: Final = 100_000
"""Chunks or segments in a file: 50 MB of IDAT, 1 KB each, are half of it."""

SCANNED_PIXELS: Final = 2_000_000_000
"""Pixels times scans of a JPEG, about two seconds of work; a real one has ten scans."""

SEARCHED_BYTES: Final = 100_000
"""What is searched for a marker at once, in about 2 ms: a search lets no other thread run."""

RUN_LENGTH_BYTES: Final = 4_000_000
"""Largest run-length BMP, about two seconds of work: Pillow decodes it in Python."""

_CANVAS: Final = 4
_WEBP_CANVASES: Final = 4  # libwebp's own two, the frame it hands out, and Pillow's
_RUN_LENGTH: Final = (1, 2)

_PNG_KEPT: Final = frozenset((b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"))

_MARKER: Final = re.compile(rb"\xff+([\x01-\xcf\xd8-\xfe])")  # not a restart within a scan
_NO_FILL: Final = re.compile(rb"[^\xff]")
_START, _END, _SCAN, _TEM, _EXIF = 0xD8, 0xD9, 0xDA, 0x01, 0xE1
_FRAMES: Final = frozenset((*range(0xC0, 0xD0),)) - {0xC4, 0xC8, 0xCC}
_PROGRESSIVE: Final = frozenset((0xC2, 0xC6, 0xCA, 0xCE))
_JPEG_KEPT: Final = _FRAMES | {_START, _END, _SCAN, 0xC4, 0xCC, 0xDB, 0xDC, 0xDD, 0xE0, 0xEE}
"""Tables, JFIF's header (E0), and Adobe's (EE), which says what the colours are."""


@dataclass(frozen=True, slots=True)
class Essence:
    """A picture file reduced to what decodes to its pixels, and what its header says.

    `size` is (0, 0) where Pillow can be asked without harm. `bytes_per_pixel` is the memory
    that decoding takes; `orientation` is EXIF's number, 1 to 8.
    """

    data: bytes
    size: tuple[int, int] = (0, 0)
    orientation: int = UPRIGHT
    bytes_per_pixel: int = _CANVAS


def essence(data: bytes) -> Essence:
    """Return the essence of `data`, a file of one of `header.decoder`'s kinds.

    Raises ValueError for a file that makes no sense or would take for ever. Any thread.
    """
    try:
        if data.startswith(JPEG):
            return _jpeg(data)
        if data.startswith(PNG):
            return _png(data)
        if data.startswith(WEBP):
            per_pixel = _CANVAS * _WEBP_CANVASES
            return Essence(data, webp_size(data), _webp_orientation(data), per_pixel)
        if data.startswith(b"GIF8"):
            return Essence(data, gif_size(data))
        (compression,) = struct.unpack_from("<I", data, 30)
    except (struct.error, IndexError) as error:
        raise ValueError("the file ends in its header") from error
    if compression in _RUN_LENGTH and len(data) > RUN_LENGTH_BYTES:
        raise ValueError("a BMP of too many runs")
    return Essence(data)


def _png(data: bytes) -> Essence:
    kept: list[bytes | memoryview] = [PNG]
    turned = UPRIGHT
    for kind, start, end in _png_chunks(data):
        if kind in _PNG_KEPT:
            kept.append(memoryview(data)[start:end])
        elif kind == b"eXIf":
            turned = orientation(data[start + 8 : end - 4])
        if kind == b"IEND":
            break
    if data[12:16] != b"IHDR":
        # What stands where its size should be would be told to the user.
        raise ValueError("a PNG that does not begin with its header")
    return Essence(b"".join(kept), struct.unpack_from(">II", data, 16), turned)


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    at = len(PNG)
    for _ in range(PIECES):
        if at >= len(data):
            return
        length, kind = struct.unpack_from(">I4s", data, at)
        yield kind, at, at + length + 12
        at += length + 12
    raise ValueError("a PNG of too many chunks")


def _webp_orientation(data: bytes) -> int:
    at = 12
    for _ in range(PIECES):
        if at + 8 > len(data):
            break
        kind, length = struct.unpack_from("<4sI", data, at)
        if kind == b"EXIF":
            return orientation(data[at + 8 : at + 8 + length])
        at += 8 + length + length % 2
    return UPRIGHT


def _jpeg(data: bytes) -> Essence:
    kept: list[memoryview] = []
    frame: _Frame | None = None
    turned, scans, buffered = UPRIGHT, 0, False
    for marker, start, end in _jpeg_segments(data):
        piece = memoryview(data)[start:end]
        if marker in _FRAMES:
            if frame is not None:
                raise ValueError("a JPEG of two frames")
            frame = _frame(bytes(piece))
            buffered = marker in _PROGRESSIVE
        elif marker == _SCAN and frame is not None:
            scans += 1
            if scans * frame.size[0] * frame.size[1] > SCANNED_PIXELS:
                raise ValueError("a JPEG of too many scans")
            buffered = buffered or piece[4] < frame.components
        elif marker == _EXIF and turned == UPRIGHT:
            turned = orientation(bytes(piece[4:]))
        if marker in _JPEG_KEPT:
            kept.append(piece)
    if frame is None:
        raise ValueError("a JPEG without a frame")
    # One that comes in several scans is held as coefficients until the last is there.
    per_pixel = _CANVAS + (frame.coefficient_bytes if buffered else 0)
    return Essence(b"".join(kept), frame.size, turned, per_pixel)


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    at = 0
    for _ in range(PIECES):
        found = _next_marker(data, at)
        if found is None:
            return
        marker, start, after = found[1][0], found.end() - 2, found.end()
        if marker == _TEM:
            at = after
            continue
        if marker not in {_START, _END}:
            (length,) = struct.unpack_from(">H", data, after)
            after += max(length, 2)
        if marker == _SCAN:  # its pixels follow, up to the next marker
            following = _next_marker(data, after)
            after = following.end() - 2 if following else len(data)
        yield marker, start, after
        if marker == _END:
            return
        at = after
    raise ValueError("a JPEG of too many segments")


def _next_marker(data: bytes, at: int) -> re.Match[bytes] | None:
    """Search piece by piece: whoever waits for the interpreter gets it in between."""
    while at < len(data):
        # A piece does not end in the middle of what may be a marker.
        other = _NO_FILL.search(data, at + SEARCHED_BYTES)
        end = other.end() if other else len(data)
        found = _MARKER.search(data, at, end)
        if found is not None:
            return found
        at = end
    return None


class _Frame(NamedTuple):
    size: tuple[int, int]
    components: int
    coefficient_bytes: int
    """What a pixel takes where its coefficients are kept, at two bytes each."""


def _frame(segment: bytes) -> _Frame:
    high, wide, components = struct.unpack_from(">HHB", segment, 5)
    factors = [(segment[at] >> 4, segment[at] & 15) for at in range(11, 11 + 3 * components, 3)]
    # As many samples of each component as its factors say, of the largest one a pixel.
    samples = sum(across * down for across, down in factors)
    pixels = max((f[0] for f in factors), default=1) * max((f[1] for f in factors), default=1)
    return _Frame((wide, high), components, -(-2 * samples // max(pixels, 1)))
