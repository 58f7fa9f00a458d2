"""What type checkers make of the installed wheel: the public surface, and mistakes in its use."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import usero_desktop

USES = Path(__file__).parent / "uses.py"
SCRIPTS = Path(sys.executable).parent
STRICT = {"typeCheckingMode": "strict", "reportUnnecessaryTypeIgnoreComment": "error"}

pytestmark = [
    pytest.mark.skipif(
        sys.platform == "win32", reason="the environments here are made of symbolic links"
    ),
    pytest.mark.timeout(300),
]


@pytest.fixture
def host(install, tmp_path):
    """A host's project in an environment of its own, with our wheel installed in that."""
    installed = install("PySide6")
    shutil.copy(USES, tmp_path)
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(STRICT), encoding="utf-8")

    def check(*command):
        environment = {"PATH": f"{installed.scripts}:/usr/bin:/bin", "HOME": str(tmp_path)}
        return subprocess.run(
            [SCRIPTS / command[0], *command[1:]],
            cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    check.python = installed.python
    return check


def test_mypy_finds_no_fault_in_a_program_that_uses_it_all_and_every_mistake(host, root):
    cache = root / ".mypy_cache" / "installed"
    arguments = ["--strict", "--python-executable", host.python, "--cache-dir", cache, "uses.py"]
    done = host("mypy", *arguments)
    assert done.stdout == "Success: no issues found in 1 source file\n", done.stdout + done.stderr


def test_pyright_finds_no_fault_in_a_program_that_uses_it_all_and_every_mistake(host):
    done = host("basedpyright", "uses.py")
    assert done.stdout == "0 errors, 0 warnings, 0 notes\n", done.stdout + done.stderr


def test_pyright_knows_the_type_of_every_public_symbol(host):
    done = host(
        "basedpyright", "--verifytypes", "usero_desktop", "--ignoreexternal", "--outputjson"
    )
    completeness = json.loads(done.stdout)["typeCompleteness"]
    homes = {f"usero_desktop.{home}.{name}" for name, home in usero_desktop._HOMES.items()}
    ours = dict.fromkeys(homes, False)
    faults = []
    for symbol in completeness["symbols"]:
        home = next((h for h in homes if f"{symbol['name']}.".startswith(f"{h}.")), None)
        if home is not None:
            ours[home] = True
            if symbol["isTypeAmbiguous"] or not symbol["isTypeKnown"]:
                faults.append(symbol["name"])
    assert [home for home, is_found in ours.items() if not is_found] == []
    assert faults == []


def test_the_program_that_is_checked_uses_every_public_name():
    used = set(re.findall(r"\busero\.(\w+)", USES.read_text(encoding="utf-8")))
    assert used - {"nothing"} == set(usero_desktop.__all__)
