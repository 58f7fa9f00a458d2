"""What the bundle runs: the same as the command `usero-desktop`."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

# What PyInstaller's starter sets, so that this process finds its own libraries, every program that
# we start would inherit: a browser would load them in place of its own. Ours are loaded by now.
OURS = "LD_LIBRARY_PATH"
BEFORE = os.environ.pop(f"{OURS}_ORIG", None)
os.environ.pop(OURS, None)
if BEFORE is not None:
    os.environ[OURS] = BEFORE
# One more of ourselves is a program of its own, whose starter is to begin from the beginning.
os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"

import lazily  # noqa: E402 - the same

lazily.install()

with suppress(ModuleNotFoundError):  # left out where it does not fit this Python
    import enums

    enums.install()

from usero_desktop.cli.main import main  # noqa: E402 - what it loads may start programs

sys.exit(main())
