"""The only door to Qt: PySide6 or PyQt6, whichever the host runs.

The policy, in this order:

1. The binding that is already imported wins: two of them cannot load in one process.
2. Else the environment variable QT_API, if it says pyside6 or pyqt6.
3. Else PySide6, else PyQt6, whichever is installed.
4. Else `QtMissing`, with the line that installs one.

A process that runs PyQt5 or PySide2 gets `QtMismatch`. `REASON` keeps why the choice was
made, for bug reports. Nothing is changed for the host: no names are added to its classes
and QT_API is read, never written. Type checkers always see PySide6.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from usero_desktop.errors import QtMismatch, QtMissing
from usero_desktop.switches import keep_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6 import QtCore, QtDesigner, QtGui, QtNetwork, QtSvg, QtWidgets
    from PySide6.QtCore import Property, Signal

__all__ = [
    "BINDING",
    "REASON",
    "Property",
    "QtCore",
    "QtDesigner",
    "QtGui",
    "QtNetwork",
    "QtSvg",
    "QtWidgets",
    "Signal",
    "address_of",
    "binding_version",
    "is_alive",
    "owned_by_python",
    "pixels_of",
]

_BY_NAME: Final = {"pyside6": "PySide6", "pyqt6": "PyQt6"}
_UNSUPPORTED: Final = ("PyQt5", "PySide2")


def _choose() -> tuple[str, str]:
    for package in _BY_NAME.values():
        if package in sys.modules:
            return package, f"{package} was already imported"
    for package in _UNSUPPORTED:
        if package in sys.modules:
            raise QtMismatch(
                f"This program runs {package}. usero_desktop needs Qt 6: PySide6 or PyQt6.",
                code="qt_mismatch",
                binding=package,
            )
    wish = os.environ.get("QT_API", "").strip().lower()
    if wish in _BY_NAME and find_spec(_BY_NAME[wish]):
        return _BY_NAME[wish], f"QT_API={wish}"
    for package in _BY_NAME.values():
        if find_spec(package):
            return package, f"{package} is installed"
    raise QtMissing(
        "No Qt binding is installed. Run: pip install 'usero-desktop[pyside6]'"
        " (or 'usero-desktop[pyqt6]').",
        code="qt_missing",
    )


BINDING, REASON = _choose()
"""Name of the package in use (``PySide6`` or ``PyQt6``), and why it was chosen."""

if not TYPE_CHECKING:
    QtCore = import_module(f"{BINDING}.QtCore")
    QtGui = import_module(f"{BINDING}.QtGui")
    QtWidgets = import_module(f"{BINDING}.QtWidgets")
    if BINDING == "PyQt6":
        Signal, Property = QtCore.pyqtSignal, QtCore.pyqtProperty
    else:
        keep_out()
        Signal, Property = QtCore.Signal, QtCore.Property

    def __getattr__(name: str) -> object:
        # Each costs a shared library, so it is loaded only for who draws an icon, waits for
        # the network, or is Qt Designer.
        if name in {"QtSvg", "QtNetwork", "QtDesigner"}:
            return import_module(f"{BINDING}.{name}")
        raise AttributeError(name)


def pixels_of(image: QtGui.QImage) -> memoryview:
    """Return the bytes of `image`, row by row, uncopied; keep `image` while they are used."""
    return _memory(image.constBits(), image)


def writable_pixels_of(image: QtGui.QImage) -> memoryview:
    """Return the same to be written: of a picture that nobody else has, or it is copied first."""
    return _memory(image.bits(), image)


def _memory(bits: bytes | bytearray | memoryview, image: QtGui.QImage) -> memoryview:
    if BINDING == "PyQt6":
        # A sip.voidptr, which knows no size of its own.
        bits.setsize(image.sizeInBytes())  # type: ignore[union-attr]
    return memoryview(bits)


def binding_version() -> str:
    """Version of the binding, e.g. ``6.11.3``."""
    if BINDING == "PyQt6":
        return str(QtCore.PYQT_VERSION_STR)  # type: ignore[attr-defined]
    return str(import_module(BINDING).__version__)


def _alive_check() -> Callable[[object], bool]:
    # Looked up now and not when asked: that may be while the interpreter shuts down.
    if BINDING == "PyQt6":
        is_deleted = import_module("PyQt6.sip").isdeleted
        return lambda thing: not is_deleted(thing)
    is_valid: Callable[[object], bool] = import_module("shiboken6").isValid
    return is_valid


def _ownership_check() -> Callable[[object], bool]:
    if BINDING == "PyQt6":
        is_owned: Callable[[object], bool] = import_module("PyQt6.sip").ispyowned
    else:
        is_owned = import_module("shiboken6").ownedByPython
    return is_owned


_is_alive = _alive_check()
_owned_by_python = _ownership_check()


def is_alive(thing: QtCore.QObject) -> bool:
    """Whether the C++ half of `thing` still exists. GUI thread."""
    return _is_alive(thing)


def owned_by_python(thing: QtCore.QObject) -> bool:
    """Whether `thing` is deleted once Python holds it no longer. GUI thread."""
    return _owned_by_python(thing)


def _address_reader() -> Callable[[object], int]:
    if BINDING == "PyQt6":
        unwrapped: Callable[[object], int] = import_module("PyQt6.sip").unwrapinstance
        return unwrapped
    pointers: Callable[[object], tuple[int, ...]] = import_module("shiboken6").getCppPointer
    return lambda thing: pointers(thing)[0]


_read_address = _address_reader()


def address_of(thing: QtCore.QObject) -> int:
    """Return where the C++ half of `thing` is: Python's own half may be another one next time.

    GUI thread. Raises RuntimeError where it does not exist any more.
    """
    return _read_address(thing)
