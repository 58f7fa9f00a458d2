"""Cuts the power under a writer again and again, and counts what that cost."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from random import Random
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from faults.mounted import MountedDisk

BLANK_EVERY = 8
"""So often a round begins on a new disk, and the cut falls while the store is being made."""


@dataclass
class Toll:
    """What power cuts cost; the writer counts all of it but the cuts."""

    cuts: int = 0
    acknowledged: int = 0  # reports that were said to be kept
    changes: int = 0  # acknowledged changes of all kinds
    lost: int = 0
    returned: int = 0  # delivered, and waiting again
    altered: int = 0  # standing otherwise than was acknowledged
    unreadable: int = 0

    def __str__(self) -> str:
        return (
            f"{self.cuts} cuts, {self.acknowledged:,} reports and {self.changes:,} changes "
            f"acknowledged, {self.lost} lost, {self.returned} back after delivery, "
            f"{self.altered} altered, {self.unreadable} unreadable"
        )


class Writer(Protocol):
    """Keeps reports in a folder until that fails."""

    toll: Toll

    def write(self, folder: Path) -> None:
        """Write until the power goes, which shows as an error of the writer's own."""

    def check(self, folder: Path) -> None:
        """Compare what is there after a cut with what was acknowledged, and count."""

    def forget(self) -> None:
        """Begin anew: the disk is blank."""


def cut_power(
    disk: MountedDisk,
    writer: Writer,
    scratch: Path,
    *,
    cuts: int,
    longest: int,
    seed: int,
    reports: int = 0,
) -> Toll:
    """Cut so often, and until so many reports were acknowledged.

    Each cut falls at most `longest` changes after power came back; the seed decides all.
    """
    random = Random(seed)
    for cut in count():
        if cut >= cuts and writer.toll.acknowledged >= reports:
            return writer.toll
        if cut % BLANK_EVERY == 0:
            disk.make_blank()
            writer.forget()
        early = cut % BLANK_EVERY == 0 or random.random() < 0.2  # in creation, in recovery
        disk.cut_after(random.randrange(1, 60 if early else longest), seed=random.getrandbits(32))
        writer.write(disk.folder)
        image = scratch / f"image-{cut}"
        writer.toll.cuts += disk.image(image)  # a writer that is wrong may have given up before
        writer.check(image)
        disk.power_on()
    raise AssertionError
