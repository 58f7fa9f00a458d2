"""A photograph that tells much about who took it."""

from __future__ import annotations

from capture.pictures import encoded, painted
from capture.test_metadata import WORDS, planted_exif

__all__ = ["WORDS", "photo"]


def photo() -> bytes:
    """Return a JPEG with a name, a place and a serial number in it."""
    return encoded("JPEG", painted(size=(400, 300)), exif=planted_exif(), comment=WORDS[17])
