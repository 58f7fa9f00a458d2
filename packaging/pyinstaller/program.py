"""What the bundle runs: the same as the command `usero-desktop`."""

from __future__ import annotations

import os
import sys

# The bundle's own libraries are found by a variable that PyInstaller sets, and that every program
# we start would inherit: a browser would load them in place of its own. Ours are loaded by now.
OURS = "LD_LIBRARY_PATH"
BEFORE = os.environ.pop(f"{OURS}_ORIG", None)
os.environ.pop(OURS, None)
if BEFORE is not None:
    os.environ[OURS] = BEFORE

from usero_desktop.cli.main import main  # noqa: E402 - what it loads may start programs

sys.exit(main())
