"""What the host holds of Qt's screens stays good, whatever window of it goes after ours was there.

PySide6 may end Python's half of what a window was asked for together with the window.
"""

from __future__ import annotations

from host.program import run

USES = ("open_only", "report", "dialogs", "pictures", "editor")


def test_the_screens_that_a_host_keeps_outlive_every_window_ours_was_in(inbox, tmp_path):
    done = run("screens", inbox.url, tmp_path)

    assert done.stdout.splitlines() == [f"{use} True" for use in USES], done.stderr
    assert done.returncode == 0, done.stderr
