"""Uploaded files: kept as they came under a random name, decoded anew before anyone sees them.

What arrives is never served. A picture that decodes is written again by Pillow, once, when
it is first looked at; whatever does not decode stays in its file. All methods block.
"""

from __future__ import annotations

import os
import secrets
import struct
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageOps

from usero_desktop.model import limits

if TYPE_CHECKING:
    from pathlib import Path
    from typing import IO

# The formats a screenshot has; SVG, PDF and the like are no pictures to Pillow here.
FORMATS: Final = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
PNG_TYPE: Final = "image/png"
JPEG_TYPE: Final = "image/jpeg"
THUMBNAIL_SIDE: Final = 480
"""Longest side of a thumbnail in pixels: shown at 160 and sharp on a 3x screen."""

COPY_BYTES: Final = 1 << 18
NAME_BYTES: Final = 16

# All that Pillow raises on files that are broken on purpose.
BROKEN: Final = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    EOFError,
    MemoryError,
    struct.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file's header says: pixels, and the type it is served as (None: not at all)."""

    width: int | None = None
    height: int | None = None
    served_type: str | None = None


class ImageFolder:
    """The folder of uploaded files, 0700, each file 0600, whatever the umask."""

    def __init__(self, folder: Path) -> None:
        """Make the folder where it is missing. Raises OSError."""
        self._folder = folder
        self._decoding = threading.Lock()  # one at a time: a large picture takes 200 MB
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)

    def keep(self, source: IO[bytes]) -> tuple[str, Facts]:
        """Copy `source` to a new random name; return the name and the facts. Raises OSError."""
        name = secrets.token_hex(NAME_BYTES)
        with self._create(name, "upload") as target:
            while block := source.read(COPY_BYTES):
                target.write(block)
        return name, read_facts(self._path(name, "upload"))

    def original(self, name: str) -> bytes:
        """Read the file as it came: for tests, never for the page. Raises OSError."""
        return self._path(name, "upload").read_bytes()

    def picture(self, name: str, served_type: str) -> Path | None:
        """Return the file to serve for `name`, made on first use; None if it cannot be shown."""
        return self._derived(name, "shown", served_type)

    def thumbnail(self, name: str, served_type: str) -> Path | None:
        """Return a small version of `name`, made on first use; None if it cannot be shown."""
        return self._derived(name, "thumbnail", served_type)

    def _derived(self, name: str, kind: str, served_type: str) -> Path | None:
        path = self._path(name, kind)
        with self._decoding:
            if path.exists():
                return path
            picture = _decode(self._path(name, "upload"))
            if picture is None:
                return None
            if kind == "thumbnail":
                picture.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
            # Half-written files must never be found under the final name.
            with self._create(name, f"{kind}.part") as target:
                _encode(picture, target, served_type)
            self._path(name, f"{kind}.part").replace(path)
        return path

    def _path(self, name: str, kind: str) -> Path:
        # Names come from the database, which took them from `keep`; a last check all the same.
        if len(name) != 2 * NAME_BYTES or not name.isalnum():
            message = f"No image has the name {name!r}"
            raise FileNotFoundError(message)
        return self._folder / f"{name}.{kind}"

    def _create(self, name: str, kind: str) -> IO[bytes]:
        flags = os.O_CREAT | os.O_WRONLY | os.O_TRUNC | getattr(os, "O_BINARY", 0)
        return os.fdopen(os.open(self._path(name, kind), flags, 0o600), "wb")


def read_facts(path: Path) -> Facts:
    """Read the header of the file at `path`; empty facts for what is no picture."""
    try:
        with Image.open(path, formats=FORMATS) as image:
            width, height = image.size
            if not _bearable(width, height):
                return Facts()
            return Facts(width, height, JPEG_TYPE if image.format == "JPEG" else PNG_TYPE)
    except BROKEN:
        return Facts()


def _bearable(width: int, height: int) -> bool:
    return max(width, height) <= limits.PICTURE_SIDE and width * height <= limits.PICTURE_PIXELS


def _decode(path: Path) -> Image.Image | None:
    try:
        with Image.open(path, formats=FORMATS) as image:
            if not _bearable(*image.size):
                return None
            image.load()
            upright = ImageOps.exif_transpose(image)
            has_alpha = "A" in upright.getbands() or "transparency" in upright.info
            # A fresh mode conversion leaves every chunk the sender wrote behind.
            plain = upright.convert("RGBA" if has_alpha else "RGB")
    except BROKEN:
        return None
    plain.info.clear()
    return plain


def _encode(picture: Image.Image, target: IO[bytes], served_type: str) -> None:
    if served_type == JPEG_TYPE:
        picture.convert("RGB").save(target, "JPEG", quality=95, subsampling=0)
    else:
        picture.save(target, "PNG", compress_level=1)
