"""What macOS answers, by a library that exports its two calls: built here, loaded by path."""

from __future__ import annotations

import subprocess
import sys

import pytest
from capture.xclient import XClient

from usero_desktop.capture.permission import require_permission
from usero_desktop.capture.screen import ScreenGrabber
from usero_desktop.errors import CaptureRefused

pytestmark = [
    pytest.mark.promise("F7"),
    pytest.mark.compiler,
    pytest.mark.skipif(sys.platform != "linux", reason="on a Mac there is the real one"),
]

SOURCE = """
#include <stdbool.h>
#include <stdio.h>
static bool told(const char *call, bool answer) {
    FILE *file = fopen("%s", "a");
    fputs(call, file);
    fclose(file);
    return answer;
}
bool CGPreflightScreenCaptureAccess(void) { return told("preflight ", %d); }
bool CGRequestScreenCaptureAccess(void) { return told("request ", %d); }
"""


@pytest.fixture
def core_graphics(tmp_path):
    """Build a CoreGraphics that gives these answers; and where it writes what it was asked."""

    def build(preflight, request):
        asked = tmp_path / "asked"
        library = tmp_path / f"graphics-{preflight}{request}.so"
        source = SOURCE % (asked, preflight, request)
        compiler = ["gcc", "-shared", "-fPIC", "-x", "c", "-", "-o", library]
        subprocess.run(compiler, input=source, text=True, check=True)
        return str(library), asked

    return build


def test_who_has_the_permission_is_not_asked_for_it(core_graphics):
    library, asked = core_graphics(1, 0)
    require_permission(library)

    assert asked.read_text() == "preflight "


def test_one_without_is_asked_for_and_what_is_allowed_at_once_counts(core_graphics):
    library, asked = core_graphics(0, 1)
    require_permission(library)

    assert asked.read_text() == "preflight request "


@pytest.mark.screen
def test_a_no_is_told_with_the_way_to_a_yes_and_the_screen_not_looked_at(
    core_graphics, screen, noise
):
    library, asked = core_graphics(0, 0)
    with XClient(screen) as client:
        client.paint(noise(1000, 600))

    with pytest.raises(CaptureRefused, match="Privacy & Security > Screen") as no:
        ScreenGrabber(core_graphics=library).grab_all()

    assert no.value.code == "screen_permission"
    assert asked.read_text() == "preflight request "


def test_a_system_that_knows_no_such_permission_needs_none(tmp_path):
    library = tmp_path / "older.so"
    subprocess.run(
        ["gcc", "-shared", "-x", "c", "-", "-o", library], input="int nothing;", text=True,
        check=True,
    )  # fmt: skip
    require_permission(str(library))
    require_permission(str(tmp_path / "nowhere.so"))
    require_permission()
