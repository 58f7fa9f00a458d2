"""A picture made smaller, for a server that would not take it as it was."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from usero_desktop.capture.load import DAMAGE
from usero_desktop.capture.plain import on_white, plain
from usero_desktop.errors import ImageError

if TYPE_CHECKING:
    from usero_desktop.model.picture import Picture

QUALITY: Final = 85
SHARE: Final = 2
"""The result has at most this part of the bytes: half."""


def smaller(picture: Picture) -> Picture:
    """Return `picture` as a JPEG of at most half its bytes, with fewer pixels where it must be.

    Raises ImageError where its data is none that can be read. For a worker thread.
    """
    from PIL import Image

    try:
        with Image.open(io.BytesIO(picture.data), formats=("PNG", "JPEG")) as opened:
            opened.load()
            image = plain(opened)
    except DAMAGE as error:
        raise ImageError(
            "This picture is damaged or incomplete and cannot be read.",
            code="picture_damaged",
            name="This picture",
        ) from error
    if image.mode == "RGBA":
        image = on_white(image)
    while True:
        file = io.BytesIO()
        image.save(file, "JPEG", quality=QUALITY)
        width, height = image.size
        if file.tell() <= len(picture.data) // SHARE or max(width, height) == 1:
            data = file.getvalue()
            return replace(picture, data=data, mime="image/jpeg", width=width, height=height)
        image = image.reduce(2)
