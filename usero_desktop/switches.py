"""PySide6's switches (`from __feature__ import snake_case, true_property`) stay the host's.

PySide6 keeps for each module under which names it sees Qt's methods. It learns that after a
module is imported, by reading its whole source for the word "PySide6", and keeps the source; a
module without that word sees Qt as whoever came before it. Ours all see Qt as it is, and that
is written down before they are imported, with what PySide6 would find out of Python's own
modules: nothing is read, and nothing kept. Measured with 6.11: a first attach() takes 8 ms and
2 MB less.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ROOM: Final = "usero_desktop"
_OFF: Final = 0
"""What PySide6 writes down for a module that sees Qt's names as they are."""
_NONE: Final = -1
"""What it writes down for one without the word."""


def keep_out() -> None:
    """Have every module of ours see Qt as it is; nothing happens where PySide6 has no such list.

    To be called after PySide6 is imported, and before any module of ours that sees Qt.
    """
    known = _known()
    if known is not None:
        known.update(dict.fromkeys((_ROOM, *_modules()), _OFF))
        # Only what is loaded: a host may yet bring a module of its own by such a name.
        for name in sys.stdlib_module_names & sys.modules.keys():
            known.setdefault(name, _NONE)


def pass_over(names: Iterable[str]) -> None:
    """Have PySide6 not read the modules `names`: libraries that are imported now and know no Qt.

    To be called before that, and with the names of all that come along.
    """
    known = _known()
    if known is not None:
        for name in names:
            known.setdefault(name, _NONE)


def _known() -> dict[str, int] | None:
    feature = sys.modules.get("PySide6.support.feature")
    known = getattr(feature, "pyside_feature_dict", None)
    return known if isinstance(known, dict) else None


def _modules() -> Iterator[str]:
    folder = os.path.dirname(__file__)  # noqa: PTH120 - pathlib takes longer to import
    if os.path.exists(__file__):  # noqa: PTH110 - the same
        return _in_folder(folder, f"{_ROOM}.")
    return _in_archive(folder, f"{_ROOM}.")


def _in_folder(folder: str, prefix: str) -> Iterator[str]:
    # Not pkgutil: importing it alone costs what is to be saved.
    with os.scandir(folder) as entries:
        for entry in entries:
            name, _, ending = entry.name.partition(".")
            if ending == "py" and name != "__init__":
                yield prefix + name
            elif not ending and name != "__pycache__" and entry.is_dir():
                yield prefix + name
                yield from _in_folder(entry.path, f"{prefix}{name}.")


def _in_archive(folder: str, prefix: str) -> Iterator[str]:
    """Name what is in a zip file or a frozen program."""
    from pkgutil import iter_modules

    for module in iter_modules([folder], prefix):
        yield module.name
        if module.ispkg:
            name = module.name.rpartition(".")[2]
            yield from _in_archive(os.path.join(folder, name), f"{module.name}.")  # noqa: PTH118
