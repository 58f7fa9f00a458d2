"""Whatever bytes come for a picture: an ordinary small file of pixels alone, or a sentence.

`check(data)` loads `data` as a dropped file would be. What comes out has to decode again as
what it says it is, and to hold nothing of what hung behind the picture or stood beside it.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from unittest import mock

import PIL.Image

from usero_desktop.capture.load import load_picture
from usero_desktop.errors import ImageError
from usero_desktop.model import limits

MARK = b"\x00MARK of what was hidden\xff"
"""Seeds carry it where no pixel is; where it comes out again, something was copied."""

MOST = 1_000_000
"""Pixels, so that an input of a few bytes does not keep the fuzzer busy for seconds."""

MIMES = {"PNG": "image/png", "JPEG": "image/jpeg"}
ENDS = {"image/png": b"IEND\xaeB`\x82", "image/jpeg": b"\xff\xd9"}


def _picture(mode: str = "RGB", size: tuple[int, int] = (9, 7)) -> PIL.Image.Image:
    image = PIL.Image.new(mode, size)
    image.paste(1 if mode in {"1", "P"} else "white", (2, 2, 5, 5))
    return image


def _file(form: str, image: PIL.Image.Image | None = None, **options: object) -> bytes:
    sink = io.BytesIO()
    (image or _picture()).save(sink, form, **options)
    return sink.getvalue()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _exif(turn: int) -> bytes:
    exif = PIL.Image.Exif()
    exif[0x0112], exif[0x010E] = turn, MARK.decode("latin-1")
    return exif.tobytes()


def _animation(form: str) -> bytes:
    frames = [_picture(size=(6, 5)), PIL.Image.new("RGB", (6, 5), "red")]
    return _file(form, frames[0], save_all=True, append_images=frames[1:])


def _with_chunk(kind: bytes, data: bytes) -> bytes:
    whole = _file("PNG")
    return whole[:33] + _chunk(kind, data) + whole[33:]


def _run_length_bmp() -> bytes:
    info = struct.pack("<IiiHHIIiiII", 40, 4, 3, 1, 8, 1, 0, 0, 0, 256, 0) + bytes(1024)
    runs = b"\x04\x01\x00\x00\x02\x02\x02\x03\x00\x00\x00\x04\x01\x02\x03\x04\x00\x01"
    return b"BM" + struct.pack("<IHHI", 1078 + len(runs), 0, 0, 1078) + info + runs


SEEDS = [
    *(_file(form) + MARK for form in ("PNG", "JPEG", "WEBP", "GIF", "BMP")),
    *(_file("PNG", _picture(mode)) for mode in ("1", "L", "LA", "P", "RGBA", "I;16")),
    _file("PNG", transparency=(255, 255, 255)),
    _file("PNG", _picture("P"), transparency=0, bits=1),
    _file("PNG", exif=_exif(6)),
    _with_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(MARK)),
    _with_chunk(b"tEXt", b"Comment\0" + MARK),
    *(_file("JPEG", _picture(mode), quality=20) for mode in ("L", "CMYK")),
    _file("JPEG", progressive=True, comment=MARK),
    _file("JPEG", exif=_exif(5), icc_profile=MARK),
    _file("WEBP", exif=_exif(8), lossless=True),
    _file("WEBP", _picture("RGBA"), quality=20),
    _file("GIF", _picture("P"), comment=MARK),
    *(_animation(form) for form in ("GIF", "PNG", "WEBP")),
    *(_file("BMP", _picture(mode)) for mode in ("1", "L", "P", "RGBA")),
    _run_length_bmp(),
    b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    b"",
]


def check(data: bytes) -> None:
    """Raise where `data` breaks a promise."""
    try:
        with warnings.catch_warnings(), mock.patch.object(limits, "PICTURE_PIXELS", MOST):
            warnings.simplefilter("error")  # a host may have it so
            picture = load_picture(bytes(data))
    except ImageError as error:
        if not (str(error).endswith(".") and error.code.startswith("picture_")):
            raise AssertionError(f"no sentence: {error!r}") from error
        return
    with PIL.Image.open(io.BytesIO(picture.data)) as image:
        image.load()
        told = (MIMES[str(image.format)], *image.size)
    _demand(told == (picture.mime, picture.width, picture.height), f"not what it says: {told}")
    _demand(image.mode in {"RGB", "RGBA", "L"}, f"odd pixels: {image.mode}")
    _demand(len(picture.data) <= limits.PICTURE_BYTES, "too large")
    _demand(picture.data.endswith(ENDS[picture.mime]), "something hangs behind it")
    _demand(MARK not in picture.data + picture.preview, "what was hidden came out again")
    kinds = {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    _demand(not set(image.info) - kinds, f"words beside the pixels: {[*image.info]}")
    with PIL.Image.open(io.BytesIO(picture.preview)) as preview:
        preview.load()
    _demand(preview.format == "PNG", "a preview of another kind")


def _demand(held: bool, told: str) -> None:  # noqa: FBT001
    if not held:
        raise AssertionError(told)
