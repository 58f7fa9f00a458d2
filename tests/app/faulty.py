"""The program, in which every handler of the app's raises, each time, after it has done its work.

python faulty.py [the command line of usero-desktop]
"""

from __future__ import annotations

import functools
import runpy
from pathlib import Path

from usero_desktop.ui import guard as room

OURS = ("usero_desktop.app.", "usero_desktop.ui.window.alone")
real = room._wrap


def raising(method):
    @functools.wraps(method)
    def raise_after(*arguments, **named):
        method(*arguments, **named)
        raise RuntimeError("planted")

    return raise_after


def wrap(method, *, otherwise):
    guarded = real(method, otherwise=otherwise)
    if method.__module__.startswith(OURS):
        cells = dict(zip(guarded.__code__.co_freevars, guarded.__closure__, strict=True))
        cells["method"].cell_contents = raising(method)
    return guarded


room._wrap = wrap
runpy.run_path(str(Path(__file__).with_name("driven.py")), run_name="__main__")
