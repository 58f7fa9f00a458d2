"""What is built, and the user's machine around it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from installed.debian import ROOT

BUILD = """\
import sys
sys.path.insert(0, "packaging")
import bundle, wheels
from environment import ROOT, Environment
env = Environment(ROOT)
wheels.make(env)
print(bundle.folder(env), file=sys.stderr)
"""


@pytest.fixture(scope="session")
def bundle():
    """The folder of the bundle of this checkout: what has not changed is not made again."""
    made = subprocess.run(
        [sys.executable, "-c", BUILD], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert made.returncode == 0, made.stdout + made.stderr
    return ROOT / "build" / "frozen" / "usero-desktop"
