"""Where the files of `resources` are: in the package when installed, beside it in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def root() -> Path:
    """Return the resources folder. Any thread."""
    package = Path(__file__).resolve().parent
    installed = package / "resources"
    # A wheel carries resources inside the package; an editable install does not.
    return installed if installed.is_dir() else package.parent / "resources"


def path(name: str) -> Path:
    """Return the path of one resource, e.g. ``faces/rating-1.svg``. Any thread."""
    return root() / name


@cache
def text(name: str) -> str:
    """Return the content of one resource as text. Any thread."""
    return path(name).read_text(encoding="utf-8")
