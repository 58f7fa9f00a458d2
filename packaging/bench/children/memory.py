"""How much memory the process holds: the bare host, with the widget, after it was opened."""

from __future__ import annotations

import gc
import sys
import time

from host import application, asked, attached, host_window, resident, spin, tell

UNWANTED = (
    "_hashlib",
    "httpx",
    "PIL",
    "sqlite3",
    "keyring",
    "mss",
    "importlib.metadata",
)
SETTLE = 2.5
"""Seconds until what attach() puts off has been done."""

IDLE = 3.0
"""Seconds in which nothing happens."""


def main() -> None:
    wishes = asked()
    app = application()
    window = host_window()
    state = wishes["state"]
    if state != "bare":
        widget = attached(window, data_dir=wishes["data_dir"])
        spin(SETTLE)
        if state == "opened":
            widget.open()
            spin(1.0)
            widget.close()
    spin(SETTLE if state != "opened" else 1.0)
    gc.collect()
    spin(0.2)
    told = resident()
    told["cpu"] = idle_cpu()
    loaded = [name for name in UNWANTED if name in sys.modules]
    window.close()
    app.processEvents()
    tell(**told, unwanted=loaded, modules=len(sys.modules))


def idle_cpu() -> float:
    """Return the CPU time in ms that the process takes while nothing happens for a while."""
    before = time.process_time()
    spin(IDLE)
    return (time.process_time() - before) * 1000


main()
