"""Where things are kept on this machine."""

from __future__ import annotations

import os
from pathlib import Path

ENVIRONMENT_VARIABLE = "USERO_DESKTOP_DATA_DIR"


def data_dir(chosen: str | os.PathLike[str] | None = None) -> Path:
    """Return the folder for the outbox: `chosen`, else the environment's, else the user's own.

    The folder need not exist; nothing is made here.
    """
    if chosen:
        return Path(chosen).expanduser()
    from_environment = os.environ.get(ENVIRONMENT_VARIABLE)
    if from_environment:
        return Path(from_environment).expanduser()
    from platformdirs import user_state_path

    return user_state_path("usero-desktop", appauthor=False)
