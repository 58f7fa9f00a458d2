"""What the bundle runs: the same as the command `usero-desktop`."""

from __future__ import annotations

import sys

from usero_desktop.cli.main import main

sys.exit(main())
