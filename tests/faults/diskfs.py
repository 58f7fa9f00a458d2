"""A program that mounts a Disk, and cuts its power when told to.

    python diskfs.py MOUNTPOINT [--fsync-seconds S] [--lock-error NAME]

It says "ready" once mounted, then answers each line of JSON on its standard input with one:

    {"do": "cut", "after": 137, "seed": 7}   lose power at the 137th change from now on
    {"do": "image", "into": "/a/folder"}     copy what is there; {"cut": true} if power was lost
    {"do": "on"}                             power is back; handles from before stay useless
    {"do": "blank"}                          a new, empty disk

While the power is off every operation fails with EIO. The end of the input ends the program.
"""

# ruff: noqa: T201 - the kernel tells more than a Disk needs; a program prints

from __future__ import annotations

import argparse
import errno
import json
import os
import stat
import subprocess
import sys
import threading
import time
from itertools import count
from pathlib import Path
from random import Random

import mfusepy
from disk import Disk, File, Folder

OFF = errno.EIO


class DiskOperations(mfusepy.Operations):
    """What the kernel asks, answered from a Disk."""

    use_ns = True

    def __init__(self, *, fsync_seconds: float, lock_error: str | None) -> None:
        self.disk = Disk()
        self.guard = threading.RLock()
        self.off = False
        self._cut_after = 0
        self._random = Random(0)
        self._numbers = count(1)
        self._open: dict[int, File] = {}
        self._fsync_seconds = fsync_seconds
        if lock_error is not None:
            number = getattr(errno, lock_error)
            self.lock = self.flock = lambda *_: _fail(number)

    # -- told by the test

    def cut_after(self, changes: int, seed: int) -> None:
        self._cut_after = changes
        self._random = Random(seed)

    def power_on(self) -> None:
        self.off = False
        self._open.clear()

    # -- asked by the kernel

    def init(self, path):
        print("ready", flush=True)

    def getattr(self, path, fh=None):
        with self.guard:
            node = self._open.get(fh) or self._find(path)
            facts = {"st_uid": os.getuid(), "st_gid": os.getgid(), "st_mtime": node.changed_at}
            if isinstance(node, Folder):
                return {**facts, "st_mode": stat.S_IFDIR | node.mode, "st_nlink": 2}
            size = len(node.data)
            return {
                **facts,
                "st_mode": stat.S_IFREG | node.mode,
                "st_nlink": 1,
                "st_size": size,
                "st_blocks": -(-size // 512),
            }

    def readdir(self, path, fh):
        with self.guard:
            return [".", "..", *self._find(path).names]

    def create(self, path, mode, fi=None):
        made = File(stat.S_IMODE(mode))
        with self.guard:
            self._change(lambda: self.disk.make(path, made))
            return self._handle(made)

    def open(self, path, flags):
        with self.guard:
            return self._handle(self._find(path))

    def read(self, path, size, offset, fh):
        with self.guard:
            return bytes(self._file(fh).data[offset : offset + size])

    def write(self, path, data, offset, fh):
        with self.guard:
            self._change(lambda: self._file(fh).write(data, offset))
        return len(data)

    def truncate(self, path, length, fh=None):
        with self.guard:
            node = self._open.get(fh) or self._find(path)
            self._change(lambda: node.truncate(length))

    def fallocate(self, path, mode, offset, size, fh):
        with self.guard:
            file = self._file(fh)
            if len(file.data) < offset + size:
                self._change(lambda: file.truncate(offset + size))

    def fsync(self, path, datasync, fh):
        time.sleep(self._fsync_seconds)
        with self.guard:
            self._sync(self._file(fh).sync)

    def fsyncdir(self, path, datasync, fh):
        time.sleep(self._fsync_seconds)
        with self.guard:
            folder = self._find(path)
            self._sync(lambda: self.disk.sync(folder))

    def mkdir(self, path, mode):
        with self.guard:
            self._change(lambda: self.disk.make(path, Folder(stat.S_IMODE(mode))))

    def unlink(self, path):
        with self.guard:
            self._change(lambda: self.disk.remove(path))

    rmdir = unlink

    def rename(self, old, new):
        with self.guard:
            self._change(lambda: self.disk.rename(old, new))

    def chmod(self, path, mode):
        with self.guard:
            self._find(path).mode = stat.S_IMODE(mode)

    def utimens(self, path, times=None):
        pass

    def release(self, path, fh):
        with self.guard:
            self._open.pop(fh, None)

    def statfs(self, path):
        blocks = 1 << 20
        return dict.fromkeys(("f_blocks", "f_bfree", "f_bavail"), blocks) | {
            "f_bsize": 4096,
            "f_frsize": 4096,
            "f_namemax": 255,
        }

    # -- power

    def _find(self, path):
        if self.off:
            raise mfusepy.FuseOSError(OFF)
        try:
            return self.disk.find(path)
        except OSError as error:
            raise mfusepy.FuseOSError(error.errno) from None

    def _file(self, fh):
        if self.off or fh not in self._open:
            raise mfusepy.FuseOSError(OFF)
        return self._open[fh]

    def _handle(self, file):
        number = next(self._numbers)
        self._open[number] = file
        return number

    def _change(self, change):
        """Do it; a cut that falls on it leaves it as unsafe as all that is not synced."""
        if self.off:
            raise mfusepy.FuseOSError(OFF)
        try:
            change()
        except OSError as error:
            raise mfusepy.FuseOSError(error.errno) from None
        self._count()

    def _sync(self, sync):
        """Do it, unless the cut falls on it."""
        self._count()
        sync()

    def _count(self):
        self._cut_after -= 1
        if self._cut_after == 0:
            self.disk.cut(self._random)
            self.off = True
        if self.off:
            raise mfusepy.FuseOSError(OFF)


def _fail(number):
    raise mfusepy.FuseOSError(number)


def obey(operations: DiskOperations, mountpoint: str) -> None:
    """Do what the standard input says, then unmount, which ends the program."""
    for line in sys.stdin:
        told = json.loads(line)
        answer = {}
        with operations.guard:
            if told["do"] == "cut":
                operations.cut_after(told["after"], told["seed"])
            elif told["do"] == "image":
                operations.disk.copy_to(Path(told["into"]))
                answer["cut"] = operations.off
            elif told["do"] == "on":
                operations.power_on()
            elif told["do"] == "blank":
                operations.disk = Disk()
        print(json.dumps(answer), flush=True)
    subprocess.run(["fusermount3", "-u", "-z", mountpoint], check=False)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("mountpoint")
    parser.add_argument("--fsync-seconds", type=float, default=0.0)
    parser.add_argument("--lock-error")
    told = parser.parse_args()
    operations = DiskOperations(fsync_seconds=told.fsync_seconds, lock_error=told.lock_error)
    threading.Thread(target=obey, args=(operations, told.mountpoint), daemon=True).start()
    # Nothing is cached in the kernel across a cut, and an open file can be removed.
    mfusepy.FUSE(
        operations,
        told.mountpoint,
        foreground=True,
        # One sync that takes long holds nobody up; otherwise one thread is faster.
        nothreads=not told.fsync_seconds,
        max_threads=8,
        attr_timeout=0,
        entry_timeout=0,
        hard_remove=True,
    )


if __name__ == "__main__":
    main()
