"""Pictures from outside: a file, what was pasted or dropped, an image of the program's own."""

from __future__ import annotations

import io
import os
import struct
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from usero_desktop.capture.encode import encode_picture
from usero_desktop.capture.header import declared_size, decoder
from usero_desktop.capture.plain import plain
from usero_desktop.capture.source import check_bytes, read_file, shown_name
from usero_desktop.errors import ImageError
from usero_desktop.model import limits
from usero_desktop.model.picture import PictureSource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

    from usero_desktop.model.picture import Picture

NAMELESS = "This picture"
ORIENTATION = 0x0112

# What Pillow's decoders were seen to raise at damaged files; Warning for a host that turns
# warnings into errors.
DAMAGE = (
    OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, AttributeError,
    OverflowError, RuntimeError, AssertionError, MemoryError, Warning, struct.error, zlib.error,
)  # fmt: skip


def load_picture(
    source: str | os.PathLike[str] | bytes | Image, *, kind: PictureSource = PictureSource.FILE
) -> Picture:
    """Return what `source` shows, decoded and encoded afresh: nothing but pixels survives.

    `source` is a path, the bytes of a file, or a Pillow image (which is not changed). PNG,
    JPEG, WebP, GIF and BMP are read, of an animation the first picture; a photograph is
    turned the way its camera was held. Raises ImageError for everything else and for more
    than `limits.PICTURE_PIXELS` pixels, `limits.PICTURE_SIDE` a side or `limits.INPUT_BYTES`
    bytes; the sizes are looked at before any pixel is decoded. For a worker thread.
    """
    if isinstance(source, bytes):
        check_bytes(len(source), NAMELESS)
        return _decoded(source, NAMELESS, kind)
    if isinstance(source, (str, os.PathLike)):
        return _decoded(read_file(source), shown_name(source), kind)
    _check_size(source.size, NAMELESS)
    with _damage(NAMELESS):
        source.load()  # it may have been opened only, and its file be damaged
        pixels = plain(source)
    return encode_picture(pixels, source=kind)


def _decoded(data: bytes, name: str, kind: PictureSource) -> Picture:
    open_image = decoder(data)
    if open_image is None:
        raise ImageError(
            f"{name} is not a picture that can be read."
            " PNG, JPEG, WebP, GIF and BMP can be attached.",
            code="picture_unknown",
            name=name,
        )
    with _damage(name):
        declared = declared_size(data)
    _check_size(declared, name)
    with _damage(name), io.BytesIO(data) as file, open_image(file) as image:
        _check_size(image.size, name)
        lossy = image.format == "JPEG"
        image.load()
        upright = _upright(image)
        # Emptied instead of copied: 50 million pixels are 200 MB. What says which colour is
        # transparent is part of the pixels.
        upright.info = {k: v for k, v in upright.info.items() if k == "transparency"}
        pixels = plain(upright)
    return encode_picture(pixels, source=kind, lossy=lossy)


def _upright(image: Image) -> Image:
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    try:
        turn = turns.get(image.getexif().get(ORIENTATION, 1))
    except DAMAGE:
        return image  # broken words about the picture are no reason to refuse its pixels
    return image if turn is None else image.transpose(turn)


def _check_size(size: tuple[int, int], name: str) -> None:
    wide, high = size
    if wide * high > limits.PICTURE_PIXELS or max(size) > limits.PICTURE_SIDE:
        most = limits.PICTURE_PIXELS // 1_000_000
        raise ImageError(
            f"{name} has too many pixels: {wide} x {high}. Pictures of up to {most} million"
            f" pixels and {limits.PICTURE_SIDE} on a side can be attached.",
            code="picture_pixels",
            name=name,
            width=wide,
            height=high,
            most=most,
            side=limits.PICTURE_SIDE,
        )


@contextmanager
def _damage(name: str) -> Iterator[None]:
    try:
        yield
    except DAMAGE as error:
        raise ImageError(
            f"{name} is damaged or incomplete and cannot be read.",
            code="picture_damaged",
            name=name,
        ) from error
