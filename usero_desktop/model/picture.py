from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class PictureSource(StrEnum):
    """Where a picture came from."""

    WINDOW = "window"
    SCREEN = "screen"
    FILE = "file"
    CLIPBOARD = "clipboard"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready to be sent: decoded, stripped and encoded afresh by capture.

    `data` is a whole PNG or JPEG file of at most `limits.PICTURE_BYTES`, `mime` its type,
    `width` and `height` are physical pixels. `preview` is a small PNG of the same picture
    (see `limits.PREVIEW_SIDE`), so that nobody decodes the whole one to show a thumbnail. The
    user's file name is never kept.
    """

    data: bytes = field(repr=False)
    mime: str
    width: int
    height: int
    source: PictureSource = PictureSource.FILE
    preview: bytes = field(default=b"", repr=False)

    @property
    def extension(self) -> str:
        """File name ending that fits `mime`."""
        return "jpg" if self.mime == "image/jpeg" else "png"
