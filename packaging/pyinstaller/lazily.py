"""What a start would load and look up for tools alone, left until somebody asks for it.

Every start of PySide6 loads a parser of signatures and a writer of type stubs, written in Python,
for the sake of ``help()``, of ``inspect.signature()`` and of the sentence in a TypeError; and what
unpacks them, had they not been unpacked when the bundle was made. A user of this program meets none
of them, and of the time until a window was seen they took a sixth.

PySide6 also searches the source of every module that is imported, and Python writes a dataclass's
signature where it has no docstring. With what both load, and with what other modules import for
functions that no start calls, that took another fifteenth.

Not importlib's LazyLoader: its modules load as soon as anybody looks at their ``__spec__``, which
PySide6 does at once.
"""

from __future__ import annotations

import sys
import threading
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from importlib.abc import Loader
    from importlib.machinery import ModuleSpec
    from types import ModuleType

SUPPORT = "shibokensupport.signature"
SIGNATURES = ("errorhandler", "layout", "mapping", "parser")
STUBS = ("lib.enum_sig", "lib.pyi_generator", "lib.tool")
UNPACKING = ("tempfile", "zipfile")
SELDOM = ("inspect", "ipaddress", "selectors", "shutil")
LATER = frozenset(UNPACKING + SELDOM + tuple(f"{SUPPORT}.{name}" for name in SIGNATURES + STUBS))

PROBED = frozenset({"__path__", "__wrapped__"})
"""What Python asks of any module: whether it is a package, or stands for something else.

None does that, and one that is a package is told so before it is loaded.
"""

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


class Afterwards:
    """A loader in front of another: what that has loaded is changed by `change`."""

    def __init__(self, loader: Loader, change: Callable[[ModuleType], None]) -> None:
        self._loader, self._change = loader, change

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        self._change(module)


def without_sources(module: ModuleType) -> None:
    """Have PySide6 know that no module has a source in which it could look for its own name."""
    vars(module)["_mod_uses_pyside"] = lambda _: False


class Unsigned:
    """The module `inspect` for dataclasses: no class has a signature; all else is there."""

    def __init__(self, inspect: ModuleType) -> None:
        self._inspect = inspect

    def __getattr__(self, name: str) -> object:
        return getattr(self._inspect, name)

    @staticmethod
    def signature(_: type) -> str:
        return ""


def without_signatures(module: ModuleType) -> None:
    """Have dataclasses without a docstring, as all are in a bundle, get their name for one."""
    known = vars(module)
    if "inspect" in known:  # newer Pythons may load it where they need it
        known["inspect"] = Unsigned(known["inspect"])


CHANGED = {"shibokensupport.feature": without_sources, "dataclasses": without_signatures}


class Finder:
    """Finds those modules where they are, and has them loaded lazily, or changed."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        change = CHANGED.get(name)
        if change is None and name not in LATER:
            return None
        found = PathFinder.find_spec(name, path, target)
        if found is not None and found.loader is not None:
            loader = Afterwards(found.loader, change) if change else Lazily(found.loader)
            found.loader = loader  # type: ignore[assignment] # what importlib asks of one
        return found


def install() -> None:
    """Begin with that: to be called before anything else is imported."""
    sys.meta_path.insert(0, Finder)  # a class with what importlib asks for
