"""What `import usero_desktop` costs a program that runs Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry import REGISTRY, Figure, Goal, Sample

if TYPE_CHECKING:
    from bench import Bench

CODE = """
import json, sys, time
start = time.perf_counter()
import {package}.QtWidgets
middle = time.perf_counter()
known = len(sys.modules)
import usero_desktop
end = time.perf_counter()
print(json.dumps([(end - middle) * 1000, (middle - start) * 1000, len(sys.modules) - known]))
"""
IMPORT = Figure("import usero_desktop", "ms", "import QtWidgets", Goal(0.03, "ratio"))


@REGISTRY.measure("import", IMPORT)
def imports(bench: Bench) -> dict[str, Sample]:
    """Both in one fresh process, ours after Qt as in a host."""
    ours, qt, modules = bench.python("-c", CODE.format(package=bench.package))
    return {IMPORT.name: Sample(ours, qt, f"{modules} modules loaded")}
