"""What plugins keep on disk: a folder each, in one for all of a project's, for the user alone."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from usero_desktop import policy
from usero_desktop.errors import OutboxError
from usero_desktop.paths import plugins_path, project_folders, shown_path
from usero_desktop.private import NO_WAITING, close_folder, patiently

if TYPE_CHECKING:
    from pathlib import Path

    from usero_desktop.config import Options


def plugin_folder(options: Options, name: str) -> Path:
    """Return the folder of the plugin `name`, made where it is not there.

    Raises OutboxError where somebody else's stands there or the administrator of the machine lets
    nothing be kept, and OSError where none can be made.
    """
    rules = policy.read()
    if not rules.outbox:
        raise OutboxError(
            f"This computer's administrator lets nothing be kept on it ({rules.source}).",
            code="outbox_forbidden",
        )
    above = plugins_path(options.client_id, options.data_dir)
    for folder in (above, above / name):
        if not close_folder(folder):
            raise OutboxError(
                f"The plugins' folder {shown_path(folder)} is not a folder of this user's own; "
                "remove it or choose another data_dir.",
                code="outbox_foreign",
                path=shown_path(folder),
            )
    return above / name


def wipe_plugins(options: Options) -> None:
    """Delete what all plugins of the project have kept; raises OutboxError where that fails.

    A file that a running program keeps open, and the system will not delete, is emptied.
    """
    _wipe(plugins_path(options.client_id, options.data_dir))


def wipe_earlier(options: Options) -> None:
    """Delete what was kept for the project before an administrator forbade to keep anything.

    Raises OutboxError, as `wipe_plugins`.
    """
    for folder in project_folders(options.client_id, options.data_dir):
        _wipe(folder)


def _wipe(folder: Path) -> None:
    if not folder.is_dir() or folder.is_symlink():
        return
    try:
        patiently(lambda: shutil.rmtree(folder))
    except OSError as error:
        for path in folder.rglob("*"):
            _empty(path)
        raise OutboxError(
            f"What is kept in {shown_path(folder)} could not be deleted ({error.strerror}).",
            code="outbox_unwritable",
            reason=error.strerror or "",
        ) from error


def _empty(path: Path) -> None:
    if path.is_file() and not path.is_symlink():
        try:
            os.close(os.open(path, os.O_WRONLY | os.O_TRUNC | NO_WAITING))
        except OSError:
            return
