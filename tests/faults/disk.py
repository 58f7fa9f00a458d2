"""A disk with a volatile cache, as a model: what it still holds after a power cut.

Stricter than ext4: data is safe once its file was synced, a name once its folder was.
Until then a cut keeps or loses each 512-byte sector, each change of a length and each change
of a name by itself, as a coin falls. A rename is one change: both of its names, or neither.
"""

from __future__ import annotations

import errno
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

SECTOR = 512


class File:
    """Bytes as programs see them, and as they are on the platter."""

    def __init__(self, mode: int) -> None:
        self.mode = mode
        self.changed_at = time.time_ns()
        self.data = bytearray()
        self._safe = bytearray()
        self._dirty: set[int] = set()

    def write(self, data: bytes, offset: int) -> None:
        missing = offset - len(self.data)
        if missing > 0:
            self.truncate(offset)
        self.data[offset : offset + len(data)] = data
        self._touch(offset, offset + len(data))

    def truncate(self, size: int) -> None:
        before = len(self.data)
        if size < before:
            del self.data[size:]
        else:
            self.data.extend(bytes(size - before))
        self._touch(min(size, before), max(size, before))

    def sync(self) -> None:
        self._resize(len(self.data))
        for sector in self._dirty:
            self._keep(sector)
        self._dirty.clear()

    def cut(self, random: Random) -> None:
        """Lose power: all that is not synced is gone, or there, or torn."""
        fate = random.random()
        kept = {sector for sector in sorted(self._dirty) if random.random() < 0.5}
        if fate < 0.3:
            kept = set()
        elif fate < 0.5:
            kept = self._dirty
        if len(self.data) != len(self._safe) and (fate >= 0.3) and random.random() < 0.6:
            self._resize(len(self.data))
        for sector in kept:
            self._keep(sector)
        self.data = bytearray(self._safe)
        self._dirty.clear()

    def _touch(self, start: int, end: int) -> None:
        self._dirty.update(range(start // SECTOR, -(-end // SECTOR)))
        self.changed_at = time.time_ns()

    def _resize(self, size: int) -> None:
        del self._safe[size:]
        self._safe.extend(bytes(size - len(self._safe)))

    def _keep(self, sector: int) -> None:
        start = sector * SECTOR
        end = min(start + SECTOR, len(self.data), len(self._safe))
        if start < end:
            self._safe[start:end] = self.data[start:end]


class Folder:
    """Names as programs see them, and as they are on the platter."""

    def __init__(self, mode: int) -> None:
        self.mode = mode
        self.changed_at = time.time_ns()
        self.names: dict[str, File | Folder] = {}
        self.safe: dict[str, File | Folder] = {}


@dataclass(frozen=True)
class NameChange:
    """Names that go and names that come, all at once."""

    gone: tuple[tuple[Folder, str], ...] = ()
    come: tuple[tuple[Folder, str, File | Folder], ...] = ()

    def touches(self, folder: Folder) -> bool:
        return any(it[0] is folder for it in (*self.gone, *self.come))

    def show(self) -> None:
        for folder, name in self.gone:
            del folder.names[name]
        for folder, name, node in self.come:
            folder.names[name] = node

    def keep(self) -> None:
        for folder, name in self.gone:
            folder.safe.pop(name, None)
        for folder, name, node in self.come:
            folder.safe[name] = node


@dataclass
class Disk:
    """The tree; paths are absolute. Raises OSError as a file system does."""

    root: Folder = field(default_factory=lambda: Folder(0o700))
    _pending: list[NameChange] = field(default_factory=list)

    def find(self, path: str) -> File | Folder:
        node: File | Folder = self.root
        for name in filter(None, path.split("/")):
            if not isinstance(node, Folder):
                raise OSError(errno.ENOTDIR, path)
            if name not in node.names:
                raise OSError(errno.ENOENT, path)
            node = node.names[name]
        return node

    def make(self, path: str, node: File | Folder) -> None:
        folder, name = self._split(path)
        if name in folder.names:
            raise OSError(errno.EEXIST, path)
        self._change(NameChange(come=((folder, name, node),)))

    def remove(self, path: str) -> None:
        folder, name = self._split(path)
        node = self.find(path)
        if isinstance(node, Folder) and node.names:
            raise OSError(errno.ENOTEMPTY, path)
        self._change(NameChange(gone=((folder, name),)))

    def rename(self, old: str, new: str) -> None:
        node = self.find(old)
        self._change(NameChange((self._split(old),), ((*self._split(new), node),)))

    def sync(self, folder: Folder) -> None:
        """Make the names in `folder` safe."""
        for change in [it for it in self._pending if it.touches(folder)]:
            change.keep()
            self._pending.remove(change)

    def cut(self, random: Random) -> None:
        """Lose power, and have it back."""
        for change in self._pending:
            if random.random() < 0.5:
                change.keep()
        self._pending.clear()
        self._settle(self.root, random)

    def copy_to(self, target: Path) -> None:
        """Write everything into an ordinary folder."""
        _copy(self.root, target)

    def _split(self, path: str) -> tuple[Folder, str]:
        above, _, name = path.rpartition("/")
        folder = self.find(above)
        if not isinstance(folder, Folder):
            raise OSError(errno.ENOTDIR, path)
        return folder, name

    def _change(self, change: NameChange) -> None:
        change.show()
        self._pending.append(change)

    def _settle(self, folder: Folder, random: Random) -> None:
        folder.names = dict(folder.safe)
        for node in folder.names.values():
            if isinstance(node, Folder):
                self._settle(node, random)
            else:
                node.cut(random)


def _copy(folder: Folder, target: Path) -> None:
    target.mkdir(mode=folder.mode)
    for name, node in folder.names.items():
        if isinstance(node, Folder):
            _copy(node, target / name)
        else:
            (target / name).write_bytes(node.data)
            (target / name).chmod(node.mode)
