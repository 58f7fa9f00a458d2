"""Hosts that use PySide6's `from __feature__ import snake_case, true_property`."""

from __future__ import annotations

from pathlib import Path

import pytest
from host.program import run

import usero_desktop
from usero_desktop import switches
from usero_desktop.qt import BINDING

READ = ["__init__.py", "errors.py", "switches.py"]
PACKAGE = Path(usero_desktop.__file__).parent


@pytest.mark.skipif(BINDING != "PySide6", reason="PyQt6 has no such switches")
def test_a_host_that_switches_qts_names_has_its_names_and_we_have_ours(inbox, tmp_path):
    done = run("switches", inbox.url, tmp_path)

    assert (done.returncode, done.stdout) == (0, f"Switched True True\n{READ}\n"), done.stderr
    assert [report.comment for report in inbox.new()] == ["Through the switches"]


def test_every_module_of_ours_is_named_before_it_is_imported():
    inits = {path.parent for path in PACKAGE.rglob("__init__.py")} - {PACKAGE}
    others = {path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py"}
    paths = (path.relative_to(PACKAGE.parent).with_suffix("") for path in inits | others)
    wanted = {".".join(path.parts) for path in paths}

    assert set(switches._in_folder(str(PACKAGE), "usero_desktop.")) >= wanted
    assert set(switches._in_archive(str(PACKAGE), "usero_desktop.")) == wanted
