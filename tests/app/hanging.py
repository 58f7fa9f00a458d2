"""The program, whose GUI thread stops for good once it runs and hears further starts.

    python hanging.py [the command line of usero-desktop]

It prints ``hangs`` then. It is not asked politely to end: SIGTERM is left unheard.
"""

from __future__ import annotations

import signal
import sys
import threading

from usero_desktop.app import standalone
from usero_desktop.cli.main import main

settle = standalone.Standalone._settle


def hang(program):
    settle(program)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.stdout.write("hangs\n")
    sys.stdout.flush()
    threading.Event().wait()


standalone.Standalone._settle = hang
sys.exit(main(sys.argv[1:]))
