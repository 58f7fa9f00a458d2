from __future__ import annotations

import sys
from typing import Final

PICTURE_PARTS: Final = (
    "PIL.ExifTags",
    "PIL.Image",
    "PIL.ImageChops",
    "PIL.ImageFile",
    "PIL.PngImagePlugin",
    "isal.isal_zlib",
    "usero_desktop.capture.encode",
    "usero_desktop.capture.load",
)
"""What a picture that is brought along loads, each bringing little beyond those before it."""

PARTS: Final = (
    "platform",
    "concurrent.futures._base",
    "subprocess",
    "ctypes.util",
    "mss",
    *(
        ("mss.linux", "mss.linux.xcbhelpers", "mss.linux.xcbgen", "mss.linux.xshmgetimage")
        if sys.platform == "linux"
        else ()
    ),
    *PICTURE_PARTS[:-1],
    "usero_desktop.capture.screen",
)
"""The same for a picture of the screen."""
