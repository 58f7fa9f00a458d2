"""From the samples of all rounds to what stands in the table and in the JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from registry import Figure, Sample


@dataclass(frozen=True, slots=True)
class Row:
    """A figure with its samples, or with the sentence that says why there are none."""

    measure: str
    figure: Figure
    samples: tuple[Sample, ...] = ()
    failure: str = ""

    @property
    def median(self) -> float:
        """Median of the values."""
        return median(sample.value for sample in self.samples)

    @property
    def spread(self) -> tuple[float, float]:
        """Smallest and largest value."""
        values = [sample.value for sample in self.samples]
        return min(values), max(values)

    @property
    def baseline(self) -> float:
        """Median of the baselines."""
        return median(sample.baseline for sample in self.samples)

    @property
    def ratio(self) -> float | None:
        """Median of the rounds' own ratios: what the machine does meanwhile cancels out."""
        ratios = [ratio for sample in self.samples if (ratio := sample.ratio) is not None]
        return median(ratios) if ratios else None

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None without a goal or a figure."""
        goal = self.figure.goal
        if goal is None or not self.samples:
            return None
        reached = self.median if goal.of == "value" else self.ratio
        return reached is not None and reached <= goal.limit

    @property
    def notes(self) -> list[tuple[str, int]]:
        """What the rounds noted, with how often, most often first."""
        return Counter(sample.note for sample in self.samples if sample.note).most_common()

    def as_json(self) -> dict[str, object]:
        """Return everything, the single samples too."""
        told: dict[str, object] = {
            "measure": self.measure,
            "figure": self.figure.name,
            "unit": self.figure.unit,
            "beside": self.figure.beside,
        }
        goal = self.figure.goal
        if goal is not None:
            told["goal"] = {"limit": goal.limit, "of": goal.of}
        if self.failure:
            return {**told, "failed": self.failure}
        return {
            **told,
            "median": self.median,
            "spread": self.spread,
            "baseline": self.baseline,
            "ratio": self.ratio,
            "met": self.met,
            "samples": [[sample.value, sample.baseline] for sample in self.samples],
            "notes": dict(self.notes),
        }


def worst_first(rows: Sequence[Row]) -> list[Row]:
    """Return the rows whose goal is missed, the farthest from it first."""
    missed = [row for row in rows if row.met is False and row.figure.goal is not None]
    return sorted(missed, key=_overshoot, reverse=True)


def _overshoot(row: Row) -> float:
    goal = row.figure.goal
    if goal is None:
        return 0.0
    reached = row.median if goal.of == "value" else row.ratio
    return (reached or 0.0) / (goal.limit or 1.0)
