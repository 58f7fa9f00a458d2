"""Read a file that somebody chose, dropped or named, whatever it turns out to be."""

from __future__ import annotations

import os
import stat
from typing import NoReturn

from usero_desktop.errors import ImageError
from usero_desktop.model import limits

# A FIFO without a writer must not block, a child process must not inherit, and Windows
# must not turn line ends; each flag exists on the systems where it is needed.
FLAGS = os.O_RDONLY
for _flag in ("O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY", "O_NOINHERIT"):
    FLAGS |= getattr(os, _flag, 0)


def shown_name(path: str | os.PathLike[str]) -> str:
    """Return the file's own name for a message, never its folder, nothing unprintable."""
    name = os.path.basename(os.path.normpath(os.fsdecode(path)))  # noqa: PTH119 - takes any text
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)


def read_file(path: str | os.PathLike[str]) -> bytes:
    """Return the whole content of an ordinary file of at most `limits.INPUT_BYTES`.

    Raises ImageError for anything else: no such file, a folder, a pipe, a device, a file
    that may not be read or is too large. For a worker thread; never waits for a writer.
    """
    name = shown_name(path)
    try:
        handle = os.open(path, FLAGS)
    except FileNotFoundError:
        raise ImageError(
            f"{name} could not be found. Choose the picture again.",
            code="picture_missing",
            name=name,
        ) from None
    except (OSError, ValueError):  # ValueError: a NUL in the name
        _unreadable(name)
    try:
        return read_open(handle, name)
    except OSError:
        _unreadable(name)
    finally:
        os.close(handle)


def check_bytes(count: int, name: str) -> None:
    """Raise ImageError if a file of `count` bytes is too large to be opened at all."""
    if count > limits.INPUT_BYTES:
        size, most = -(-count // 1_000_000), limits.INPUT_BYTES // 1_000_000
        raise ImageError(
            f"{name} is too large: {size} MB. Pictures of up to {most} MB can be attached.",
            code="picture_bytes",
            name=name,
            size=size,
            most=most,
        )


def read_open(handle: int, name: str) -> bytes:
    """Return the whole content of an open file, which stays open; as `read_file`.

    An OSError while it is read comes through.
    """
    # Asked of the open file and not of its name, which may have come to mean another.
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        raise ImageError(
            f"{name} is not an ordinary file. Choose a picture file.",
            code="picture_no_file",
            name=name,
        )
    check_bytes(status.st_size, name)
    pieces = []
    total = 0
    # One byte more than there should be: the file may be growing.
    while piece := os.read(handle, max(status.st_size - total, 0) + 1):
        pieces.append(piece)
        total += len(piece)
        check_bytes(total, name)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _unreadable(name: str) -> NoReturn:
    raise ImageError(
        f"{name} could not be read. Check that you may open it.",
        code="picture_unreadable",
        name=name,
    ) from None
