"""Files of every kind that a person may try to attach, made on the spot."""

from __future__ import annotations

import io
import struct
import zlib

import PIL.Image
import PIL.PngImagePlugin

READ = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
MIMES = {"JPEG": "image/jpeg"}


def painted(mode="RGB", size=(40, 30)):
    """Four quarters of different colours, so that turning and mirroring can be seen."""
    wide, high = size
    image = PIL.Image.new("RGB", size, (250, 10, 10))
    image.paste((10, 250, 10), (wide // 2, 0, wide, high // 2))
    image.paste((10, 10, 250), (0, high // 2, wide // 2, high))
    image.paste((250, 250, 250), (wide // 2, high // 2, wide, high))
    return image.convert(mode)


def encoded(form, image=None, **options):
    sink = io.BytesIO()
    if form == "WEBP":
        options = {"lossless": True} | options
    (image or painted()).save(sink, form, **options)
    return sink.getvalue()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, *chunks, depth=8, colour=2):
    """Return a PNG of which only the header and `chunks` are there."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"".join((b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", header), *chunks, chunk(b"IEND", b"")))


def png_bomb(width, height):
    """Return a small, whole and correct PNG of that many black pixels."""
    packer = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return png(width, height, chunk(b"IDAT", data), depth=1, colour=0)


def gif(screen, frame):
    """Return the head of a GIF whose first frame may be larger than its screen."""
    return (
        b"GIF89a" + struct.pack("<HHBBB", *screen, 0x80, 0, 0) + bytes(6)
        + b"!\xfe\x03abc\0" + b"," + struct.pack("<HHHHB", 0, 0, *frame, 0) + b"\x02\x02\x4c\x01\0;"
    )  # fmt: skip


def webp(width, height):
    """Return the head of an extended WebP, which says its size first."""
    sides = b"".join((side - 1).to_bytes(3, "little") for side in (width, height))
    body = b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + sides
    return b"RIFF" + struct.pack("<I", len(body)) + body


def bmp(width, height):
    info = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54, 0, 0, 54) + info


def jpeg(width, height):
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8\xff\xc0" + struct.pack(">H", 2 + len(frame)) + frame + b"\xff\xd9"


BOMBS = {"PNG": png, "WEBP": webp, "BMP": bmp, "JPEG": jpeg}
