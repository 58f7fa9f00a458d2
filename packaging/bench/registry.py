"""What there is to measure: each group registers its measures with the figures they give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bench import Bench


@dataclass(frozen=True, slots=True)
class Goal:
    """The median of the values, or of the rounds' ratios, is to be at most `limit`."""

    limit: float
    of: Literal["value", "ratio"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: what is measured, in what unit and beside what."""

    name: str
    unit: str
    beside: str
    goal: Goal | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """One round's value and its baseline; `note` says what else was seen (where, why)."""

    value: float
    baseline: float
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Value over baseline; None where the baseline is nothing."""
        return self.value / self.baseline if self.baseline else None


Round: TypeAlias = "Callable[[Bench], Mapping[str, Sample]]"


@dataclass(frozen=True, slots=True)
class Measure:
    """A round that gives a sample for each of its figures, by the figure's name."""

    name: str
    figures: tuple[Figure, ...]
    round: Round


class Registry:
    """The measures in the order in which they were registered."""

    def __init__(self) -> None:
        self.measures: list[Measure] = []

    def measure(self, name: str, *figures: Figure) -> Callable[[Round], Round]:
        """Register the decorated function as one round of the measure `name`."""

        def register(function: Round) -> Round:
            self.measures.append(Measure(name, figures, function))
            return function

        return register

    def chosen(self, names: list[str]) -> list[Measure]:
        """Return the measures of these names, all for none; LookupError for an unknown one."""
        known = {measure.name for measure in self.measures}
        unknown = [name for name in names if name not in known]
        if unknown:
            message = f"There is no measure {unknown[0]}; there are {', '.join(sorted(known))}."
            raise LookupError(message)
        return [measure for measure in self.measures if not names or measure.name in names]


REGISTRY = Registry()
