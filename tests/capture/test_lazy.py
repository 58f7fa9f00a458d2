from __future__ import annotations

import subprocess
import sys

ROOMS = ("backends", "content", "grabber", "portal", "screen", "encode", "load", "permission",
         "session", "source", "header", "plain", "strips", "essence", "orientation", "changes",
         "lossless")  # fmt: skip


def test_importing_the_room_loads_no_library():
    imports = "".join(f"import usero_desktop.capture.{room}\n" for room in ROOMS)
    program = f"{imports}import sys\nprint({{'PIL', 'mss', 'jeepney'}} & {{*sys.modules}})"

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "set()"
