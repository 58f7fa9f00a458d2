"""Pictures from outside: a file, what was pasted or dropped, an image of the program's own."""

from __future__ import annotations

import io
import os
import struct
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from usero_desktop.capture.encode import encode_picture
from usero_desktop.capture.essence import Essence, essence
from usero_desktop.capture.frame import Frame
from usero_desktop.capture.header import JPEG, decoder
from usero_desktop.capture.orientation import UPRIGHT, turned
from usero_desktop.capture.pixels import Painted
from usero_desktop.capture.plain import copyable, on_white, plain
from usero_desktop.capture.source import check_bytes, read_file, shown_name
from usero_desktop.capture.strips import bgrx
from usero_desktop.capture.thumbnail import thumbnail
from usero_desktop.errors import ImageError
from usero_desktop.model import limits
from usero_desktop.model.picture import PictureSource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

    from usero_desktop.model.picture import Picture

NAMELESS = "This picture"

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
    than `limits.PICTURE_PIXELS` pixels (fewer where they would not fit into
    `limits.DECODED_BYTES`), `limits.PICTURE_SIDE` a side or `limits.INPUT_BYTES` bytes; all
    that is looked at before any pixel is decoded. For a worker thread.
    """
    if isinstance(source, bytes):
        check_bytes(len(source), NAMELESS)
        return decode(source, NAMELESS, kind)
    if isinstance(source, (str, os.PathLike)):
        return decode(read_file(source), shown_name(source), kind)
    check_size(source.size, NAMELESS)
    with _damage(NAMELESS):
        source.load()  # it may have been opened only, and its file be damaged
        pixels = plain(source)
    return encode_picture(pixels, source=kind)


def decode(data: bytes, name: str, kind: PictureSource) -> Picture:
    """Return what a file's bytes show, as `load_picture`; `name` is for what is said of it."""
    lossy = data.startswith(JPEG)
    content = [data]
    del data  # up to 50 MB, which nobody needs any more once it is decoded
    return encode_picture(_decoded(content, name), source=kind, lossy=lossy)


def decode_frame(data: bytes, name: str) -> Frame:
    """Return the same as pixels that are not a file yet; what shines through lies on white."""
    content = [data]
    del data
    image = copyable(_decoded(content, name))
    if image.mode == "RGBA":
        image = on_white(image)
    return Frame(bgrx(image), image.width, image.height)


def decode_small(data: bytes, longest: int) -> Frame:
    """Return what one of our own picture files shows, its longer side `longest` at most.

    What shines through lies on white. Raises ImageError. For a worker thread.
    """
    import PIL.Image

    content = [data]
    image = _decoded(content, NAMELESS)
    longer = max(image.size)
    if longer > longest:
        width, height = (max(1, side * longest // longer) for side in image.size)
        how = PIL.Image.Resampling.BILINEAR
        image = image.resize((width, height), how, reducing_gap=2.0)
    if image.mode == "RGBA":
        image = on_white(image)
    return Frame(bgrx(image), image.width, image.height)


def decode_clear(data: bytes) -> tuple[bytes, int, int]:
    """Return one of our own picture files as rows of RGBA, its width and its height.

    As `decode_small`, but for what shines through, which goes on to do so.
    """
    content = [data]
    del data
    image = _decoded(content, NAMELESS)
    return image.convert("RGBA").tobytes(), image.width, image.height


def decode_into(data: bytes, room: Callable[[int, int], memoryview]) -> None:
    """Write the pixels of one of our own picture files to where `room(width, height)` says.

    As `decode_small`, and in the form of a Frame's. The interpreter is left to others in between.
    """
    image = _decoded([data], NAMELESS)
    if image.mode == "RGBA":
        image = on_white(image)
    bgrx(image, room(*image.size))


def preview_of(data: bytes) -> bytes:
    """Return one of our own picture files as a small PNG. As `decode_small`."""
    return thumbnail(Painted(_decoded([data], NAMELESS)))


def _decoded(content: list[bytes], name: str) -> Image:
    """Return the pixels of the one file in `content`, which it takes out of there."""
    data = content.pop()
    open_image = decoder(data)
    if open_image is None:
        raise ImageError(
            f"{name} is not a picture that can be read."
            " PNG, JPEG, WebP, GIF and BMP can be attached.",
            code="picture_unknown",
            name=name,
        )
    with _damage(name):
        found = essence(data)
    del data
    return _pixels(open_image, found, name)


def _pixels(open_image: Callable[..., ImageFile], found: Essence, name: str) -> Image:
    """Return the upright pixels as RGB or RGBA; what else it took is let go of."""
    most = min(limits.PICTURE_PIXELS, limits.DECODED_BYTES // found.bytes_per_pixel)
    check_size(found.size, name, most)
    with _damage(name), io.BytesIO(found.data) as file, open_image(file) as image:
        check_size(image.size, name, most)
        image.load()
        # Emptied instead of copied: 50 million pixels are 200 MB. What says which colour is
        # transparent is part of the pixels.
        image.info = {k: v for k, v in image.info.items() if k == "transparency"}
        pixels = plain(image)
    if found.orientation == UPRIGHT:
        return pixels
    return turned(copyable(pixels), found.orientation)


def check_size(size: tuple[int, int], name: str, most: int = limits.PICTURE_PIXELS) -> None:
    """Raise ImageError for more than `most` pixels, or more a side than anybody may attach."""
    wide, high = size
    if wide * high > most or max(size) > limits.PICTURE_SIDE:
        millions = most // 1_000_000
        raise ImageError(
            f"{name} has too many pixels: {wide} x {high}. Pictures of up to {millions} million"
            f" pixels and {limits.PICTURE_SIDE} on a side can be attached.",
            code="picture_pixels",
            name=name,
            width=wide,
            height=high,
            most=millions,
            side=limits.PICTURE_SIDE,
        )


@contextmanager
def _damage(name: str) -> Iterator[None]:
    import PIL.Image

    try:
        yield
    # A picture within a file may be larger than the file says it is; Pillow counts its pixels.
    except (*DAMAGE, PIL.Image.DecompressionBombError) as error:
        raise ImageError(
            f"{name} is damaged or incomplete and cannot be read.",
            code="picture_damaged",
            name=name,
        ) from error
