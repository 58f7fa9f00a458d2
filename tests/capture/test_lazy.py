from __future__ import annotations

import subprocess
import sys

ROOMS = ("grabber", "screen", "encode", "load", "session", "source", "header", "plain", "strips",
         "essence", "orientation")  # fmt: skip


def test_importing_the_room_loads_neither_pillow_nor_mss():
    imports = "".join(f"import usero_desktop.capture.{room}\n" for room in ROOMS)
    program = f"{imports}import sys\nprint({{'PIL', 'mss'}} & {{*sys.modules}})"

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "set()"
