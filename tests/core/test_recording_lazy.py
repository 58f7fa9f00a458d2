"""A report without a recording loads nothing of recordings."""

from __future__ import annotations

import subprocess
import sys

from servers import serving

PROGRAM = """
import sys
from usero_desktop.core.feedback import Feedback
with Feedback("client_demo", base_url=sys.argv[1], data_dir=sys.argv[2]) as feedback:
    feedback.submit(rating=4).result(30)
    assert feedback.flush(30)
    feedback.history()
print([name for name in sys.modules if name in (
    "usero_desktop.model.recording", "usero_desktop.core.recordings", "usero_desktop.replay",
    "usero_desktop.rrweb")])
"""


def test_a_report_without_one_loads_nothing_of_recordings(tmp_path):
    with serving() as server:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, server.url, tmp_path / "data"],
            capture_output=True, text=True, check=True, timeout=60,
        )  # fmt: skip
    assert done.stdout == "[]\n"
