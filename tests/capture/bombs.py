"""Small files that ask for much: memory, time, or to be counted."""

from __future__ import annotations

import struct
import zlib
from functools import cache

import PIL.Image
from capture.pictures import chunk, encoded, gif, jpeg, painted, png, png_bomb, webp


def gif_of_frames(count=100_000):
    """Return a GIF of so many frames, each whole."""
    one = encoded("GIF", painted("P", (16, 16)))
    at = one.index(b",", 13 + (3 << (one[10] & 7) + 1))
    return one[:at] + one[at:-1] * count + b";"


def apng_of_frames(count=100_000):
    """Return a PNG that says it is an animation, and has frames of next to nothing."""
    whole = encoded("PNG", painted(size=(16, 16)))
    frames = b"".join(
        chunk(b"fcTL", struct.pack(">IIIIIHHBB", n, 16, 16, 0, 0, 1, 1, 0, 0)) for n in range(count)
    )
    control = chunk(b"acTL", struct.pack(">II", 2**31 - 1, 0))
    return whole[:33] + control + whole[33:-12] + frames + whole[-12:]


def webp_of_frames(count=2000):
    """Return a WebP of so many frames of one pixel in a canvas of the largest size."""
    frames = [PIL.Image.new("RGB", (16, 16), (n % 256, 7, 9)) for n in range(20)]
    data = encoded("WEBP", frames[0], save_all=True, append_images=frames[1:])
    at = data.index(b"ANMF")
    body = data[12:at] + data[at:] * (count // 20)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


@cache
def swollen():
    """Return what zlib unpacks to 300 MB of nothing."""
    packer = zlib.compressobj(1)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(300)) + packer.flush()


def png_with(kind, head):
    """Return a PNG with a chunk that unpacks to 300 MB."""
    whole = encoded("PNG")
    return whole[:33] + chunk(kind, head + swollen()) + whole[33:]


def png_of_chunks(count=1_000_000):
    whole = encoded("PNG")
    return whole[:33] + chunk(b"tEXt", b"a\0b") * count + whole[33:]


def png_that_goes_on():
    """Return a small PNG whose pixels unpack to 300 MB."""
    return png(9, 9, chunk(b"IDAT", swollen()))


def jpeg_of_scans(size, scans):
    """Return a progressive JPEG whose last scan comes again and again."""
    whole = encoded("JPEG", PIL.Image.new("RGB", size, (9, 99, 199)), progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:last] + whole[last:-2] * scans + whole[-2:]


def jpeg_of_segments(count=1_000_000):
    whole = encoded("JPEG")
    return whole[:2] + b"\xff\xe1\x00\x04ab" * count + whole[2:]


def bmp_of_runs(count=5_000_000):
    """Return a run-length BMP of as many runs of one pixel each."""
    info = struct.pack("<IiiHHIIiiII", 40, 2500, 2000, 1, 8, 1, 0, 0, 0, 256, 0) + bytes(1024)
    body = b"\x01\x07" * count
    return b"BM" + struct.pack("<IHHI", 1078 + len(body), 0, 0, 1078) + info + body


def icon(width=256, height=256):
    """Return an ICO that says it holds a PNG of another size."""
    inner = png_bomb(9000, 9000)
    entry = struct.pack("<BBBBHHII", width % 256, height % 256, 0, 0, 1, 32, len(inner), 22)
    return b"\0\0\1\0\1\0" + entry + inner


REFUSED = {
    "PNG of 9 KB with 81 million pixels": lambda: png_bomb(9000, 9000),
    "PNG header of 2^31 a side": lambda: png(2**31 - 1, 2**31 - 1),
    "JPEG of 65,535 a side": lambda: jpeg(65_535, 65_535),
    "JPEG of 16 million pixels in 10,000 scans": lambda: jpeg_of_scans((4000, 4000), 10_000),
    "JPEG of a million segments": jpeg_of_segments,
    "WebP header of 16 million a side": lambda: webp(2**24, 2**24),
    "WebP of 16,383 a side": lambda: webp(16_383, 16_383),
    "GIF with a frame beyond its screen": lambda: gif((9, 9), (65_535, 65_535)),
    "GIF with a frame of 294 million pixels": lambda: gif((9, 9), (20_000, 14_710)),
    "PNG of a million chunks": png_of_chunks,
    "BMP of five million runs": bmp_of_runs,
    "icon with a lying header": icon,
}

TAKEN = {
    "GIF of 100,000 frames": gif_of_frames,
    "APNG of 40,000 frames that says two billion": lambda: apng_of_frames(40_000),
    "WebP of 2,000 frames": webp_of_frames,
    "PNG with 300 MB of zTXt": lambda: png_with(b"zTXt", b"Comment\0\0"),
    "PNG with 300 MB of iTXt": lambda: png_with(b"iTXt", b"Comment\0\1\0\0\0"),
    "PNG with 300 MB of iCCP": lambda: png_with(b"iCCP", b"profile\0\0"),
    "PNG whose pixels go on for 300 MB": png_that_goes_on,
    "JPEG of one pixel in 10,000 scans": lambda: jpeg_of_scans((1, 1), 10_000),
}
"""These have a small picture in them, and it is found."""
