"""The same widgets and columns on screens of other scales: not a pixel of them."""

from __future__ import annotations

import pytest
from ui.process import run_script
from ui.test_masking_everywhere import CASES

SCRIPT = """
import sys
sys.path.insert(0, "tests")
from ui import planted
from ui.test_masking_everywhere import CASES
from usero_desktop.qt import QtWidgets

app = QtWidgets.QApplication(sys.argv[:1])
for case in CASES:
    found = []
    for mark in (True, False):
        page = planted.page()
        case(page, mark)
        found.append(planted.count(planted.shown(page.window())))
        planted.delete(page.window())
    if found[0] or not found[1]:
        print(case.__name__, *found)
print(app.primaryScreen().devicePixelRatio())
"""


@pytest.mark.promise("I7")
@pytest.mark.parametrize("scale", ["1.25", "1.5", "1.75", "2"])
def test_no_pixel_is_left_at_any_scale(scale, figure):
    done = run_script(SCRIPT, QT_SCALE_FACTOR=scale)

    assert done.returncode == 0, done.stderr
    assert float(done.stdout) == float(scale)
    figure(f"at {scale}: {len(CASES)} ways to be in a window, 0 pixels")
