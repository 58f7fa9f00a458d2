from __future__ import annotations

import sys
from typing import Final

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
    "PIL.ExifTags",
    "PIL.Image",
    "PIL.ImageFile",
    "PIL.PngImagePlugin",
    "usero_desktop.capture.screen",
)
"""What a picture of the screen loads, each bringing little beyond those before it."""
