"""What the tests prove of the promises of promises.toml, and the figures they measured.

`@pytest.mark.promise("A1")` says what a test proves; `figure("300 cuts, 0 lost")` in it says
what was measured. `@pytest.mark.bites("A1")` marks the same harness run against a program
that is wrong on purpose, and must find that out. The run writes all of it to the file that
USERO_TEST_FIGURES names, and `dev.py test --faults` makes the table of README.md from it.
"""

from __future__ import annotations

import json
import os
import sys
import tomllib
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pytest
from hypothesis import settings
from pseudo import write_catalogs

# A shared machine may take its time over any one example.
settings.register_profile("usero", deadline=None)
settings.load_profile("usero")

HERE = Path(__file__).parent
KINDS = ("promise", "bites")
OF_LINUX = {
    "screen": "an X server is a Linux matter",
    "reader": "AT-SPI is a Linux matter",
    "wayland": "Wayland is a Linux matter",
}
"""Markers of what is started by the tests on Linux alone, and the reason."""
OF_BINDINGS = {"ui", "editor", "host", "flows"}
"""Rooms whose tests run once a binding, and look at how fast a window is."""


@dataclass
class Proof:
    """One test function, with all of its cases."""

    test: str
    promises: list[str]
    bites: list[str]
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    figures: list[str] = field(default_factory=list)


_PROOFS = pytest.StashKey[dict[str, Proof]]()
_FIGURES = pytest.StashKey[list[str]]()


def pytest_addoption(parser):
    parser.addoption(
        "--part",
        choices=("front", "behind"),
        help="of a whole run: the long tests that want no binding run behind the others",
    )


def pytest_configure(config):
    config.stash[_PROOFS] = {}


def pytest_collection_modifyitems(config, items):
    part = config.getoption("part")
    if part:
        sides = {True: [], False: []}
        for item in items:
            sides[_runs_behind(item) == (part == "behind")].append(item)
        config.hook.pytest_deselected(items=sides[False])
        items[:] = sides[True]
    if sys.platform != "linux":
        for item in items:
            for name, reason in OF_LINUX.items():
                if item.get_closest_marker(name):
                    item.add_marker(pytest.mark.skip(reason=reason))
    known = tomllib.loads((HERE / "promises.toml").read_text(encoding="utf-8"))["promises"]
    for item in items:
        for kind in KINDS:
            unknown = [name for name in _ids(item, kind) if name not in known]
            if unknown:
                raise pytest.UsageError(f"{item.nodeid}: promises.toml has no {unknown}.")


def _runs_behind(item):
    folder = item.path.relative_to(HERE).parts[0]
    return folder not in OF_BINDINGS and item.get_closest_marker("faults") is not None


@pytest.fixture(scope="session", autouse=True)
def _pseudo_catalogs(tmp_path_factory):
    """Have the pseudo-locales beside the real catalogs, in every test that shows words."""
    from usero_desktop.i18n import catalogs

    folder = tmp_path_factory.mktemp("catalogs")
    write_catalogs(catalogs.folder(), folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogs, "folder", lambda: folder)
        catalogs.languages.cache_clear()
        yield


@pytest.fixture
def figure(request):
    """Say what was measured, in a few words for the table; several times where needed."""
    said = request.node.stash.setdefault(_FIGURES, [])
    return said.append


@pytest.fixture(scope="session")
def chromium():
    """One real browser for all tests of a run; each takes pages of its own from it."""
    from pages.chromium import BINARY, Chromium

    if BINARY is None:
        pytest.skip("no Chromium on this machine")
    with Chromium() as browser:
        yield browser


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call" or report.outcome != "passed":
        _note(item, report.outcome)
    return report


def _note(item, outcome):
    promises, bites = (_ids(item, kind) for kind in KINDS)
    if not promises and not bites:
        return
    name = item.nodeid.partition("[")[0]
    proofs = item.config.stash[_PROOFS]
    proof = proofs.setdefault(name, Proof(name, promises, bites))
    setattr(proof, outcome, getattr(proof, outcome) + 1)
    proof.figures += item.stash.get(_FIGURES, [])


def _ids(item, kind):
    return [name for marker in item.iter_markers(kind) for name in marker.args]


def pytest_sessionfinish(session):
    target = os.environ.get("USERO_TEST_FIGURES")
    if target:
        proofs = [asdict(proof) for proof in session.config.stash[_PROOFS].values()]
        Path(target).write_text(json.dumps(proofs, indent=1) + "\n", encoding="utf-8")


@pytest.fixture(autouse=True)
def no_drafts():
    """Begin with nothing written: what was left in a window outlives the test that wrote it."""
    yield
    drafts = sys.modules.get("usero_desktop.ui.form.drafts")
    if drafts is not None:
        drafts.forget_all()
