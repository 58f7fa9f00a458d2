"""What PySide6 knows of its functions' signatures, loaded when somebody asks for one.

Every start of PySide6 loads a parser of signatures and a writer of type stubs, written in Python,
for the sake of ``help()``, of ``inspect.signature()`` and of the sentence in a TypeError; and what
unpacks them, had they not been unpacked when the bundle was made. A user of this program meets none
of them, and of the time until a window was seen they took a sixth.

Not importlib's LazyLoader: its modules load as soon as anybody looks at their ``__spec__``, which
PySide6 does at once.
"""

from __future__ import annotations

import sys
import threading
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.abc import Loader
    from importlib.machinery import ModuleSpec
    from types import ModuleType

SUPPORT = "shibokensupport.signature"
SIGNATURES = ("errorhandler", "layout", "mapping", "parser")
STUBS = ("lib.enum_sig", "lib.pyi_generator", "lib.tool")
UNPACKING = ("tempfile", "zipfile")
LATER = frozenset(UNPACKING + tuple(f"{SUPPORT}.{name}" for name in SIGNATURES + STUBS))

PROBED = frozenset({"__path__", "__wrapped__"})
"""What Python asks of any module: whether it is a package or stands for something else. None is."""

_LOCK = threading.RLock()
"""One for all of them: they import one another."""


class Lazily:
    """A loader in front of another: it has that do its work at the first look into the module."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        known = vars(module)
        begun = False

        def look(name: str) -> object:
            nonlocal begun
            if name not in PROBED:
                with _LOCK:
                    if not begun:
                        begun = True
                        self._loader.exec_module(module)
                        del known["__getattr__"]
                if name in known:
                    return known[name]
            raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")

        known["__getattr__"] = look


class Finder:
    """Finds those modules where they are, and has them loaded lazily."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        found = PathFinder.find_spec(name, path, target) if name in LATER else None
        if found is not None and found.loader is not None:
            found.loader = Lazily(found.loader)  # type: ignore[assignment] # what importlib asks of one
        return found


def install() -> None:
    """Have PySide6 load them lazily from now on: to be called before it is imported."""
    sys.meta_path.insert(0, Finder)  # type: ignore[arg-type] # a class with what importlib asks for
