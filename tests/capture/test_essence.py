"""What a decoder is given has the same pixels as the whole file, and nothing beside them."""

from __future__ import annotations

import io
import struct

import PIL.Image
import pytest
from capture.pictures import encoded, painted

from usero_desktop.capture.essence import essence


def photo(mode="RGB", size=(67, 45)):
    noise = PIL.Image.effect_noise(size, 60)
    return PIL.Image.merge("RGB", (noise, painted("L", size), noise.rotate(180))).convert(mode)


def pixels(data):
    with PIL.Image.open(io.BytesIO(data)) as image:
        image.load()
        return image.mode, image.size, image.info.get("transparency"), image.tobytes()


VARIANTS = {
    **{
        f"JPEG {mode} {subsampling} {'progressive' if progressive else 'baseline'} {restart}": (
            lambda mode=mode, subsampling=subsampling, progressive=progressive, restart=restart: (
                encoded(
                    "JPEG", photo(mode), subsampling=subsampling, progressive=progressive,
                    restart_marker_blocks=restart, comment=b"words", quality=80,
                    icc_profile=b"profile", exif=PIL.Image.Exif(),
                )
            )
        )
        for mode in ("RGB", "L", "CMYK")
        for subsampling in (0, 1, 2)
        for progressive in (False, True)
        for restart in (0, 3)
    },
    **{
        f"PNG {mode}": lambda mode=mode: encoded("PNG", photo().convert(mode), dpi=(72, 72))
        for mode in ("1", "L", "P", "RGB", "RGBA", "LA", "I;16")
    },
    "PNG with one transparent colour": lambda: encoded("PNG", painted(), transparency=(1, 2, 3)),
    "PNG of 2 bits": lambda: encoded("PNG", painted("P"), bits=2, transparency=1),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(VARIANTS))
def test_every_way_to_write_a_picture_keeps_its_pixels(name):
    data = VARIANTS[name]()

    found = essence(data)

    assert pixels(found.data) == pixels(data)
    assert found.size == (pixels(data)[1])
    for word in (b"words", b"profile", b"pHYs"):
        assert word not in found.data


@pytest.mark.parametrize(
    "between", [b"\xff", b"\xff\xff\xff", b"\xff\x01", b"\xff\xfe\x00\x06abcd", b"\0\0junk\0"]
)
def test_what_decoders_step_over_is_stepped_over(between):
    whole = encoded("JPEG", photo(), progressive=True)
    marks = [at for at in range(2, len(whole)) if whole[at : at + 2] in (b"\xff\xda", b"\xff\xc4")]
    marks = marks[1:] if between.startswith(b"\0") else marks
    data = bytearray(whole)
    for at in reversed(marks[:1] if between.startswith(b"\0") else marks):
        data[at:at] = between

    assert pixels(essence(bytes(data)).data) == pixels(whole)


def jpeg_head(marker, components, in_scan):
    factors = [0x22, 0x11, 0x11][:components]
    parts = b"".join(bytes((n + 1, factor, 0)) for n, factor in enumerate(factors))
    frame = struct.pack(">BHHB", 8, 400, 600, components) + parts
    scan = bytes((in_scan,)) + b"".join(bytes((n + 1, 0)) for n in range(in_scan)) + b"\0\x3f\0"
    segments = ((bytes((marker,)), frame), (b"\xda", scan))
    body = b"".join(
        b"\xff" + kind + struct.pack(">H", len(part) + 2) + part for kind, part in segments
    )
    return b"\xff\xd8" + body + b"\xff\xd9"


@pytest.mark.promise("G3")
@pytest.mark.parametrize(
    "marker, components, in_scan, expected",
    [(0xC0, 3, 3, 4), (0xC0, 3, 1, 7), (0xC2, 3, 3, 7), (0xC2, 1, 1, 6), (0xC0, 1, 1, 4),
     (0xCA, 3, 3, 7)],
)  # fmt: skip
def test_the_memory_that_decoding_takes_is_known_before(marker, components, in_scan, expected):
    found = essence(jpeg_head(marker, components, in_scan))

    assert (found.size, found.bytes_per_pixel) == ((600, 400), expected)


@pytest.mark.parametrize(
    "broken",
    [b"\xff\xd8\xff", b"\xff\xd8\xff\xd9", b"\xff\xd8\xff\xc0\0\x05abc", b"\x89PNG\r\n\x1a\n",
     b"\x89PNG\r\n\x1a\n\0\0", b"RIFF\0\0\0\0WEBP", b"RIFF\0\0\0\0WEBPVP8X", b"GIF89a", b"BM",
     jpeg_head(0xC0, 3, 3)[:-2] + jpeg_head(0xC0, 3, 3)[2:]],
)  # fmt: skip
def test_a_file_without_a_head_makes_no_sense(broken):
    with pytest.raises(ValueError, match=r".+"):
        essence(broken)
