"""X11's libraries in a program that is frozen, which has some of them in its own folder."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

_loading = threading.Lock()


def load_bundled() -> None:
    """Load what mss needs of X11, from the bundle first; nothing to do in any other program.

    mss asks `ctypes.util.find_library`, which knows of no bundle: it asks ldconfig and compilers
    about libraries that a user's system need not have. So that answers otherwise, for the moment
    in which mss asks. Any thread. Raises what mss raises where one is missing.
    """
    folder = getattr(sys, "_MEIPASS", None)
    if folder is None or sys.platform != "linux":
        return
    from ctypes import util

    from mss.linux import xcb

    with _loading:
        of_system = util.find_library

        def find(name: str) -> str | None:
            here = sorted(Path(folder).glob(f"lib{name}.so.*"))
            return str(here[0]) if here else of_system(name)

        util.find_library = find
        try:
            xcb.initialize()  # once: later calls return at once
        finally:
            util.find_library = of_system
