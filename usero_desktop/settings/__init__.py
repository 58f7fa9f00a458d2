"""The standalone program's settings: one documented TOML file that people may write themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop import paths
from usero_desktop.settings.asking import is_known
from usero_desktop.settings.file import start_anew
from usero_desktop.settings.options import options_for
from usero_desktop.settings.reading import loaded
from usero_desktop.settings.saving import save
from usero_desktop.settings.values import Loaded, Problem, Program, Settings

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "Loaded",
    "Problem",
    "Program",
    "Settings",
    "is_known",
    "load",
    "options_for",
    "save",
    "start_anew",
]


def load(path: Path | None = None) -> Loaded:
    """Read the settings from `path`, else from the user's own file. Never raises; blocks: disk.

    What is wrong in the file is told in `problems`; a default stands in its place, and the
    file is left as it is.
    """
    return loaded(path or paths.settings_path())
