"""Run the measures round by round; one that fails is out, and the others go on."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from summary import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bench import Bench
    from registry import Measure, Sample


def run_rounds(
    measures: Sequence[Measure], bench: Bench, rounds: int, say: Callable[[str], None]
) -> list[Row]:
    """Return a row for each figure. All measures have their turn in each round.

    So a minute in which the machine is busy spoils one round of each and not one measure.
    """
    samples: dict[tuple[str, str], list[Sample]] = {}
    failures: dict[str, str] = {}
    for number in range(rounds):
        bench.round = number
        for measure in measures:
            if measure.name in failures:
                continue
            started = time.perf_counter()
            failure = _run_one(measure, bench, samples)
            seconds = time.perf_counter() - started
            how = f"failed: {failure}" if failure else f"{seconds:.1f} s"
            say(f"round {number + 1} of {rounds}, {measure.name}: {how}")
            if failure:
                failures[measure.name] = failure
    return [
        Row(
            measure.name,
            figure,
            tuple(samples.get((measure.name, figure.name), ())),
            failures.get(measure.name, ""),
        )
        for measure in measures
        for figure in measure.figures
    ]


def _run_one(measure: Measure, bench: Bench, samples: dict[tuple[str, str], list[Sample]]) -> str:
    """Run one round of one measure; return the sentence that says what went wrong."""
    try:
        taken = measure.round(bench)
        for figure in measure.figures:
            samples.setdefault((measure.name, figure.name), []).append(taken[figure.name])
    except KeyError as error:
        return f"The measure gave no sample for {error}."
    except Exception as error:  # noqa: BLE001 - one measure must not end the run
        return str(error) or type(error).__name__
    return ""
