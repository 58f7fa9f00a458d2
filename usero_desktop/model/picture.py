from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from usero_desktop.model.pointed import Pointed


class PictureSource(StrEnum):
    """Where a picture came from."""

    WINDOW = "window"
    SCREEN = "screen"
    REGION = "region"
    FILE = "file"
    CLIPBOARD = "clipboard"
    DROP = "drop"


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Picture:
    """A picture ready to be sent: decoded, stripped and encoded afresh by capture.

    `data` is a whole PNG or JPEG file of at most `limits.PICTURE_BYTES`, `mime` its type,
    `width` and `height` are physical pixels. `preview` is a small PNG of the same picture
    (see `limits.PREVIEW_SIDE`), so that nobody decodes the whole one to show a thumbnail. The
    user's file name is never kept. `pointed` is the control of the host's that it was taken to
    show; it goes with the picture, and is not kept with a draft on the disk.
    """

    data: bytes = field(repr=False)
    mime: str
    width: int
    height: int
    source: PictureSource = PictureSource.FILE
    preview: bytes = field(default=b"", repr=False)
    pointed: Pointed | None = None

    @property
    def extension(self) -> str:
        """File name ending that fits `mime`."""
        return "jpg" if self.mime == "image/jpeg" else "png"

    def file_name(self, number: int) -> str:
        """Return what it is called as the `number`th of a report, from 1."""
        return f"screenshot-{number}.{self.extension}"
