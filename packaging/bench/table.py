"""The table as people read it."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from registry import Figure
    from summary import Row

HEAD = ("measure", "median", "spread", "baseline", "ratio", "goal", "met")
WIDTH = 110
VERDICTS = {True: "yes", False: "no", None: "-"}


def table(rows: Sequence[Row]) -> str:
    """Return all rows in columns, and below them what was noted and what failed."""
    lines = [HEAD, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    told = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
            for line in lines]  # fmt: skip
    told.insert(1, "  ".join("-" * width for width in widths))
    told += ["", *_besides(rows)]
    notes = [f"  {row.figure.name}: {said}" for row in rows for said in _said(row)]
    return "\n".join([*told, *(["", "Notes", *notes] if notes else [])])


def _besides(rows: Sequence[Row]) -> list[str]:
    """Say once what each baseline is, and for which lines it holds."""
    lines: dict[str, list[str]] = {}
    for row in rows:
        lines.setdefault(row.figure.beside, []).append(row.figure.name)
    told = [f"  {beside}: {', '.join(names)}" for beside, names in lines.items()]
    wrapped = [fill(line, WIDTH, subsequent_indent=" " * 6) for line in told]
    return ["Baselines", *wrapped]


def _cells(row: Row) -> tuple[str, ...]:
    name, unit = row.figure.name, row.figure.unit
    goal = _goal(row.figure)
    if row.failure:
        return (name, "failed", "", "", "", goal, VERDICTS[None])
    least, most = row.spread
    ratio = "-" if row.ratio is None else f"{_number(row.ratio)} x"
    spread = f"{_number(least)} to {_number(most)}"
    baseline = f"{_number(row.baseline)} {unit}"
    return (name, f"{_number(row.median)} {unit}", spread, baseline, ratio, goal, VERDICTS[row.met])


def _goal(figure: Figure) -> str:
    if figure.goal is None:
        return "-"
    limit = f"{figure.goal.limit:g}"
    return f"<= {limit} {'x' if figure.goal.of == 'ratio' else figure.unit}"


def _said(row: Row) -> list[str]:
    if row.failure:
        return [f"FAILED. {row.failure}"]
    return [f"{note} ({times} of {len(row.samples)})" for note, times in row.notes]


def _number(value: float) -> str:
    """Three digits say what these figures can say."""
    if value == 0 or abs(value) >= 100:  # noqa: PLR2004 - where three digits end
        return f"{value:.0f}"
    return f"{value:.3g}" if abs(value) < 10 else f"{value:.1f}"  # noqa: PLR2004 - see above
