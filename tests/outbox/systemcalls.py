"""SQLite's own system calls, made to fail: its unix part lets them be replaced one by one."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

_POINTER = ctypes.c_void_p
_SET = ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, ctypes.c_char_p, _POINTER)
_OPEN = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_int, use_errno=True)
_FCNTL = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_int, _POINTER, use_errno=True)
SETS_LOCKS = (6, 7)  # F_SETLK, F_SETLKW


class _Vfs(ctypes.Structure):
    """The head of struct sqlite3_vfs, version 3."""

    _fields_ = (
        ("version", ctypes.c_int), ("file_bytes", ctypes.c_int), ("path_bytes", ctypes.c_int),
        ("next", _POINTER), ("name", ctypes.c_char_p), ("data", _POINTER),
        *((f"call_{number}", _POINTER) for number in range(13)),
        ("set_system_call", _SET),
    )  # fmt: skip


def _vfs() -> _Vfs:
    if sys.platform != "linux":
        pytest.skip("this is how SQLite's unix part is built")
    import _sqlite3

    try:
        find = ctypes.CDLL(_sqlite3.__file__).sqlite3_vfs_find
    except AttributeError:
        pytest.skip("this Python hides its SQLite")
    find.restype = ctypes.POINTER(_Vfs)
    return find(None).contents


@contextmanager
def failing_locks(error: str, *, when: Callable[[], bool] = lambda: True) -> Iterator[list[int]]:
    """Have every lock of a file fail with `error` (as "ENOLCK"); yield the calls that did."""
    vfs = _vfs()
    real = ctypes.CDLL(None, use_errno=True).fcntl
    failed: list[int] = []

    def fcntl(handle: int, command: int, argument: int | None) -> int:
        if command in SETS_LOCKS and when():
            failed.append(command)
            ctypes.set_errno(getattr(errno, error))
            return -1
        return real(handle, command, _POINTER(argument))

    replaced = _FCNTL(fcntl)
    assert vfs.set_system_call(None, b"fcntl", ctypes.cast(replaced, _POINTER)) == 0
    try:
        yield failed
    finally:
        assert vfs.set_system_call(None, b"fcntl", None) == 0


@contextmanager
def around_opening(what: Callable[[str], AbstractContextManager[None]]) -> Iterator[None]:
    """Have SQLite open each file inside ``what(path)``."""
    vfs = _vfs()
    real = ctypes.CDLL(None, use_errno=True).open

    def opened(path: bytes, flags: int, mode: int) -> int:
        with what(os.fsdecode(path)):
            handle = real(path, flags, mode)
            error = ctypes.get_errno()
        ctypes.set_errno(error)
        return handle

    replaced = _OPEN(opened)
    assert vfs.set_system_call(None, b"open", ctypes.cast(replaced, _POINTER)) == 0
    try:
        yield
    finally:
        assert vfs.set_system_call(None, b"open", None) == 0
