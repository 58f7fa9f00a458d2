"""The pins: complete, exact, hashed, and silent about where they come from."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PIN = re.compile(
    r"^(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?: ; (?P<marker>.+?))? \\$", re.MULTILINE
)


@pytest.fixture(scope="module")
def text(root):
    return (root / "packaging" / "constraints.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pins(text):
    return {match["name"]: match["version"] for match in PIN.finditer(text)}


@pytest.fixture(scope="module")
def wishes(root):
    """Every requirement pyproject.toml states: base, extras and build."""
    data = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    project = data["project"]
    lines = [*project["dependencies"], *data["build-system"]["requires"]]
    for extra in project["optional-dependencies"].values():
        lines += extra
    wishes = [Requirement(line) for line in lines]
    return [wish for wish in wishes if wish.name != project["name"]]


def test_every_dependency_is_pinned_to_a_version_it_allows(pins, wishes):
    wrong = [
        str(wish)
        for wish in wishes
        if not wish.specifier.contains(pins.get(canonicalize_name(wish.name), "0"))
    ]
    assert wrong == [], "run `python3 packaging/dev.py lock`"


def test_every_line_is_a_pin_a_hash_or_a_comment(text):
    rest = PIN.sub("", text)
    rest = re.sub(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$", "", rest, flags=re.MULTILINE)
    rest = re.sub(r"^\s*#.*$", "", rest, flags=re.MULTILINE)
    assert rest.strip() == ""


def test_every_pin_has_a_hash(text):
    blocks = PIN.split(text)[4::4]
    assert len(blocks) > 40
    assert all("--hash=sha256:" in block for block in blocks)


def test_no_host_is_named(text):
    assert "://" not in text
    assert not re.search(r"index|find-links|trusted|\.(?:org|com|io|net)\b", text)


def test_the_markers_are_readable_and_every_version_is_the_only_one(text, pins):
    found = [match.groupdict() for match in PIN.finditer(text)]
    assert len(found) == len(pins)
    for pin in found:
        if pin["marker"]:
            Marker(pin["marker"])


def test_the_binding_that_loses_none_is_not_pinned(pins):
    assert pins["pyside6-essentials"] not in {"6.8.0", "6.12.0"}
    assert pins["shiboken6"] == pins["pyside6-essentials"]
